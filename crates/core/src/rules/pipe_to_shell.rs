//! A script from the network that runs unseen.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};

use plimsoll_report::{Category, Severity};
use plimsoll_shell::{RedirectOp, SimpleCommand};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::download::{file_name, is_interpreter, output, reads_script_from_input, url, verifies};
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "pipe-to-shell",
    summary: "a script from the network runs without a check",
    help: "Save it, compare its checksum with one that is written in the Dockerfile, then run it; or install a package.",
    severity: Severity::Medium,
    category: Category::Image,
    looks_for: Marks::DOWNLOADER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for number in 0..model.runs.len() {
        let commands = model.commands_of_run(number);
        if !commands.iter().any(|command| command.marks.meets(Marks::DOWNLOADER)) {
            continue;
        }
        let verified = commands.iter().any(verifies);
        let mut runners = Runners::of(commands);
        let mut saved: BTreeMap<String, &RunCommand<'_>> = BTreeMap::new();
        for command in commands {
            if command.marks.meets(Marks::DOWNLOADER) {
                if let Some((name, span)) = runners.of_loader(command) {
                    let message = format!("`{name}` runs what `{}` loads, and nothing checks what that is", command.name());
                    out.report(command.place(span), message).severity(severity(command));
                } else if !verified && let Some(file) = output(command) {
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

/// A command that runs what is loaded: its name and the place of that.
type Runner = (String, Span);

/// The commands of one RUN that run what others load.
struct Runners {
    /// Those that read a script from a pipe, by text, pipeline and position.
    behind_pipes: BTreeMap<(usize, usize, usize), Runner>,
    /// Those asked for that have a substitution among their words, by text and number of the command.
    around: BTreeMap<(usize, usize), Option<Runner>>,
}

impl Runners {
    fn of(commands: &[RunCommand<'_>]) -> Self {
        let piped =
            commands.iter().filter(|command| command.command.position_in_pipeline > 0 && reads_script_from_input(&command.effective));
        let mut behind_pipes = BTreeMap::new();
        for command in piped {
            let key = (command.text_index, command.command.pipeline, command.command.position_in_pipeline);
            behind_pipes.insert(key, (command.name().to_string(), command.effective.word.span));
        }
        Runners { behind_pipes, around: BTreeMap::new() }
    }

    /// The command that runs what `loader` writes: behind a pipe, or around a substitution.
    fn of_loader(&mut self, loader: &RunCommand<'_>) -> Option<Runner> {
        let text = loader.text_index;
        if let Some(parent) = loader.command.parent {
            let outer = loader.text.script.commands.get(parent)?;
            return self.around.entry((text, parent)).or_insert_with(|| takes_script(outer)).clone();
        }
        let (pipeline, position) = (loader.command.pipeline, loader.command.position_in_pipeline);
        let next = self.behind_pipes.range((text, pipeline, position + 1)..(text, pipeline + 1, 0)).next();
        next.map(|(_, runner)| runner.clone())
    }
}

/// `sh -c "$(…)"`, `bash <(…)`, `eval "$(…)"`, `sh <<< "$(…)"`; other words only pass a value on.
fn takes_script(outer: &SimpleCommand<'_>) -> Option<Runner> {
    let effective = outer.effective()?;
    let evaluates = matches!(&*effective.name, "eval" | "source" | ".");
    let first = effective.args.first().map(|arg| arg.raw).unwrap_or_default();
    let named = first.starts_with("<(") || (first.starts_with('-') && first.ends_with(['c', 'e']));
    let here = outer.redirects.iter().any(|redirect| redirect.op == RedirectOp::HereString);
    let runs = evaluates || (is_interpreter(&effective.name) && (named || here));
    runs.then(|| (effective.name.to_string(), effective.word.span))
}

/// Over plain HTTP anyone on the way decides what runs.
fn severity(loader: &RunCommand<'_>) -> Severity {
    if url(&loader.effective).is_some_and(|url| url.starts_with("http://")) { Severity::High } else { RULE.severity }
}

/// The file that a command runs, without its folder: `sh install.sh`, `./install.sh`; and the word that says so.
fn run_file<'c>(command: &'c RunCommand<'_>) -> Option<(&'c str, Span)> {
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
