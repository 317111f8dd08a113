//! `sudo` in a build.

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Applicability, Category, Severity};
use plimsoll_shell::Wrapper;
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::may_begin;

pub static RULE: Rule = Rule {
    id: "no-sudo",
    summary: "sudo is used in a build",
    help: "Switch with `USER root` and back, or use a tool such as `setpriv` in an entry point.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3004", "trivy:DS-0010", "checkov:CKV2_DOCKER_1"],
    looks_for: Marks::SUDO,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// Who runs the commands.
#[derive(Clone, Copy, Default)]
enum User {
    /// Whoever the base image says.
    #[default]
    OfBase,
    Root,
    Other,
}

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|user: &mut User, stage, index, instruction| {
        if let InstructionKind::User(Some(name)) = &instruction.kind {
            let name = unquoted(&name.text);
            *user =
                if matches!(name, "root" | "0") || name.starts_with("root:") || name.starts_with("0:") { User::Root } else { User::Other };
        }
        for command in model.commands_at(index) {
            let wrapper = command.effective.wrappers.iter().find(|wrapper| wrapper.name == "sudo");
            let span = match wrapper {
                Some(wrapper) => wrapper.span,
                None if command.name() == "sudo" => command.effective.word.span,
                None => continue,
            };
            let finding = out.report(
                command.place(span),
                "`sudo` leaves a way to become root in the image, and handles terminals and signals in its own way",
            );
            let is_root = match user {
                User::Root => true,
                User::Other => false,
                User::OfBase => base_is_root(model, stage.base, stage.index),
            };
            if let Some(edit) =
                wrapper.filter(|wrapper| is_plain(command, wrapper)).and_then(|wrapper| delete(command, wrapper.words.end, span, cx.source))
            {
                let applicability = if is_root { Applicability::Safe } else { Applicability::Unsafe };
                finding.fix("Delete sudo", applicability, [edit].into());
            }
        }
    });
}

fn base_is_root(model: &DockerModel<'_>, base: Base, stage: usize) -> bool {
    let known = |stage| {
        let reference = model.root_image(stage)?.reference()?;
        plimsoll_catalog::default_user(reference.registry(), reference.repository(), reference.tag().unwrap_or("latest"))
    };
    base == Base::Scratch || known(stage).is_some_and(|user| user.starts_as_root)
}

/// Whether sudo is only told to become root, or to do so without asking: nothing is lost with it.
fn is_plain(command: &RunCommand<'_>, sudo: &Wrapper) -> bool {
    let mut words = command.command.words.get(sudo.words.clone()).unwrap_or_default().iter().skip(1).map(|word| word.raw);
    while let Some(word) = words.next() {
        let plain = match word {
            "-E" | "--preserve-env" | "-n" | "--non-interactive" | "-EH" | "-HE" | "-H" | "--set-home" | "--" => true,
            "-u" | "--user" => matches!(words.next(), Some("root" | "0" | "#0")),
            _ => matches!(word, "-uroot" | "--user=root"),
        };
        if !plain {
            return false;
        }
    }
    true
}

/// Deletes up to the next word.
fn delete(command: &RunCommand<'_>, next: usize, sudo: Span, source: &str) -> Option<Edit> {
    let next = command.place(command.command.words.get(next)?.span);
    let span = Span::new(command.place(sudo).start, next.start);
    let gone = span.of(source);
    // Over several lines there may be comments in between.
    (may_begin(next.of(source)) && !gone.contains('\n')).then(|| Edit { span, text: "".into() })
}
