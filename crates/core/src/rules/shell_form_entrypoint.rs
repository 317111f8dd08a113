//! `CMD` and `ENTRYPOINT` that a shell runs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Command, InstructionKind, Keyword, Logical};
use plimsoll_report::{Applicability, Category, Severity};
use plimsoll_shell::Script;
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::{has_inner_comments, json_array};
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, Stage};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "shell-form-entrypoint",
    summary: "CMD or ENTRYPOINT is in shell form",
    help: "Write a JSON array: `[\"program\", \"argument\"]`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3025", "buildkit:JSONArgsRecommended"],
    looks_for: Marks::CMD.or(Marks::ENTRYPOINT),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for stage in &model.stages {
        for (index, instruction) in stage.numbered() {
            let (InstructionKind::Cmd(Command::Shell { text, invalid_json })
            | InstructionKind::Entrypoint(Command::Shell { text, invalid_json })) = &instruction.effective().kind
            else {
                continue;
            };
            // Whoever sets SHELL has chosen the shell form knowingly.
            if text.text().is_empty() || model.shell_at(index).words.is_some() {
                continue;
            }
            let keyword = instruction.effective().keyword;
            let name = keyword.as_str();
            let finding = if *invalid_json {
                out.report(
                    text.span(),
                    format!("this is no JSON array of strings, so a shell runs the brackets and all of `{name}` as text"),
                )
                .help("Use double quotes, and no comma behind the last string.")
            } else {
                out.report(text.span(), format!("`{name}` in shell form runs a shell as process 1, which does not pass signals on"))
            };
            // No peer looks into an ONBUILD for it.
            if instruction.keyword == Keyword::Onbuild {
                finding.aliases(&[]);
            }
            if has_inner_comments(model.file, instruction) || !instruction.heredocs.is_empty() {
                continue;
            }
            if let Some((applicability, array)) = array(text, *invalid_json) {
                let safe = applicability == Applicability::Safe && !meets_the_other(model, stage, keyword);
                let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
                finding.fix("Write a JSON array", applicability, [Edit { span: text.span(), text: array }].into());
            }
        }
    }
}

/// Whether `CMD` and `ENTRYPOINT` stand together, so that the form of one decides what the other is given.
fn meets_the_other(model: &DockerModel<'_>, stage: &Stage<'_>, keyword: Keyword) -> bool {
    let other = if keyword == Keyword::Cmd { Keyword::Entrypoint } else { Keyword::Cmd };
    model.chain(stage.index).any(|stage| stage.instructions.iter().any(|instruction| instruction.keyword == other))
}

/// The text as an array: word by word where no shell is needed for it.
fn array(text: &Logical<'_>, invalid_json: bool) -> Option<(Applicability, String)> {
    let source = text.text();
    if invalid_json {
        return repaired(source).map(|array| (Applicability::Unsafe, array));
    }
    let script = plimsoll_shell::parse(source);
    let [command] = script.commands.as_slice() else { return None };
    if !is_one_command(&script) || !command.redirects.is_empty() {
        return None;
    }
    let words = command
        .words
        .iter()
        .map(|word| word.literal().map(|text| (text, word.has_glob() || word.has_braces() || word.raw.starts_with('~'))));
    let plain: Option<Vec<_>> = words.map(|word| word.filter(|(_, special)| !special).map(|(text, _)| text)).collect();
    let (first, builtin) = command.words.first().map(|word| (word.raw, is_builtin(word.raw)))?;
    match plain {
        Some(words) if command.assignments.is_empty() && !builtin => {
            let skip = usize::from(first == "exec" && words.len() > 1);
            Some((Applicability::Safe, json_array(words.iter().skip(skip).map(|word| &**word))))
        }
        // A shell is needed for the variables, but not afterwards.
        _ if command.assignments.is_empty() && !builtin => {
            let script = if first == "exec" { String::from(source.trim()) } else { format!("exec {}", source.trim()) };
            Some((Applicability::Unsafe, json_array(["/bin/sh", "-c", &*script].into_iter())))
        }
        _ => None,
    }
}

fn is_one_command(script: &Script<'_>) -> bool {
    script.errors.is_empty()
        && script.comments.is_empty()
        && script.compounds.is_empty()
        && script.pipelines.iter().all(|p| p.negated.is_none())
        && script.commands.iter().all(|c| matches!(c.followed_by, plimsoll_shell::Connector::End))
}

/// Words that only a shell knows.
fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "cd" | "export"
            | "source"
            | "."
            | "eval"
            | "set"
            | "unset"
            | "trap"
            | "ulimit"
            | "umask"
            | "wait"
            | "alias"
            | "exit"
            | "read"
            | ":"
            | "test"
            | "["
    )
}

/// `['a', 'b']` with the quotes that JSON asks for.
fn repaired(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim().trim_end_matches(',');
    let mut words = Vec::new();
    for part in inner.split(',') {
        let part = part.trim();
        let word = part.strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
        if word.contains(['\'', '"', '\\']) {
            return None;
        }
        words.push(word);
    }
    Some(json_array(words.into_iter()))
}
