//! Five questions for every name.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, items_at, str_at};
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
    if !workload.is_complete() {
        return;
    }
    if let Some((i, option)) = options.iter().enumerate().find(|(_, option)| str_at(Some(option), &["name"]).value() == Some("ndots")) {
        let value = str_at(Some(option), &["value"]);
        if let Field::Set(text, node) = value
            && text.parse::<u32>().is_ok_and(|dots| dots >= 5)
        {
            out.report(node.span, format!("names with fewer than {text} dots are looked up in every search domain first"))
                .path(format!("{}[{i}].value", workload.field_path("dnsConfig.options")));
        }
        return;
    }
    out.report(workload.place(&["dnsConfig", "options"]), "names with fewer than five dots are looked up in every search domain first")
        .path(workload.field_path("dnsConfig.options"));
}
