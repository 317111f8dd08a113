//! A label whose name is not well formed.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::expanded::variables;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "label-key-invalid",
    summary: "the name of a label is not well formed",
    help: "Use lower-case letters and digits, with single `.`, `-`, `_` or `/` between them, and a letter first.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["hadolint:DL3048"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let escape = model.file.escape;
    let mut declared: Option<BTreeSet<&str>> = None;
    for instruction in &model.file.instructions {
        let InstructionKind::Label(pairs) = &instruction.effective().kind else { continue };
        for pair in pairs {
            let key = unquoted(&pair.key.text);
            let used = if key.contains('$') { variables(key, escape, false) } else { Vec::new() };
            if !used.is_empty() {
                let declared = declared.get_or_insert_with(|| names(model));
                // A name made of variables is known to the build alone; one made of nothing is wrong.
                match used.iter().find(|used| !declared.contains(used.name)) {
                    Some(unknown) => {
                        out.report(pair.key.span, format!("`{key}` is cut: Docker replaces `${}`, which is not defined", unknown.name));
                    }
                    None => continue,
                }
            } else if let Some(fault) = fault(key) {
                out.report(pair.key.span, format!("the label's name `{key}` {fault}"));
            }
        }
    }
}

fn names<'m>(model: &DockerModel<'m>) -> BTreeSet<&'m str> {
    let mut names = BTreeSet::new();
    for instruction in &model.file.instructions {
        match &instruction.kind {
            InstructionKind::Env(pairs) => names.extend(pairs.iter().map(|pair| &*pair.key.text)),
            InstructionKind::Arg(args) => names.extend(args.iter().map(|arg| &*arg.name.text)),
            _ => {}
        }
    }
    names
}

/// What is wrong with a name, by the guidelines of Docker's reference on object labels.
fn fault(key: &str) -> Option<&'static str> {
    let is_inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./_-".contains(&b);
    if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some("does not begin with a lower-case letter")
    } else if !key.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        Some("does not end with a lower-case letter or a digit")
    } else if !key.bytes().all(is_inner) {
        Some("has characters besides lower-case letters, digits, `.`, `-`, `_` and `/`")
    } else if key.contains("..") || key.contains("--") {
        Some("has two separators in a row")
    } else {
        None
    }
}
