//! A container with the port of SSH.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at, items_at, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ssh-port",
    summary: "the container takes SSH connections",
    help: "Use `kubectl exec` or `kubectl debug` instead of SSH.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["kube-linter:ssh-port"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, port) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
        let is_tcp = matches!(str_at(Some(port), &["protocol"]), Field::Unset | Field::Set("TCP" | "", _));
        if let Some(node) = int_at(Some(port), &["containerPort"]).is(22).filter(|_| is_tcp) {
            let finding = out.report(node.span, format!("container `{}` takes connections on port 22, the port of SSH", container.label()));
            finding.path(format!("{}.ports[{i}].containerPort", container.path));
        }
    }
}
