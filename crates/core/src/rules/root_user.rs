//! An image whose program runs as root.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::{Instruction, InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::{changes_image, insert_above, insert_below, unquoted};
use crate::findings::Findings;
use crate::model::{Base, DockerModel, ImageUse, Stage, is_windows};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "root-user",
    summary: "the image runs its program as root",
    help: "Add a `USER` that is not root behind the last instruction that needs root; a number lets Kubernetes check it.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3002", "trivy:DS-0002", "checkov:CKV_DOCKER_3", "checkov:CKV_DOCKER_8", "cis:4.1"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// The user and group of distroless images, which no other image gives to anybody.
const NOBODY: &str = "65532:65532";

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(stage) = model.final_stage() else { return };
    let last = model.inherited(stage.index, |_, instruction| match &instruction.kind {
        InstructionKind::User(Some(user)) => Some((instruction, user)),
        _ => None,
    });
    match last {
        Some((instruction, user)) => explicit(model, stage, instruction, user, out),
        None => absent(model, stage, cx, out),
    }
}

/// The last `USER` of the chain.
fn explicit<'m>(model: &DockerModel<'m>, stage: &Stage<'m>, instruction: &Instruction<'m>, user: &Word<'m>, out: &mut Findings<'_>) {
    let expanded = if model.graph.stages.is_empty() {
        Some(Cow::Borrowed(unquoted(&user.text)))
    } else {
        // What a variable without a value says is not known, unless the word itself says it: `${USER_ID:-0}`.
        let has_default = |name: &&str| user.text.contains(&format!("{{{name}:-"));
        let expanded = model.graph.final_scope(stage.index).expand(&user.text).ok();
        expanded.filter(|expanded| expanded.unmatched.iter().all(has_default)).map(|expanded| expanded.text)
    };
    if !expanded.is_some_and(|user| is_root(&user)) {
        return;
    }
    let finding = out.report(user.span, format!("`USER {}` is the last one: the program runs as root", user.text));
    finding.aliases(&["hadolint:DL3002", "trivy:DS-0002", "checkov:CKV_DOCKER_8", "cis:4.1"]);
    let in_stage = stage.instructions.iter().position(|own| core::ptr::eq(own, instruction));
    let needs_root = in_stage.is_none_or(|at| stage.instructions.iter().skip(at).any(changes_image));
    if needs_root {
        finding.fixes.extend(add_user(model, stage, NOBODY));
    } else {
        finding.unsafe_fix("Run as an ordinary user", [Edit { span: user.span, text: NOBODY.into() }].into());
    }
}

/// No `USER` anywhere: the base image decides.
fn absent(model: &DockerModel<'_>, stage: &Stage<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let root = model.chain(stage.index).last().map(|stage| stage.base);
    if let Some(image) = model.root_image(stage.index).filter(|image| is_windows(&image.expanded)) {
        // Nano Server starts as ContainerUser.
        if !image.expanded.contains("nanoserver") {
            let finding = out.report(stage.headline(), "no `USER` is set: on Windows the program then runs as `ContainerAdministrator`");
            finding.aliases(&["trivy:DS-0002", "checkov:CKV_DOCKER_3", "cis:4.1"]);
            finding.fixes.extend(add_user(model, stage, "ContainerUser"));
        }
        return;
    }
    let message = match root {
        Some(Base::Scratch) => String::from("no `USER` is set: the program runs as root"),
        Some(Base::Image(_)) => match model.root_image(stage.index).and_then(|image| starts_as_root(image, cx).map(|known| (image, known)))
        {
            Some((image, Some(true))) => ["no `USER` is set, and `", &*image.expanded, "` starts as root"].concat(),
            Some((image, None)) => {
                ["no `USER` is set: the program runs as root, unless `", &*image.expanded, "` sets another user"].concat()
            }
            Some((_, Some(false))) | None => return,
        },
        Some(Base::Stage(_) | Base::Unknown) | None => return,
    };
    let finding = out.report(stage.headline(), message);
    finding.aliases(&["trivy:DS-0002", "checkov:CKV_DOCKER_3", "cis:4.1"]);
    finding.fixes.extend(add_user(model, stage, NOBODY));
}

/// Whether the image starts as root: `Some(None)` where that is not known, `None` where not even the image is.
fn starts_as_root(image: &ImageUse<'_>, cx: &Context<'_>) -> Option<Option<bool>> {
    let reference = image.reference()?;
    let tag = reference.tag().unwrap_or("latest");
    let known = cx.default_user(image).map(|user| user.starts_as_root);
    // Names that say it of themselves.
    let has_root = |text: &str| text.as_bytes().windows(4).any(|part| part == b"root");
    let speaks_of_root = |text: &str| has_root(text) && ["nonroot", "non-root", "rootless"].iter().any(|word| text.contains(word));
    let says = |text: &str| speaks_of_root(text) || (text.contains('v') && text.contains("unprivileged"));
    Some(if says(tag) || says(reference.repository()) { Some(false) } else { known })
}

/// A line such as `USER 65532:65532` in the final stage behind everything that may need root.
fn add_user(model: &DockerModel<'_>, stage: &Stage<'_>, user: &str) -> Option<crate::findings::FixDraft> {
    let line = ["USER ", user].concat();
    let behind = stage
        .instructions
        .iter()
        .rposition(|instruction| changes_image(instruction) || matches!(instruction.kind, InstructionKind::User(_)));
    let start = behind.map_or(0, |at| at + 1);
    let program = stage.instructions.iter().skip(start).find(|instruction| {
        matches!(instruction.kind, InstructionKind::Cmd(_) | InstructionKind::Entrypoint(_) | InstructionKind::Healthcheck { .. })
    });
    let edit = match (program, stage.instructions.last().or(stage.from)) {
        (Some(program), _) => insert_above(model.file, program, &line),
        (None, Some(last)) => insert_below(model.file, last, &line)?,
        (None, None) => return None,
    };
    // Behind an unfinished instruction the line would become a part of it.
    let sound = model.file.errors.is_empty() && edit.span != Span::at(0);
    sound.then(|| crate::findings::FixDraft {
        title: "Run as an ordinary user".into(),
        applicability: plimsoll_report::Applicability::Unsafe,
        edits: [edit].into(),
    })
}

/// `root`, `0`, `0:0`, `root:staff`.
fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or_default().trim();
    name == "root" || (!name.is_empty() && name.bytes().all(|b| b == b'0'))
}
