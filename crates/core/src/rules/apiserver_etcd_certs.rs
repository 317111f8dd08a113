//! An API server that does not prove itself to etcd.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-etcd-certs",
    summary: "no client certificate for etcd",
    help: "Set `--etcd-certfile` and `--etcd-keyfile`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0026", "checkov:CKV_K8S_99"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["etcd-certfile", "etcd-keyfile"], "etcd cannot tell the API server from anyone else", container, cx, out);
}
