//! `wget` that draws its progress into the log.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "wget-progress",
    summary: "wget fills the log with its progress",
    help: "Add `--progress=dot:giga`, or `-q`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["hadolint:DL3047"],
    looks_for: Marks::WGET,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// The letters of wget(1) that take a value.
const VALUES: &str = "aAbBDeGiIloOPQRtTUwX";

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.name() == "wget") {
        let args = command.effective.args;
        if args.is_empty()
            || args.iter().any(|arg| is_quiet(&arg.text()))
            || args.iter().any(|arg| matches!(arg.raw, "--version" | "--help" | "--spider"))
        {
            continue;
        }
        let finding = out.report(command.place(command.effective.word.span), "`wget` draws a bar that fills the log of the build");
        // That of busybox knows no --progress.
        let is_busybox = command
            .stage
            .and_then(|stage| model.root_image(stage))
            .is_some_and(|image| image.expanded.contains("alpine") || image.expanded.contains("busybox"));
        if let Some(edit) =
            insert_behind(command, model.file.source, command.effective.word, &["--progress=dot:giga"]).filter(|_| !is_busybox)
        {
            finding.unsafe_fix("Insert --progress=dot:giga", [edit].into());
        }
    }
}

/// `-q`, `-nv`, `-o log`, `--progress=…` and their long forms, also in a bundle.
fn is_quiet(arg: &str) -> bool {
    if let Some(long) = arg.strip_prefix("--") {
        let name = long.split('=').next().unwrap_or(long);
        return matches!(name, "progress" | "quiet" | "no-verbose" | "output-file" | "append-output");
    }
    let Some(letters) = arg.strip_prefix('-') else { return false };
    let mut after_n = false;
    for letter in letters.chars() {
        match letter {
            // `-nv`, but `-nd` and `-nc` are about something else.
            'v' if after_n => return true,
            _ if after_n => after_n = false,
            'n' => after_n = true,
            'q' | 'o' | 'a' => return true,
            _ if VALUES.contains(letter) => return false,
            _ => {}
        }
    }
    false
}
