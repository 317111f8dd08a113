//! A plugin entry with settings and a path to others.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::plugins;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "ipw-config-and-path",
    summary: "the path counts for nothing beside the configuration",
    help: "Remove `path`, or move the settings into that file.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for plugin in plugins(object) {
        if let (Some(_), Some(path)) = (plugin.configuration, plugin.path) {
            let finding =
                out.report(path.span, format!("`configuration` of `{}` wins: the file that `path` names is not read", plugin.name));
            finding.path(format!("plugins[{}].path", plugin.index));
            if let Some(edits) = yaml_edit::remove(cx.source, plugin.node, "path") {
                finding.safe_fix("Remove path", edits);
            }
        }
    }
}
