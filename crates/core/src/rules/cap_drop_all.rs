//! Capabilities that nobody took away.

use alloc::format;

use plimsoll_report::{Applicability, Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, bool_at, int_at, node_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::{self, New};

const PATH: [&str; 3] = ["securityContext", "capabilities", "drop"];

pub static RULE: Rule = Rule {
    id: "cap-drop-all",
    summary: "the container keeps the runtime's default capabilities",
    help: "Set `capabilities: {drop: [ALL]}` in the container's securityContext and add back the few it needs.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Safe,
    aliases: &[
        "kubesec:CapDropAll",
        "polaris:insecureCapabilities",
        "trivy:KSV-0003",
        "trivy:KSV-0106",
        "checkov:CKV_K8S_37",
        "cis:5.2.10",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if workload.is_windows() {
        return;
    }
    let path = format!("{}.securityContext.capabilities.drop", container.path);
    let Some(list) = node_at(Some(container.node), &PATH) else {
        if workload.is_complete() && !parent_is_wrong(container) {
            let finding = out.report(container.place(&PATH), format!("container `{}` drops no capabilities", container.label()));
            finding.path(path);
            if let Some(edits) = container.set(cx.source, &PATH, New::ListOf("ALL")) {
                finding.fix("Drop all capabilities", how(container, workload), edits);
            }
        }
        return;
    };
    let Value::Seq(items) = &list.value else { return };
    let is = |item: &&Node<'_>, test: fn(&str) -> bool| item.as_str().is_some_and(test);
    // In small letters it works in most runtimes; of the spelling `cap-name-case` speaks.
    if items.iter().any(|item| item.is_template() || is(&item, |name| name.eq_ignore_ascii_case("ALL"))) {
        return;
    }
    let finding = out.report(list.span, format!("container `{}` drops some capabilities, but not all", container.label()));
    finding.path(path);
    if let Some(edits) = yaml_edit::add_item(cx.source, list, "ALL") {
        finding.fix("Drop all capabilities", how(container, workload), edits);
    }
}

fn parent_is_wrong(container: &Container<'_>) -> bool {
    let parent = |path: &[&str]| node_at(Some(container.node), path).is_some_and(|node| node.as_map().is_none());
    parent(&["securityContext"])
        || (node_at(Some(container.node), &["securityContext"]).is_some() && parent(&["securityContext", "capabilities"]))
}

/// A process that is not root and cannot become it has no capabilities to lose; for any other, something may break.
fn how(container: &Container<'_>, workload: &Workload<'_>) -> Applicability {
    let user = workload.security(container, &["runAsUser"], int_at).value();
    let non_root = user.is_some_and(|user| user > 0)
        || (user.is_none() && workload.security(container, &["runAsNonRoot"], bool_at).value() == Some(true));
    let stays = bool_at(Some(container.node), &["securityContext", "allowPrivilegeEscalation"]).value() == Some(false);
    let adds = node_at(Some(container.node), &["securityContext", "capabilities", "add"]).is_some();
    if non_root && stays && !adds { Applicability::Safe } else { Applicability::Unsafe }
}
