//! An API server without the plugin NodeRestriction.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-no-node-restriction",
    summary: "the plugin NodeRestriction is off",
    help: "Add NodeRestriction to `--enable-admission-plugins`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KCV-0016", "checkov:CKV_K8S_85"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::plugin_missing("NodeRestriction", "a kubelet can change other nodes and their pods", container, cx, out);
}
