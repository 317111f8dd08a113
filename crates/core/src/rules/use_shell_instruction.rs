//! `/bin/sh` replaced by a link.

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Word;
use plimsoll_shell::options::Grammar;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "use-shell-instruction",
    summary: "/bin/sh is replaced to get another shell",
    help: "Say `SHELL [\"/bin/bash\", \"-c\"]`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL4005"],
    looks_for: Marks::LINK,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // The RUN in which the shell has been removed.
    let mut removed = None;
    for command in &model.commands {
        let args = command.effective.args;
        match command.name() {
            "rm" if args.iter().any(is_shell) => removed = Some(command.run_index),
            "ln" => {}
            _ => continue,
        }
        let Some(target) = args.last().filter(|arg| command.name() == "ln" && is_shell(arg)) else { continue };
        // A link is not made in the place of another file, unless that is asked for. An image without a shell may get one.
        let is_forced = command.effective.options(&Grammar::FLAGS).has(&["-f", "--force"]);
        if !is_forced && removed != Some(command.run_index) {
            continue;
        }
        out.report(command.place(target.span), "the link changes the shell of every program in the image, not only of this build");
    }
}

fn is_shell(word: &Word<'_>) -> bool {
    word.literal().is_some_and(|path| matches!(&*path, "/bin/sh" | "/usr/bin/sh"))
}
