//! `/bin/sh` replaced by a link.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "use-shell-instruction",
    summary: "/bin/sh is replaced to get another shell",
    help: "Say `SHELL [\"/bin/bash\", \"-c\"]`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL4005"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.name() == "ln") {
        let Some(target) =
            command.effective.args.last().filter(|arg| arg.literal().is_some_and(|path| matches!(&*path, "/bin/sh" | "/usr/bin/sh")))
        else {
            continue;
        };
        out.report(command.place(target.span), "the link changes the shell of every program in the image, not only of this build");
    }
}
