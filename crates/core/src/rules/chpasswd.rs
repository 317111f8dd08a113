//! A password that is set while the image is built.

use plimsoll_report::{Category, Severity};
use plimsoll_shell::{Stage, Word};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "chpasswd",
    summary: "a password is set in the image",
    help: "Use no password: log in with keys, or set it when the container starts, from a secret.",
    severity: Severity::Medium,
    category: Category::Secrets,
    aliases: &["checkov:CKV2_DOCKER_17"],
    looks_for: Marks::PASSWORD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        match command.name() {
            "chpasswd" => {
                let finding =
                    out.report(command.place(command.effective.word.span), "`chpasswd` gives every copy of the image the same password");
                if let Some(word) = written_password(command) {
                    finding
                        .severity(Severity::High)
                        .related(command.place(word.span), "the password stands here, and in the image's history");
                }
            }
            "passwd" if command.has_arg("-d") || command.has_arg("--delete") => {
                out.report(command.span(), "`passwd -d` lets the user in without any password").aliases(&[]);
            }
            _ => {}
        }
    }
}

/// `echo 'user:password' | chpasswd`: the word with a password that is no variable.
fn written_password<'m>(command: &RunCommand<'m>) -> Option<&'m Word<'m>> {
    let script = &command.text.script;
    let before = command.command.position_in_pipeline.checked_sub(1)?;
    let pipeline = script.pipeline_of(command.command)?;
    let Stage::Simple(source) = pipeline.stages.get(before)? else { return None };
    let source = script.commands.get(*source)?;
    source.words.iter().skip(1).find(|word| {
        let text = word.literal();
        text.is_some_and(|text| text.split_once(':').is_some_and(|(user, password)| !user.is_empty() && !password.is_empty()))
    })
}
