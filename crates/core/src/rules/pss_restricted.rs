//! Pods that a namespace with the restricted level of the Pod Security Standards refuses.

use plimsoll_report::{Category, PodSecurityLevel, Severity};

use super::pss_baseline::check;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "pss-restricted",
    summary: "the pods fail the restricted level of the Pod Security Standards",
    help: "Set what the named checks ask for; the report lists each place under `podSecurity`.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::All,
    check: Check::Workload(|workload, context, out| check(workload, context, PodSecurityLevel::Restricted, out)),
    ..Rule::DEFAULT
};
