//! RUNs that could be one.

use alloc::string::ToString;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, Keyword};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "consecutive-run",
    summary: "two RUN instructions could be one",
    help: "Join them with `&&`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["hadolint:DL3059"],
    looks_for: Marks::RUN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for stage in model.stages.iter().filter(|stage| stage.in_result || !stage.is_needed) {
        let mut before: Option<&Instruction<'_>> = None;
        for (index, instruction) in stage.numbered() {
            // Longer ones were joined already, and are apart for a reason.
            let is_single = instruction.keyword == Keyword::Run && model.commands_at(index).len() == 1;
            if let Some(before) = before.filter(|before| is_single && same_flags(before, instruction)) {
                out.report(instruction.keyword_span, "this RUN follows another one: each makes a layer of its own")
                    .related(before.keyword_span, "the one before");
            }
            before = is_single.then_some(instruction);
        }
    }
}

fn same_flags(a: &Instruction<'_>, b: &Instruction<'_>) -> bool {
    let flags = |of: &Instruction<'_>| {
        of.flags.iter().map(|flag| (flag.name.to_string(), flag.value.as_ref().map(|value| value.text.to_string()))).collect::<Vec<_>>()
    };
    flags(a) == flags(b)
}
