//! What only bash understands, where another shell reads it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::{CompoundKind, ExpansionKind, RedirectOp, Script, Word};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::download::file_name;
use crate::model::{DockerModel, Run, RunForm, ShellText, Stage};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "bashism",
    summary: "`sh` does not understand what only bash does",
    help: "Write what every shell reads, or choose bash with `SHELL [\"/bin/bash\", \"-c\"]`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &[
        "shellcheck:SC3001",
        "shellcheck:SC3009",
        "shellcheck:SC3010",
        "shellcheck:SC3011",
        "shellcheck:SC3014",
        "shellcheck:SC3020",
        "shellcheck:SC3028",
        "shellcheck:SC3030",
        "shellcheck:SC3037",
        "shellcheck:SC3044",
        "shellcheck:SC3046",
        "shellcheck:SC3057",
        "shellcheck:SC3059",
        "shellcheck:SC3060",
    ],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// The shells that `sh` may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sh {
    /// Debian's dash, or not known.
    Dash,
    /// BusyBox' ash, which has borrowed much from bash.
    Ash,
    /// bash itself.
    Bash,
}

/// A find: where, what, and ShellCheck's number.
struct Hit {
    span: Span,
    what: String,
    alias: &'static [&'static str],
}

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let of_stage = |stage: &Stage<'_>| of_base(model.root_image(stage.index).map_or("", |image| &*image.expanded));
    let mut bases: Option<Vec<Sh>> = None;
    for run in model.runs.iter().filter(|run| run.form != RunForm::Exec) {
        for text in &run.texts {
            // What ash does not read, dash does not either: most texts need no look at who reads them.
            let of_dash = hits(&text.script, false);
            if of_dash.is_empty() {
                continue;
            }
            let bases = bases.get_or_insert_with(|| model.stages.iter().map(of_stage).collect());
            let base = model.stage_of(run.index).and_then(|stage| bases.get(stage).copied()).unwrap_or(Sh::Dash);
            let sh = reader(run, text, model, base);
            let found = match sh {
                Sh::Dash => of_dash,
                Sh::Ash => hits(&text.script, true),
                Sh::Bash => continue,
            };
            for hit in found {
                let shell = if sh == Sh::Ash { "BusyBox' `sh`" } else { "`sh`" };
                out.report(text.place(hit.span), format!("{} is bash: {shell} does not understand it", hit.what)).aliases(hit.alias);
            }
        }
    }
}

/// The shell that reads a text.
fn reader(run: &Run<'_>, text: &ShellText<'_>, model: &DockerModel<'_>, base: Sh) -> Sh {
    let named = |name: &str| match file_name(name) {
        "sh" => base,
        "dash" => Sh::Dash,
        "ash" | "busybox" => Sh::Ash,
        _ => Sh::Bash,
    };
    let script = &text.script;
    if let Some(outer) = text.outer.and_then(|(outer, command)| run.texts.get(outer)?.script.commands.get(command)) {
        // `bash -c '…'`, also behind `sudo` and `su`.
        let shell = outer.words.iter().find(|word| file_name(word.raw).ends_with("sh") || word.raw == "su");
        return shell.map_or(Sh::Bash, |word| named(word.raw));
    }
    if text.is_heredoc() {
        let first = script.text.strip_prefix("#!").and_then(|line| line.lines().next());
        if let Some(line) = first {
            return line.split_whitespace().rfind(|word| file_name(word).ends_with("sh")).map_or(Sh::Bash, named);
        }
        if run.form != RunForm::Heredoc {
            return Sh::Bash;
        }
    }
    match model.shell_at(run.index).words.and_then(|words| words.first()) {
        Some(word) => named(&word.text),
        None => base,
    }
}

/// What `/bin/sh` is in an image: bash in all of the Red Hat and SUSE families, ash in Alpine.
fn of_base(image: &str) -> Sh {
    const BASH: [&str; 14] = [
        "fedora",
        "centos",
        "rhel",
        "ubi",
        "redhat",
        "rocky",
        "alma",
        "amazonlinux",
        "oraclelinux",
        "opensuse",
        "suse",
        "mariner",
        "azurelinux",
        "archlinux",
    ];
    let has = |parts: &[&str]| parts.iter().any(|part| image.contains(part));
    if has(&["alpine", "busybox"]) {
        Sh::Ash
    } else if has(&["ubuntu"]) || !has(&BASH) {
        Sh::Dash
    } else {
        Sh::Bash
    }
}

fn hits(script: &Script<'_>, ash: bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut hit = |span: Span, what: String, alias: &'static [&'static str]| hits.push(Hit { span, what, alias });
    for compound in script.compounds.iter().filter(|compound| compound.kind == CompoundKind::Test && !ash) {
        hit(Span::new(compound.span.start, compound.span.start + 2), "`[[`".into(), &["shellcheck:SC3010"]);
    }
    for command in &script.commands {
        for set in command.assignments.iter().filter(|set| set.value.raw.starts_with('(')) {
            hit(set.span, format!("the array `{}`", set.name), &["shellcheck:SC3030"]);
        }
        for redirect in &command.redirects {
            match redirect.op {
                RedirectOp::WriteBoth | RedirectOp::AppendBoth if !ash => hit(redirect.span, "`&>`".into(), &["shellcheck:SC3020"]),
                RedirectOp::HereString => hit(redirect.span, "`<<<`".into(), &["shellcheck:SC3011"]),
                _ => {}
            }
        }
        for word in &command.words {
            in_word(word, ash, &mut hit);
        }
        let Some(first) = command.words.first() else { continue };
        let second = command.words.get(1).map(|word| word.raw).unwrap_or_default();
        match first.raw {
            "source" if !ash => hit(first.span, "`source`".into(), &["shellcheck:SC3046"]),
            "declare" | "typeset" | "pushd" | "popd" | "shopt" | "mapfile" | "readarray" | "disown" => {
                hit(first.span, format!("`{}`", first.raw), &["shellcheck:SC3044"]);
            }
            "echo" if !ash && matches!(second, "-e" | "-ne" | "-en" | "-E") => {
                hit(
                    first.span.to(command.words.get(1).map_or(first.span, |word| word.span)),
                    format!("`echo {second}`"),
                    &["shellcheck:SC3037"],
                );
            }
            "[" | "test" if !ash => {
                let equals = command.words.iter().find(|word| word.raw == "==");
                equals.into_iter().for_each(|word| hit(word.span, "`==` in a test".into(), &["shellcheck:SC3014"]));
            }
            _ => {}
        }
    }
    hits
}

fn in_word(word: &Word<'_>, ash: bool, hit: &mut impl FnMut(Span, String, &'static [&'static str])) {
    for expansion in &word.expansions {
        match expansion.kind {
            ExpansionKind::Process(_) => hit(expansion.span, "`<(…)`".into(), &["shellcheck:SC3001"]),
            ExpansionKind::Parameter { name, operation } => {
                let is_number = operation.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ' '));
                if name == "RANDOM" && !ash || matches!(name, "PIPESTATUS" | "BASH_SOURCE" | "FUNCNAME") {
                    hit(expansion.span, format!("`${name}`"), &["shellcheck:SC3028"]);
                } else if operation.starts_with(['^', ',']) {
                    hit(expansion.span, format!("`${{{name}{operation}}}`"), &["shellcheck:SC3059"]);
                } else if operation.starts_with('/') && !ash {
                    hit(expansion.span, format!("`${{{name}{operation}}}`"), &["shellcheck:SC3060"]);
                } else if is_number && !ash {
                    hit(expansion.span, format!("`${{{name}{operation}}}`"), &["shellcheck:SC3057"]);
                }
            }
            _ => {}
        }
    }
    // `{a,b}` and `{1..3}`: elsewhere a name with braces in it.
    if word.has_braces() && !word.is_quoted() && !word.has_expansion() {
        let inner = word.raw.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(inner, _)| inner);
        if inner.is_some_and(|inner| inner.contains(',') || inner.contains("..")) {
            hit(word.span, format!("`{}`", word.raw), &["shellcheck:SC3009"]);
        }
    }
}
