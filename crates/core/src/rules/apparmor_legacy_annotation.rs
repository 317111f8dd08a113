//! AppArmor set by the annotation of old.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apparmor-legacy-annotation",
    summary: "AppArmor is set by an annotation",
    help: "Set `securityContext.appArmorProfile` instead (Kubernetes 1.30 and later).",
    severity: Severity::Info,
    category: Category::Hygiene,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let annotations = node_at(workload.metadata, &["annotations"]).map_or(&[][..], Node::entries);
    for entry in annotations.iter().filter(|entry| entry.key.starts_with("container.apparmor.security.beta.kubernetes.io/")) {
        let Some(value) = entry.value.as_str().filter(|value| *value == "runtime/default" || value.starts_with("localhost/")) else {
            continue;
        };
        out.report(entry.key_span, format!("the annotation is an older form of the field `appArmorProfile`; here, of `{value}`"));
    }
}
