//! An API server that does not check etcd's certificate.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-etcd-ca",
    summary: "no CA for etcd",
    help: "Set `--etcd-cafile`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0029", "checkov:CKV_K8S_102"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["etcd-cafile"], "the certificate of etcd is not held against its own CA", container, cx, out);
}
