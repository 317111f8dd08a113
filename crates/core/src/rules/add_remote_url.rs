//! `ADD` of something from the network that may be another thing tomorrow.

use alloc::format;
use alloc::string::{String, ToString};

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::transfer::{RemoteSource, remote};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "add-remote-url",
    summary: "ADD loads a file from the network without a checksum",
    help: "Add `--checksum=sha256:…`, so that the build stops when the file has changed.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["checkov:CKV_DOCKER_4", "cis:4.9"],
    looks_for: Marks::ADD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut judge = |instruction: &plimsoll_dockerfile::Instruction<'_>, expand: &dyn Fn(&str) -> String| {
        let add = instruction.effective();
        let InstructionKind::Add(transfer) = &add.kind else { return };
        if add.flag("checksum").is_some() {
            return;
        }
        for source in &transfer.sources {
            let text = expand(&source.text);
            match remote(&text) {
                Some(RemoteSource::File) => {
                    let insecure = text.starts_with("http://");
                    let how = if insecure { "over plain HTTP and without a checksum" } else { "without a checksum" };
                    let message = format!("`{}` is loaded {how}: the build takes whatever the server sends", shown(unquoted(&source.text)));
                    out.report(source.span, message).severity(if insecure { Severity::High } else { RULE.severity });
                }
                Some(RemoteSource::Git { pinned: false }) => {
                    let message =
                        format!("`{}` names no commit: the build takes whatever is there on the day", shown(unquoted(&source.text)));
                    out.report(source.span, message).help("Name a full commit hash behind `#`, or give it as `--checksum=`.");
                }
                Some(RemoteSource::Git { pinned: true }) | None => {}
            }
        }
    };
    if model.graph.stages.is_empty() {
        for instruction in &model.file.instructions {
            judge(instruction, &|word| unquoted(word).to_string());
        }
    }
    for stage in 0..model.graph.stages.len() {
        model.graph.walk(model.file, stage, |_, instruction, scope| {
            judge(instruction, &|word| scope.expand(word).map_or_else(|_| word.to_string(), |expanded| expanded.text.into_owned()));
        });
    }
}

/// The URL without a user's name and password in it.
fn shown(url: &str) -> String {
    match url.split_once("://").map(|(scheme, rest)| (scheme, rest, rest.split('/').next().unwrap_or_default())) {
        Some((scheme, rest, host)) if host.contains('@') => {
            let plain = rest.get(host.rfind('@').map_or(0, |at| at + 1)..).unwrap_or_default();
            format!("{scheme}://{plain}")
        }
        _ => url.to_string(),
    }
}
