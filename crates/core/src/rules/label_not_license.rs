//! A label that is to be an SPDX license and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-license",
    summary: "a label that is to be an SPDX license is none",
    help: "Write the identifier of the SPDX license list, as `Apache-2.0`.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3054"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Spdx, model, cx, out, |name| {
        format!("the value of label `{name}` is no SPDX license expression: license checks cannot read it")
    });
}
