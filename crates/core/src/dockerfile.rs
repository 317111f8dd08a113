//! One Dockerfile: read, modelled, checked.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_dockerfile::stages::StageGraph;
use plimsoll_dockerfile::{DirectiveName, Dockerfile, Instruction, Keyword, SyntaxErrorKind};
use plimsoll_report::{Kind, StageRole, SuppressedBy};
use plimsoll_text::{Edit, Span};

use crate::assemble::{Graded, StageDraft, Subject};
use crate::bundle::{self, Facts};
use crate::context::Context;
use crate::dockerignore::DockerIgnore;
use crate::expansion;
use crate::findings::{Drafts, Findings, Place};
use crate::ignores::{self, Dialect, Ignore, Placed, Scope};
use crate::limits;
use crate::model::{Base, DockerModel, DockerTexts, Marks, Reading, Stage, docker_images};
use crate::options::Options;
use crate::rule::{Check, Rule};
use crate::rules::{Chosen, OF_DOCKERFILES, OF_IMAGES, input_limit, no_from, syntax_error};
use crate::suggest::{self, KnownImages, Verdict};

/// Analyses a Dockerfile, which `dockerignore` applies to. What a manifest may ask of it is not gathered where it is alone.
#[must_use]
pub(crate) fn analyse(source: &str, dockerignore: Option<&str>, options: &Options, is_alone: bool) -> Graded {
    let mut file = plimsoll_dockerfile::parse(source);
    let cut = cut_instructions(&mut file);
    let mut graded = grade(&file, cut, dockerignore, options, is_alone);
    graded.lines = Some(file.lines);
    graded
}

/// What is found in a file that has been read; `cut` is where too many instructions begin.
fn grade(file: &Dockerfile<'_>, cut: Option<Span>, dockerignore: Option<&str>, options: &Options, is_alone: bool) -> Graded {
    let source = file.source;
    let ignored = dockerignore.map(DockerIgnore::read);
    let graph = StageGraph::new(file);
    let texts = DockerTexts::of(file, &graph);
    let images = docker_images(file, &graph);
    let model = DockerModel::of(&texts, &images);
    let known = KnownImages::of(&images, options.as_of, None);
    let plain = Context { source, options, dockerignore: ignored.as_ref(), images: &images, known: &known, suggestions: &[] };
    let mut drafts = check(&model, &plain, cut);
    let (ignores, malformed) = ignores(&model);

    let before = OnceCell::new();
    let judge = |edits: &[Edit]| {
        let Ok(text) = plimsoll_text::apply(source, edits) else { return Some("its edits touch each other".to_string()) };
        let before = before.get_or_init(|| {
            let mut of_images = Drafts::default();
            check_images(&plain, &mut of_images);
            Verdict::of([&drafts, &of_images], &ignores, is_gradable(file), options)
        });
        before.against(&verdict(&text, &plain))
    };
    let suggestions = suggest::all(&images, suggest::Surroundings::Dockerfile(&model), &known, options, source, &judge);
    let context = Context { suggestions: &suggestions, ..plain };
    check_images(&context, &mut drafts);
    let image = if file.errors.is_empty() && !is_alone { bundle::image::facts(&model, &context) } else { None };
    Graded {
        kind: Kind::Dockerfile,
        note: None,
        incomplete: images.iter().any(|image| matches!(image.reading, Reading::Open(_))),
        drafts,
        ignores,
        malformed,
        images: suggest::image_drafts(&images, &known, suggestions),
        facts: Facts { objects: Vec::new(), image },
        subject: Subject::Dockerfile {
            stages: model.stages.iter().filter(|stage| stage.from.is_some()).map(|stage| draft(stage, &model)).collect(),
            gradable: is_gradable(file),
        },
        lines: None,
    }
}

/// What the rules say of the text that takes the place of the one in `before`.
fn verdict(source: &str, before: &Context<'_>) -> Verdict {
    let options = before.options;
    let mut file = plimsoll_dockerfile::parse(source);
    let cut = cut_instructions(&mut file);
    let graph = StageGraph::new(&file);
    let texts = DockerTexts::of(&file, &graph);
    let images = docker_images(&file, &graph);
    let model = DockerModel::of(&texts, &images);
    let known = KnownImages::of(&images, options.as_of, Some(before.known));
    let context = Context { source, images: &images, known: &known, ..*before };
    let mut drafts = check(&model, &context, cut);
    check_images(&context, &mut drafts);
    Verdict::of([&drafts, &[]], &ignores(&model).0, is_gradable(&file), options)
}

fn is_gradable(file: &Dockerfile<'_>) -> bool {
    file.errors.is_empty()
}

/// What the rules find that look at more than an image; `cut` is where too many instructions begin.
fn check(model: &DockerModel<'_>, context: &Context<'_>, cut: Option<Span>) -> Drafts {
    let options = context.options;
    let mut drafts = Drafts::default();
    if options.runs(&input_limit::RULE) {
        let mut out = Findings::new(&input_limit::RULE, &mut drafts, Place::default());
        for (what, limit, cut) in [("instructions", limits::MAX_INSTRUCTIONS, cut), ("commands", limits::MAX_COMMANDS, model.commands_end)]
        {
            if let Some(span) = cut {
                input_limit::cut(what, limit, span, &mut out);
            }
        }
    }
    syntax(model.file, model, options, &mut drafts);
    if options.runs(&syntax_error::RULE) {
        expansion::check(model, &mut drafts);
    }
    let marks = Marks::of(model);
    Chosen::of(marks).each(|rule| {
        if options.runs(rule) {
            run(rule, model, context, &mut drafts);
        }
    });
    if cfg!(debug_assertions) {
        // Every text of every test holds the rules to what they say they look for.
        for rule in OF_DOCKERFILES.iter().filter(|rule| !rule.looks_for.meets(marks) && options.runs(rule)) {
            let mut passed_over = Drafts::default();
            run(rule, model, context, &mut passed_over);
            debug_assert!(passed_over.is_empty(), "{} looks for more than it says", rule.id);
        }
    }
    drafts
}

/// Adds what the rules find that look at an image: they may ask what could stand in its place.
fn check_images(context: &Context<'_>, drafts: &mut Drafts) {
    for rule in &OF_IMAGES {
        if let Check::Image(check) = rule.check
            && context.options.runs(rule)
        {
            for image in context.images {
                check(image, context, &mut Findings::new(rule, drafts, Place { stage: image.stage, ..Place::default() }));
            }
        }
    }
}

/// An image of which nothing but the name is known, with what could stand in its place; `None` where it is no readable name.
#[must_use]
pub(crate) fn image_by_name(name: &str, options: &Options) -> Option<crate::assemble::ImageDraft> {
    if name.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '$' | '\\' | '#')) || name == "scratch" {
        return None;
    }
    let text = alloc::format!("FROM {name}");
    let file = plimsoll_dockerfile::parse(&text);
    let graph = StageGraph::new(&file);
    let images = docker_images(&file, &graph);
    images.first().filter(|image| image.reference().is_some())?;
    let known = KnownImages::of(&images, options.as_of, None);
    let suggestions = images.iter().map(|image| suggest::of_name(image, &known, options)).collect();
    suggest::image_drafts(&images, &known, suggestions).into_iter().next()
}

/// Leaves out what lies beyond the limit, and says where that begins.
fn cut_instructions(file: &mut Dockerfile<'_>) -> Option<Span> {
    let cut = file.instructions.get(limits::MAX_INSTRUCTIONS).map(|instruction| instruction.keyword_span)?;
    file.instructions.truncate(limits::MAX_INSTRUCTIONS);
    file.errors.retain(|error| error.span.start < cut.start);
    file.comments.retain(|comment| comment.span.start < cut.start);
    Some(cut)
}

fn run(rule: &'static Rule, model: &DockerModel<'_>, context: &Context<'_>, drafts: &mut Drafts) {
    let place = |stage: Option<usize>| Place { stage, ..Place::default() };
    match rule.check {
        Check::Dockerfile(check) => {
            let from = drafts.len();
            check(model, context, &mut Findings::new(rule, drafts, Place::default()));
            // The rule looks at the whole file: the stage is where each finding stands.
            for draft in drafts.iter_mut().skip(from) {
                draft.stage = model.stage_at(draft.span.start);
            }
        }
        Check::Stage(check) => {
            for stage in &model.stages {
                check(stage, model, context, &mut Findings::new(rule, drafts, place(Some(stage.index))));
            }
        }
        Check::Engine | Check::Image(_) | Check::Object(_) | Check::Workload(_) | Check::Container(_) | Check::Bundle(_) => {}
    }
}

/// What the parser says, as findings.
fn syntax(file: &Dockerfile<'_>, model: &DockerModel<'_>, options: &Options, drafts: &mut Drafts) {
    for error in &file.errors {
        let rule = match error.kind {
            SyntaxErrorKind::NoInstructions | SyntaxErrorKind::NoBuildStage => &no_from::RULE,
            _ => &syntax_error::RULE,
        };
        if !options.runs(rule) {
            continue;
        }
        let stage = model.stage_at(error.span.start);
        let mut out = Findings::new(rule, drafts, Place { stage, ..Place::default() });
        let finding = out.report(error.span, error.message.clone());
        if matches!(error.kind, SyntaxErrorKind::OnbuildTrigger | SyntaxErrorKind::OnbuildChain) {
            finding.aliases(&["hadolint:DL3043"]);
        }
        if let Some(known) = error.suggestion {
            finding.help(alloc::format!("Did you mean `{known}`?"));
            if error.kind == SyntaxErrorKind::UnknownInstruction {
                finding.unsafe_fix(alloc::format!("Write {known}"), [Edit { span: error.span, text: known.into() }].into());
            }
        }
    }
}

/// The ignores of the file with what they cover.
fn ignores(model: &DockerModel<'_>) -> (Vec<Placed>, Vec<(Span, &'static str)>) {
    let (mut placed, mut malformed) = (Vec::new(), Vec::new());
    let file = model.file;
    let place = |ignore, reach| Placed { ignore, reach, by: SuppressedBy::Inline, containers: Vec::new() };
    if let Some(ignore) = directive(model) {
        placed.push(place(ignore, Span::new(0, file.source.len())));
    }
    for comment in &file.comments {
        if placed.len() >= ignores::MAX_IGNORES {
            break;
        }
        match ignores::parse(file.source, comment.span) {
            None => {}
            Some(Err(why)) => malformed.push((comment.span, why)),
            Some(Ok(ignore)) => {
                let below = file.instructions.partition_point(|instruction| instruction.span.start < comment.span.start);
                let next = file.instructions.get(below);
                // hadolint reports an instruction at its first line, so that line stands for the instruction.
                let directly = next.filter(|next| file.lines.line(next.span.start) == comment.line + 1);
                let stage_of = |instruction: usize| model.stage_of(instruction).and_then(|stage| model.stages.get(stage)).map(stage_span);
                let reach = match ignore.scope {
                    Scope::File => Some(Span::new(0, file.source.len())),
                    // Before the first FROM there is no stage; the comment then means the one that comes.
                    Scope::Stage => stage_of(below.saturating_sub(1)).or_else(|| stage_of(below)),
                    Scope::Next => next.map(|next| next.span),
                    Scope::LineBelow => directly.map(|next| next.span),
                    Scope::StageBelow => directly.filter(|next| next.keyword == Keyword::From).and_then(|_| stage_of(below)),
                    Scope::Block => next.filter(|next| is_first_check(next, comment.span, file.source)).map(|next| next.span),
                };
                placed.push(place(ignore, reach.unwrap_or(Span::at(comment.span.start))));
            }
        }
    }
    (placed, malformed)
}

/// `# check=skip=…` at the top of the file.
fn directive(model: &DockerModel<'_>) -> Option<Ignore> {
    let check = &model.file.check;
    let directive = model.file.directives.iter().find(|directive| directive.name == DirectiveName::Check)?;
    let mut names: Vec<(String, Span)> =
        check.skip.iter().filter(|word| !word.text.is_empty()).map(|word| (word.text.to_string(), word.span)).collect();
    if check.skip_all {
        names.push(("all".to_string(), directive.value_span));
    }
    (!names.is_empty()).then_some(Ignore {
        span: directive.span,
        dialect: Dialect::Buildkit,
        scope: Scope::File,
        names,
        reason: None,
        until: None,
    })
}

/// Of several `# check=` in the comments above an instruction BuildKit takes the first.
fn is_first_check(instruction: &Instruction<'_>, comment: Span, source: &str) -> bool {
    let is_check = |span: &Span| matches!(ignores::parse(source, *span), Some(Ok(Ignore { scope: Scope::Block, .. })));
    instruction.doc_comments.iter().find(|span| is_check(span)) == Some(&comment)
}

/// From its `FROM` to its last instruction.
fn stage_span(stage: &Stage<'_>) -> Span {
    let first = stage.from.or(stage.instructions.first()).map_or(Span::at(0), |instruction| instruction.span);
    first.to(stage.instructions.last().map_or(first, |instruction| instruction.span))
}

fn draft(stage: &Stage<'_>, model: &DockerModel<'_>) -> StageDraft {
    let name_of =
        |index: usize| model.stages.get(index).and_then(|stage| stage.name).map_or_else(|| index.to_string(), |name| name.text.to_string());
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
