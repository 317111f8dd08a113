//! The whole build context, or a file with secrets, copied into the image.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::model::download::file_name;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-context-wholesale",
    summary: "the whole build context is copied into the image",
    help: "Name the files and folders that the program needs, and list the rest in .dockerignore.",
    severity: Severity::Low,
    category: Category::Secrets,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        let copy = instruction.effective();
        let (InstructionKind::Copy(transfer) | InstructionKind::Add(transfer)) = &copy.kind else { continue };
        // Files of other stages and what builders hold do not reach the image by themselves.
        if copy.flag("from").is_some() || !model.is_in_result(model.stage_of(index)) {
            continue;
        }
        for source in &transfer.sources {
            let text = unquoted(&source.text);
            if matches!(text, "." | "./" | "*" | "./*" | "/") {
                let message = format!(
                    "`{text}` is all of the build context: what lies there by chance, such as `.git` and `.env`, gets into the image"
                );
                out.report(source.span, message);
            } else if let Some(what) = sensitive(text) {
                out.report(source.span, format!("`{text}` is {what}, which everyone who gets the image can read"))
                    .severity(Severity::Medium)
                    .help("Mount it with `RUN --mount=type=secret` while building, or give it to the container when it starts.");
            }
        }
    }
}

/// What a file usually holds that an image should not, by its name.
fn sensitive(path: &str) -> Option<&'static str> {
    let path = path.trim_end_matches('/');
    let name = file_name(path);
    match name {
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => Some("a private key"),
        ".ssh" | ".aws" | ".gnupg" | ".kube" | ".docker" => Some("a folder of credentials"),
        ".npmrc" | ".netrc" | ".pypirc" | ".pgpass" | ".htpasswd" | ".git-credentials" | ".dockercfg" => Some("a file of credentials"),
        ".git" => Some("the history of the repository"),
        ".env" => Some("a file of settings that are usually secret"),
        _ if name.starts_with(".env.") && !["example", "sample", "template", "dist"].iter().any(|end| name.ends_with(end)) => {
            Some("a file of settings that are usually secret")
        }
        _ if path.ends_with(".aws/credentials") || path.ends_with(".docker/config.json") || path.ends_with(".kube/config") => {
            Some("a file of credentials")
        }
        _ if name.ends_with(".p12") || name.ends_with(".pfx") || name.ends_with(".jks") => Some("a store of keys"),
        _ => None,
    }
}
