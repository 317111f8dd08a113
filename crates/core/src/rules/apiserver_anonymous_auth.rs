//! An API server that answers strangers.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-anonymous-auth",
    summary: "anonymous requests are accepted",
    help: "Set `--anonymous-auth=false`, or allow it for health checks alone in an AuthenticationConfiguration.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0001", "checkov:CKV_K8S_68"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::off("anonymous-auth", true, "requests without credentials are those of system:anonymous", container, cx, out);
}
