//! `npm install` of whatever version there is.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager, PackageKind, Pin};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::replace_word;

pub static RULE: Rule = Rule {
    id: "unpinned-npm",
    summary: "packages of npm have no version",
    help: "Write `package@version`, or put it into package.json and use `npm ci`.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3016"],
    looks_for: Marks::NPM,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| matches!(call.manager, Manager::Npm | Manager::Yarn | Manager::Pnpm))
        else {
            continue;
        };
        let name = call.manager.name();
        match call.action {
            Action::Install => {
                for package in call.packages.iter().filter(|package| matches!(package.pin, Pin::None | Pin::Moving)) {
                    let why = match (package.kind, package.pin) {
                        (PackageKind::Vcs, _) => "names no commit",
                        (_, Pin::Moving) => "asks for a version that moves",
                        _ => "has no version",
                    };
                    let finding = out.report(
                        command.place(package.word.span),
                        format!("`{}` {why}: the next build may install another one", package.name),
                    );
                    if call.manager != Manager::Npm || package.pin == Pin::Moving {
                        finding.aliases(&[]);
                    }
                }
            }
            // `npm install` may change the lock file, `npm ci` never does.
            Action::InstallProject if call.manager == Manager::Npm => {
                let Some(word) = call.subcommand.filter(|word| matches!(&*word.text(), "install" | "i")) else { continue };
                if call.has_flag(&["-g", "--global"]) {
                    continue;
                }
                let span: Span = command.place(word.span);
                let finding = out.report(span, format!("`{name} {}` may install other versions than the lock file says", word.text()));
                finding.severity(Severity::Info).aliases(&[]).help("Use `npm ci`.");
                if let Some(edit) = replace_word(command, cx.source, word, "ci") {
                    finding.unsafe_fix("Use npm ci", [edit].into());
                }
            }
            _ => {}
        }
    }
}
