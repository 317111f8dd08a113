//! An AppArmor profile that the API server refuses.

use plimsoll_report::{Category, Severity};

use crate::model::profile;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apparmor-invalid",
    summary: "the AppArmor profile is not valid",
    help: "Write `RuntimeDefault`, or `Localhost` with the profile's name in `localhostProfile`.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Workload(|workload, _, out| profile::refused(workload, "appArmorProfile", out)),
    ..Rule::DEFAULT
};
