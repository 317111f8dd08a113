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
    let (mut uses, mut known) = (Vec::new(), BTreeSet::new());
    each_expansion(script, &mut |expansion| {
        uses.extend(plain_use(expansion).map(|name| (name, expansion.span)));
        if let ExpansionKind::Parameter { name, operation } = expansion.kind
            && (operation.starts_with('=') || operation.starts_with(":="))
        {
            known.insert(name);
        }
    });
    if uses.is_empty() || !script.errors.is_empty() || !collect(script, &mut known) {
        return;
    }
    let mounted = |name: &str| {
        run.mounts.iter().any(|mount| mount.env().is_some_and(|env| env.text == name) || mount.id().is_some_and(|id| id.text == name))
    };
    for (name, span) in uses {
        if !scope.is_declared(name) && !mounted(name) && known.insert(name) {
            out.report(text.place(span), format!("`${name}` is set nowhere: unless the base image does, it is empty"));
        }
    }
}

/// The variable of an expansion that expects a value. Names in capitals are what images and shells define, and proxies are known to every build.
fn plain_use<'a>(expansion: &Expansion<'a>) -> Option<&'a str> {
    let ExpansionKind::Parameter { name, operation } = expansion.kind else { return None };
    let is_own = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && name.bytes().any(|b| b.is_ascii_lowercase());
    let has_default =
        operation.starts_with(['-', '=', '+', '?']) || [":-", ":=", ":+", ":?"].iter().any(|start| operation.starts_with(start));
    (is_own && !has_default && !name.ends_with("_proxy") && !name.bytes().any(|b| b.is_ascii_uppercase())).then_some(name)
}

/// Adds the variables that a script sets; false where it runs what cannot be seen.
fn collect<'a>(script: &Script<'a>, known: &mut BTreeSet<&'a str>) -> bool {
    for command in &script.commands {
        known.extend(command.assignments.iter().map(|set| set.name));
        let Some(effective) = command.effective() else { continue };
        match &*effective.name {
            "." | "source" | "eval" => return false,
            "read" | "mapfile" | "readarray" | "getopts" | "export" | "local" | "declare" | "typeset" | "readonly" | "printf" | "unset" => {
                known.extend(effective.args.iter().map(|arg| name_at_start(arg.raw)));
            }
            _ => {}
        }
    }
    for compound in &script.compounds {
        match compound.kind {
            CompoundKind::For | CompoundKind::Select => known.extend(compound.words.first().map(|word| word.raw)),
            CompoundKind::Arithmetic => return false,
            _ => {}
        }
    }
    true
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
