//! A variable that nothing defines, in a word that Docker expands.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_dockerfile::stages::Scope;
use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::insert_above;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks};
use crate::nearest::nearest_variable;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "undefined-var",
    summary: "a variable is used that is not defined",
    help: "Define it with `ARG` or `ENV` above, in the same stage, or correct its name.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["buildkit:UndefinedVar"],
    looks_for: Marks::DOLLAR,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// For so many undefined variables a name is looked for that may be meant.
const MAX_GUESSES: usize = 100;

/// And among so many.
const MAX_NAMES: usize = 1000;

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let file = model.file;
    let known = OnceCell::new();
    let mut guesses = 0;
    for fault in model.expansion_faults().iter().filter(|fault| !fault.undeclared.is_empty()) {
        let Some(instruction) = file.instructions.get(fault.instruction) else { continue };
        let is_scratch = model.chain(fault.stage).last().is_some_and(|root| root.base == Base::Scratch);
        let places = fault.text.places(file.source, file.escape);
        for name in &fault.undeclared {
            let place = places.get(&**name).copied().unwrap_or(fault.text.span);
            // Guessing is dear; a file with so many faults is not made of typing errors.
            guesses += 1;
            let names = known.get_or_init(|| names(model));
            let names = if guesses < MAX_GUESSES && names.len() < MAX_NAMES { names.as_slice() } else { &[] };
            let scope = model.graph.scope(fault.stage, fault.instruction);
            report(&Found { name, place, is_scratch, names }, instruction, &scope, model, out);
        }
    }
}

struct Found<'n> {
    name: &'n str,
    place: Span,
    is_scratch: bool,
    /// The names that the file defines somewhere.
    names: &'n [&'n str],
}

fn report(found: &Found<'_>, instruction: &Instruction<'_>, scope: &Scope<'_>, model: &DockerModel<'_>, out: &mut Findings<'_>) {
    let name = found.name;
    if model.graph.global_arg(name).is_some() {
        // Seen by FROM alone until the stage asks for it: the value is certainly not there.
        let finding = out.report(found.place, format!("`${name}` is empty here: the stage has not declared this build argument"));
        finding.severity(Severity::Medium).help(format!("Add `ARG {name}` to this stage, above the instruction."));
        finding.unsafe_fix(format!("Declare ARG {name}"), [insert_above(model.file, instruction, &format!("ARG {name}"))].into());
        return;
    }
    let near = nearest_variable(name, found.names.iter().copied().filter(|known| scope.is_declared(known)));
    let message = if found.is_scratch {
        format!("`${name}` is not defined and expands to nothing")
    } else {
        format!("`${name}` is not defined here and expands to nothing, unless the base image sets it")
    };
    let finding = out.report(found.place, message);
    match near {
        Some(near) => {
            finding.help(format!("Did you mean `${near}`?"));
            if found.place.of(model.file.source) == name {
                finding.unsafe_fix(format!("Use ${near}"), [Edit { span: found.place, text: near.into() }].into());
            }
        }
        // Only the base image's maker knows.
        None if !found.is_scratch => {
            finding.severity(Severity::Info);
        }
        None => {}
    }
}

/// The names that the file defines with ENV and ARG, and `PATH`.
fn names<'m>(model: &DockerModel<'m>) -> Vec<&'m str> {
    let mut names = BTreeSet::from(["PATH"]);
    for instruction in &model.file.instructions {
        match &instruction.kind {
            InstructionKind::Env(pairs) => names.extend(pairs.iter().map(|pair| &*pair.key.text)),
            InstructionKind::Arg(args) => names.extend(args.iter().map(|arg| &*arg.name.text)),
            _ => {}
        }
    }
    names.into_iter().collect()
}
