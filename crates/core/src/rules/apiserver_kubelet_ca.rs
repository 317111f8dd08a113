//! An API server that does not check the kubelets' certificates.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-kubelet-ca",
    summary: "no CA for the kubelets",
    help: "Set `--kubelet-certificate-authority`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0006", "checkov:CKV_K8S_73"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["kubelet-certificate-authority"], "the certificates of kubelets are not checked", container, cx, out);
}
