//! An API server without a key for service accounts.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-service-account-key",
    summary: "no key for service account tokens is set",
    help: "Set `--service-account-key-file`.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0025", "checkov:CKV_K8S_97"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["service-account-key-file"], "tokens are checked with the serving key", container, cx, out);
}
