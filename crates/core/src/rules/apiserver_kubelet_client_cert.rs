//! An API server that does not prove itself to the kubelets.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-kubelet-client-cert",
    summary: "no client certificate for the kubelets",
    help: "Set `--kubelet-client-certificate` and `--kubelet-client-key`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0005", "checkov:CKV_K8S_72"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(
        &["kubelet-client-certificate", "kubelet-client-key"],
        "kubelets cannot tell the API server from anyone else",
        container,
        cx,
        out,
    );
}
