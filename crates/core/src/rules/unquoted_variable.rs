//! A variable in a command that the shell splits into words.

use plimsoll_dockerfile::stages::Scope;
use plimsoll_report::{Category, Severity};
use plimsoll_shell::{CompoundKind, Expansion, ExpansionKind, Script, Word};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, RunForm};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::shell_edit::replace_word;

pub static RULE: Rule = Rule {
    id: "unquoted-variable",
    summary: "the shell splits the value of an unquoted variable",
    help: "Put it in double quotes, unless the value is meant to be several words.",
    severity: Severity::Info,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["shellcheck:SC2086"],
    looks_for: Marks::SPLIT_VARIABLE,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.marks.meets(Marks::SPLIT_VARIABLE)) {
        for word in command.effective.args.iter().filter(|word| word.has_expansion()) {
            let Some(stage) = model.graph.stage_of(command.run.index) else { break };
            judge(command, word, &model.graph.scope(stage, command.run.index), model, out);
        }
    }
}

fn judge(command: &RunCommand<'_>, word: &Word<'_>, scope: &Scope<'_>, model: &DockerModel<'_>, out: &mut Findings<'_>) {
    let Some(name) = word.expansions.iter().find_map(|expansion| split(expansion, word)) else { return };
    // `export a=$b` and the like are assignments, most of which are not split.
    let assigns = matches!(command.name(), "export" | "local" | "readonly" | "declare" | "typeset" | "env" | "eval");
    if assigns || is_list(command, word, name) {
        return;
    }
    let plain = |value: &str| !value.is_empty() && !value.contains([' ', '\t', '\n', '*', '?', '[']);
    let declared = scope.variable(name).and_then(|variable| variable.value.as_deref()).is_some_and(plain);
    if declared || set_plainly(&command.text.script, name) {
        return;
    }
    let message = ["`$", name, "` is not quoted: a value with blanks or `*` becomes several words"].concat();
    let finding = out.report(command.place(word.span), message);
    // Quotes inside quotes, and between them, are no matter of one edit.
    let simple =
        command.run.form != RunForm::Exec && command.text.outer.is_none() && !word.is_quoted() && !word.has_glob() && !word.has_braces();
    if simple && !word.raw.contains(['"', '\'', '\\', '~']) {
        let edit = replace_word(command, model.file.source, word, &["\"", word.raw, "\""].concat());
        edit.into_iter().for_each(|edit| {
            finding.unsafe_fix("Quote it", [edit].into());
        });
    }
}

/// The variable of an expansion whose value is split. Numbers and what stands in for several words are left out.
fn split<'a>(expansion: &Expansion<'a>, word: &Word<'a>) -> Option<&'a str> {
    let ExpansionKind::Parameter { name, operation } = expansion.kind else { return None };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || name.bytes().all(|b| b.is_ascii_digit());
    let is_length = || word.raw.contains("${#");
    (is_name && !expansion.quoted && !operation.starts_with(['+', '[']) && !operation.starts_with(":+") && !is_length()).then_some(name)
}

/// Whether a variable that is a word by itself is meant to be several: names of packages, options.
fn is_list(command: &RunCommand<'_>, word: &Word<'_>, name: &str) -> bool {
    let alone = word.raw.strip_prefix('$').map(|rest| rest.trim_matches(['{', '}'])) == Some(name);
    let says = || {
        let lower = name.to_ascii_lowercase();
        ["args", "deps", "flags", "options", "opts", "packages", "pkgs"].iter().any(|end| lower.ends_with(end))
    };
    alone && (says() || command.package.is_some() || command.name() == "apt-mark")
}

/// Whether the script itself gives the variable nothing but single words.
fn set_plainly(script: &Script<'_>, name: &str) -> bool {
    let plain = |word: &Word<'_>| word.literal().is_some_and(|text| !text.is_empty() && !text.contains([' ', '\t', '\n', '*', '?', '[']));
    let (mut set, mut all_plain) = (false, true);
    for value in script.commands.iter().flat_map(|command| &command.assignments).filter(|value| value.name == name) {
        (set, all_plain) = (true, all_plain && !value.append && plain(&value.value));
    }
    for compound in script.compounds.iter().filter(|compound| matches!(compound.kind, CompoundKind::For | CompoundKind::Select)) {
        if let Some((variable, words)) = compound.words.split_first()
            && variable.raw == name
        {
            (set, all_plain) = (true, all_plain && !words.is_empty() && words.iter().all(plain));
        }
    }
    set && all_plain
}
