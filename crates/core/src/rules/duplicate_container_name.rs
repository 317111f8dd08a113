//! Two containers of one name.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "duplicate-container-name",
    summary: "two containers have the same name",
    help: "Give each container a name of its own.",
    severity: Severity::High,
    category: Category::Reliability,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut names: Vec<(&str, usize)> = workload.containers.iter().enumerate().map(|(i, container)| (container.name, i)).collect();
    names.retain(|(name, _)| !name.is_empty());
    plimsoll_text::sort_by(&mut names, Ord::cmp);
    for pair in names.windows(2) {
        let [(first, a), (second, b)] = pair else { continue };
        let (Some(one), Some(other)) = (workload.containers.get(*a), workload.containers.get(*b)) else { continue };
        if let Some(node) = other.node.get("name").filter(|_| first == second) {
            let finding = out.report(node.span, format!("another container is called `{second}` too: the API server refuses the object"));
            finding.related(one.headline(), "the other one").path(format!("{}.name", other.path));
        }
    }
}
