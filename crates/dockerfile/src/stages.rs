//! Stages: what each is built from, which variables hold where, and what a name in `FROM`, `COPY --from` and
//! `RUN --mount=from=` means.
//!
//! Source: BuildKit's `dockerfile2llb/convert.go`. Values are those of a build without `--build-arg` on linux/amd64. Nothing
//! is known here about base images but that their `PATH` is set, and no image is ever looked up.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;
use core::ops::Range;

use crate::expand::{Env, ExpandError, Expanded, Lexer};
use crate::logical::Word;
use crate::syntax::{Dockerfile, Instruction, InstructionKind};

/// The arguments every build has, and their values here. Only FROM sees them unless a stage declares them with ARG.
static PLATFORM_ARGS: [(&str, Variable<'static>); 11] = [
    platform_arg("BUILDPLATFORM", "linux/amd64"),
    platform_arg("BUILDOS", "linux"),
    platform_arg("BUILDOSVERSION", ""),
    platform_arg("BUILDARCH", "amd64"),
    platform_arg("BUILDVARIANT", ""),
    platform_arg("TARGETPLATFORM", "linux/amd64"),
    platform_arg("TARGETOS", "linux"),
    platform_arg("TARGETOSVERSION", ""),
    platform_arg("TARGETARCH", "amd64"),
    platform_arg("TARGETVARIANT", ""),
    platform_arg("TARGETSTAGE", "default"),
];

const fn platform_arg(name: &'static str, value: &'static str) -> (&'static str, Variable<'static>) {
    (name, Variable { kind: VariableKind::Arg, value: Some(Cow::Borrowed(value)), instruction: None })
}

/// What BuildKit takes for `PATH` where a base image sets none.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// How many parent stages up variables are looked for. Bounds the cost of a lookup; nobody chains that many.
const MAX_PARENTS: usize = 64;

/// Bytes of variable values kept beyond the file's own length. Values behind that count as unknown.
const MAX_VALUES: usize = 4 * 1024 * 1024;

/// What a stage starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// `FROM scratch`.
    Scratch,
    /// An earlier stage.
    Stage(usize),
    /// An image from a registry; its reference may still be invalid.
    Image,
    /// The name is missing, expands to nothing, or cannot be expanded.
    Unknown,
}

/// One `FROM` and the instructions up to the next.
#[derive(Clone, Debug)]
pub struct Stage<'f> {
    /// The name behind `AS` as written.
    pub name: Option<&'f str>,
    /// Index of the `FROM` in [`Dockerfile::instructions`].
    pub from: usize,
    /// The instructions behind it.
    pub instructions: Range<usize>,
    /// What it starts from.
    pub base: Base,
    /// The base's name after expansion, with the variables used; or why it cannot be expanded.
    pub base_name: Result<Expanded<'f>, ExpandError<'f>>,
}

/// What a name in `COPY --from=` or `--mount=from=` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A stage; it may be the one the instruction stands in, or a later one (BuildKit refuses only cycles).
    Stage(usize),
    /// A number that is no stage's index.
    InvalidIndex,
    /// An image.
    Image,
    /// The name is empty: the build context.
    Context,
}

/// Who defined a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// `ENV`, or the base image.
    Env,
    /// `ARG`.
    Arg,
}

/// A variable of a stage, or a global argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable<'f> {
    /// Who defined it.
    pub kind: VariableKind,
    /// Its value; `None` for an `ARG` without default, and where the value cannot be expanded.
    pub value: Option<Cow<'f, str>>,
    /// The instruction that defined it last, `None` for predefined ones.
    pub instruction: Option<usize>,
}

/// All stages of a file. What it says in the words of the file is not copied.
#[derive(Clone, Debug)]
pub struct StageGraph<'f> {
    /// The stages in order.
    pub stages: Vec<Stage<'f>>,
    escape: char,
    /// The global arguments that the file defines; the last definition counts.
    globals: Variables<'f>,
    /// Stages by lower-case name, as BuildKit compares them; of several with one name the last.
    names: BTreeMap<Cow<'f, str>, usize>,
    /// The variables that each stage defines itself.
    variables: Vec<Variables<'f>>,
    /// Bytes that values may still take.
    room: usize,
}

/// Variables by name.
type Variables<'f> = BTreeMap<Cow<'f, str>, Definitions<'f>>;

/// Every definition of one name, in the order of the file.
#[derive(Clone, Debug)]
struct Definitions<'f> {
    /// Nearly all have but this.
    first: Variable<'f>,
    more: Vec<Variable<'f>>,
}

impl<'f> Definitions<'f> {
    fn last(&self) -> &Variable<'f> {
        self.more.last().unwrap_or(&self.first)
    }

    /// The last one above an instruction. O(log definitions).
    fn above(&self, instruction: usize) -> Option<&Variable<'f>> {
        let is_above = |variable: &Variable<'_>| variable.instruction < Some(instruction);
        match self.more.partition_point(is_above).checked_sub(1) {
            Some(last) => self.more.get(last),
            None => Some(&self.first).filter(|first| is_above(first)),
        }
    }
}

/// Adds a definition behind those that there are.
fn add<'f>(variables: &mut Variables<'f>, name: Cow<'f, str>, variable: Variable<'f>) {
    match variables.entry(name) {
        Entry::Vacant(place) => {
            place.insert(Definitions { first: variable, more: Vec::new() });
        }
        Entry::Occupied(place) => place.into_mut().more.push(variable),
    }
}

/// The variables visible at one place of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'g> {
    graph: &'g StageGraph<'g>,
    stage: usize,
    /// The instruction that looks; it sees what those before it define.
    at: usize,
}

/// The global arguments as FROM sees them.
struct Globals<'g>(&'g StageGraph<'g>);

impl Env for Globals<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.global_arg(name)?.value.as_deref()
    }
}

impl<'f> StageGraph<'f> {
    /// Evaluates the stages of a file. O(text · log variables), besides the lengths of expanded values.
    #[must_use]
    pub fn new(file: &'f Dockerfile<'_>) -> Self {
        let mut graph = Self {
            // Room for those of most files.
            stages: Vec::with_capacity(2),
            escape: file.escape,
            globals: BTreeMap::new(),
            names: BTreeMap::new(),
            variables: Vec::with_capacity(2),
            room: file.source.len().saturating_add(MAX_VALUES),
        };
        for (i, instruction) in file.instructions.iter().enumerate() {
            match &instruction.kind {
                InstructionKind::Arg(_) if graph.stages.is_empty() => graph.global(i, instruction),
                InstructionKind::From { image, stage_name, .. } => {
                    graph.end_stage(i);
                    graph.stage(i, image.as_ref(), stage_name.as_ref());
                }
                InstructionKind::Arg(_) | InstructionKind::Env(_) => {
                    if let Some(stage) = graph.final_stage() {
                        graph.apply(stage, i, instruction);
                    }
                }
                _ => {}
            }
        }
        graph.end_stage(file.instructions.len());
        graph
    }

    fn take_room(&mut self, expanded: &Result<Expanded<'_>, ExpandError<'_>>) {
        self.room = self.room.saturating_sub(expanded.as_ref().map_or(0, |e| e.text.len()));
    }

    /// An `ARG` in front of the first `FROM`: each name sees the ones before it.
    fn global(&mut self, i: usize, instruction: &'f Instruction<'_>) {
        let InstructionKind::Arg(names) = &instruction.kind else { return };
        for arg in names {
            let value = arg.default.as_ref().filter(|_| self.room > 0).map(|default| self.expand_global(&default.text));
            let value = value.and_then(|expanded| {
                self.take_room(&expanded);
                expanded.ok()
            });
            let variable = Variable { kind: VariableKind::Arg, value: value.map(|v| v.text), instruction: Some(i) };
            let variable = match self.global_arg(&arg.name.text) {
                // `ARG x` does not take a value away.
                Some(known) if variable.value.is_none() && arg.default.is_none() => Variable { instruction: Some(i), ..known.clone() },
                _ => variable,
            };
            add(&mut self.globals, Cow::Borrowed(&arg.name.text), variable);
        }
    }

    fn stage(&mut self, i: usize, image: Option<&'f Word<'_>>, stage_name: Option<&'f Word<'_>>) {
        let name = image.map_or("", |word| &*word.text);
        let base_name = if self.room > 0 { self.expand_global(name) } else { Ok(Expanded::default()) };
        self.take_room(&base_name);
        let base = match base_name.as_ref().map(|e| &*e.text) {
            Err(_) | Ok("") => Base::Unknown,
            // Only stages above are in the table yet.
            Ok(name) => match self.names.get(name) {
                Some(stage) => Base::Stage(*stage),
                None if name == "scratch" => Base::Scratch,
                None => Base::Image,
            },
        };
        let name = stage_name.map(|word| &*word.text);
        let index = self.stages.len();
        if let Some(name) = name {
            self.names.insert(lower(name), index);
        }
        self.stages.push(Stage { name, from: i, instructions: i + 1..i + 1, base, base_name });
        self.variables.push(BTreeMap::new());
    }

    /// Notes where the instructions of the last stage end.
    fn end_stage(&mut self, end: usize) {
        if let Some(stage) = self.stages.last_mut() {
            stage.instructions.end = end;
        }
    }

    /// Takes over what the `ENV` and `ARG` of the last stage define. All values of one instruction are expanded with the variables
    /// in front of it.
    fn apply(&mut self, stage: usize, index: usize, instruction: &'f Instruction<'_>) {
        match &instruction.kind {
            InstructionKind::Env(pairs) => {
                for pair in pairs {
                    // It does not see what this instruction defines itself.
                    let scope = self.scope(stage, index);
                    let value = pair.value.as_ref().and_then(|value| scope.value(&value.text));
                    if let Some(name) = scope.value(&pair.key.text) {
                        self.define(stage, name, Variable { kind: VariableKind::Env, value, instruction: Some(index) }, true);
                    }
                }
            }
            InstructionKind::Arg(names) => {
                for arg in names {
                    let scope = self.scope(stage, index);
                    let Some(name) = scope.value(&arg.name.text) else { continue };
                    let default = arg.default.as_ref().map(|default| scope.value(&default.text));
                    let value = match default {
                        Some(value) => value,
                        None => self.global_arg(&name).and_then(|global| global.value.clone()),
                    };
                    let variable = Variable { kind: VariableKind::Arg, value, instruction: Some(index) };
                    self.define(stage, name, variable, arg.default.is_some());
                }
            }
            _ => {}
        }
    }

    fn define(&mut self, stage: usize, name: Cow<'f, str>, variable: Variable<'f>, has_default: bool) {
        if variable.kind == VariableKind::Arg {
            // ENV beats ARG, and `ARG x` takes no value away.
            let keeps = |known: &Variable<'_>| known.kind == VariableKind::Env || (!has_default && variable.value.is_none());
            if name == "PATH" || self.final_scope(stage).variable(&name).is_some_and(keeps) {
                return;
            }
        }
        self.room = self.room.saturating_sub(name.len() + variable.value.as_ref().map_or(0, |value| value.len()));
        if let Some(variables) = self.variables.get_mut(stage) {
            add(variables, name, variable);
        }
    }

    /// Expands a word as `FROM` and its `--platform` do: with the global arguments only.
    ///
    /// # Errors
    /// As [`Lexer::process_word`].
    pub fn expand_global<'w>(&self, word: &'w str) -> Result<Expanded<'w>, ExpandError<'w>> {
        Lexer::new(self.escape).process_word(word, &Globals(self))
    }

    /// The global argument of that name, the platform arguments included.
    #[must_use]
    pub fn global_arg(&self, name: &str) -> Option<&Variable<'f>> {
        let platform = || PLATFORM_ARGS.iter().find(|(known, _)| *known == name).map(|(_, variable)| variable);
        self.globals.get(name).map(Definitions::last).or_else(platform)
    }

    /// All global arguments by name, the platform arguments included.
    pub fn global_args(&self) -> impl Iterator<Item = (&str, &Variable<'f>)> {
        let own = self.globals.iter().map(|(name, all)| (&**name, all.last()));
        let platform = PLATFORM_ARGS.iter().filter(|(name, _)| !self.globals.contains_key(*name)).map(|(name, variable)| (*name, variable));
        let mut all: Vec<(&str, &Variable<'f>)> = own.chain(platform).collect();
        plimsoll_text::sort_by_key(&mut all, |(name, _)| *name);
        all.into_iter()
    }

    /// The variables that the instruction of that number in a stage sees. O(1).
    #[must_use]
    pub fn scope(&self, stage: usize, instruction: usize) -> Scope<'_> {
        Scope { graph: self, stage, at: instruction }
    }

    /// Calls `visit` for every instruction of a stage with the variables visible to it: those before it, since an
    /// instruction never sees what it defines itself.
    pub fn walk<'d, 'a>(&self, file: &'d Dockerfile<'a>, stage: usize, mut visit: impl FnMut(usize, &'d Instruction<'a>, &Scope<'_>)) {
        let Some(range) = self.stages.get(stage).map(|stage| stage.instructions.clone()) else { return };
        for i in range {
            let Some(instruction) = file.instructions.get(i) else { return };
            visit(i, instruction, &self.scope(stage, i));
        }
    }

    /// The variables at the end of a stage, which a stage built from it starts with.
    #[must_use]
    pub fn final_scope(&self, stage: usize) -> Scope<'_> {
        self.scope(stage, usize::MAX)
    }

    /// The parent stage.
    #[must_use]
    pub fn parent(&self, stage: usize) -> Option<usize> {
        match self.stages.get(stage)?.base {
            Base::Stage(parent) => Some(parent),
            _ => None,
        }
    }

    /// A stage, its parent, the parent of that, and so on. Parents stand above their children, so this ends.
    pub fn chain(&self, stage: usize) -> impl Iterator<Item = usize> {
        core::iter::successors((stage < self.stages.len()).then_some(stage), |stage| self.parent(*stage))
    }

    /// The stage that is built by default: the last one.
    #[must_use]
    pub fn final_stage(&self) -> Option<usize> {
        self.stages.len().checked_sub(1)
    }

    /// The stage an instruction belongs to, its `FROM` included; `None` before the first `FROM`. O(log stages).
    #[must_use]
    pub fn stage_of(&self, instruction: usize) -> Option<usize> {
        self.stages.partition_point(|stage| stage.from <= instruction).checked_sub(1)
    }

    /// The stage of that name, case ignored; of several the last.
    #[must_use]
    pub fn stage_by_name(&self, name: &str) -> Option<usize> {
        /// So few are quicker to look at than to search.
        const FEW: usize = 16;
        if self.stages.len() <= FEW {
            return self.stages.iter().rposition(|stage| stage.name.is_some_and(|known| known.eq_ignore_ascii_case(name)));
        }
        self.names.get(&*lower(name)).copied()
    }

    /// What the value of `COPY --from=` means: a stage's index or name, else an image. Variables are not expanded there.
    #[must_use]
    pub fn resolve_copy_from(&self, name: &str) -> Source {
        match name.parse::<i64>() {
            Ok(index) => match usize::try_from(index) {
                Ok(index) if index < self.stages.len() => Source::Stage(index),
                _ => Source::InvalidIndex,
            },
            Err(_) => self.resolve_mount_from(name),
        }
    }

    /// What `from=` of a `RUN --mount` means: as [`StageGraph::resolve_copy_from`], but a number is no index.
    #[must_use]
    pub fn resolve_mount_from(&self, name: &str) -> Source {
        if name.is_empty() {
            return Source::Context;
        }
        self.stage_by_name(name).map_or(Source::Image, Source::Stage)
    }

    /// For each stage whether the final image is made of it: the final stage and its parents.
    #[must_use]
    pub fn in_final_image(&self) -> Vec<bool> {
        let mut marks = alloc::vec![false; self.stages.len()];
        for stage in self.final_stage().into_iter().flat_map(|stage| self.chain(stage)) {
            if let Some(mark) = marks.get_mut(stage) {
                *mark = true;
            }
        }
        marks
    }

    /// For each stage whether building the final one needs it: through `FROM`, `COPY --from` and mounts. O(text).
    #[must_use]
    pub fn needed(&self, file: &Dockerfile<'_>) -> Vec<bool> {
        if let [_] = &*self.stages {
            return [true].into();
        }
        let mut marks = alloc::vec![false; self.stages.len()];
        let mut open: Vec<usize> = self.final_stage().into_iter().collect();
        while let Some(stage) = open.pop() {
            match marks.get_mut(stage) {
                Some(mark) if !*mark => *mark = true,
                _ => continue,
            }
            open.extend(self.parent(stage));
            let range = self.stages.get(stage).map(|stage| stage.instructions.clone()).unwrap_or_default();
            for instruction in file.instructions.get(range).unwrap_or_default() {
                open.extend(self.sources(instruction));
            }
        }
        marks
    }

    /// The stages an instruction takes files from.
    fn sources(&self, instruction: &Instruction<'_>) -> Vec<usize> {
        let stage = |source| match source {
            Source::Stage(stage) => Some(stage),
            _ => None,
        };
        match &instruction.kind {
            InstructionKind::Copy(_) => {
                let from = instruction.flag_value("from");
                from.and_then(|from| stage(self.resolve_copy_from(&from.text))).into_iter().collect()
            }
            InstructionKind::Run { mounts, .. } => {
                let froms = mounts.iter().filter_map(|mount| mount.from());
                froms.filter_map(|from| stage(self.resolve_mount_from(&from.text))).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A name in lower case.
fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

impl Env for Scope<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        match self.variable(name) {
            Some(variable) => variable.value.as_deref(),
            None if name == "PATH" => Some(DEFAULT_PATH),
            None => None,
        }
    }
}

impl<'g> Scope<'g> {
    /// A variable of this stage or of the stages it is built from. O(parents · log definitions).
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&'g Variable<'g>> {
        let defined = |stage: usize| self.graph.variables.get(stage)?.get(name);
        let own = defined(self.stage).and_then(|all| all.above(self.at));
        let mut parents = self.graph.chain(self.stage).skip(1).take(MAX_PARENTS);
        own.or_else(|| parents.find_map(|stage| Some(defined(stage)?.last())))
    }

    /// Whether `$name` is no mistake: the variable is defined, be it an `ARG` without value, or `PATH`, which every image has.
    #[must_use]
    pub fn is_declared(&self, name: &str) -> bool {
        name == "PATH" || self.variable(name).is_some()
    }

    /// Expands a word of an instruction.
    ///
    /// # Errors
    /// As [`Lexer::process_word`].
    pub fn expand<'w>(&self, word: &'w str) -> Result<Expanded<'w>, ExpandError<'w>> {
        Lexer::new(self.graph.escape).process_word(word, self)
    }

    /// Expands the body of an unquoted `COPY`/`ADD` heredoc.
    ///
    /// # Errors
    /// As [`Lexer::process_word`].
    pub fn expand_heredoc<'w>(&self, body: &'w str) -> Result<Expanded<'w>, ExpandError<'w>> {
        Lexer::heredoc_body().process_word(body, self)
    }

    /// The expanded value of a word, while there is room for values.
    fn value<'w>(&self, word: &'w str) -> Option<Cow<'w, str>> {
        if self.graph.room == 0 {
            return None;
        }
        Lexer::new(self.graph.escape).value(word, self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Base, Source, StageGraph};
    use crate::expand::Env;
    use crate::parse;

    #[test]
    fn globals_are_for_from_and_stages_import_them() {
        let file =
            parse("ARG V=1 W=$V.2\nARG U\nFROM x:$W-$TARGETARCH-$U AS a\nRUN echo\nARG W\nENV V=env W=env\nARG V=arg\nFROM $V$nope\n");
        let graph = StageGraph::new(&file);
        let base = graph.stages[0].base_name.clone().unwrap();
        assert_eq!(base.text, "x:1.2-amd64-");
        assert_eq!(base.unmatched, ["U"]);
        assert!(graph.global_arg("U").is_some_and(|v| v.value.is_none()));
        let mut seen = Vec::new();
        graph.walk(&file, 0, |i, _, scope| {
            seen.push((i, scope.get("W").map(str::len), scope.get("V").map(str::len), scope.is_declared("V")));
        });
        assert_eq!(seen, [(3, None, None, false), (4, None, None, false), (5, Some(3), None, false), (6, Some(3), Some(3), true)],);
        assert_eq!(graph.final_scope(0).get("V"), Some("env"), "ENV beats ARG");
        assert_eq!(graph.stages[1].base_name.clone().unwrap().unmatched, ["nope"]);
    }

    #[test]
    fn an_instruction_does_not_see_itself() {
        let file = parse("FROM x\nENV a=1\nENV a=2 b=$a c='$a' \"d\"=4\nARG e=${b}\n");
        let graph = StageGraph::new(&file);
        let scope = graph.final_scope(0);
        let values: Vec<_> = ["a", "b", "c", "d", "e", "f"].into_iter().map(|name| scope.get(name)).collect();
        assert_eq!(values, [Some("2"), Some("1"), Some("$a"), Some("4"), Some("1"), None]);
        assert!(scope.get("PATH").is_some());
    }

    #[test]
    fn names() {
        let file = parse(
            "FROM b\nFROM y AS B\nFROM b AS c\nCOPY --from=C / /\nFROM B\nFROM scratch AS b\nFROM b\nCOPY --from=0 / /\nFROM ${none}\n",
        );
        let graph = StageGraph::new(&file);
        let bases: Vec<Base> = graph.stages.iter().map(|s| s.base).collect();
        let expected = [Base::Image, Base::Image, Base::Stage(1), Base::Image, Base::Scratch, Base::Stage(4), Base::Unknown];
        assert_eq!(bases, expected, "FROM sees earlier stages by their lower-case name");
        assert_eq!(graph.resolve_copy_from("B"), Source::Stage(4), "the last of a name");
        assert_eq!(graph.resolve_copy_from("6"), Source::Stage(6));
        assert_eq!(graph.resolve_copy_from("7"), Source::InvalidIndex);
        assert_eq!(graph.resolve_mount_from("0"), Source::Image);
        assert_eq!((graph.resolve_copy_from(""), graph.resolve_copy_from("alpine")), (Source::Context, Source::Image));
        assert_eq!((graph.stage_of(0), graph.stage_of(3), graph.stage_of(4)), (Some(0), Some(2), Some(3)));
    }

    #[test]
    fn what_the_final_stage_needs() {
        let source = "FROM x AS a\nFROM a AS b\nFROM x AS tools\nFROM x AS unused\nFROM b\nRUN --mount=from=tools,target=/t true\n";
        let file = parse(source);
        let graph = StageGraph::new(&file);
        assert_eq!(graph.in_final_image(), [true, true, false, false, true]);
        assert_eq!(graph.needed(&file), [true, true, true, false, true]);
        let file = parse("FROM x AS a\nCOPY --from=c /x /\nFROM y AS c\nCOPY --from=a /y /\n");
        assert_eq!(StageGraph::new(&file).needed(&file), [true, true], "cycles end");
    }

    #[test]
    fn variables_come_from_parent_stages() {
        let file = parse("FROM x AS a\nARG V=1\nENV E=2\nFROM a\nRUN $V\nFROM x\nRUN $V\n");
        let graph = StageGraph::new(&file);
        assert_eq!((graph.scope(1, 4).get("V"), graph.scope(1, 4).get("E")), (Some("1"), Some("2")));
        assert_eq!(graph.scope(2, 6).get("V"), None);
    }

    #[test]
    fn doubling_values_end() {
        let mut source = alloc::string::String::from("FROM x\nENV v=0123456789\n");
        source.push_str(&"ENV v=$v$v\n".repeat(10_000));
        let file = parse(&source);
        let graph = StageGraph::new(&file);
        assert!(graph.final_scope(0).get("v").is_none_or(|v| v.len() < 100_000));
    }
}
