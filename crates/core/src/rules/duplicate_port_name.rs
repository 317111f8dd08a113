//! Two ports of one name.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::twice;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "duplicate-port-name",
    summary: "two ports have the same name",
    help: "Give each port a name of its own.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["kube-score:container-ports-check"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, first, name) in twice(container.node, "ports") {
        let text = name.as_str().unwrap_or_default();
        let finding = out.report(name.span, format!("another port is called `{text}` too: the API server refuses the object"));
        finding.related(first, "the other one").path(format!("{}.ports[{i}].name", container.path));
    }
}
