//! `useradd` with a user number that makes a huge log file.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::options::Grammar;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "useradd-high-uid",
    summary: "useradd with a high user number fills the image",
    help: "Add `-l` (`--no-log-init`), or take a smaller number.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3046"],
    looks_for: Marks::USERADD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// From useradd(8).
const GRAMMAR: Grammar = Grammar {
    short_values: "bcdefgGkKpPRsuZ",
    long_values: "badname base-dir comment home-dir expiredate inactive gid groups skel key password root prefix shell uid selinux-user",
    ..Grammar::FLAGS
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.name() == "useradd") {
        let options = command.effective.options(&GRAMMAR);
        let Some(uid) = options.get(&["-u", "--uid"]) else { continue };
        let is_high = uid.value.as_deref().is_some_and(|value| value.len() >= 6 && value.bytes().all(|b| b.is_ascii_digit()));
        if !is_high || options.has(&["-l", "--no-log-init"]) {
            continue;
        }
        let value = uid.value_word.and_then(|word| command.effective.args.get(word)).map_or(uid.span, |word| word.span);
        let number = uid.value.as_deref().unwrap_or_default();
        let finding = out.report(
            command.place(value),
            format!("`useradd` makes a log with a place for each of {number} users, gigabytes of zeros in the layer"),
        );
        if let Some(edit) = insert_behind(command, model.file.source, command.effective.word, &["-l"]) {
            finding.safe_fix("Insert -l", [edit].into());
        }
    }
}
