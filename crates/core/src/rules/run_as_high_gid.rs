//! A group id that the node may use as well.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "run-as-high-gid",
    summary: "the group id is low or not set",
    help: "Set `runAsGroup` to a number above 10000.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kubesec:RunAsGroup", "kube-score:container-security-context-user-group-id", "trivy:KSV-0021"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    const PATH: [&str; 2] = ["securityContext", "runAsGroup"];
    let number = workload.security(container, &["runAsGroup"], int_at);
    let message = match number {
        Field::Set(number, _) if number <= 10_000 => {
            format!("container `{}` runs as group {number}, which the node may have given to something of its own", container.label())
        }
        Field::Unset if workload.is_complete() => {
            format!(
                "container `{}` runs as whatever group its image names, which the node may have given to something of its own",
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
        _ => container.place(&PATH),
    };
    out.report(span, message).path(format!("{}.securityContext.runAsGroup", container.path));
}
