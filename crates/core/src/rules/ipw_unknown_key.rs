//! A key of the image policy that the plugin does not know, and silently ignores.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, FIELDS, image_policy};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-unknown-key",
    summary: "the image policy has no such key",
    help: "Write the key as the plugin knows it: kubeConfigFile, allowTTL, denyTTL, retryBackoff, defaultAllow.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    let known = |key: &str| FIELDS.iter().find(|name| name.eq_ignore_ascii_case(key)).copied();
    for entry in policy.node.entries().iter().filter(|entry| known(&entry.key).is_none() && !entry.key.contains("{{")) {
        let meant = nearest(&entry.key, FIELDS).filter(|name| policy.field(name).is_none());
        let mut message = format!("`{}` is no setting of ImagePolicyWebhook: kube-apiserver starts and ignores it", entry.key);
        if let Some(name) = meant {
            message.push_str(&format!("; is `{name}` meant?"));
        }
        let finding = out.report(entry.key_span, message).path(policy.path_of(&entry.key));
        if let Some(name) = meant.filter(|_| !policy.node.shared && entry.key_span.of(cx.source) == entry.key) {
            finding.unsafe_fix(format!("Write {name}"), [Edit { span: entry.key_span, text: name.into() }].into());
        }
    }
    for entry in policy.around.entries().iter().filter(|entry| known(&entry.key).is_some()) {
        out.report(entry.key_span, format!("`{}` stands beside `imagePolicy`, where the plugin ignores it; it belongs below", entry.key));
    }
}
