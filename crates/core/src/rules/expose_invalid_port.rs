//! `EXPOSE` of something that is no port.

use alloc::format;

use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::port::{Fault, ports};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "expose-invalid-port",
    summary: "EXPOSE names no port of a container",
    help: "Write `port`, `port/udp` or `first-last`, up to 65535.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3011", "trivy:DS-0008", "buildkit:ExposeInvalidFormat", "buildkit:ExposeProtoCasing"],
    looks_for: Marks::EXPOSE,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let InstructionKind::Expose(words) = &instruction.effective().kind else { continue };
        for word in words {
            judge(word, cx.source, out);
        }
    }
}

fn judge(word: &Word<'_>, source: &str, out: &mut Findings<'_>) {
    let text = unquoted(&word.text);
    // Where the text stands in the file, quotes left out.
    let start = || word.span.of(source).find(text).map(|at| word.span.start + at);
    match ports(text) {
        Ok(None) => {}
        Ok(Some(port)) => {
            if !port.host.is_empty() {
                let message = format!("`{text}` maps a port of the host, which `EXPOSE` cannot: only the port of the container counts");
                let finding = out.report(word.span, message);
                finding
                    .severity(Severity::Medium)
                    .aliases(&["buildkit:ExposeInvalidFormat"])
                    .help("Map ports when the container starts, with `docker run -p`.");
                if let Some(start) = start() {
                    finding.safe_fix(
                        "Keep the port of the container",
                        [Edit { span: Span::new(start, start + port.host.len()), text: "".into() }].into(),
                    );
                }
            }
            if port.protocol.bytes().any(|b| b.is_ascii_uppercase()) {
                let finding = out.report(word.span, format!("the protocol in `{text}` should be lower case"));
                finding.severity(Severity::Low).aliases(&["buildkit:ExposeProtoCasing"]).help("Write it in lower case.");
                if let Some(end) = start().map(|start| start + text.len()) {
                    let span = Span::new(end - port.protocol.len(), end);
                    finding.safe_fix("Write it in lower case", [Edit { span, text: port.protocol.to_ascii_lowercase() }].into());
                }
            }
        }
        Err(fault) => {
            let why = match fault {
                Fault::NoNumber => "is no port: Docker refuses the build",
                Fault::TooLarge => "is more than 65535, the last port there is",
                Fault::Reversed => "ends before it starts",
                Fault::Protocol => "names a protocol that is none of tcp, udp and sctp",
            };
            out.report(word.span, format!("`{text}` {why}")).aliases(&["hadolint:DL3011", "trivy:DS-0008"]);
        }
    }
}
