//! An API server that answers without TLS at an address.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-insecure-bind-address",
    summary: "an address without TLS",
    help: "Remove `--insecure-bind-address`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["checkov:CKV_K8S_86"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::forbidden("insecure-bind-address", "who reaches the insecure port is let in without being asked who it is", container, cx, out);
}
