//! A variable that is set twice.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::twice;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "duplicate-env",
    summary: "the variable is set twice",
    help: "Remove the one that is not meant.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["kube-linter:duplicate-env-var", "kube-score:environment-variable-key-duplication"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, first, name) in twice(container.node, "env") {
        let finding = out.report(name.span, format!("`{}` is set twice: only the last one counts", name.as_str().unwrap_or_default()));
        finding.related(first, "the first one").path(format!("{}.env[{i}].name", container.path));
    }
}
