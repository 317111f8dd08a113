//! A secret on the command line.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at};
use crate::rule::{Check, Rule};
use crate::secrets;

pub static RULE: Rule = Rule {
    id: "secret-in-args",
    summary: "a secret is on the command line",
    help: "Pass it as a file or a variable that a Secret fills; then change it, since it is known now.",
    severity: Severity::High,
    category: Category::Secrets,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// The name of the option that a word sets, without its dashes, and the value behind `=`, if there is one.
fn option(word: &str) -> Option<(&str, Option<&str>)> {
    let name = word.strip_prefix("--").or_else(|| word.strip_prefix('-'))?;
    match name.split_once('=') {
        Some((name, value)) => Some((name, Some(value))),
        None => Some((name, None)),
    }
}

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for field in ["command", "args"] {
        let items = items_at(Some(container.node), &[field]);
        for (i, item) in items.iter().enumerate() {
            let Some(word) = item.as_str() else { continue };
            let before = i.checked_sub(1).and_then(|i| items.get(i)?.as_str()).and_then(option);
            let message = if let Some(what) = secrets::credential(word) {
                format!("the command line holds {what}, readable for everyone who can read this file or list processes")
            } else {
                let (name, value) = match (option(word), before) {
                    (Some((name, Some(value))), _) => (name, value),
                    (None, Some((name, None))) => (name, word),
                    _ => continue,
                };
                // A word in capitals stands for the value.
                let stands_for = value.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-'));
                if !secrets::is_secret_name(name) || secrets::is_no_secret_value(value) || value.contains([' ', '/']) || stands_for {
                    continue;
                }
                format!("`--{name}` is given a secret, readable for everyone who can read this file or list processes")
            };
            out.report(item.span, message).path(format!("{}.{field}[{i}]", container.path));
        }
    }
}
