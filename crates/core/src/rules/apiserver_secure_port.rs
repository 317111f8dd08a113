//! An API server without TLS.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-secure-port",
    summary: "the secure port is off",
    help: "Leave `--secure-port` at 6443.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KCV-0017", "checkov:CKV_K8S_89"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::port("secure-port", true, "the API server serves no TLS", container, cx, out);
}
