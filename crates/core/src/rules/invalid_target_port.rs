//! A port that cannot be one.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Accounts;
use crate::model::{Object, Workload, items_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "invalid-target-port",
    summary: "the port is none that Kubernetes accepts",
    help: "Use a number from 1 to 65535, or a name of up to 15 small letters, digits and dashes.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["kube-linter:invalid-target-ports", "kube-score:container-ports-check"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// What is wrong with a port's name (RFC 6335, as Kubernetes checks it).
fn fault(name: &str) -> Option<&'static str> {
    let byte = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if name.len() > 15 {
        Some("is longer than 15 characters")
    } else if !name.bytes().any(|b| b.is_ascii_lowercase()) {
        Some("has no small letter")
    } else if !name.bytes().all(|b| byte(b) || b == b'-') {
        Some("has other characters than small letters, digits and dashes")
    } else if name.starts_with('-') || name.ends_with('-') || name.contains("--") {
        Some("has a dash too many")
    } else {
        None
    }
}

/// Reports a number or name that is no port.
fn port(node: &Node<'_>, path: String, out: &mut Findings<'_>) {
    let why = match &node.value {
        Value::String(name) if name.is_empty() || name.contains(['$', '{']) => return,
        Value::String(name) => fault(name).map(|why| format!("`{name}` {why}")),
        Value::Int(1..=65_535) | Value::UInt(_) => None,
        // A target port of 0 stands for the port itself.
        Value::Int(0) if path.ends_with("targetPort") => None,
        Value::Int(number) => Some(format!("{number} is no port")),
        _ => None,
    };
    if let Some(why) = why {
        out.report(node.span, format!("{why}: the API server refuses the object")).path(path);
    }
}

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind == "Service" && object.group().is_empty() {
        for (i, item) in items_at(Some(object.root), &["spec", "ports"]).iter().enumerate() {
            for field in ["port", "targetPort"] {
                if let Some(node) = item.get(field) {
                    port(node, format!("spec.ports[{i}].{field}"), out);
                }
            }
        }
    }
    let accounts = Accounts::of(&[]);
    let workloads = Workload::all(object, &accounts);
    for container in workloads.iter().flat_map(|workload| &workload.containers) {
        for (i, item) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
            for field in ["name", "containerPort"] {
                if let Some(node) = item.get(field) {
                    port(node, format!("{}.ports[{i}].{field}", container.path), out);
                }
            }
        }
    }
}
