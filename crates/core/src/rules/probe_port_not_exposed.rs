//! A probe of a port that the container does not have.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at, items_at, node_at, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "probe-port-not-exposed",
    summary: "the probe asks a port that the container does not declare",
    help: "Use one of the container's ports.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:liveness-port", "kube-linter:readiness-port", "kube-linter:startup-port"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let ports = items_at(Some(container.node), &["ports"]);
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        for action in ["httpGet", "tcpSocket", "grpc"] {
            let Some(node) = node_at(Some(container.node), &[probe, action, "port"]) else { continue };
            let meant = |port: &&Node<'_>| match &node.value {
                Value::String(name) => str_at(Some(port), &["name"]).is(name).is_some(),
                Value::Int(number) => int_at(Some(port), &["containerPort"]).is(*number).is_some(),
                _ => true,
            };
            // All probes speak TCP; a port of which nothing is said does as well.
            let other = |port: &Node<'_>| matches!(str_at(Some(port), &["protocol"]), Field::Set("UDP" | "SCTP", _));
            let mut declared = ports.iter().filter(meant).peekable();
            let deaf = declared.peek().copied();
            let is_number = matches!(node.value, Value::Int(_));
            let open = node.as_str().is_some_and(|text| text.contains(['$', '{']));
            // Ports need not be declared: a number says nothing where there are none.
            if declared.any(|port| !other(port)) || open || (is_number && ports.is_empty()) {
                continue;
            }
            let text = node.span.of(cx.source);
            let why = match deaf {
                Some(_) => "is no port for TCP, which all probes speak",
                None if is_number => "is none of the container's ports",
                None => "is the name of none of the container's ports: the probe fails always",
            };
            let finding = out.report(node.span, format!("{text} {why}"));
            if let Some(entry) = deaf.and_then(|port| port.entry("protocol")) {
                finding.related(entry.value.span, "the port's protocol");
            }
            finding.aliases(match probe {
                "livenessProbe" => &["kube-linter:liveness-port"],
                "readinessProbe" => &["kube-linter:readiness-port"],
                _ => &["kube-linter:startup-port"],
            });
            finding.path(format!("{}.{probe}.{action}.port", container.path));
            if !is_number && deaf.is_none() {
                finding.severity(Severity::High);
            }
        }
    }
}
