//! A capability beyond the usual ones.

use alloc::format;

use plimsoll_report::{Category, Severity};

use super::cap_add_dangerous;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at};
use crate::pod_security;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "cap-add-non-default",
    summary: "the container adds a capability beyond the usual ones",
    help: "Remove the capability, or use one of those that the baseline allows.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    family: "cap-add",
    aliases: &["trivy:KSV-0022", "trivy:KSV-0106", "trivy:KSV-0119", "checkov:CKV_K8S_25", "cis:5.2.9"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if workload.is_windows() {
        return;
    }
    let Some(list) = node_at(Some(container.node), &["securityContext", "capabilities", "add"]) else { return };
    for (i, item) in list.items().iter().enumerate() {
        let Some(name) = item.as_str() else { continue };
        let bare = name.to_ascii_uppercase();
        let bare = bare.strip_prefix("CAP_").unwrap_or(&bare);
        // Their spelling is for `cap-name-case` to say.
        if pod_security::CAPABILITIES.contains(&bare) || cap_add_dangerous::is_dangerous(name) {
            continue;
        }
        let finding =
            out.report(item.span, format!("container `{}` adds `{name}`, which the baseline of Pod Security refuses", container.label()));
        finding.path(format!("{}.securityContext.capabilities.add[{i}]", container.path));
        if bare != "NET_RAW" {
            finding.aliases(&["trivy:KSV-0022", "trivy:KSV-0106", "checkov:CKV_K8S_25", "cis:5.2.9"]);
        }
        if let Some(edits) = cap_add_dangerous::without(cx, container, list, i) {
            finding.unsafe_fix(format!("Remove {name}"), edits);
        }
    }
}
