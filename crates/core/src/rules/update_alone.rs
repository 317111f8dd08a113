//! Package lists that are loaded in one layer and used in another.

use alloc::format;

use plimsoll_dockerfile::{Command, InstructionKind};
use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Invocation, Manager};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::delete_instruction;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, RunForm};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "update-alone",
    summary: "package lists are loaded in a RUN of their own",
    help: "Update and install in the same RUN.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["trivy:DS-0017", "checkov:CKV_DOCKER_5", "cis:4.7"],
    looks_for: Marks::SYSTEM_MANAGER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for (number, run) in model.runs.iter().enumerate() {
        let commands = model.commands_of_run(number);
        let Some(at) = commands.iter().position(|command| refreshes(command).is_some()) else { continue };
        let Some((command, call)) = commands.get(at).and_then(|command| Some((command, refreshes(command)?))) else { continue };
        let used = commands.iter().skip(at + 1).filter_map(|command| command.package.as_ref());
        if used.into_iter().any(|later| is_same(later.manager, call.manager) && uses(later.action)) {
            continue;
        }
        // A script of its own may well install what the lists are for.
        if commands.iter().skip(at + 1).any(runs_script) {
            continue;
        }
        let name = call.manager.name();
        let Some(word) = call.subcommand else { continue };
        if call.action == Action::Upgrade {
            let message = format!("`{name} {}` upgrades once and stays in the build cache as it is, whatever is fixed later", word.text());
            out.report(command.place(word.span), message)
                .severity(Severity::Low)
                .help("Build on a newer base image instead, or install in the same RUN.");
            continue;
        }
        let message = format!("`{name} {}` alone in a layer: a cached copy of the lists serves every later install", word.text());
        let finding = out.report(command.place(word.span), message);
        // The usual case: the next instruction is the RUN that installs.
        let single = commands.len() == 1 && run.form == RunForm::Shell && run.instruction.flags.is_empty() && !run.onbuild;
        let next = model.file.instructions.get(run.index + 1).filter(|_| single);
        if let Some((InstructionKind::Run { command: Command::Shell { text, .. }, .. }, next)) = next.map(|next| (&next.kind, next))
            && next.heredocs.is_empty()
            && !text.span().of(cx.source).trim().is_empty()
            && let InstructionKind::Run { command: Command::Shell { text: own, .. }, .. } = &run.instruction.kind
            && own.is_verbatim()
        {
            let joined = format!("{} && ", own.span().of(cx.source));
            let edits = [delete_instruction(model.file, run.instruction), Edit { span: Span::at(text.span().start), text: joined }];
            finding.unsafe_fix("Join it with the next RUN", edits.into());
        }
    }
}

/// A call that loads lists, or one of the words `update` and `up` of a manager that upgrades with them.
fn refreshes<'c, 'm>(command: &'c RunCommand<'m>) -> Option<&'c Invocation<'m, 'm>> {
    command.package.as_ref().filter(|call| {
        let system = call.manager.is_apt() || call.manager.is_yum() || matches!(call.manager, Manager::Apk | Manager::Zypper);
        let word = call.subcommand_text();
        let upgrades = matches!(word.as_deref(), Some("update" | "up")) && call.action == Action::Upgrade && call.packages.is_empty();
        system && (call.action == Action::Update || upgrades)
    })
}

/// Whether a command runs a file of shell commands: `bash setup.sh`, `/tmp/setup.sh`.
fn runs_script(command: &RunCommand<'_>) -> bool {
    let name = command.name();
    let first = command.effective.args.iter().find(|arg| !arg.raw.starts_with('-'));
    let is_shell = matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh");
    name.ends_with(".sh") || (is_shell && first.is_some() && !command.has_arg("-c"))
}

fn is_same(a: Manager, b: Manager) -> bool {
    a == b || (a.is_apt() && b.is_apt()) || (a.is_yum() && b.is_yum())
}

fn uses(action: Action) -> bool {
    action.installs() || matches!(action, Action::Upgrade | Action::DistUpgrade | Action::Download)
}
