//! `pip install` of whatever version there is.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager, PackageKind, Pin};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "unpinned-pip",
    summary: "packages of pip have no version",
    help: "Write `package==version`, or install from a requirements file with hashes.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["hadolint:DL3013"],
    looks_for: Marks::PIP,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) =
            command.package.as_ref().filter(|call| matches!(call.manager, Manager::Pip | Manager::Pipx) && call.action == Action::Install)
        else {
            continue;
        };
        // Files with requirements or constraints say the versions.
        if call.requirement_files().next().is_some() {
            continue;
        }
        for package in &call.packages {
            if package.pin != Pin::None {
                continue;
            }
            let span = command.place(package.word.span);
            if package.kind == PackageKind::Vcs {
                out.report(span, format!("`{}` names no commit or tag: the next build may install another one", package.name));
            } else if matches!(&*package.name, "pip" | "setuptools" | "wheel") {
                out.report(span, format!("`{}` has no version, which matters little for a tool of installation", package.name))
                    .severity(Severity::Info);
            } else {
                out.report(span, format!("`{}` has no version: the next build may install another one", package.name));
            }
        }
    }
}
