//! SELinux told to be something else.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::standards;
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "selinux-options",
    summary: "SELinux options are set that give more rights",
    help: "Remove the option, or use one of the container types.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KSV-0025"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "seLinuxOptions",
        workload,
        out,
        &|spot| Some(format!("the SELinux {} `{}` of {} is none that is made for containers", spot.key, spot.value, spot.who)),
        |spot, finding| {
            if let Some(edits) = yaml_edit::remove(cx.source, spot.map, &spot.key) {
                finding.unsafe_fix(format!("Remove the {}", spot.key), edits);
            }
        },
    );
}
