//! A command that calls a program the image has not.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{Entry, Mount, Programs, Word};
use crate::bundle::is_shell;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};
use alloc::string::String;
use plimsoll_text::Span;

pub static RULE: Rule = Rule {
    id: "shell-missing",
    summary: "a command, probe or hook calls a program that the image has not",
    help: "Call the program itself, use an `httpGet` or `grpc` probe, or choose a base image that has the tool.",
    severity: Severity::High,
    category: Category::Reliability,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        let Some(mounts) = &container.mounts else { continue };
        let command = match (&container.command, &container.args) {
            (Some(command), _) if !command.is_empty() => Some(command),
            (Some(_), Some(args)) if image.entrypoint.0 == Entry::Absent => Some(args),
            _ => None,
        };
        let command = command.map(|command| ("command", command));
        for (what, words) in command.into_iter().chain(container.hooks.iter().map(|(what, words)| (*what, words))) {
            let Some((span, program)) = missing(words, &image.programs, mounts) else { continue };
            let label = &container.label;
            let message =
                format!("the {what} of container `{label}` calls `{program}`, which its image has not: it is built on `{}`", image.base);
            out.report(pair.workload.at, Some(container), span, message, &[(pair.dockerfile, image.from, "this has no such program")]);
        }
    }
}

/// The program of a command line, or of the text that its shell is handed, that is known not to be there.
fn missing(words: &[Word], programs: &Programs, mounts: &[Mount]) -> Option<(Span, String)> {
    let first = words.first()?;
    if programs.lack(&first.text, mounts) {
        return Some((first.span, first.text.clone()));
    }
    if !is_shell(&first.text) {
        return None;
    }
    let option = words.iter().position(|word| word.text.starts_with('-') && word.text.ends_with('c'))?;
    let text = words.get(option + 1)?;
    // A script that asks whether a program is there may do without it.
    if ["command -v", "which ", "type ", "||"].iter().any(|asks| text.text.contains(asks)) {
        return None;
    }
    let script = plimsoll_shell::parse(&text.text);
    let mut names = script.commands.iter().filter_map(|command| command.effective()).map(|command| command.word.text().into_owned());
    names.find(|name| programs.lack(name, mounts)).map(|name| (text.span, name))
}
