//! A seccomp profile that the API server refuses.

use plimsoll_report::{Category, Severity};

use crate::model::profile;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "seccomp-invalid",
    summary: "the seccomp profile is not valid",
    help: "Write `RuntimeDefault`, or `Localhost` with the profile's name in `localhostProfile`.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Workload(|workload, _, out| profile::refused(workload, "seccompProfile", out)),
    ..Rule::DEFAULT
};
