//! An API server without the plugin ServiceAccount.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-no-service-account",
    summary: "the plugin ServiceAccount is switched off",
    help: "Leave ServiceAccount on, as it is by default.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["trivy:KCV-0014", "checkov:CKV_K8S_82"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::plugin_disabled("ServiceAccount", "pods get no service account, and anyone may name any", container, cx, out);
}
