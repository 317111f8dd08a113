//! A container that must not be root and is told to be.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, bool_at, int_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "run-as-root-conflict",
    summary: "runAsNonRoot is true and runAsUser is 0: the container does not start",
    help: "Set `runAsUser` to the user the image is made for, such as 10001.",
    severity: Severity::High,
    category: Category::Privilege,
    family: "run-as-user",
    aliases: &["kube-linter:run-as-non-root", "trivy:KSV-0105"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(user) = workload.security(container, &["runAsUser"], int_at).is(0) else { return };
    let Some(non_root) = workload.security(container, &["runAsNonRoot"], bool_at).is(true) else { return };
    let finding =
        out.report(user.span, format!("container `{}` never starts: it must not run as root, and `runAsUser` is root", container.label()));
    finding.related(non_root.span, "this forbids root");
}
