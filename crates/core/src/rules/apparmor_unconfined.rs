//! AppArmor switched off.

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
    id: "apparmor-unconfined",
    summary: "AppArmor is switched off",
    help: "Use `type: RuntimeDefault`, or a profile of your own with `type: Localhost`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["kubesec:ApparmorUnconfined", "trivy:KSV-0002"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "appArmorProfile",
        workload,
        out,
        &|spot| Some(format!("AppArmor is off for {}: nothing but its user limits what it may reach", spot.who)),
        |spot, finding| {
            if spot.key == "type" && !spot.entry.value.shared {
                let text = New::Word("RuntimeDefault").quoted_like(&spot.entry.value);
                finding.unsafe_fix("Use the runtime's profile", [Edit { span: spot.entry.value.span, text }].into());
            }
        },
    );
}
