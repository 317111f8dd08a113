//! The port of SSH, opened by an image.

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::{delete_instruction, unquoted};
use crate::findings::Findings;
use crate::model::port::ports;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "expose-ssh",
    summary: "the port of SSH is exposed",
    help: "Use `docker exec` or `kubectl exec` instead of an SSH server in the container.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["trivy:DS-0004", "checkov:CKV_DOCKER_1"],
    looks_for: Marks::EXPOSE,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let InstructionKind::Expose(words) = &instruction.effective().kind else { continue };
        for word in words {
            let text = unquoted(&word.text);
            let Ok(Some(port)) = ports(text) else { continue };
            if !port.range.contains(&22) || port.protocol.eq_ignore_ascii_case("sctp") {
                continue;
            }
            let finding =
                out.report(word.span, "port 22 is that of SSH: a second way into the container, with keys and updates of its own");
            let edit = if words.len() == 1 {
                delete_instruction(model.file, instruction)
            } else {
                let before = cx.source.get(..word.span.start).unwrap_or_default();
                Edit { span: Span::new(before.trim_end_matches([' ', '\t']).len(), word.span.end), text: "".into() }
            };
            if port.range.start() == port.range.end() {
                finding.unsafe_fix("Remove the port", [edit].into());
            }
        }
    }
}
