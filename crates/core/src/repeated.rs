//! Instructions of which only the last one of a stage counts. It judges nothing but that.

use alloc::format;

use plimsoll_dockerfile::{Keyword, SyntaxErrorKind};

use crate::docker_edit::delete_instruction;
use crate::findings::Findings;
use crate::model::DockerModel;

/// Reports every instruction of that kind that a later one of its stage replaces.
pub fn report_replaced(keyword: Keyword, model: &DockerModel<'_>, out: &mut Findings<'_>) {
    // A heredoc without its end is taken to end before the next instruction: without that one it would end somewhere else.
    let is_open = model.file.errors.iter().any(|error| error.kind == SyntaxErrorKind::UnterminatedHeredoc);
    for stage in &model.stages {
        let mut last = None;
        for instruction in stage.instructions.iter().rev().filter(|instruction| instruction.keyword == keyword) {
            match last {
                None => last = Some(instruction),
                Some(last) => {
                    let name = keyword.as_str();
                    let message = format!("this `{name}` has no effect: another `{name}` follows in the same stage");
                    let finding = out.report(instruction.keyword_span, message).related(last.keyword_span, "this one counts");
                    if !is_open {
                        finding.safe_fix("Delete it", [delete_instruction(model.file, instruction)].into());
                    }
                }
            }
        }
    }
}
