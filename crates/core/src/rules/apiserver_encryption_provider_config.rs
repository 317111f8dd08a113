//! An API server that stores Secrets in plain text.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-encryption-provider-config",
    summary: "Secrets are not encrypted in etcd",
    help: "Set `--encryption-provider-config`.",
    severity: Severity::Medium,
    category: Category::Secrets,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0030", "checkov:CKV_K8S_104"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["encryption-provider-config"], "Secrets lie in etcd in plain text", container, cx, out);
}
