//! A /proc without its masks.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::standards;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "proc-mount",
    summary: "the container sees all of /proc",
    help: "Remove `procMount`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:unsafe-proc-mount", "trivy:KSV-0027", "polaris:procMount"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "procMount",
        workload,
        out,
        &|spot| Some(format!("{} sees all of /proc, with what tells of the node and its kernel", spot.who)),
        |spot, finding| {
            if !spot.entry.value.shared {
                finding.unsafe_fix(
                    "Mask /proc",
                    [Edit { span: spot.entry.value.span, text: New::Word("Default").quoted_like(&spot.entry.value) }].into(),
                );
            }
        },
    );
}
