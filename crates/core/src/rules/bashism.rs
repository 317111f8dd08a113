//! What only bash understands, where another shell reads it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Applicability, Category, Severity};
use plimsoll_shell::{Compound, CompoundKind, Expansion, ExpansionKind, RedirectOp, Script, SimpleCommand, Word};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::download::file_name;
use crate::model::{DockerModel, Marks, Run, RunForm, ShellText, Stage};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "bashism",
    summary: "`sh` does not understand what only bash does",
    help: "Write what every shell reads, or choose bash with `SHELL [\"/bin/bash\", \"-c\"]`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    fix: Fixable::Safe,
    aliases: &[
        "shellcheck:SC2112",
        "shellcheck:SC2113",
        "shellcheck:SC3001",
        "shellcheck:SC3009",
        "shellcheck:SC3010",
        "shellcheck:SC3011",
        "shellcheck:SC3014",
        "shellcheck:SC3020",
        "shellcheck:SC3028",
        "shellcheck:SC3030",
        "shellcheck:SC3037",
        "shellcheck:SC3039",
        "shellcheck:SC3044",
        "shellcheck:SC3045",
        "shellcheck:SC3046",
        "shellcheck:SC3057",
        "shellcheck:SC3059",
        "shellcheck:SC3060",
    ],
    looks_for: Marks::RUN,
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
    /// What stands in the place of which part of the script instead.
    fix: Option<(Span, String, Applicability)>,
}

impl Hit {
    fn new(span: Span, what: impl Into<String>, alias: &'static [&'static str]) -> Hit {
        Hit { span, what: what.into(), alias, fix: None }
    }

    fn fix(self, span: Span, text: impl Into<String>, applicability: Applicability) -> Hit {
        Hit { fix: Some((span, text.into(), applicability)), ..self }
    }
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
                let finding = out.report(text.place(hit.span), format!("{} is bash: {shell} does not understand it", hit.what));
                finding.aliases(hit.alias);
                if let Some((part, by, applicability)) = hit.fix {
                    let span = text.place(part);
                    // Not through continuation lines and quotes.
                    if text.outer.is_none() && span.of(model.file.source) == part.of(text.script.text) {
                        finding.fix("Write it for every shell", applicability, [Edit { span, text: by }].into());
                    }
                }
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
        None => model.pragma_shell().map_or(base, named),
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
    let is_plain = |compound: &Compound<'_>| !matches!(compound.kind, CompoundKind::Function | CompoundKind::Test);
    if script.commands.iter().all(is_plain_command) && script.compounds.iter().all(is_plain) {
        return Vec::new();
    }
    look(script, ash)
}

/// Whether a command holds nothing that could be bash's, told without knowing what it would be: so are most.
fn is_plain_command(command: &SimpleCommand<'_>) -> bool {
    let is_plain_word = |word: &Word<'_>| {
        let is_plain = |expansion: &Expansion<'_>| match expansion.kind {
            ExpansionKind::Parameter { name, operation } => {
                let is_usual = matches!(
                    operation.as_bytes(),
                    [] | [b'-' | b'=' | b'?' | b'+' | b'%' | b'#', ..] | [b':', b'-' | b'=' | b'?' | b'+', ..]
                );
                is_usual && !matches!(name, "RANDOM" | "PIPESTATUS" | "BASH_SOURCE" | "FUNCNAME")
            }
            ExpansionKind::Process(_) => false,
            ExpansionKind::Command(_) | ExpansionKind::Arithmetic => true,
        };
        (!word.has_braces() || word.is_quoted()) && word.expansions.iter().all(is_plain)
    };
    let is_plain_redirect = |op: RedirectOp| !matches!(op, RedirectOp::WriteBoth | RedirectOp::AppendBoth | RedirectOp::HereString);
    let is_plain_program = |first: &Word<'_>| match first.raw {
        "declare" | "typeset" | "pushd" | "popd" | "shopt" | "mapfile" | "readarray" | "disown" | "source" | "let" | "read" => false,
        "echo" => !command.words.get(1).is_some_and(|second| second.raw.starts_with('-')),
        "[" | "test" => command.words.iter().all(|word| word.raw != "=="),
        _ => true,
    };
    command.words.iter().all(is_plain_word)
        && command.words.first().is_none_or(is_plain_program)
        && command.redirects.iter().all(|redirect| is_plain_redirect(redirect.op))
        && command.assignments.iter().all(|set| !set.value.raw.starts_with('('))
}

#[inline(never)]
fn look(script: &Script<'_>, ash: bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    // dash knows no `function`; ash does.
    hits.extend(
        script
            .compounds
            .iter()
            .filter(|compound| compound.kind == CompoundKind::Function && !ash)
            .filter_map(|compound| function(compound, script.text)),
    );
    for command in script.commands.iter().filter(|_| !ash) {
        hits.extend(builtin(command, script.text));
    }
    let mut hit = |span: Span, what: String, alias: &'static [&'static str]| hits.push(Hit::new(span, what, alias));
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
        for word in command.words.iter().filter(|word| word.has_expansion() || word.has_braces()) {
            in_word(word, ash, &mut hit);
        }
        let Some(first) = command.words.first() else { continue };
        let second = command.words.get(1).map(|word| word.raw).unwrap_or_default();
        match first.raw {
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
            _ => {}
        }
    }
    hits
}

/// `function name {` and `function name() {`, which every shell knows as `name() {`.
fn function(compound: &Compound<'_>, script: &str) -> Option<Hit> {
    let name = compound.words.first()?;
    let keyword = Span::new(compound.span.start, compound.span.start + "function".len());
    if keyword.of(script) != "function" || name.span.start <= keyword.end {
        return None;
    }
    let behind = script.get(name.span.end..)?;
    let rest = behind.trim_start_matches([' ', '\t']);
    let (end, alias): (usize, &[&str]) = match rest.strip_prefix("()") {
        Some(rest) => (script.len() - rest.len(), &["shellcheck:SC2113"]),
        None => (name.span.end, &["shellcheck:SC2112"]),
    };
    Some(Hit::new(keyword, "`function`", alias).fix(Span::new(keyword.start, end), format!("{}()", name.raw), Applicability::Safe))
}

/// Builtins that ash has and dash has not, or has without the option.
fn builtin(command: &SimpleCommand<'_>, script: &str) -> Option<Hit> {
    let (first, args) = command.words.split_first()?;
    match first.raw {
        // bash looks in the working folder too where the name has no slash.
        "source" => {
            let hit = Hit::new(first.span, "`source`", &["shellcheck:SC3046"]);
            let has_path = args.first().is_some_and(|file| file.raw.contains('/'));
            Some(hit.fix(first.span, ".", if has_path { Applicability::Safe } else { Applicability::Unsafe }))
        }
        "[" | "test" => {
            let equals = args.iter().find(|word| word.raw == "==")?;
            Some(Hit::new(equals.span, "`==` in a test", &["shellcheck:SC3014"]).fix(equals.span, "=", Applicability::Safe))
        }
        "let" => {
            let hit = Hit::new(first.span, "`let`", &["shellcheck:SC3039"]);
            let [only] = args else { return Some(hit) };
            let raw = only.raw;
            let inner = ['"', '\''].iter().find_map(|quote| raw.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(raw);
            let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-*/%() $".contains(&b));
            let set = inner.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
            let is_name = |name: &str| {
                name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && name.starts_with(|c: char| !c.is_ascii_digit())
            };
            match set.filter(|(name, value)| is_name(name) && !value.is_empty() && plain(value)) {
                // `let` fails where the result is zero.
                Some((name, value)) => Some(hit.fix(first.span.to(only.span), format!("{name}=$(({value}))"), Applicability::Unsafe)),
                None => Some(hit),
            }
        }
        // The question is only asked at a terminal, which a build has not.
        "read" => {
            let at = args.iter().position(|word| word.raw == "-p")?;
            let prompt = args.get(at + 1)?;
            let option = args.get(at)?;
            let hit = Hit::new(option.span, "`read -p`", &["shellcheck:SC3045"]);
            // With a second question the first one is not the one that is asked.
            if args.iter().skip(at + 1).any(|word| word.raw == "-p") {
                return Some(hit);
            }
            let gone = if at + 2 == args.len() {
                // Nothing follows: no blank is left at the end.
                let before = at.checked_sub(1).and_then(|before| args.get(before)).unwrap_or(first);
                Span::new(before.span.end, prompt.span.end)
            } else {
                let behind = script.get(prompt.span.end..)?;
                let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
                Span::new(option.span.start, prompt.span.end + blanks)
            };
            Some(hit.fix(gone, "", Applicability::Safe))
        }
        _ => None,
    }
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
