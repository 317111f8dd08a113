//! From drafts to a report: spans become positions, ignores take findings out, scores are folded.
//!
//! Knows nothing of Dockerfiles or manifests; it only puts together what those found.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::Cell;
use core::cmp::Ordering;
use core::mem::take;

use plimsoll_report::{
    Aliases, Blocker, File, Finding, Fingerprint, Fix, ImageFacts, ImageOrigin, ImageParts, ImageSuggestion, ImageUse, Kind, Kubesec,
    Object, ObjectRef, PodSecurity, Position, Range, Related, RulePage, Score, Severity, Stage, StageRole, Suppressed, SuppressedBy, Text,
    TextEdit,
};
use plimsoll_text::{Edit, LineIndex, Span};

use crate::bundle::Facts;
use crate::findings::{Draft, Drafts, Findings, FixDraft, Place};
use crate::ignores::{self, Placed, Suppression};
use crate::limits;
use crate::lint::Outcome;
use crate::options::{Options, SourceFile};
use crate::rules::input_limit;
use crate::score::{self, Budgets, Hit};
use crate::suggest::SuggestionDraft;

/// Everything found in one file, still as spans.
#[derive(Debug)]
pub(crate) struct Graded {
    /// What the file was read as.
    pub(crate) kind: Kind,
    /// Why it was not analysed, or what it was recognised as.
    pub(crate) note: Option<String>,
    /// Some of it could not be read.
    pub(crate) incomplete: bool,
    /// The findings in any order.
    pub(crate) drafts: Drafts,
    /// The ignores of the file.
    pub(crate) ignores: Vec<Placed>,
    /// Comments that are meant as ignores but cannot be read.
    pub(crate) malformed: Vec<(Span, &'static str)>,
    /// The images in file order.
    pub(crate) images: Vec<ImageDraft>,
    /// What the other files of the run may ask it.
    pub(crate) facts: Facts,
    /// What is graded.
    pub(crate) subject: Subject,
    /// Where the lines of the file start, if that is known already.
    pub(crate) lines: Option<LineIndex>,
}

/// What of a file is graded.
#[derive(Debug)]
pub(crate) enum Subject {
    /// Nothing.
    None,
    /// A Dockerfile as a whole.
    Dockerfile {
        /// Its stages.
        stages: Vec<StageDraft>,
        /// Whether it can be graded: it has a stage and can be read.
        gradable: bool,
    },
    /// Each object of a manifest.
    Manifest(Vec<ObjectDraft>),
}

impl Subject {
    fn objects(&self) -> &[ObjectDraft] {
        match self {
            Subject::Manifest(objects) => objects,
            Subject::None | Subject::Dockerfile { .. } => &[],
        }
    }
}

/// A stage with its place as a span.
#[derive(Debug)]
pub(crate) struct StageDraft {
    /// Name behind AS.
    pub(crate) name: Option<String>,
    /// What it is built from.
    pub(crate) base: String,
    /// From scratch or not.
    pub(crate) role: StageRole,
    /// The last stage.
    pub(crate) is_final: bool,
    /// Needed by the last stage.
    pub(crate) reachable: bool,
    /// From FROM to the last instruction.
    pub(crate) span: Span,
}

/// An object with its place as a span.
#[derive(Debug)]
pub(crate) struct ObjectDraft {
    /// Which it is.
    pub(crate) object: ObjectRef,
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether there is anything to grade.
    pub(crate) gradable: bool,
    /// Some of it is a template.
    pub(crate) incomplete: bool,
    /// kubesec's score.
    pub(crate) kubesec: Option<Kubesec>,
    /// Which level lets its pods in.
    pub(crate) pod_security: Option<PodSecurity>,
}

/// An image with its place as a span.
#[derive(Debug)]
pub(crate) struct ImageDraft {
    /// As written.
    pub(crate) reference: String,
    /// Normalised.
    pub(crate) resolved: Option<String>,
    /// Its parts.
    pub(crate) parts: Option<ImageParts>,
    /// Where it was met.
    pub(crate) origin: ImageOrigin,
    /// The place.
    pub(crate) span: Span,
    /// What is known.
    pub(crate) facts: Option<ImageFacts>,
    /// What could stand in its place.
    pub(crate) suggestions: Vec<SuggestionDraft>,
}

impl Graded {
    /// A file that is neither a Dockerfile nor a manifest.
    #[must_use]
    pub(crate) fn unknown(note: &str) -> Graded {
        Graded {
            kind: Kind::Unknown,
            note: Some(note.to_string()),
            incomplete: false,
            drafts: Drafts::default(),
            ignores: Vec::new(),
            malformed: Vec::new(),
            images: Vec::new(),
            facts: Facts::default(),
            subject: Subject::None,
            lines: None,
        }
    }
}

/// Spans to positions, for one text.
struct Places<'a> {
    uri: &'a str,
    source: &'a str,
    lines: LineIndex,
    /// The line that was asked for last: findings come in the order of the text, and several stand on one line.
    last: Cell<usize>,
}

impl<'a> Places<'a> {
    fn of(uri: &'a str, source: &'a str) -> Self {
        Places::with(uri, source, LineIndex::new(source))
    }

    fn with(uri: &'a str, source: &'a str, lines: LineIndex) -> Self {
        Places { uri, source, lines, last: Cell::new(0) }
    }

    fn line(&self, offset: usize) -> usize {
        /// So far to look is quicker than to search.
        const NEAR: usize = 6;
        let last = self.last.get();
        let near = (last..last + NEAR).find(|line| offset < self.lines.end(*line)).filter(|_| offset >= self.lines.start(last));
        let line = near.unwrap_or_else(|| self.lines.line(offset));
        self.last.set(line);
        line
    }

    fn is_on(&self, offset: usize, line: usize) -> bool {
        self.lines.start(line) <= offset && offset < self.lines.end(line)
    }

    /// A span as positions, and as UTF-16 offsets from the start of the text.
    fn place(&self, span: Span) -> (Range, (u32, u32)) {
        let units = |offset: usize| self.lines.utf16(self.source, offset);
        let position =
            |line: usize, offset: usize| Position { line: narrow(line), character: narrow(offset - units(self.lines.start(line))) };
        let (start, end) = (units(span.start), units(span.end));
        let first = self.line(span.start.min(self.source.len()));
        let last = if self.is_on(span.end, first) { first } else { self.lines.line(span.end.min(self.source.len())) };
        (Range { start: position(first, start), end: position(last, end) }, (narrow(start), narrow(end)))
    }

    fn range(&self, span: Span) -> Range {
        self.place(span).0
    }

    fn edit(&self, edit: Edit) -> TextEdit {
        let (range, offsets) = self.place(edit.span);
        TextEdit { uri: self.uri.to_string(), range, offsets, new_text: edit.text }
    }

    fn fix(&self, fix: FixDraft) -> Fix {
        Fix { title: fix.title, applicability: fix.applicability, edits: fix.edits.into_iter().map(|edit| self.edit(edit)).collect() }
    }

    /// The text that tells a place from others: its line without blanks around it, or what the span covers where the
    /// line is as long as a file.
    fn telling_text(&self, span: Span) -> &str {
        const LONG: usize = 1_000;
        let line = self.line(span.start);
        let line = Span::new(self.lines.start(line), self.lines.end(line));
        let span = if line.len() > LONG { span } else { line };
        let text = match span.of(self.source).trim_ascii() {
            // Only behind other letters there may be blanks that are not ASCII's.
            text if matches!(text.as_bytes(), [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic()) => text,
            text => text.trim(),
        };
        if text.len() <= LONG {
            return text;
        }
        text.char_indices().nth(LONG).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// An edit of a file as the report has edits.
#[must_use]
pub(crate) fn text_edit(source: &SourceFile, edit: Edit) -> TextEdit {
    Places::of(&source.uri, &source.text).edit(edit)
}

/// Makes the report of one file.
#[must_use]
pub(crate) fn file(source: &SourceFile, mut graded: Graded, options: &Options) -> Outcome {
    limit(&mut graded.drafts);
    if !options.severities.is_empty() {
        for draft in graded.drafts.iter_mut() {
            draft.severity = options.severity_of(draft.rule).unwrap_or(draft.severity);
        }
    }
    let order = order(&graded.drafts);
    let lines = graded.lines.take().unwrap_or_else(|| LineIndex::new(&source.text));
    let places = Places::with(&source.uri, &source.text, lines);

    let mut unused = Drafts::default();
    let mut suppressions = if options.inline_ignores {
        for (span, why) in &graded.malformed {
            ignores::report_malformed(*span, why, &mut unused);
        }
        ignores::apply(&graded.drafts, &graded.ignores, &source.text, options, &mut unused)
    } else {
        Vec::new()
    };
    sort(&mut unused);

    if !options.baseline.is_empty() {
        let objects = graded.subject.objects();
        let mut fingerprints = Fingerprints::of_at_most(graded.drafts.len());
        suppressions.resize(graded.drafts.len(), None);
        for at in &order {
            let (Some(draft), Some(suppression)) = (graded.drafts.get(*at), suppressions.get_mut(*at)) else { continue };
            let start = Fnv::of([draft.rule.id, places.telling_text(draft.span)]);
            let Fnv(print) = fingerprints.next(start, object_of(draft, objects).as_ref());
            let fingerprint = Fingerprint::Of(print).to_string();
            let known = options.baseline.binary_search_by(|(uri, known)| (uri, known).cmp(&(&source.uri, &fingerprint))).is_ok();
            if known && suppression.is_none() {
                *suppression = Some(Suppression { by: SuppressedBy::Baseline, reason: None, span: None });
            }
        }
    }

    let suppression = |at: usize| suppressions.get(at).and_then(Option::as_ref);
    let mut hits: Vec<Hit> = Vec::with_capacity(order.len());
    hits.extend(order.iter().filter_map(|at| Some(Hit::of(graded.drafts.get(*at)?, suppression(*at)))));
    let objects = graded.subject.objects();
    let (scores, shares) = grade(&graded, &order, &hits, objects);

    let stage_names: Vec<Text> = match &graded.subject {
        Subject::Dockerfile { stages, .. } => stages.iter().enumerate().map(|(i, stage)| stage_name(stage, i)).collect(),
        Subject::None | Subject::Manifest(_) => Vec::new(),
    };
    let subject = Names { stages: &stage_names, objects };
    let mut fingerprints = Fingerprints::of_at_most(graded.drafts.len() + unused.len());
    let mut findings = Vec::with_capacity(graded.drafts.len());
    let mut suppressed = Vec::new();
    for ((at, share), start) in order.iter().zip(shares).zip(starts(&graded.drafts, &order, &places)) {
        let Some(draft) = graded.drafts.get_mut(*at) else { continue };
        let suppression = suppressions.get_mut(*at).and_then(Option::take);
        let print = fingerprints.next(start, object_of(draft, objects).as_ref());
        let into = if suppression.is_some() { &mut suppressed } else { &mut findings };
        into.push(finding(draft, suppression, share, &places, &subject, print));
    }
    let unused_ignores = unused
        .iter_mut()
        .map(|draft| {
            let start = Fnv::of([draft.rule.id, places.telling_text(draft.span)]);
            let print = fingerprints.next(start, object_of(draft, objects).as_ref());
            finding(draft, None, (0, 0), &places, &subject, print)
        })
        .collect();
    let images = graded.images.into_iter().map(|image| image_use(image, &places)).collect();

    let lowest = scores.iter().flatten().min_by_key(|score| score.value).cloned();
    let (stages, objects) = match graded.subject {
        Subject::None => (None, None),
        Subject::Dockerfile { stages, .. } => (Some(stages.into_iter().map(|stage| self::stage(stage, &places)).collect()), None),
        Subject::Manifest(objects) => {
            let rows = objects.into_iter().zip(scores);
            (None, Some(rows.map(|(object, score)| self::object(object, score, &places)).collect()))
        }
    };
    let file = File {
        uri: source.uri.clone(),
        kind: graded.kind,
        note: graded.note,
        incomplete: graded.incomplete,
        score: lowest,
        stages,
        objects,
    };
    Outcome { file, findings, suppressed, unused_ignores, images }
}

/// Keeps the report of a hostile file finite.
fn limit(drafts: &mut Drafts) {
    let all = drafts.len() + drafts.dropped();
    if all > limits::MAX_FINDINGS {
        sort(drafts);
        drafts.truncate(limits::MAX_FINDINGS);
        let left = all - drafts.len();
        input_limit::too_many(left, &mut Findings::new(&input_limit::RULE, drafts, Place::default()));
    }
}

fn sort(drafts: &mut [Draft]) {
    plimsoll_text::sort_by(drafts, in_order);
}

/// The order of the report: by place, the worst first.
fn in_order(a: &Draft, b: &Draft) -> Ordering {
    (a.span.start, b.severity, a.rule.id, a.span.end).cmp(&(b.span.start, a.severity, b.rule.id, b.span.end))
}

/// The numbers of findings as [`sort`] would put them. The findings stay where they are: they are large.
fn order(drafts: &[Draft]) -> Vec<usize> {
    /// So many have room for their numbers in a byte, and are put in order by going through those that are.
    const FEW: usize = 64;
    let compare = |a: usize, b: usize| drafts.get(a).zip(drafts.get(b)).map_or(Ordering::Equal, |(a, b)| in_order(a, b));
    if drafts.len() > FEW {
        let mut order = Vec::from_iter(0..drafts.len());
        plimsoll_text::sort_by(&mut order, |a, b| compare(*a, *b));
        return order;
    }
    // Place and severity of most are their own: one number with that of the finding tells them apart.
    let mut keys: Vec<u64> = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let mildness = Severity::Critical as u64 - draft.severity as u64;
        let key = (draft.span.start as u64) << 16 | mildness << 8 | number as u64;
        let at = keys.iter().rposition(|other| *other < key).map_or(0, |at| at + 1);
        keys.insert(at, key);
    }
    let number = |key: u64| (key & 0xff) as usize;
    for alike in keys.chunk_by_mut(|a, b| a >> 8 == b >> 8).filter(|alike| alike.len() > 1) {
        plimsoll_text::sort_by(alike, |a, b| compare(number(*a), number(*b)));
    }
    keys.into_iter().map(number).collect()
}

/// How a stage is called: by its name, else by its number.
fn stage_name(stage: &StageDraft, number: usize) -> Text {
    const NUMBERS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    match (&stage.name, NUMBERS.get(number)) {
        (Some(name), _) => Text::Owned(name.clone()),
        (None, Some(known)) => Text::Borrowed(known),
        (None, None) => Text::Owned(number.to_string()),
    }
}

/// The score of each subject (one for a Dockerfile, one per object), and each finding's points and gain, in the order of `hits`, which is
/// `order`.
fn grade(graded: &Graded, order: &[usize], hits: &[Hit], objects: &[ObjectDraft]) -> (Vec<Option<Score>>, Vec<(u32, u32)>) {
    let nothing = || hits.iter().map(|_| (0, 0)).collect();
    match &graded.subject {
        Subject::None => (Vec::new(), nothing()),
        Subject::Dockerfile { gradable: false, .. } => (Vec::from([None]), nothing()),
        Subject::Dockerfile { .. } => {
            let (score, shares) = score::grades(hits, Budgets::Dockerfile, graded.incomplete);
            (Vec::from([Some(score)]), shares)
        }
        Subject::Manifest(_) => {
            let mut shares: Vec<(u32, u32)> = nothing();
            // Findings by object, so that many objects with many findings stay linear.
            let mut rows: Vec<Vec<usize>> = objects.iter().map(|_| Vec::new()).collect();
            for (i, draft) in order.iter().filter_map(|at| graded.drafts.get(*at)).enumerate() {
                if let Some(row) = draft.object.and_then(|object| rows.get_mut(object)) {
                    row.push(i);
                }
            }
            let scores = objects
                .iter()
                .zip(rows)
                .map(|(object, row)| {
                    let own: Vec<Hit> = row.iter().filter_map(|i| hits.get(*i).copied()).collect();
                    if !object.gradable {
                        return None;
                    }
                    let (score, own) = score::grades(&own, Budgets::Manifest, object.incomplete);
                    for (i, share) in row.iter().zip(own) {
                        if let Some(slot) = shares.get_mut(*i) {
                            *slot = share;
                        }
                    }
                    Some(score)
                })
                .collect();
            (scores, shares)
        }
    }
}

/// The object that a finding is about, with the place in it.
fn object_of(draft: &Draft, objects: &[ObjectDraft]) -> Option<ObjectRef> {
    draft.object.and_then(|i| objects.get(i)).map(|object| ObjectRef {
        container: draft.container.clone(),
        path: draft.path.clone(),
        ..object.object.clone()
    })
}

/// The finding of a draft, whose texts it takes: a draft is large, and need not be moved for it.
fn finding(
    draft: &mut Draft,
    suppression: Option<Suppression>,
    (points, gain): (u32, u32),
    places: &Places<'_>,
    names: &Names<'_>,
    fingerprint: Fnv,
) -> Finding {
    let rule = draft.rule;
    let object = object_of(draft, names.objects);
    let (range, offsets) = places.place(draft.span);
    let elsewhere = take(&mut draft.elsewhere);
    Finding {
        rule_id: Text::Borrowed(rule.id),
        severity: draft.severity,
        category: rule.category,
        fingerprint: Fingerprint::Of(fingerprint.0),
        message: take(&mut draft.message),
        help: draft.help.take().or((!rule.help.is_empty()).then_some(Text::Borrowed(rule.help))),
        help_uri: RulePage::Of(rule.id),
        uri: places.uri.to_string(),
        range,
        offsets,
        object,
        stage: draft.stage.and_then(|i| names.stages.get(i)).cloned(),
        related: if draft.related.is_empty() {
            elsewhere
        } else {
            let here = |(span, message)| Related { uri: places.uri.to_string(), range: places.range(span), message };
            take(&mut draft.related).into_iter().map(here).chain(elsewhere).collect()
        },
        fixes: take(&mut draft.fixes).into_iter().map(|fix| places.fix(fix)).collect(),
        suppressed: suppression.map(|s| Suppressed { by: s.by, reason: s.reason, range: s.span.map(|span| places.range(span)) }),
        points,
        gain,
        aliases: Aliases::Own(draft.aliases.unwrap_or(rule.aliases)),
    }
}

fn object(draft: ObjectDraft, score: Option<Score>, places: &Places<'_>) -> Object {
    let range = places.range(draft.span);
    Object { object: draft.object, range, score, kubesec: draft.kubesec, pod_security: draft.pod_security }
}

fn stage(stage: StageDraft, places: &Places<'_>) -> Stage {
    Stage {
        name: stage.name,
        base: stage.base,
        role: stage.role,
        is_final: stage.is_final,
        reachable: stage.reachable,
        range: places.range(stage.span),
    }
}

/// An image that stands in no file: `name` is its uri.
#[must_use]
pub(crate) fn image_without_place(image: ImageDraft, name: &str) -> ImageUse {
    image_use(ImageDraft { span: Span::at(0), ..image }, &Places::of(name, ""))
}

fn image_use(image: ImageDraft, places: &Places<'_>) -> ImageUse {
    ImageUse {
        reference: image.reference,
        resolved: image.resolved,
        parts: image.parts,
        origin: image.origin,
        uri: places.uri.to_string(),
        range: places.range(image.span),
        facts: image.facts,
        suggestions: image
            .suggestions
            .into_iter()
            .map(|draft| ImageSuggestion {
                image: draft.image,
                kind: draft.kind,
                recommended: draft.recommended,
                why: draft.why,
                costs: draft.costs,
                blockers: draft
                    .blockers
                    .into_iter()
                    .map(|(message, span)| Blocker { message, range: span.map(|span| places.range(span)) })
                    .collect(),
                traits: draft.traits,
                footprint: draft.footprint,
                as_of: draft.as_of,
                fix: draft.fix.map(|fix| places.fix(fix)),
                reasons: draft.reasons,
            })
            .collect(),
    }
}

/// How the parts of the file are called.
struct Names<'a> {
    stages: &'a [Text],
    objects: &'a [ObjectDraft],
}

/// Names findings so that a baseline survives lines moving: by rule, object and the text of the line, and by how many
/// equal ones came before.
struct Fingerprints {
    /// How often each hash came, in the first free place behind the one that its bits name; one without a count is free, and half of
    /// them always are.
    seen: Vec<(u64, u32)>,
}

impl Fingerprints {
    /// For so many findings.
    fn of_at_most(findings: usize) -> Self {
        Fingerprints { seen: alloc::vec![(0, 0); (2 * findings).next_power_of_two()] }
    }

    /// The name of a finding; `start` is what its rule and the text of its line give.
    fn next(&mut self, start: Fnv, object: Option<&ObjectRef>) -> Fnv {
        let mut hash = start;
        if let Some(object) = object {
            for part in [&object.kind, &object.name] {
                hash.write(part);
            }
            hash.write(object.container.as_deref().unwrap_or_default());
        }
        match self.count(hash.0) {
            1 => hash.write("1"),
            count => hash.write(&count.to_string()),
        }
        hash
    }

    /// How often a hash came, this time included.
    fn count(&mut self, hash: u64) -> u32 {
        let mask = self.seen.len().wrapping_sub(1);
        let mut at = (hash ^ (hash >> 32)) as usize & mask;
        while let Some((known, count)) = self.seen.get_mut(at) {
            if *count == 0 || *known == hash {
                *known = hash;
                *count += 1;
                return *count;
            }
            at = (at + 1) & mask;
        }
        1
    }
}

/// What the rules of findings and the texts of their lines give, in the order of the report.
fn starts(drafts: &[Draft], order: &[usize], places: &Places<'_>) -> Vec<Fnv> {
    let texts = |at: &usize| drafts.get(*at).map_or([""; 2], |draft| [draft.rule.id, places.telling_text(draft.span)]);
    let mut starts = Vec::with_capacity(order.len());
    let (pairs, last) = order.as_chunks::<2>();
    for [first, second] in pairs {
        starts.extend(Fnv::of_both(texts(first), texts(second)));
    }
    starts.extend(last.iter().map(|at| Fnv::of(texts(at))));
    starts
}

/// FNV-1a, 64 bits: enough to name a finding within a file, and a few bytes of code.
struct Fnv(u64);

impl Fnv {
    const EMPTY: Fnv = Fnv(0xcbf2_9ce4_8422_2325);

    /// Of some texts.
    fn of<const TEXTS: usize>(texts: [&str; TEXTS]) -> Fnv {
        let mut hash = Fnv::EMPTY;
        texts.iter().for_each(|text| hash.write(text));
        hash
    }

    /// As [`Fnv::of`] of one and of the other. A processor does nothing but wait for one multiplication after the other: it does two at
    /// a time in the same time.
    fn of_both<const TEXTS: usize>(one: [&str; TEXTS], other: [&str; TEXTS]) -> [Fnv; 2] {
        let (mut a, mut b) = (Fnv::EMPTY, Fnv::EMPTY);
        for (one, other) in one.iter().zip(other) {
            let both = one.len().min(other.len());
            let (one, one_rest) = one.as_bytes().split_at_checked(both).unwrap_or_default();
            let (other, other_rest) = other.as_bytes().split_at_checked(both).unwrap_or_default();
            for (one, other) in one.iter().zip(other) {
                a.byte(*one);
                b.byte(*other);
            }
            one_rest.iter().for_each(|byte| a.byte(*byte));
            other_rest.iter().for_each(|byte| b.byte(*byte));
            a.byte(0);
            b.byte(0);
        }
        [a, b]
    }

    /// Adds a text and a separator, so that `ab`, `c` differs from `a`, `bc`.
    fn write(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.byte(byte));
        self.byte(0);
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use plimsoll_report::Severity;
    use plimsoll_text::Span;

    use super::{Fingerprints, Fnv, in_order, order};
    use crate::findings::{Drafts, Findings, Place};
    use crate::rules;

    #[test]
    fn two_at_a_time_are_as_one_after_the_other() {
        for (one, other) in [(["a", "bc"], ["ab", "c"]), (["", "x"], ["rule", ""]), (["rule", "RUN a"], ["other", "RUN a"])] {
            let [a, b] = Fnv::of_both(one, other);
            assert_eq!((a.0, b.0), (Fnv::of(one).0, Fnv::of(other).0));
        }
        assert_ne!(Fnv::of(["a", "bc"]).0, Fnv::of(["ab", "c"]).0);
    }

    #[test]
    fn few_and_many_findings_have_the_same_order() {
        for count in [0, 1, 2, 30, 64, 65, 200] {
            let mut drafts = Drafts::default();
            for number in 0..count {
                let rule = [&rules::pipefail::RULE, &rules::bad_pragma::RULE, &rules::no_from::RULE][number % 3];
                let span = Span::new(number * 7 % 5, 5 + number % 2);
                Findings::new(rule, &mut drafts, Place::default()).report(span, "").severity(Severity::ALL[number * 3 % 5]);
            }
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by(|a, b| in_order(&drafts[*a], &drafts[*b]));
            assert_eq!(order(&drafts), expected);
        }
    }

    #[test]
    fn hashes_that_share_a_place_are_counted_apart() {
        let mut prints = Fingerprints::of_at_most(4);
        let counts = [8, 16, 8, 24, 8].map(|hash| prints.count(hash));
        assert_eq!(counts, [1, 1, 2, 1, 3]);
    }
}
