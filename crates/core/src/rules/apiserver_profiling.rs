//! An API server that can be profiled.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-profiling",
    summary: "profiling is on",
    help: "Set `--profiling=false` where nobody profiles the API server.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0018", "checkov:CKV_K8S_90"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::off("profiling", true, "it tells about the program, and costs it time", container, cx, out);
}
