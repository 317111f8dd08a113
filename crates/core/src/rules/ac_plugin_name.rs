//! An entry for an admission plugin that does not exist.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{IMAGE_POLICY, PLUGINS, plugins};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "ac-plugin-name",
    summary: "no admission plugin has this name",
    help: "Write the plugin's name exactly as kube-apiserver has it.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for plugin in plugins(object).into_iter().filter(|plugin| !PLUGINS.split(' ').any(|name| name == plugin.name)) {
        let name = plugin.name;
        if name.contains(['/', '{', '$']) || plugin.node.get("name").is_some_and(Node::is_template) {
            continue;
        }
        let meant = nearest(name, PLUGINS.split(' '));
        let mut message = if name.is_empty() {
            "the entry names no plugin and is ignored".into()
        } else {
            format!("no admission plugin is called `{name}`: kube-apiserver ignores the entry")
        };
        if meant == Some(IMAGE_POLICY) {
            message.push_str(", and exits with `no config specified` once ImagePolicyWebhook is enabled");
        }
        let finding = out.report(plugin.place(), message).path(format!("plugins[{}].name", plugin.index));
        if let Some((meant, node)) = meant.zip(plugin.node.get("name")).filter(|(_, node)| !node.shared) {
            finding.unsafe_fix(format!("Write {meant}"), [Edit { span: node.span, text: New::Word(meant).quoted_like(node) }].into());
        }
    }
}
