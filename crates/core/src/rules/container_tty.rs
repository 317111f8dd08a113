//! A container that waits for a person.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, bool_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "container-tty",
    summary: "the container waits for a person at a terminal",
    help: "Remove `stdin` and `tty`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::Strict,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let is_on = |field: &str| bool_at(Some(container.node), &[field]).is(true);
    if let (Some(_), Some(node)) = (is_on("stdin"), is_on("tty")) {
        let finding = out.report(node.span, format!("container `{}` keeps a terminal open, as if a person sat at it", container.label()));
        finding.path(format!("{}.tty", container.path));
    }
}
