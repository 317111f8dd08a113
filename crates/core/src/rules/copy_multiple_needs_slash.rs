//! Several sources copied to something that is no folder by its name.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::{InstructionKind, Keyword};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "copy-multiple-needs-slash",
    summary: "several files are copied to a destination without a slash at its end",
    help: "End the destination with `/`.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3021", "trivy:DS-0011"],
    looks_for: Marks::COPY.or(Marks::ADD),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|folder: &mut String, _, _, instruction| {
        if let InstructionKind::Workdir(Some(path)) = &instruction.kind {
            *folder = unquoted(&path.text).trim_end_matches('/').into();
        }
        let copy = instruction.effective();
        let (InstructionKind::Copy(transfer) | InstructionKind::Add(transfer)) = &copy.kind else { return };
        let Some(destination) = transfer.destination.as_ref().filter(|_| transfer.sources.len() > 1) else { return };
        let text = unquoted(&destination.text);
        // The history of an image writes the hashes of what was copied.
        let is_history = transfer.sources.iter().any(|source| source.text.starts_with("file:") || source.text.starts_with("multi:"));
        if text.ends_with(['/', '\\']) || text.contains('$') || is_history {
            return;
        }
        let name = if copy.keyword == Keyword::Add { "ADD" } else { "COPY" };
        let (severity, why) = if is_dots(text) {
            (Severity::Info, "which the classic builder takes for a file")
        } else {
            let severity = if text == folder { Severity::Low } else { RULE.severity };
            (severity, "which is taken for a file unless it is a folder already")
        };
        let finding = out.report(destination.span, format!("`{name}` puts several files into `{text}`, {why}")).severity(severity);
        let inner = destination.span.of(cx.source).rfind(text).map(|at| destination.span.start + at + text.len());
        // `<</` begins a heredoc.
        if let Some(end) = inner.filter(|_| !text.is_empty() && !text.contains("<<")) {
            finding.safe_fix("Append a slash", [Edit { span: Span::at(end), text: "/".into() }].into());
        }
    });
}

/// `.`, `..`, `/srv/.`: folders to BuildKit, whatever is there.
fn is_dots(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("." | ".."))
}
