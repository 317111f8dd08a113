//! One Dockerfile: read, modelled, checked.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::StageGraph;
use plimsoll_dockerfile::{Dockerfile, SyntaxErrorKind};
use plimsoll_report::{Kind, StageRole};
use plimsoll_text::{LineIndex, Span};

use crate::assemble::{Graded, StageDraft, Subject};
use crate::context::Context;
use crate::findings::{Draft, Findings, Place};
use crate::ignores::{self, Placed, Scope};
use crate::model::{Base, DockerModel, DockerTexts, Reading, Stage, docker_images};
use crate::options::Options;
use crate::rule::{Check, Rule};
use crate::rules::{RULES, no_from, syntax_error};
use crate::suggest;

/// Analyses a Dockerfile.
#[must_use]
pub(crate) fn analyse(source: &str, options: &Options) -> Graded {
    let file = plimsoll_dockerfile::parse(source);
    let graph = StageGraph::new(&file);
    let texts = DockerTexts::of(&file, &graph);
    let images = docker_images(&file, &graph);
    let model = DockerModel::of(&texts, &images);
    let context = Context { source, options, images: &images };

    let mut drafts: Vec<Draft> = Vec::new();
    syntax(&file, &model, options, &mut drafts);
    for rule in RULES.iter().filter(|rule| options.runs(rule)) {
        run(rule, &model, &context, &mut drafts);
    }
    let (ignores, malformed) = ignores(&model);
    Graded {
        kind: Kind::Dockerfile,
        note: None,
        incomplete: images.iter().any(|image| matches!(image.reading, Reading::Open(_))),
        drafts,
        ignores,
        malformed,
        images: images.iter().map(|image| suggest::image_draft(image, suggest::Surroundings::Dockerfile(&model), &context)).collect(),
        subject: Subject::Dockerfile {
            stages: model.stages.iter().filter(|stage| stage.from.is_some()).map(|stage| draft(stage, &model)).collect(),
            gradable: file.errors.is_empty(),
        },
    }
}

fn run(rule: &'static Rule, model: &DockerModel<'_>, context: &Context<'_>, drafts: &mut Vec<Draft>) {
    let place = |stage: Option<usize>| Place { stage, ..Place::default() };
    match rule.check {
        Check::Dockerfile(check) => {
            let from = drafts.len();
            check(model, context, &mut Findings::new(rule, drafts, Place::default()));
            // The rule looks at the whole file: the stage is where each finding stands.
            for draft in drafts.iter_mut().skip(from) {
                let instruction = model.file.instructions.partition_point(|instruction| instruction.span.start <= draft.span.start);
                draft.stage = instruction.checked_sub(1).and_then(|instruction| model.stage_of(instruction));
            }
        }
        Check::Stage(check) => {
            for stage in &model.stages {
                check(stage, model, context, &mut Findings::new(rule, drafts, place(Some(stage.index))));
            }
        }
        Check::Image(check) => {
            for image in context.images {
                check(image, context, &mut Findings::new(rule, drafts, place(image.stage)));
            }
        }
        Check::Engine | Check::Object(_) | Check::Workload(_) | Check::Container(_) => {}
    }
}

/// What the parser says, as findings.
fn syntax(file: &Dockerfile<'_>, model: &DockerModel<'_>, options: &Options, drafts: &mut Vec<Draft>) {
    for error in &file.errors {
        let rule = match error.kind {
            SyntaxErrorKind::NoInstructions | SyntaxErrorKind::NoBuildStage => &no_from::RULE,
            _ => &syntax_error::RULE,
        };
        if !options.runs(rule) {
            continue;
        }
        let instruction = file.instructions.partition_point(|instruction| instruction.span.start <= error.span.start).checked_sub(1);
        let stage = instruction.and_then(|instruction| model.stage_of(instruction));
        let mut out = Findings::new(rule, drafts, Place { stage, ..Place::default() });
        let finding = out.report(error.span, error.message.clone());
        if let Some(known) = error.suggestion {
            finding.help(alloc::format!("Did you mean `{known}`?"));
        }
    }
}

/// The ignores of the file with what they cover.
fn ignores(model: &DockerModel<'_>) -> (Vec<Placed>, Vec<(Span, &'static str)>) {
    let (mut placed, mut malformed) = (Vec::new(), Vec::new());
    let file = model.file;
    let mut lines: Option<LineIndex> = None;
    for comment in &file.comments {
        match ignores::parse(file.source, comment.span) {
            None => {}
            Some(Err(why)) => malformed.push((comment.span, why)),
            Some(Ok(ignore)) => {
                let lines = lines.get_or_insert_with(|| LineIndex::new(file.source));
                let below = file.instructions.partition_point(|instruction| instruction.span.start < comment.span.start);
                let next = file.instructions.get(below).map(|instruction| instruction.span);
                let reach = match ignore.scope {
                    Scope::File => Span::new(0, file.source.len()),
                    Scope::Stage => model.stage_of(below).and_then(|stage| model.stages.get(stage)).map_or(comment.span, stage_span),
                    Scope::Next => next.unwrap_or(comment.span),
                    // hadolint reports an instruction at its first line, so that line stands for the instruction.
                    Scope::LineBelow => {
                        next.filter(|span| lines.line(span.start) == comment.line + 1).unwrap_or(Span::at(comment.span.start))
                    }
                };
                placed.push(Placed { ignore, reach });
            }
        }
    }
    (placed, malformed)
}

/// From its `FROM` to its last instruction.
fn stage_span(stage: &Stage<'_>) -> Span {
    let first = stage.from.or(stage.instructions.first()).map_or(Span::at(0), |instruction| instruction.span);
    first.to(stage.instructions.last().map_or(first, |instruction| instruction.span))
}

fn draft(stage: &Stage<'_>, model: &DockerModel<'_>) -> StageDraft {
    let name_of = |index: usize| model.stages.get(index).and_then(|stage| stage.name).map_or_else(|| index.to_string(), |name| name.text.to_string());
    let base: String = match stage.base {
        Base::Scratch => "scratch".to_string(),
        Base::Stage(parent) => name_of(parent),
        Base::Image(image) => model.images.get(image).map(|image| image.expanded.to_string()).unwrap_or_default(),
        Base::Unknown => String::new(),
    };
    StageDraft {
        name: stage.name.map(|name| name.text.to_string()),
        base,
        role: if stage.base == Base::Scratch { StageRole::Base } else { StageRole::Parent },
        is_final: stage.is_final,
        reachable: stage.is_needed,
        span: stage_span(stage),
    }
}
