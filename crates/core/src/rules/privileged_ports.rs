//! A port that only root may open.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at, items_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "privileged-ports",
    summary: "the container uses a port below 1024",
    help: "Let the program listen on a port from 1024 up; a Service can still offer 80 or 443.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kube-linter:privileged-ports", "trivy:KSV-0117"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, port) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
        if let Field::Set(number @ 1..1024, node) = int_at(Some(port), &["containerPort"]) {
            let finding = out.report(
                node.span,
                format!("container `{}` listens on port {number}, for which some runtimes want root", container.label()),
            );
            finding.path(format!("{}.ports[{i}].containerPort", container.path));
        }
    }
}
