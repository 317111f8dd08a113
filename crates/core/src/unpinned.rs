//! Packages of a distribution that are installed without a version. Which managers count is the rule's affair.

use plimsoll_shell::packages::{Action, Manager, Package, Pin};

use crate::findings::Findings;
use crate::model::{DockerModel, RunCommand};

/// Reports each package without a version that a chosen manager installs.
pub fn report_unpinned(model: &DockerModel<'_>, chosen: impl Fn(Manager) -> bool, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| chosen(call.manager)) else { continue };
        if !matches!(call.action, Action::Install | Action::GroupInstall) {
            continue;
        }
        // A group has no version; a module has streams, and the default one moves.
        let is_module = call.args.iter().any(|arg| arg.raw == "module");
        let is_open = |package: &&Package<'_, '_>| package.pin == Pin::None || (is_module && package.pin == Pin::NotApplicable);
        for package in call.packages.iter().filter(is_open) {
            report(command, package, out);
        }
    }
}

fn report(command: &RunCommand<'_>, package: &Package<'_, '_>, out: &mut Findings<'_>) {
    // Put together by hand: no rule reports more.
    let message = ["`", &*package.name, "` has no version: the next build may install another one"].concat();
    out.report(command.place(package.word.span), message);
}
