//! `/bin/sh` replaced by a link.

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Word;
use plimsoll_shell::options::Grammar;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, RunForm};
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
            "rm" | "mv" if args.iter().any(is_shell) => removed = Some(command.run_index),
            "ln" => {}
            _ => continue,
        }
        let Some(target) = args.last().filter(|arg| command.name() == "ln" && is_shell(arg)) else { continue };
        // A link is not made in the place of another file, unless that is asked for. An image without a shell may get one, from a
        // RUN that needs none or has another.
        let is_forced = command.effective.options(&Grammar::FLAGS).has(&["-f", "--force"]);
        let message = if is_forced || removed == Some(command.run_index) {
            "the link changes the shell of every program in the image, not only of this build"
        } else if needs_shell(command, model) {
            "the link would change the shell of every program in the image, and fails because this RUN needs the shell that is there"
        } else {
            continue;
        };
        out.report(command.place(target.span), message);
    }
}

/// Whether `/bin/sh` runs the command, so that the image has it.
fn needs_shell(command: &RunCommand<'_>, model: &DockerModel<'_>) -> bool {
    let shell = model.shell_at(command.run.index).words;
    command.run.form != RunForm::Exec && shell.is_none_or(|words| words.first().is_some_and(|word| word.text == "/bin/sh"))
}

fn is_shell(word: &Word<'_>) -> bool {
    word.literal().is_some_and(|path| matches!(&*path, "/bin/sh" | "/usr/bin/sh"))
}
