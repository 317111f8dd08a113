//! The whole build context, or a file with secrets, copied into the image.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::dockerignore::DockerIgnore;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::model::download::file_name;
use crate::model::transfer::context_sources;
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

/// What lies in most folders of source and does not belong into an image.
const USUAL: [&str; 2] = [".git", ".env"];

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut ignore = cx.dockerignore.map(DockerIgnore::bounded);
    let mut is_kept_out = |path: &str| ignore.as_mut().is_some_and(|ignore| ignore.excludes(path));
    let left: Vec<&str> = USUAL.into_iter().filter(|path| !is_kept_out(path)).collect();
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        // What builders hold does not reach the image by itself.
        if !model.is_in_result(model.stage_of(index)) {
            continue;
        }
        for source in context_sources(instruction.effective()) {
            let text = unquoted(&source.text);
            if matches!(text, "." | "./" | "*" | "./*" | "/") {
                if !left.is_empty() {
                    whole(source.span, text, &left, cx, out);
                }
            } else if let Some(what) = sensitive(text).filter(|_| !is_kept_out(text)) {
                out.report(source.span, format!("`{text}` is {what}, which everyone who gets the image can read"))
                    .severity(Severity::Medium)
                    .help("Mount it with `RUN --mount=type=secret` while building, or give it to the container when it starts.");
            }
        }
    }
}

/// All of the context is copied, and `left` would be among it.
fn whole(span: Span, text: &str, left: &[&str], cx: &Context<'_>, out: &mut Findings<'_>) {
    let left = left.join("` and `");
    match cx.dockerignore {
        None => {
            let message = format!("`{text}` is all of the build context: what lies there by chance, such as `{left}`, gets into the image");
            out.report(span, message);
        }
        // Whether they are there at all only the disk tells.
        Some(_) => {
            let message = format!("`{text}` is all of the build context, of which .dockerignore does not keep out `{left}`");
            out.report(span, message).severity(Severity::Info).help("Add them to .dockerignore.");
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
