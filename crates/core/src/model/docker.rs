//! A Dockerfile as rules see it: stages with what they inherit, the commands of its RUNs, its images.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_dockerfile::stages::{self, Source, StageGraph};
use plimsoll_dockerfile::{DirectiveName, Dockerfile, Instruction, InstructionKind, Keyword, Word};
use plimsoll_reference::Reference;
use plimsoll_report::ImageOrigin;
use plimsoll_text::{Span, find_byte};

use crate::limits;

use super::expanded;
use super::image_use::{ImageUse, Reading};
use super::run::{Run, RunCommand};

/// How many parent stages up inherited things are looked for. Bounds the cost of a look; nobody chains that many.
const MAX_PARENTS: usize = 64;

/// What a stage is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// `FROM scratch`.
    Scratch,
    /// An earlier stage, by number.
    Stage(usize),
    /// An image, by its number in [`DockerModel::images`].
    Image(usize),
    /// Missing, empty or beyond expansion; also the base of a file without `FROM`.
    Unknown,
}

/// A build stage. A file without any `FROM` (a fragment) has one stage without one.
#[derive(Clone, Debug)]
pub struct Stage<'m> {
    /// Its number in the file.
    pub index: usize,
    /// The name behind `AS`, as written.
    pub name: Option<&'m Word<'m>>,
    /// Its `FROM`.
    pub from: Option<&'m Instruction<'m>>,
    /// The number of its first instruction behind `FROM` in [`Dockerfile::instructions`].
    pub first: usize,
    /// What follows its `FROM`.
    pub instructions: &'m [Instruction<'m>],
    /// What it is built from.
    pub base: Base,
    /// The stage that a build without `--target` makes.
    pub is_final: bool,
    /// The final image is made of it: the final stage, its parent stage, and so on.
    pub in_result: bool,
    /// The final stage needs it: it is built from it or takes files from it.
    pub is_needed: bool,
}

impl<'m> Stage<'m> {
    /// Its instructions with their numbers in the file.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (usize, &'m Instruction<'m>)> + use<'m> {
        let first = self.first;
        self.instructions.iter().enumerate().map(move |(i, instruction)| (first + i, instruction))
    }

    /// Where a finding about the stage as a whole points: the image in its `FROM`, else its first instruction.
    #[must_use]
    pub fn headline(&self) -> Span {
        match self.from.map(|from| (from, &from.kind)) {
            Some((_, InstructionKind::From { image: Some(image), .. })) => image.span,
            Some((from, _)) => from.keyword_span,
            None => self.instructions.first().map_or(Span::at(0), |instruction| instruction.keyword_span),
        }
    }
}

/// The shell that reads the shell forms at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShellInEffect<'m> {
    /// The words of the `SHELL` that set it; `None` for the default one.
    pub words: Option<&'m [Word<'m>]>,
    /// Whether it reads POSIX shell syntax; cmd and PowerShell do not.
    pub is_posix: bool,
}

/// What a Dockerfile holds before its commands are looked at: kept apart, because commands borrow from it.
#[derive(Debug)]
pub struct DockerTexts<'m> {
    /// The tree.
    pub file: &'m Dockerfile<'m>,
    /// The stages' names and variables.
    pub graph: &'m StageGraph<'m>,
    /// The RUNs, those in ONBUILD included, in file order.
    pub runs: Vec<Run<'m>>,
    shells: Shells<'m>,
}

/// The shell in effect at each instruction.
#[derive(Debug)]
struct Shells<'m> {
    /// Where no other is.
    default: ShellInEffect<'m>,
    /// By instruction, that one not yet counted; empty where all have the default, as in nearly every file.
    each: Vec<ShellInEffect<'m>>,
}

impl<'m> Shells<'m> {
    fn at(&self, instruction: usize) -> ShellInEffect<'m> {
        self.each.get(instruction).copied().unwrap_or(self.default)
    }
}

impl<'m> DockerTexts<'m> {
    /// Reads every RUN of a file with the shell in effect there.
    #[must_use]
    pub fn of(file: &'m Dockerfile<'m>, graph: &'m StageGraph<'m>) -> Self {
        let shells = shells(file, graph);
        // About a third of the instructions are RUNs.
        let mut runs = Vec::with_capacity(file.instructions.len() / 3 + 1);
        for (index, instruction) in file.instructions.iter().enumerate() {
            if !matches!(instruction.keyword, Keyword::Run | Keyword::Onbuild) {
                continue;
            }
            let is_posix = shells.at(index).is_posix;
            let inner = instruction.effective();
            runs.extend(Run::of(inner, index, !core::ptr::eq(inner, instruction), is_posix, file.source));
        }
        DockerTexts { file, graph, runs, shells }
    }
}

/// Reads which shells are set.
fn shells<'m>(file: &'m Dockerfile<'m>, graph: &StageGraph<'_>) -> Shells<'m> {
    let default = ShellInEffect { words: None, is_posix: pragma_shell(file).is_none_or(is_posix_shell) };
    let is_on_windows = |stage: &stages::Stage<'_>| stage.base_name.as_ref().is_ok_and(|name| is_windows(&name.text));
    if !file.instructions.iter().any(|instruction| instruction.keyword == Keyword::Shell) && !graph.stages.iter().any(is_on_windows) {
        return Shells { default, each: Vec::new() };
    }
    let mut shells = Vec::with_capacity(file.instructions.len());
    let mut ends: Vec<ShellInEffect<'m>> = Vec::with_capacity(graph.stages.len());
    let mut now = default;
    for (index, instruction) in file.instructions.iter().enumerate() {
        if let Some(stage) = graph.stages.get(ends.len()).filter(|stage| stage.from == index) {
            now = match stage.base {
                stages::Base::Stage(parent) => ends.get(parent).copied().unwrap_or(default),
                _ if is_on_windows(stage) => ShellInEffect { words: None, is_posix: false },
                _ => default,
            };
            ends.push(now);
        }
        shells.push(now);
        if let InstructionKind::Shell(words) = &instruction.kind
            && let Some(first) = words.first()
        {
            now = ShellInEffect { words: Some(words), is_posix: is_posix_shell(&first.text) };
            if let Some(end) = ends.last_mut() {
                *end = now;
            }
        }
    }
    Shells { default, each: shells }
}

/// `# hadolint shell=powershell` names the default shell of the file.
fn pragma_shell<'m>(file: &Dockerfile<'m>) -> Option<&'m str> {
    file.comments.iter().find_map(|comment| {
        let text = comment.span.of(file.source).strip_prefix('#')?;
        // Most comments are prose, which begins with another letter.
        let first = text.bytes().find(|byte| !byte.is_ascii_whitespace())?;
        if first.is_ascii() && first != b'h' {
            return None;
        }
        let rest = text.trim_start().strip_prefix("hadolint")?.trim_start().strip_prefix("shell")?;
        rest.trim_start().strip_prefix('=').map(str::trim)
    })
}

fn is_posix_shell(program: &str) -> bool {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
    !matches!(name.trim_end_matches(".exe"), "cmd" | "powershell" | "pwsh")
}

/// Whether an image is one of Windows, by its name.
#[must_use]
pub fn is_windows(image: &str) -> bool {
    // Most names have neither letter.
    image.bytes().any(|byte| matches!(byte, b'w' | b'v'))
        && ["windows/", "/windows", "nanoserver", "servercore"].iter().any(|part| image.contains(part))
}

/// A Dockerfile.
#[derive(Debug)]
pub struct DockerModel<'m> {
    /// Its tree.
    pub file: &'m Dockerfile<'m>,
    /// Names and variables of its stages. Of a fragment it has none.
    pub graph: &'m StageGraph<'m>,
    /// Its stages in order.
    pub stages: Vec<Stage<'m>>,
    /// Its RUNs, those in ONBUILD included, in file order.
    pub runs: &'m [Run<'m>],
    /// Every simple command of its RUNs, in file order.
    pub commands: Vec<RunCommand<'m>>,
    /// Of each RUN the number of the command behind its last one.
    run_ends: Vec<usize>,
    /// Where the first command stands that is one too many to be looked at.
    pub commands_end: Option<Span>,
    /// Its images in file order.
    pub images: &'m [ImageUse<'m>],
    shells: &'m Shells<'m>,
    /// Looked for when the first one asks.
    expansion_faults: OnceCell<Vec<expanded::Fault<'m>>>,
}

impl<'m> DockerModel<'m> {
    /// The shell that `# hadolint shell=…` says the commands are for.
    #[must_use]
    pub fn pragma_shell(&self) -> Option<&'m str> {
        pragma_shell(self.file)
    }

    /// Puts the model together.
    #[must_use]
    pub fn of(texts: &'m DockerTexts<'m>, images: &'m [ImageUse<'m>]) -> DockerModel<'m> {
        let stages = stages(texts, images);
        let stage_of = |index: usize| if texts.graph.stages.is_empty() { Some(0) } else { texts.graph.stage_of(index) };
        let count: usize = texts.runs.iter().flat_map(|run| &run.texts).map(|text| text.script.commands.len()).sum();
        // They are large, and moving them is dear.
        let mut commands = Vec::with_capacity(count.min(limits::MAX_COMMANDS));
        let (mut run_ends, mut commands_end) = (Vec::with_capacity(texts.runs.len()), None);
        for (i, run) in texts.runs.iter().enumerate() {
            commands_end = RunCommand::add_all(run, i, stage_of(run.index), limits::MAX_COMMANDS, &mut commands);
            run_ends.push(commands.len());
            if commands_end.is_some() {
                break;
            }
        }
        DockerModel {
            file: texts.file,
            graph: texts.graph,
            stages,
            runs: &texts.runs,
            commands,
            run_ends,
            commands_end,
            images,
            shells: &texts.shells,
            expansion_faults: OnceCell::new(),
        }
    }

    /// What is wrong with the texts in which Docker replaces variables, in file order.
    #[must_use]
    pub fn expansion_faults(&self) -> &[expanded::Fault<'m>] {
        self.expansion_faults.get_or_init(|| expanded::faults(self.file, self.graph))
    }

    /// The instructions of all stages with their FROMs: all of the file but the arguments above the first FROM.
    #[must_use]
    pub fn staged_instructions(&self) -> &'m [Instruction<'m>] {
        let first = self.graph.stages.first().map_or(0, |stage| stage.from);
        self.file.instructions.get(first..).unwrap_or_default()
    }

    /// The commands of a stage's RUNs, those in ONBUILD included. O(log commands).
    #[must_use]
    pub fn commands_of(&self, stage: &Stage<'_>) -> &[RunCommand<'m>] {
        let start = self.commands.partition_point(|command| command.stage < Some(stage.index));
        let end = self.commands.partition_point(|command| command.stage <= Some(stage.index));
        self.commands.get(start..end).unwrap_or_default()
    }

    /// The RUNs of a stage, those in ONBUILD included. O(log RUNs).
    #[must_use]
    pub fn runs_of(&self, stage: &Stage<'_>) -> &'m [Run<'m>] {
        let start = self.runs.partition_point(|run| run.index < stage.first);
        let end = self.runs.partition_point(|run| run.index < stage.first + stage.instructions.len());
        self.runs.get(start..end).unwrap_or_default()
    }

    /// The commands of the RUN that is the instruction of that number. O(log RUNs).
    #[must_use]
    pub fn commands_at(&self, instruction: usize) -> &[RunCommand<'m>] {
        let run = self.runs.binary_search_by_key(&instruction, |run| run.index);
        run.map_or(&[], |run| self.commands_of_run(run))
    }

    /// Whether the final image is made of that stage. Faults of the contents (caches, tools) count nowhere else.
    #[must_use]
    pub fn is_in_result(&self, stage: Option<usize>) -> bool {
        stage.and_then(|stage| self.stages.get(stage)).is_some_and(|stage| stage.in_result)
    }

    /// Goes through all stages with a state that each takes over from its parent stage. `visit` sees the instructions in
    /// file order, each with its stage and its number in the file.
    pub fn with_inherited<S: Clone + Default>(&self, mut visit: impl FnMut(&mut S, &Stage<'m>, usize, &'m Instruction<'m>)) {
        let mut ends: Vec<S> = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let mut state = match stage.base {
                Base::Stage(parent) => ends.get(parent).cloned().unwrap_or_default(),
                Base::Scratch | Base::Image(_) | Base::Unknown => S::default(),
            };
            for (index, instruction) in stage.numbered() {
                visit(&mut state, stage, index, instruction);
            }
            ends.push(state);
        }
    }

    /// The commands of one RUN, by its number in [`DockerModel::runs`]. O(1).
    #[must_use]
    pub fn commands_of_run(&self, run: usize) -> &[RunCommand<'m>] {
        let end_of = |run: usize| self.run_ends.get(run).copied();
        let start = run.checked_sub(1).and_then(end_of).unwrap_or_default();
        end_of(run).and_then(|end| self.commands.get(start..end)).unwrap_or_default()
    }

    /// A stage, its parent stage, and so on, at most 64 of them.
    pub fn chain(&self, stage: usize) -> impl Iterator<Item = &Stage<'m>> {
        core::iter::successors(self.stages.get(stage), |stage| match stage.base {
            Base::Stage(parent) => self.stages.get(parent),
            Base::Scratch | Base::Image(_) | Base::Unknown => None,
        })
        .take(MAX_PARENTS)
    }

    /// The last instruction along a stage's chain that `choose` takes: what a stage inherits.
    #[must_use]
    pub fn inherited<T>(&self, stage: usize, choose: impl Fn(usize, &'m Instruction<'m>) -> Option<T>) -> Option<T> {
        self.chain(stage).find_map(|stage| stage.numbered().rev().find_map(|(i, instruction)| choose(i, instruction)))
    }

    /// The image at the root of a stage's chain.
    #[must_use]
    pub fn root_image(&self, stage: usize) -> Option<&'m ImageUse<'m>> {
        match self.chain(stage).last()?.base {
            Base::Image(image) => self.images.get(image),
            Base::Scratch | Base::Stage(_) | Base::Unknown => None,
        }
    }

    /// Whether a stage is built on a development container: an image to write programs in, which compilers and tools belong to.
    #[must_use]
    pub fn is_for_developing(&self, stage: usize) -> bool {
        // Most images have a name of one part.
        let image = self.root_image(stage).map(|image| &*image.expanded).filter(|image| find_byte(image.as_bytes(), b'/').is_some());
        image.is_some_and(|image| image.contains("devcontainers/") || image.starts_with("gitpod/workspace-"))
    }

    /// The stage an instruction (by its number in the file) stands in; `None` before the first `FROM`.
    #[must_use]
    pub fn stage_of(&self, instruction: usize) -> Option<usize> {
        if self.graph.stages.is_empty() { Some(0) } else { self.graph.stage_of(instruction) }
    }

    /// The stage that a place of the file stands in; `None` before the first `FROM`. O(log stages).
    #[must_use]
    pub fn stage_at(&self, offset: usize) -> Option<usize> {
        let begins = |instruction: usize| self.file.instructions.get(instruction).is_some_and(|first| first.span.start <= offset);
        if self.graph.stages.is_empty() {
            return begins(0).then_some(0);
        }
        self.graph.stages.partition_point(|stage| begins(stage.from)).checked_sub(1)
    }

    /// The final stage.
    #[must_use]
    pub fn final_stage(&self) -> Option<&Stage<'m>> {
        self.stages.last()
    }

    /// The shell that reads the instruction of that number.
    #[must_use]
    pub fn shell_at(&self, instruction: usize) -> ShellInEffect<'m> {
        self.shells.at(instruction)
    }
}

fn stages<'m>(texts: &'m DockerTexts<'m>, images: &'m [ImageUse<'m>]) -> Vec<Stage<'m>> {
    let (file, graph) = (texts.file, texts.graph);
    if graph.stages.is_empty() {
        return Vec::from([Stage {
            index: 0,
            name: None,
            from: None,
            first: 0,
            instructions: &file.instructions,
            base: Base::Unknown,
            is_final: true,
            in_result: true,
            is_needed: true,
        }]);
    }
    // The only stage is the final one.
    let is_only = graph.stages.len() == 1;
    let (in_result, needed) = if is_only { (Vec::new(), Vec::new()) } else { (graph.in_final_image(), graph.needed(file)) };
    // Both are in file order.
    let mut bases = images.iter().enumerate().filter(|(_, image)| image.origin == ImageOrigin::From).peekable();
    let marked = |marks: &[bool], index: usize| marks.get(index).copied().unwrap_or(is_only);
    graph
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let from = file.instructions.get(stage.from);
            let image = bases.next_if(|(_, image)| image.stage == Some(index)).map(|(number, _)| number);
            let name = match from.map(|from| &from.kind) {
                Some(InstructionKind::From { stage_name, .. }) => stage_name.as_ref(),
                _ => None,
            };
            Stage {
                index,
                name,
                from,
                first: stage.instructions.start,
                instructions: file.instructions.get(stage.instructions.clone()).unwrap_or_default(),
                base: match stage.base {
                    stages::Base::Scratch => Base::Scratch,
                    stages::Base::Stage(parent) => Base::Stage(parent),
                    stages::Base::Image => image.map_or(Base::Unknown, Base::Image),
                    stages::Base::Unknown => Base::Unknown,
                },
                is_final: index + 1 == graph.stages.len(),
                in_result: marked(&in_result, index),
                is_needed: marked(&needed, index),
            }
        })
        .collect()
}

/// Every image a Dockerfile uses, in file order: `# syntax=`, `FROM`, `COPY --from=` and `RUN --mount=from=`.
#[must_use]
pub fn images<'m>(file: &'m Dockerfile<'m>, graph: &'m StageGraph<'m>) -> Vec<ImageUse<'m>> {
    let mut images = Vec::with_capacity(graph.stages.len());
    for directive in file.directives.iter().filter(|directive| directive.name == DirectiveName::Syntax) {
        let word = directive.effective();
        images.push(plain(word.text, word.span, file.source, ImageOrigin::Syntax, None));
    }
    // The final image is made of one image at most.
    let result = graph.final_stage().and_then(|stage| graph.chain(stage).last());
    for (index, instruction) in file.instructions.iter().enumerate() {
        let stage = || graph.stage_of(index);
        match &instruction.kind {
            InstructionKind::From { image: Some(word), .. } => {
                let Some((number, stage)) = stage().and_then(|number| Some((number, graph.stages.get(number)?))) else { continue };
                if matches!(stage.base, stages::Base::Image | stages::Base::Unknown) {
                    let mut image = base(word, stage, number, file.source);
                    image.is_result = result == Some(number);
                    images.push(image);
                }
            }
            InstructionKind::Copy(_) => {
                if let Some(from) = instruction.flag_value("from")
                    && graph.resolve_copy_from(&from.text) == Source::Image
                {
                    images.push(plain(Cow::Borrowed(&from.text), from.span, file.source, ImageOrigin::CopyFrom, stage()));
                }
            }
            InstructionKind::Run { mounts, .. } => {
                for from in mounts.iter().filter_map(|mount| mount.from()) {
                    if graph.resolve_mount_from(&from.text) == Source::Image {
                        images.push(plain(Cow::Borrowed(&from.text), from.span, file.source, ImageOrigin::MountFrom, stage()));
                    }
                }
            }
            _ => {}
        }
    }
    for (number, image) in images.iter_mut().enumerate() {
        image.number = number;
    }
    images
}

/// The image of a `FROM`, its variables replaced by the defaults of global arguments.
fn base<'m>(word: &'m Word<'m>, stage: &'m stages::Stage<'m>, index: usize, source: &str) -> ImageUse<'m> {
    let (expanded, reading) = match &stage.base_name {
        Err(error) => (&*word.text, Reading::Open(error.unmatched.iter().map(ToString::to_string).collect())),
        Ok(name) => {
            let open: Vec<_> =
                name.unmatched.iter().filter(|variable| !has_default(&word.text, variable)).map(ToString::to_string).collect();
            let reading = if open.is_empty() { read(&name.text) } else { Reading::Open(open) };
            (&*name.text, reading)
        }
    };
    let mut image = image(Cow::Borrowed(&*word.text), Cow::Borrowed(expanded), reading, word.span, source, ImageOrigin::From, Some(index));
    image.shared = find_byte(word.text.as_bytes(), b'$').is_some();
    image
}

/// Whether the word gives the variable a value of its own where it is unset: `${name:-value}`, `${name-value}`.
fn has_default(word: &str, variable: &str) -> bool {
    word.split("${").skip(1).filter_map(|rest| rest.strip_prefix(variable)).any(|rest| rest.starts_with(":-") || rest.starts_with('-'))
}

/// An image whose name no variable is replaced in.
fn plain<'m>(text: Cow<'m, str>, span: Span, source: &str, origin: ImageOrigin, stage: Option<usize>) -> ImageUse<'m> {
    let reading = read(&text);
    image(text.clone(), text, reading, span, source, origin, stage)
}

fn image<'m>(
    text: Cow<'m, str>,
    expanded: Cow<'m, str>,
    reading: Reading,
    span: Span,
    source: &str,
    origin: ImageOrigin,
    stage: Option<usize>,
) -> ImageUse<'m> {
    // The span of a quoted flag value holds the quotes.
    let inner = Span::new(span.start + 1, span.end.saturating_sub(1));
    let span = if span.of(source) != text && inner.of(source) == text { inner } else { span };
    ImageUse {
        number: 0,
        verbatim: span.of(source) == text,
        reading,
        expanded,
        text,
        span,
        origin,
        stage,
        object: None,
        kind: "",
        namespace: None,
        container: None,
        path: None,
        pull: None,
        is_result: false,
        shared: false,
    }
}

fn read(text: &str) -> Reading {
    if text.is_empty() {
        return Reading::Empty;
    }
    match Reference::parse_normalized_with_spans(text) {
        Ok((reference, parts)) => Reading::Image(reference, parts),
        Err(_) if text.contains('$') => Reading::Open(Vec::new()),
        Err(error) => Reading::Invalid(error),
    }
}
