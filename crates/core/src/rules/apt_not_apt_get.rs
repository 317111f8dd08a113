//! `apt` in a build.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::shell_edit::replace_word;

pub static RULE: Rule = Rule {
    id: "apt-not-apt-get",
    summary: "apt is made for people, not for scripts",
    help: "Use `apt-get`, or `apt-cache` for queries.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3027", "checkov:CKV_DOCKER_9"],
    looks_for: Marks::APT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.name() == "apt") {
        let word = command.effective.word;
        let finding =
            out.report(command.place(word.span), "`apt` is made for people: what it does and says may change from one release to the next");
        let Some(subcommand) = command.package.as_ref().and_then(|call| call.subcommand).and_then(|word| word.literal()) else { continue };
        let by = match word.raw.strip_suffix("apt") {
            Some(folder) => format!("{folder}apt-get"),
            None => continue,
        };
        let Some(edit) = replace_word(command, model.file.source, word, &by) else { continue };
        match &*subcommand {
            "install" | "update" | "remove" | "purge" | "autoremove" | "clean" | "autoclean" => {
                finding.safe_fix("Use apt-get", [edit].into());
            }
            // `apt upgrade` also installs new packages.
            "upgrade" => {
                finding.unsafe_fix("Use apt-get", [edit].into());
            }
            _ => {}
        }
    }
}
