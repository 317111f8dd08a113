//! Two stages of one name.

use alloc::collections::BTreeMap;
use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "duplicate-stage-name",
    summary: "two stages have the same name",
    help: "Give each stage a name of its own.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["hadolint:DL3024", "buildkit:DuplicateStageName", "trivy:DS-0012", "checkov:CKV_DOCKER_11"],
    looks_for: Marks::STAGE_NAME,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut seen = BTreeMap::new();
    for name in model.stages.iter().filter_map(|stage| stage.name) {
        let first = *seen.entry(name.text.to_ascii_lowercase()).or_insert(name.span);
        if first != name.span {
            let message =
                format!("another stage is called `{}` already: which of them is meant depends on where the name is used", name.text);
            out.report(name.span, message).related(first, "the first one");
        }
    }
}
