//! An amount of memory that nothing can run in.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Value;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at, resources};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "memory-quantity-suspicious",
    summary: "the amount of memory is too small to be meant",
    help: "Give memory with a unit: `128Mi`, `1Gi`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// No process starts in less.
const LEAST: f64 = 1_048_576.0;

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for section in ["limits", "requests"] {
        let Some(node) = node_at(Some(container.node), &["resources", section, "memory"]) else { continue };
        let bytes = match &node.value {
            Value::String(text) => resources::quantity(text),
            _ => node.as_f64(),
        };
        // Zero is none at all.
        let Some(bytes) = bytes.filter(|bytes| *bytes > 0.0 && *bytes < LEAST) else { continue };
        let bytes = plimsoll_text::float_text(bytes);
        let milli = node.as_str().is_some_and(|text| text.ends_with('m'));
        let message = if milli {
            format!("`m` is a thousandth: this is {bytes} bytes of memory")
        } else {
            format!("this is {bytes} bytes of memory, in which nothing can run")
        };
        out.report(node.span, message).path(format!("{}.resources.{section}.memory", container.path));
    }
}
