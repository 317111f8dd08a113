//! A stage with a name that means something else to the builder.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use super::stage_name_casing::uses;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "stage-name-reserved",
    summary: "the stage has a reserved name",
    help: "Give the stage another name.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3063", "buildkit:ReservedStageName"],
    looks_for: Marks::STAGE_NAME,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let reserved = |name: &str| meaning(name).is_some();
    let named = || model.stages.iter().filter_map(|stage| Some((stage, stage.name?))).filter(|(_, name)| reserved(&name.text));
    if named().next().is_none() {
        return;
    }
    let mut uses = uses(model, |name| meaning(name).is_some());
    for stage in &model.stages {
        // `FROM context` is that stage; `FROM scratch` never is.
        if let (Base::Stage(parent), Some(InstructionKind::From { image: Some(image), .. })) =
            (stage.base, stage.from.map(|from| &from.kind))
        {
            uses.entry(parent).or_default().push(image.span);
        }
    }
    for (stage, name) in named() {
        let means = meaning(&name.text).unwrap_or_default();
        let finding = out.report(name.span, format!("`{}` means {means}: a stage of that name hides it", name.text));
        let new = format!("{}-stage", name.text.to_ascii_lowercase());
        if model.graph.stage_by_name(&new).is_none() && name.span.of(model.file.source) == name.text {
            let places = uses.remove(&stage.index).unwrap_or_default().into_iter().chain([name.span]);
            let edits = places.map(|span| Edit { span, text: new.clone() }).collect();
            finding.unsafe_fix(format!("Name it {new}"), edits);
        }
    }
}

/// What a name means to BuildKit by itself.
fn meaning(name: &str) -> Option<&'static str> {
    if name.eq_ignore_ascii_case("scratch") {
        Some("the empty image")
    } else if name.eq_ignore_ascii_case("context") {
        Some("the build context")
    } else {
        None
    }
}
