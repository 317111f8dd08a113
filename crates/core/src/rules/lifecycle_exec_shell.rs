//! A lifecycle hook that needs a shell.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "lifecycle-exec-shell",
    summary: "a lifecycle hook runs a shell",
    help: "Call the program itself, or use `sleep` or `httpGet`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::Strict,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for hook in ["postStart", "preStop"] {
        let Some(node) = items_at(Some(container.node), &["lifecycle", hook, "exec", "command"]).first() else { continue };
        let name = node.as_str().and_then(|command| command.rsplit('/').next()).unwrap_or_default();
        if matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh") {
            let finding = out.report(node.span, format!("`{hook}` of container `{}` keeps a shell in the image", container.label()));
            finding.path(format!("{}.lifecycle.{hook}.exec.command[0]", container.path));
        }
    }
}
