//! A script from the network that runs unseen.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::download::{file_name, is_downloader, is_interpreter, output, reads_script_from_input, url, verifies};
use crate::model::{DockerModel, RunCommand};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "pipe-to-shell",
    summary: "a script from the network runs without a check",
    help: "Save it, compare its checksum with one that is written in the Dockerfile, then run it; or install a package.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for number in 0..model.runs.len() {
        let commands = model.commands_of_run(number);
        let verified = commands.iter().any(verifies);
        let mut saved: BTreeMap<String, &RunCommand<'_>> = BTreeMap::new();
        for command in commands {
            if is_downloader(command.name()) {
                if let Some(runner) = runner(command) {
                    report(command, runner, out);
                } else if let Some(file) = output(command).filter(|_| !verified) {
                    saved.insert(file, command);
                }
            } else if !verified && let Some((loader, word)) = run_file(command).and_then(|(file, word)| Some((*saved.get(file)?, word))) {
                let message =
                    format!("`{}` runs what `{}` has just loaded, and nothing checks what that is", command.name(), loader.name());
                out.report(command.place(word), message).severity(severity(loader));
            }
        }
    }
}

/// The command that runs what a downloader writes: behind a pipe, or around a substitution.
fn runner<'c>(loader: &'c RunCommand<'_>) -> Option<&'c plimsoll_shell::SimpleCommand<'c>> {
    let script = &loader.text.script;
    if let Some(outer) = loader.command.parent.and_then(|parent| script.commands.get(parent)) {
        let effective = outer.effective()?;
        let runs = is_interpreter(&effective.name) || matches!(&*effective.name, "eval" | "source" | ".");
        // `python3 - "$(curl …)"` and the like only pass a value on.
        let takes = matches!(&*effective.name, "eval" | "source" | ".")
            || effective
                .args
                .first()
                .is_some_and(|arg| arg.raw.starts_with("<(") || (arg.raw.starts_with('-') && arg.raw.ends_with(['c', 'e'])))
            || outer.redirects.iter().any(|redirect| redirect.op == plimsoll_shell::RedirectOp::HereString);
        return (runs && takes).then_some(outer);
    }
    let pipeline = script.pipeline_of(loader.command)?;
    script
        .commands_of(pipeline)
        .filter(|command| command.position_in_pipeline > loader.command.position_in_pipeline)
        .find(|command| command.effective().is_some_and(|effective| reads_script_from_input(&effective)))
}

fn report(loader: &RunCommand<'_>, runner: &plimsoll_shell::SimpleCommand<'_>, out: &mut Findings<'_>) {
    let Some(effective) = runner.effective() else { return };
    let message = format!("`{}` runs what `{}` loads, and nothing checks what that is", effective.name, loader.name());
    out.report(loader.place(effective.word.span), message).severity(severity(loader));
}

/// Over plain HTTP anyone on the way decides what runs.
fn severity(loader: &RunCommand<'_>) -> Severity {
    if url(&loader.effective).is_some_and(|url| url.starts_with("http://")) { Severity::High } else { RULE.severity }
}

/// The file that a command runs, without its folder: `sh install.sh`, `./install.sh`; and the word that says so.
fn run_file<'c>(command: &'c RunCommand<'_>) -> Option<(&'c str, plimsoll_text::Span)> {
    let word = command.effective.word;
    if word.raw.contains('/')
        && !word.is_quoted()
        && !matches!(word.raw.strip_prefix('/'), Some(path) if path.starts_with("bin/") || path.starts_with("usr/bin/"))
    {
        return Some((file_name(word.raw), word.span));
    }
    let runs = is_interpreter(command.name()) || matches!(command.name(), "source" | ".");
    let script = command.effective.args.iter().find(|arg| !arg.raw.starts_with(['-', '+'])).filter(|_| runs)?;
    (!command.has_arg("-c")).then(|| (file_name(script.raw.trim_matches(['"', '\''])), word.span))
}
