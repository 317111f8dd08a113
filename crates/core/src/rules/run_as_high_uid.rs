//! A user id that the node may use as well.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "run-as-high-uid",
    summary: "the user id is low or not set",
    help: "Set `runAsUser` to a number above 10000.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kubesec:RunAsUser", "kube-score:container-security-context-user-group-id", "trivy:KSV-0020", "checkov:CKV_K8S_40"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    low_or_unset(container, workload, "runAsUser", "user", out);
}

/// Reports an id of a container that is low or not set: the one that `field` sets, of what `who` names.
pub(crate) fn low_or_unset(container: &Container<'_>, workload: &Workload<'_>, field: &'static str, who: &str, out: &mut Findings<'_>) {
    let number = workload.security(container, &[field], int_at);
    let message = match number {
        Field::Set(number, _) if number <= 10_000 => {
            format!("container `{}` runs as {who} {number}, which the node may have given to something of its own", container.label())
        }
        Field::Unset if workload.is_complete() => {
            format!(
                "container `{}` runs as whatever {who} its image names, which the node may have given to something of its own",
                container.label()
            )
        }
        Field::Set(..) | Field::Unset | Field::Wrong(_) => return,
    };
    if workload.is_windows() {
        return;
    }
    let span = match number {
        Field::Set(_, node) => node.span,
        _ => container.place(&["securityContext", field]),
    };
    out.report(span, message).path(format!("{}.securityContext.{field}", container.path));
}
