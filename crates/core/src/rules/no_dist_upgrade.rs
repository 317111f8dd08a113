//! A whole release upgraded inside a build.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "no-dist-upgrade",
    summary: "the distribution is upgraded inside the build",
    help: "Take the base image of the release that you want.",
    severity: Severity::Low,
    category: Category::Image,
    aliases: &["hadolint:DL3035", "trivy:DS-0024"],
    looks_for: Marks::MANAGER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref() else { continue };
        let Some(word) = call.subcommand else { continue };
        if call.action == Action::Upgrade && call.manager.is_apt() {
            let message = format!("what `{} upgrade` brings depends on the day of the build", call.manager.name());
            let finding = out.report(command.place(word.span), message);
            finding.severity(Severity::Info).aliases(&[]);
            finding.help("Fine where the base image gets its security updates late; else build on a newer base image.");
            continue;
        }
        if call.action != Action::DistUpgrade {
            continue;
        }
        let message = format!(
            "`{} {}` moves the image away from its base image, to whatever is current on the day",
            call.manager.name(),
            word.text()
        );
        out.report(command.place(word.span), message).aliases(match call.manager {
            Manager::Zypper => &["hadolint:DL3035"],
            _ if call.manager.is_apt() => &["trivy:DS-0024"],
            _ => &[],
        });
    }
}
