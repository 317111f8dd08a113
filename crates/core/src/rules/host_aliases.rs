//! Names that a pod resolves by itself.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, items_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "host-aliases",
    summary: "the pod has host names of its own",
    help: "Leave names to DNS.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["kubesec:HostAliases", "trivy:KSV-0007"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if items_at(workload.spec, &["hostAliases"]).is_empty() {
        return;
    }
    out.report(workload.place(&["hostAliases", ""]), "the pod's /etc/hosts sends names elsewhere than DNS does")
        .path(workload.field_path("hostAliases"));
}
