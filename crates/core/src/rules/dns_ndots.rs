//! Five questions for every name.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, items_at, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "dns-ndots",
    summary: "every name outside of the cluster is asked for five times",
    help: "Set `ndots` to 2 in `dnsConfig.options`, or end names with a dot.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-linter:dnsconfig-options"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let options = items_at(workload.spec, &["dnsConfig", "options"]);
    if !workload.is_complete() || options.iter().any(|option| str_at(Some(option), &["name"]).value() == Some("ndots")) {
        return;
    }
    out.report(workload.place(&["dnsConfig", "options"]), "names with fewer than five dots are looked up in every search domain first")
        .path(workload.field_path("dnsConfig.options"));
}
