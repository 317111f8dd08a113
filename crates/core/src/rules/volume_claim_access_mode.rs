//! A volume that several nodes may write.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::claims;
use crate::model::{Object, items_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "volume-claim-access-mode",
    summary: "the volume may be written from several nodes",
    help: "Use `ReadWriteOnce` or `ReadWriteOncePod`.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kubesec:VolumeClaimAccessModeReadWriteOnce"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (claim, path) in claims(object) {
        for (i, mode) in items_at(claim.get("spec"), &["accessModes"]).iter().enumerate() {
            if mode.as_str() == Some("ReadWriteMany") {
                out.report(mode.span, "the volume may be written from several nodes at once").path(format!("{path}spec.accessModes[{i}]"));
            }
        }
    }
}
