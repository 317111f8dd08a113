//! One manifest file: read, modelled, checked.

use alloc::string::ToString;
use alloc::vec::Vec;

use plimsoll_report::{Kind, ObjectRef, SuppressedBy};
use plimsoll_text::{LineIndex, Span};
use plimsoll_yaml::{ErrorKind, Node, Stream};

use crate::assemble::{Graded, ObjectDraft, Subject};
use crate::bundle::{self, Facts};
use crate::context::Context;
use crate::findings::{Draft, Drafts, Findings, Place};
use crate::ignores::{self, Placed, Scope};
use crate::model::{ImageUse, Manifest, Object, Workload, images_elsewhere, workload_images};
use crate::options::Options;
use crate::rule::{Check, Rule};
use crate::rules::{RULES, duplicate_key, input_limit, syntax_error};
use crate::suggest::{self, KnownImages};
use crate::{foreign, kubesec, limits, pod_security, schema};

/// Analyses manifests. A text without any object is only reported as broken where the caller said that it is a manifest
/// (`named`), or where it looks like one.
#[must_use]
pub(crate) fn analyse(source: &str, options: &Options, named: bool) -> Graded {
    let stream = plimsoll_yaml::read(source);
    let mut manifest = Manifest::of(&stream);
    let cut_objects = cut_objects(&mut manifest);
    let limited = stream.errors.iter().any(|error| error.kind == ErrorKind::LimitExceeded);
    if manifest.objects.is_empty() && !named && !limited && !looks_like_object(source) {
        return Graded::unknown(foreign::name(&stream));
    }
    let mut workloads: Vec<Workload<'_>> = manifest.objects.iter().flat_map(|object| Workload::all(object, &manifest.accounts)).collect();
    let cut_containers = cut_containers(&mut workloads);
    let mut images: Vec<ImageUse<'_>> = workloads.iter().flat_map(|workload| workload_images(workload, source)).collect();
    images.extend(manifest.objects.iter().flat_map(|object| images_elsewhere(object, source)));
    plimsoll_text::sort_by_key(&mut images, |image| image.object);
    for (number, image) in images.iter_mut().enumerate() {
        image.number = number;
    }
    let known = KnownImages::of(&images, options.as_of, None);
    let suggestions = suggest::all(&images, suggest::Surroundings::Manifest(&workloads), &known, options, source, &|_| None);
    let context = Context { source, options, dockerignore: None, images: &images, known: &known, suggestions: &suggestions };

    let mut drafts = Drafts::default();
    if options.runs(&input_limit::RULE) {
        let mut out = Findings::new(&input_limit::RULE, &mut drafts, Place::default());
        for (what, limit, cut) in [("objects", limits::MAX_OBJECTS, cut_objects), ("containers", limits::MAX_CONTAINERS, cut_containers)] {
            if let Some(span) = cut {
                input_limit::cut(what, limit, span, &mut out);
            }
        }
    }
    syntax(&stream, &manifest, options, &mut drafts);
    duplicates(&stream, &manifest, options, &mut drafts);
    schema::check(&manifest, source, options, &mut drafts);
    for rule in RULES.iter().filter(|rule| options.runs(rule)) {
        run(rule, &manifest, &workloads, &context, &mut drafts);
    }
    unfix_broken(&stream, &mut drafts);
    silence_refused(&stream, &mut drafts);
    let (ignores, malformed) = ignores(&stream, &manifest, &workloads);
    Graded {
        kind: Kind::Kubernetes,
        note: foreign::note(&manifest, &stream).map(ToString::to_string),
        incomplete: manifest.incomplete,
        drafts,
        ignores,
        malformed,
        images: suggest::image_drafts(&images, &known, suggestions),
        facts: Facts { objects: bundle::manifest::facts(&manifest, &workloads, source), image: None },
        subject: Subject::Manifest(if manifest.objects.is_empty() {
            no_objects(&stream)
        } else {
            manifest.objects.iter().map(|object| draft(object, &workloads, &stream, options)).collect()
        }),
        lines: None,
    }
}

/// What a text that was called a manifest holds instead of objects: a list, a number, `{}`, comments. There is nothing to grade in
/// it, but kubesec gives such documents a score, under no kind.
fn no_objects(stream: &Stream<'_>) -> Vec<ObjectDraft> {
    let row = |root: Option<&Node<'_>>, span: Span| ObjectDraft {
        object: ObjectRef::default(),
        span,
        gradable: false,
        incomplete: false,
        kubesec: Some(kubesec::document(root, "")),
        pod_security: None,
    };
    let readable = stream.documents.iter().filter(|document| document.valid && !document.dropped);
    let mut rows: Vec<ObjectDraft> = readable.map(|document| row(document.root.as_ref(), document.span)).collect();
    rows.truncate(limits::MAX_OBJECTS);
    if let (true, Some(comment)) = (stream.documents.is_empty() && stream.errors.is_empty(), stream.comments.first()) {
        rows.push(row(None, comment.span));
    }
    rows
}

/// Leaves out what lies beyond the limit, and says where that begins.
fn cut_objects(manifest: &mut Manifest<'_>) -> Option<Span> {
    let cut = manifest.objects.get(limits::MAX_OBJECTS).map(|object| Span::at(object.root.span.start));
    manifest.objects.truncate(limits::MAX_OBJECTS);
    cut
}

/// Leaves out what lies beyond the limit, and says where that begins.
fn cut_containers(workloads: &mut [Workload<'_>]) -> Option<Span> {
    let mut room = limits::MAX_CONTAINERS;
    let mut cut = None;
    for workload in workloads {
        if let Some(container) = workload.containers.get(room) {
            cut.get_or_insert(Span::at(container.node.span.start));
            workload.containers.truncate(room);
        }
        room -= workload.containers.len();
    }
    cut
}

/// Whether a text without a readable object was meant as one.
fn looks_like_object(source: &str) -> bool {
    let entries = || source.split(['\n', '{', ',']).map(|entry| entry.trim_start_matches(['-', ' ', '"']));
    let starts = |word: &str| entries().any(|entry| entry.starts_with(word));
    starts("apiVersion") && starts("kind")
}

fn run(rule: &'static Rule, manifest: &Manifest<'_>, workloads: &[Workload<'_>], context: &Context<'_>, drafts: &mut Drafts) {
    let place = |object: usize| Place { object: Some(object), ..Place::default() };
    match rule.check {
        Check::Image(check) => {
            for image in context.images {
                let place = Place { stage: None, object: image.object, container: image.container.clone() };
                let from = drafts.len();
                check(image, context, &mut Findings::new(rule, drafts, place));
                for draft in drafts.iter_mut().skip(from).filter(|draft| draft.path.is_none()) {
                    draft.path.clone_from(&image.path);
                }
            }
        }
        Check::Object(check) => {
            for object in &manifest.objects {
                check(object, context, &mut Findings::new(rule, drafts, place(object.index)));
            }
        }
        Check::Workload(check) => {
            for workload in workloads {
                check(workload, context, &mut Findings::new(rule, drafts, place(workload.object.index)));
            }
        }
        Check::Container(check) => {
            for workload in workloads {
                for container in &workload.containers {
                    let name = (!container.name.is_empty()).then(|| container.name.to_string());
                    let place = Place { container: name, ..place(workload.object.index) };
                    check(container, workload, context, &mut Findings::new(rule, drafts, place));
                }
            }
        }
        Check::Engine | Check::Dockerfile(_) | Check::Stage(_) | Check::Bundle(_) => {}
    }
}

/// What the reader says, as findings.
fn syntax(stream: &Stream<'_>, manifest: &Manifest<'_>, options: &Options, drafts: &mut Drafts) {
    for error in &stream.errors {
        let rule = if error.kind == ErrorKind::LimitExceeded { &input_limit::RULE } else { &syntax_error::RULE };
        if !options.runs(rule) {
            continue;
        }
        let object = object_at(manifest, error.span);
        let help = match error.kind {
            ErrorKind::Template => Some("Render the template first (`helm template`) and check what comes out."),
            _ => None,
        };
        let mut out = Findings::new(rule, drafts, Place { object, ..Place::default() });
        out.report(error.span, error.message.to_string()).help = help.map(Into::into);
    }
}

/// Takes the fixes out of documents that cannot be read to their end: what an edit there would lead to nobody knows. What a
/// template leaves open is no such error. O(findings · log errors).
fn unfix_broken(stream: &Stream<'_>, drafts: &mut Drafts) {
    let errors: Vec<usize> = stream.errors.iter().filter(|error| error.kind != ErrorKind::Template).map(|error| error.span.start).collect();
    for draft in drafts.iter_mut().filter(|draft| !errors.is_empty() && !draft.fixes.is_empty()) {
        let after = stream.documents.partition_point(|document| document.span.start <= draft.span.start);
        let Some(document) = after.checked_sub(1).and_then(|index| stream.documents.get(index)) else { continue };
        let first = errors.partition_point(|error| *error < document.span.start);
        if errors.get(first).is_some_and(|error| *error <= document.span.end) {
            draft.fixes.clear();
        }
    }
}

/// Takes what rules say of a document back that Kubernetes refuses at its first line, for its `%YAML` version: nothing in it takes effect
/// anywhere. What breaks further down may be a slip of the moment, so there the rest is still told. O(findings · log errors).
fn silence_refused(stream: &Stream<'_>, drafts: &mut Drafts) {
    let errors = stream.errors.iter().filter(|error| error.kind == ErrorKind::UnsupportedVersion);
    let refused: Vec<usize> = errors.map(|error| document_at(stream, error.span.start)).collect();
    if !refused.is_empty() {
        let is_refused = |draft: &Draft| refused.binary_search(&document_at(stream, draft.span.start)).is_ok();
        drafts.retain(|draft| matches!(draft.rule.check, Check::Engine) || !is_refused(draft));
    }
}

/// The number of the document that a place is in, or in front of.
fn document_at(stream: &Stream<'_>, offset: usize) -> usize {
    stream.documents.partition_point(|document| document.span.end <= offset)
}

/// Keys that stand twice, as findings.
fn duplicates(stream: &Stream<'_>, manifest: &Manifest<'_>, options: &Options, drafts: &mut Drafts) {
    if !options.runs(&duplicate_key::RULE) {
        return;
    }
    for duplicate in stream.documents.iter().filter(|document| !document.dropped).flat_map(|document| &document.duplicates) {
        let place = Place { object: object_at(manifest, duplicate.span), ..Place::default() };
        duplicate_key::report(duplicate, &mut Findings::new(&duplicate_key::RULE, drafts, place));
    }
}

/// The object around a place. O(log objects): they stand in file order.
fn object_at(manifest: &Manifest<'_>, span: Span) -> Option<usize> {
    let behind = manifest.objects.partition_point(|object| object.span.start <= span.start);
    manifest.objects.get(behind.checked_sub(1)?).filter(|object| object.span.contains(span)).map(|object| object.index)
}

/// The ignores of the file with what they cover.
fn ignores(stream: &Stream<'_>, manifest: &Manifest<'_>, workloads: &[Workload<'_>]) -> (Vec<Placed>, Vec<(Span, &'static str)>) {
    let (mut placed, mut malformed) = (Vec::new(), Vec::new());
    let mut lines: Option<LineIndex> = None;
    for comment in &stream.comments {
        if placed.len() >= ignores::MAX_IGNORES {
            break;
        }
        match ignores::parse(stream.source, comment.span) {
            None => {}
            // A word behind `# check=` may be anything here.
            Some(Err(_)) if ignores::is_for_dockerfiles(comment.span.of(stream.source)) => {}
            Some(Err(why)) => malformed.push((comment.span, why)),
            Some(Ok(ignore)) => {
                let lines = lines.get_or_insert_with(|| LineIndex::new(stream.source));
                let reach = match ignore.scope {
                    Scope::File | Scope::Stage => Span::new(0, stream.source.len()),
                    Scope::Next if comment.own_line => {
                        let below = node_below(stream.source, lines, comment.span);
                        // Trivy's comment above an object's first line is for the object.
                        let at = manifest.objects.partition_point(|object| object.root.span.start < comment.span.end);
                        let whole = manifest.objects.get(at).filter(|object| below.contains(Span::at(object.root.span.start)));
                        whole.filter(|_| ignore.dialect == ignores::Dialect::Trivy).map_or(below, |object| object.span)
                    }
                    Scope::Next => line_span(lines, lines.line(comment.span.start)),
                    // Forms that only a Dockerfile knows.
                    Scope::LineBelow | Scope::StageBelow | Scope::Block => continue,
                };
                placed.push(Placed { ignore, reach, by: SuppressedBy::Inline, containers: Vec::new() });
            }
        }
    }
    for object in &manifest.objects {
        if placed.len() >= ignores::MAX_IGNORES {
            break;
        }
        ignores::read_annotations(object, workloads_of(object, workloads), &mut placed);
    }
    (placed, malformed)
}

/// The workloads that an object is; workloads stand in the order of their objects. O(log workloads).
fn workloads_of<'w, 'a>(object: &Object<'_>, workloads: &'w [Workload<'a>]) -> &'w [Workload<'a>] {
    let start = workloads.partition_point(|workload| workload.object.index < object.index);
    let rest = workloads.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|workload| workload.object.index == object.index)).unwrap_or_default()
}

fn line_span(lines: &LineIndex, line: usize) -> Span {
    Span::new(lines.start(line), lines.end(line).saturating_sub(1))
}

/// The lines of the YAML node that starts on the first line below the comment that is neither blank nor a comment:
/// that line, and those below that are indented deeper (for a list item, deeper than its dash).
fn node_below(source: &str, lines: &LineIndex, comment: Span) -> Span {
    let text = |line: usize| Span::new(lines.start(line), lines.end(line)).of(source);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let mut first = lines.line(comment.start) + 1;
    while first < lines.count() && blank(text(first)) {
        first += 1;
    }
    let depth = indent(text(first));
    let is_item = text(first).trim_start().starts_with("- ");
    let mut last = first;
    for line in first + 1..lines.count() {
        let text = text(line);
        if blank(text) {
            continue;
        }
        // A list may stand at its key's own column: `containers:` over `- name:`.
        let deeper = indent(text) > depth || (!is_item && indent(text) == depth && text.trim_start().starts_with("- "));
        if !deeper {
            break;
        }
        last = line;
    }
    Span::new(lines.start(first), lines.end(last).saturating_sub(1))
}

/// An object is graded where it makes pods and Kubernetes can read it.
fn draft(object: &Object<'_>, workloads: &[Workload<'_>], stream: &Stream<'_>, options: &Options) -> ObjectDraft {
    let first = stream.errors.partition_point(|error| error.span.start < object.span.start);
    let broken = stream.errors.get(first).is_some_and(|error| object.span.contains(error.span));
    let workload = workloads_of(object, workloads).first().filter(|_| !broken);
    let judged = !broken;
    ObjectDraft {
        object: object.reference(),
        span: object.span,
        gradable: workload.is_some(),
        incomplete: object.template,
        kubesec: judged.then(|| kubesec::score(object)),
        // A level is a claim about the whole pod.
        pod_security: workload
            .filter(|workload| judged && workload.is_complete())
            .and_then(|workload| pod_security::judge(workload, options.pod_security_version)),
    }
}
