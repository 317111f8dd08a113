//! A shell variable that nothing gives a value.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::Scope;
use plimsoll_report::{Category, Severity};
use plimsoll_shell::{CompoundKind, Expansion, ExpansionKind, Script, Word};
use plimsoll_text::split_byte;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, Run, RunForm, ShellText};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "unset-variable",
    summary: "a shell variable is used that nothing sets",
    help: "Set it before, declare it with ARG or ENV, or correct its name.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["shellcheck:SC2154"],
    looks_for: Marks::DOLLAR,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // Which variables an ONBUILD finds only the other build knows.
    for run in model.runs.iter().filter(|run| !run.onbuild && run.form != RunForm::Exec) {
        let Some(stage) = model.graph.stage_of(run.index) else { continue };
        for text in run.texts.iter().filter(|text| text.outer.is_none() && may_use(text.script.text)) {
            judge(run, text, &model.graph.scope(stage, run.index), out);
        }
    }
}

/// Whether a text can hold a variable that is judged. It is asked first because most texts hold those of images only, in capitals.
fn may_use(text: &str) -> bool {
    split_byte(text, b'$')
        .skip(1)
        .any(|behind| behind.trim_start_matches(['{', '!', '#']).starts_with(|c: char| c.is_ascii_lowercase() || c == '_'))
}

fn judge(run: &Run<'_>, text: &ShellText<'_>, scope: &Scope<'_>, out: &mut Findings<'_>) {
    let script = &text.script;
    let mounted = |name: &str| {
        run.mounts.iter().any(|mount| mount.env().is_some_and(|env| env.text == name) || mount.id().is_some_and(|id| id.text == name))
    };
    let (mut uses, mut known) = (Vec::new(), BTreeSet::new());
    each_expansion(script, &mut |expansion| {
        let ExpansionKind::Parameter { name, operation } = expansion.kind else { return };
        if operation.strip_prefix(':').unwrap_or(operation).starts_with('=') {
            known.insert(name);
        } else if is_plain_use(name, operation) && !scope.is_declared(name) && !mounted(name) {
            uses.push((name, expansion.span));
        }
    });
    if uses.is_empty() || !script.errors.is_empty() {
        return;
    }
    known.extend(assigned(script));
    // What the builtins set is asked last: hardly any script needs it.
    if uses.iter().all(|(name, _)| known.contains(name)) || !collect(script, &mut known) {
        return;
    }
    for (name, span) in uses {
        if known.insert(name) {
            out.report(text.place(span), format!("`${name}` is set nowhere: unless the base image does, it is empty"));
        }
    }
}

/// Whether a use of a variable expects a value. Names in capitals are what images and shells define, and proxies are known to every build.
fn is_plain_use(name: &str, operation: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.bytes().any(|b| b.is_ascii_lowercase())
        && !name.bytes().any(|b| b.is_ascii_uppercase())
        && !operation.strip_prefix(':').unwrap_or(operation).starts_with(['-', '=', '+', '?'])
        && !name.ends_with("_proxy")
}

/// The variables that the words of a script set themselves.
fn assigned<'s, 'a>(script: &'s Script<'a>) -> impl Iterator<Item = &'a str> + use<'s, 'a> {
    let loops = script.compounds.iter().filter(|compound| matches!(compound.kind, CompoundKind::For | CompoundKind::Select));
    let of_commands = script.commands.iter().flat_map(|command| &command.assignments).map(|set| set.name);
    of_commands.chain(loops.filter_map(|compound| compound.words.first()).map(|word| word.raw))
}

/// Adds the variables that builtins set; false where the script runs what cannot be seen.
fn collect<'a>(script: &Script<'a>, known: &mut BTreeSet<&'a str>) -> bool {
    for command in &script.commands {
        let Some(effective) = command.effective() else { continue };
        match &*effective.name {
            "." | "source" | "eval" => return false,
            "read" | "mapfile" | "readarray" | "getopts" | "export" | "local" | "declare" | "typeset" | "readonly" | "printf" | "unset" => {
                known.extend(effective.args.iter().map(|arg| name_at_start(arg.raw)));
            }
            _ => {}
        }
    }
    script.compounds.iter().all(|compound| compound.kind != CompoundKind::Arithmetic)
}

fn name_at_start(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// Shows `visit` what the shell expands in the words of a script.
fn each_expansion<'a>(script: &Script<'a>, visit: &mut dyn FnMut(&Expansion<'a>)) {
    let mut of_word = |word: &Word<'a>| word.expansions.iter().for_each(&mut *visit);
    for command in &script.commands {
        command.words.iter().for_each(&mut of_word);
        command.assignments.iter().for_each(|set| of_word(&set.value));
        command.redirects.iter().for_each(|redirect| of_word(&redirect.target));
    }
    script.compounds.iter().flat_map(|compound| &compound.words).for_each(of_word);
}
