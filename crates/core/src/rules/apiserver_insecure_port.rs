//! An API server that also serves everyone.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-insecure-port",
    summary: "the insecure port is on",
    help: "Remove `--insecure-port`, or set it to 0.",
    severity: Severity::Critical,
    category: Category::Privilege,
    aliases: &["checkov:CKV_K8S_88"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::port("insecure-port", false, "whoever reaches it is an administrator, without any login", container, cx, out);
}
