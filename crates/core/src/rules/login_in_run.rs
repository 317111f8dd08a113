//! A program that logs in while the image is built, and leaves what it logged in with in the image.

use alloc::format;

use plimsoll_dockerfile::MountKind;
use plimsoll_report::{Category, Severity};
use plimsoll_shell::RedirectOp;
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "login-in-run",
    summary: "a login while building leaves its credentials in the image",
    help: "Give the credentials to the one command that needs them with `RUN --mount=type=secret`, in the environment or as a file.",
    severity: Severity::High,
    category: Category::Secrets,
    aliases: &["trivy:DS-0031", "cis:4.10"],
    looks_for: Marks::LOGIN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// The words behind the programs' names that log in, with the options that hand over a credential; none where the words say it all.
const LOGINS: [(&str, &[&str], &[&str]); 14] = [
    ("gcloud", &["auth", "activate-service-account"], &[]),
    ("az", &["login"], &["-p", "--password", "--federated-token", "--certificate"]),
    ("doctl", &["auth", "init"], &["-t", "--access-token"]),
    ("docker", &["login"], &["-p", "--password", "--password-stdin"]),
    ("podman", &["login"], &["-p", "--password", "--password-stdin"]),
    ("buildah", &["login"], &["-p", "--password", "--password-stdin"]),
    ("crane", &["auth", "login"], &["-p", "--password", "--password-stdin"]),
    ("oras", &["login"], &["-p", "--password", "--password-stdin"]),
    ("helm", &["registry", "login"], &["-p", "--password", "--password-stdin"]),
    ("gh", &["auth", "login"], &["--with-token"]),
    ("huggingface-cli", &["login"], &["--token"]),
    ("hf", &["auth", "login"], &["--token"]),
    ("argocd", &["login"], &["--password", "--auth-token"]),
    ("cargo", &["login"], &[]),
];

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (number, run) in model.runs.iter().enumerate() {
        let has_secret = run.mounts.iter().any(|mount| mount.kind == MountKind::Secret);
        if has_secret || !model.is_in_result(model.stage_of(run.index)) {
            continue;
        }
        let commands = model.commands_of_run(number);
        for command in commands.iter().filter(|command| command.marks.meets(Marks::LOGIN)) {
            let Some(kept) = login(command) else { continue };
            if !commands.iter().any(|other| undoes(other, command.name(), kept.file)) {
                let name = command.name();
                out.report(kept.span, format!("`{name}` {}, which stays in the image", kept.what));
            }
        }
    }
}

/// What a login leaves behind.
struct Kept {
    span: Span,
    what: &'static str,
    /// The name of the file that holds it, where removing that would do.
    file: &'static str,
}

fn login(command: &RunCommand<'_>) -> Option<Kept> {
    let name = command.name();
    if name == "aws" && operands_start(command, &["configure", "set"]) {
        const KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
        let sets = command.effective.args.iter().any(|arg| KEYS.iter().any(|key| arg.text().ends_with(key)));
        return sets.then(|| Kept { span: command.span(), what: "writes a key to its settings", file: ".aws" });
    }
    // `npm config set //registry/:_authToken=…`, `echo "//registry/:_authToken=…" > .npmrc`
    let writes = command.command.redirects.iter().any(|redirect| matches!(redirect.op, RedirectOp::Write | RedirectOp::Append));
    if matches!(name, "npm" | "pnpm" | "yarn") || (writes && matches!(name, "echo" | "printf")) {
        let is_token = |text: &str| ["_authToken", "npmAuthToken", "_password"].iter().any(|key| text.contains(key));
        let sets = writes || command.effective.args.iter().any(|arg| arg.raw == "set");
        let gives = sets && command.effective.args.iter().any(|arg| is_token(&arg.text()));
        return gives.then(|| Kept { span: command.span(), what: "writes a token to a file", file: ".npmrc" });
    }
    let found = LOGINS.iter().any(|(program, words, options)| {
        *program == name
            && operands_start(command, words)
            && (options.is_empty() || options.iter().any(|option| has_option(command, option)))
    });
    let names_config = name == "docker" || name == "podman";
    found.then(|| Kept {
        span: command.span(),
        what: "logs in and keeps the credentials in its settings",
        file: if names_config { "config.json" } else { "\0" },
    })
}

/// Whether the arguments begin with these words. Options are left out, and so is the word behind one, which may be its value.
fn operands_start(command: &RunCommand<'_>, words: &[&str]) -> bool {
    let mut wanted = words.iter().peekable();
    let mut may_be_value = false;
    for arg in command.effective.args {
        match wanted.peek() {
            None => return true,
            _ if arg.raw.starts_with('-') => may_be_value = !arg.raw.contains('='),
            Some(word) if arg.raw == **word => {
                wanted.next();
                may_be_value = false;
            }
            Some(_) if may_be_value => may_be_value = false,
            Some(_) => return false,
        }
    }
    wanted.peek().is_none()
}

/// Whether an option is given: `--name`, `--name=value`, and of one letter also with its value attached.
fn has_option(command: &RunCommand<'_>, option: &str) -> bool {
    command.effective.args.iter().any(|arg| {
        let rest = arg.raw.strip_prefix(option);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('=') || !option.starts_with("--"))
    })
}

/// Whether a command of the same RUN takes the credentials away again, before they become part of a layer.
fn undoes(command: &RunCommand<'_>, program: &str, file: &str) -> bool {
    let args = command.effective.args;
    match command.name() {
        "rm" | "shred" => args.iter().any(|arg| arg.text().trim_end_matches('/').ends_with(file)),
        name => name == program && args.iter().any(|arg| matches!(arg.raw, "logout" | "revoke" | "delete")),
    }
}
