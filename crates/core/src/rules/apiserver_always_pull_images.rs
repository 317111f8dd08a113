//! An API server without the plugin AlwaysPullImages.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-always-pull-images",
    summary: "the plugin AlwaysPullImages is off",
    help: "Add AlwaysPullImages to `--enable-admission-plugins`.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0012", "checkov:CKV_K8S_80"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::plugin_missing(
        "AlwaysPullImages",
        "a pod may use an image that another one with credentials brought to the node",
        container,
        cx,
        out,
    );
}
