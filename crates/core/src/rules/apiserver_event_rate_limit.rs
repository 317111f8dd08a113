//! An API server without the plugin EventRateLimit.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-event-rate-limit",
    summary: "the plugin EventRateLimit is off",
    help: "Add EventRateLimit to `--enable-admission-plugins`, and its limits to the admission configuration.",
    severity: Severity::Info,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["trivy:KCV-0010", "checkov:CKV_K8S_78"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::plugin_missing("EventRateLimit", "a broken controller may flood the API server with events", container, cx, out);
}
