//! A container with all rights of the host's root.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, bool_at};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "privileged",
    summary: "the container runs privileged",
    help: "Remove `privileged: true`; grant the one capability or device it needs instead.",
    severity: Severity::Critical,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &[
        "kubesec:Privileged",
        "kube-linter:privileged-container",
        "kube-score:container-security-context-privileged",
        "polaris:runAsPrivileged",
        "trivy:KSV-0017",
        "checkov:CKV_K8S_16",
        "cis:5.2.2",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(node) = bool_at(Some(container.node), &["securityContext", "privileged"]).is(true) else { return };
    let finding = out.report(node.span, format!("container `{}` is privileged: it is root on the node", container.label()));
    finding.path(format!("{}.securityContext.privileged", container.path));
    if !node.shared {
        finding.unsafe_fix("Set privileged to false", [Edit { span: node.span, text: "false".into() }].into());
    }
}
