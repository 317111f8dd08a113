//! An admission configuration without plugins.

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Value;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::is_admission_configuration;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ac-plugins-missing",
    summary: "the admission configuration configures nothing",
    help: "List the plugins below `plugins`, each with its `name` and `configuration`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !is_admission_configuration(object) || object.template {
        return;
    }
    let (span, message) = match object.root.entry("plugins") {
        Some(entry) if matches!(&entry.value.value, Value::Seq(items) if !items.is_empty()) || entry.value.is_template() => return,
        Some(entry) if matches!(entry.value.value, Value::Seq(_) | Value::Null) => (
            entry.key_span,
            "`plugins` is empty: no plugin gets a configuration, and ImagePolicyWebhook would keep kube-apiserver from starting",
        ),
        Some(entry) => (entry.key_span, "`plugins` is no list: kube-apiserver does not start"),
        None => (
            object.headline(),
            "there is no `plugins`: no plugin gets a configuration, and ImagePolicyWebhook would keep kube-apiserver from starting",
        ),
    };
    out.report(span, message).path("plugins");
}
