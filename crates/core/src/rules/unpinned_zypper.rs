//! `zypper install` of whatever version there is.

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::Manager;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};
use crate::unpinned::report_unpinned;

pub static RULE: Rule = Rule {
    id: "unpinned-zypper",
    summary: "packages of zypper have no version",
    help: "Name the version, or accept what the base image of the day brings and pin that by digest.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["hadolint:DL3037"],
    looks_for: Marks::ZYPPER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    report_unpinned(model, |manager| matches!(manager, Manager::Zypper), out);
}
