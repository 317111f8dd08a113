//! The output of a command that the shell splits into words.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::{ExpansionKind, Script, Word};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunForm};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::shell_edit::replace_word;

pub static RULE: Rule = Rule {
    id: "unquoted-substitution",
    summary: "the shell splits the output of an unquoted `$(…)`",
    help: "Put it in double quotes, unless the output is meant to be several words.",
    severity: Severity::Info,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["shellcheck:SC2046"],
    looks_for: Marks::SPLIT_OUTPUT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.marks.meets(Marks::SPLIT_OUTPUT)) {
        if matches!(command.name(), "export" | "local" | "readonly" | "declare" | "typeset" | "env" | "eval") {
            continue;
        }
        for word in command.effective.args.iter().filter(|word| word.has_expansion()) {
            // A list of packages is meant to be several words.
            let is_list = command.package.is_some() && word.raw.starts_with("$(") && word.raw.ends_with(')');
            if is_list || !splits(word, &command.text.script) {
                continue;
            }
            let finding = out.report(command.place(word.span), "the output is not quoted: blanks and `*` in it make several words of it");
            let simple = command.run.form != RunForm::Exec && command.text.outer.is_none() && !word.is_quoted() && !word.has_glob();
            if simple && word.raw.starts_with("$(") && word.raw.ends_with(')') && !word.raw.contains(['"', '\'', '\\', '`']) {
                let edit = replace_word(command, model.file.source, word, &format!("\"{}\"", word.raw));
                edit.into_iter().for_each(|edit| {
                    finding.unsafe_fix("Quote it", [edit].into());
                });
            }
        }
    }
}

fn splits(word: &Word<'_>, script: &Script<'_>) -> bool {
    word.expansions.iter().any(|expansion| match expansion.kind {
        ExpansionKind::Command(list) => !expansion.quoted && !gives_one_word(script, list),
        _ => false,
    })
}

/// Whether the last command of a list prints one word, whatever happens.
fn gives_one_word(script: &Script<'_>, list: usize) -> bool {
    let last = script.lists.get(list).and_then(|list| script.pipelines.get(*list.pipelines.last()?));
    let command = last.and_then(|pipeline| script.commands_of(pipeline).last()).and_then(|command| command.effective());
    command.is_some_and(|command| match &*command.name {
        "nproc" | "arch" | "mktemp" | "whoami" | "hostname" | "wc" | "lsb_release" => true,
        // `$(test … && echo --option)`: quoted, it would be an empty word where there is no option.
        "echo" => matches!(command.args, [word] if word.literal().is_some_and(|text| !text.contains([' ', '\t', '\n', '*', '?', '[']))),
        "getconf" => command.args.iter().any(|arg| arg.raw.starts_with("_NPROCESSORS")),
        "id" => command.args.iter().any(|arg| matches!(arg.raw, "-u" | "-g")),
        "uname" => command.args.iter().all(|arg| matches!(arg.raw, "-m" | "-s" | "-r")),
        "dpkg" => command.args.iter().any(|arg| arg.raw == "--print-architecture"),
        _ => false,
    })
}
