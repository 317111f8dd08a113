//! An API server that talks to kubelets without TLS.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-kubelet-https",
    summary: "kubelets are asked without TLS",
    help: "Remove `--kubelet-https=false`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KCV-0004", "checkov:CKV_K8S_71"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::on("kubelet-https", "logs, and what is typed into `kubectl exec`, cross the network in plain text", container, cx, out);
}
