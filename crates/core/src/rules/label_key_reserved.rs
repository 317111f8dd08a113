//! A label with a name that Docker keeps for itself.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "label-key-reserved",
    summary: "the name of a label is reserved",
    help: "Begin the name with a domain of your own, as in `com.example.key`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3048"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let InstructionKind::Label(pairs) = &instruction.effective().kind else { continue };
        for pair in pairs {
            let key = unquoted(&pair.key.text);
            let reserved = ["com.docker.", "io.docker.", "org.dockerproject."].into_iter().find(|prefix| key.starts_with(prefix));
            // Docker's own extensions are described by labels in its own name space.
            if let Some(prefix) =
                reserved.filter(|_| !key.starts_with("com.docker.desktop.extension.") && !key.starts_with("com.docker.extension."))
            {
                out.report(pair.key.span, format!("labels that begin with `{prefix}` are reserved for Docker's own use"));
            }
        }
    }
}
