//! A Secret handed over in the environment.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "secret-in-env-ref",
    summary: "a Secret is passed in an environment variable",
    help: "Mount the Secret as a file and let the program read it from there.",
    severity: Severity::Low,
    category: Category::Secrets,
    preset: Preset::Strict,
    aliases: &["kubesec:SecretsAsEnvironmentVariables", "kube-linter:read-secret-from-env-var", "checkov:CKV_K8S_35", "cis:5.4.1"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (list, parent, key) in [("env", "valueFrom", "secretKeyRef"), ("envFrom", "", "secretRef")] {
        for (i, item) in items_at(Some(container.node), &[list]).iter().enumerate() {
            let holder = if parent.is_empty() { Some(item) } else { item.get(parent) };
            let Some(entry) = holder.and_then(|holder| holder.entry(key)).filter(|entry| !entry.value.is_null()) else { continue };
            let finding = out.report(entry.key_span, format!("container `{}` gets a Secret in its environment", container.label()));
            finding.path(format!("{}.{list}[{i}]", container.path));
        }
    }
}
