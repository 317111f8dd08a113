//! An entry of ImagePolicyWebhook without settings.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{IMAGE_POLICY, plugin};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-no-config",
    summary: "the plugin has no configuration",
    help: "Give the entry its settings below `configuration`, or a `path` to a file with them.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(plugin) = plugin(object, IMAGE_POLICY).filter(|plugin| plugin.configuration.is_none() && plugin.path.is_none()) else {
        return;
    };
    out.report(
        plugin.place(),
        "the entry has neither `configuration` nor `path`: kube-apiserver with the plugin enabled exits with `no config specified`",
    )
    .path(format!("plugins[{}]", plugin.index));
}
