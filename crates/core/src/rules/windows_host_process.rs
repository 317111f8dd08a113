//! A Windows container that runs on the node itself.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::standards;

pub static RULE: Rule = Rule {
    id: "windows-host-process",
    summary: "the container runs as a process of the Windows node",
    help: "Remove `hostProcess: true`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["polaris:hostProcess", "trivy:KSV-0103", "cis:5.2.11"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "windowsHostProcess",
        workload,
        out,
        &|spot| Some(format!("{} runs as a process of the node itself", spot.who)),
        |spot, finding| {
            if !spot.entry.value.shared {
                finding.unsafe_fix("Set hostProcess to false", [Edit { span: spot.entry.value.span, text: "false".into() }].into());
            }
        },
    );
}
