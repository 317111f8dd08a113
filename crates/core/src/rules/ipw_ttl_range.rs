//! A time of the image policy that kube-apiserver refuses, or that keeps a revoked image allowed for long.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::Value;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, image_policy};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-ttl-range",
    summary: "a time of the image policy is out of its range",
    help: "Write a whole number within the range, 0 for the default, or -1 to switch it off.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    const SECOND: i64 = 1_000_000_000;
    // Field, what one of it is in nanoseconds, the shortest and the longest time, what 0 means.
    let fields = [
        ("allowTTL", SECOND, SECOND, 1_800 * SECOND, "300", "1 s to 30 min"),
        ("denyTTL", SECOND, SECOND, 1_800 * SECOND, "30", "1 s to 30 min"),
        ("retryBackoff", SECOND / 1_000, 1, 300 * SECOND, "500", "1 to 300000 ms"),
    ];
    for (name, scale, shortest, longest, default, range) in fields {
        let Some(entry) = policy.field(name) else { continue };
        let (node, key) = (&entry.value, &entry.key);
        let (severity, message) = match node.value {
            Value::Int(-1 | 0) => continue,
            Value::Int(count) => {
                // The plugin multiplies without looking whether the product fits.
                let time = count.wrapping_mul(scale);
                if !(shortest..=longest).contains(&time) {
                    (
                        Severity::High,
                        format!("`{key}` may be {range}, and is {count}: kube-apiserver does not start while the plugin is enabled"),
                    )
                } else if time.checked_div(scale) != Some(count) {
                    (
                        Severity::Medium,
                        format!("`{key}: {count}` is too long for the plugin, which wraps it round to {} s and starts", time / SECOND),
                    )
                } else if name == "allowTTL" && count > 300 {
                    (Severity::Low, format!("an image stays allowed for {count} s after the policy has changed"))
                } else {
                    continue;
                }
            }
            Value::UInt(count) => (
                Severity::High,
                format!("`{key}` may be {range}, and is {count}: kube-apiserver does not start while the plugin is enabled"),
            ),
            _ => continue,
        };
        let finding = out.report(node.span, message).severity(severity).path(policy.path_of(key));
        if !node.shared {
            finding.unsafe_fix("Set the default", [Edit { span: node.span, text: default.into() }].into());
        }
    }
}
