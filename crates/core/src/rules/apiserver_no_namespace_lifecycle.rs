//! An API server without the plugin NamespaceLifecycle.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-no-namespace-lifecycle",
    summary: "the plugin NamespaceLifecycle is switched off",
    help: "Leave NamespaceLifecycle on, as it is by default.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["trivy:KCV-0015", "checkov:CKV_K8S_83"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::plugin_disabled(
        "NamespaceLifecycle",
        "objects can be made in namespaces that are being deleted or do not exist",
        container,
        cx,
        out,
    );
}
