//! A kernel setting that reaches beyond the pod.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Rule};
use crate::standards;

pub static RULE: Rule = Rule {
    id: "sysctls-unsafe",
    summary: "a kernel setting is changed that is not known to be safe",
    help: "Remove the setting.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["kube-linter:unsafe-sysctls", "trivy:KSV-0026"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "sysctls",
        workload,
        out,
        &|spot| Some(format!("the kernel setting `{}` is not known to stay within the pod", spot.value)),
        |_, _| {},
    );
}
