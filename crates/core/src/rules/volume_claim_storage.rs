//! A claim for no amount of storage.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::claims;
use crate::model::{Object, place, scalar_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "volume-claim-storage",
    summary: "the volume claim asks for no amount of storage",
    help: "Set `resources.requests.storage`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kubesec:VolumeClaimRequestsStorage"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (claim, path) in claims(object) {
        if scalar_at(claim.get("spec"), &["resources", "requests", "storage"]).is_unset() && !object.template {
            let span = place(claim, &["spec", "resources", "requests"]).unwrap_or(claim.span);
            out.report(span, "the claim asks for no amount of storage: the API server refuses it")
                .path(format!("{path}spec.resources.requests.storage"));
        }
    }
}
