//! What the reader gives: commands, pipelines, lists and compound commands in flat arrays that refer to
//! each other by index, so that nothing here nests and nothing is dropped recursively. It holds no parsing.

use alloc::vec::Vec;
use core::ops::Deref;

use plimsoll_text::Span;

use crate::word::Word;

/// A shell text, read.
#[derive(Clone, Debug, Default)]
pub struct Script<'a> {
    /// The text that was read; empty for an exec-form array.
    pub text: &'a str,
    /// Every simple command, in the order in which they start in the text, at any nesting.
    pub commands: Vec<SimpleCommand<'a>>,
    /// Every pipeline, in the order in which they start.
    pub pipelines: Vec<Pipeline>,
    /// Every compound command, in the order in which they start.
    pub compounds: Vec<Compound<'a>>,
    /// Every list; the first is the whole script.
    pub lists: Vec<List>,
    /// Here-documents in the order of their operators.
    pub heredocs: Vec<HereDoc<'a>>,
    /// Comments, `#` included, line end not.
    pub comments: Vec<Span>,
    /// What is wrong in the text, in the order in which it was noticed; at most 64 entries are kept.
    pub errors: Vec<ShellError>,
}

impl<'a> Script<'a> {
    /// The pipeline a command is a part of.
    #[must_use]
    pub fn pipeline_of(&self, command: &SimpleCommand<'a>) -> Option<&Pipeline> {
        self.pipelines.get(command.pipeline)
    }

    /// The simple commands of one pipeline in order; parts that are compound commands are left out.
    pub fn commands_of<'s>(&'s self, pipeline: &'s Pipeline) -> impl Iterator<Item = &'s SimpleCommand<'a>> {
        pipeline.stages.iter().filter_map(|stage| match stage {
            Stage::Simple(index) => self.commands.get(*index),
            Stage::Compound(_) => None,
        })
    }

    /// The simple commands in `list`, at any nesting below it, in source order. O(commands).
    pub fn commands_in(&self, list: usize) -> impl Iterator<Item = &SimpleCommand<'a>> {
        let span = self.lists.get(list).map_or(Span::at(0), |l| l.span);
        self.commands.iter().filter(move |c| span.contains(c.span))
    }

    /// The lists a command stands in, from the innermost to the whole script. O(nesting).
    pub fn enclosing<'s>(&'s self, command: &SimpleCommand<'a>) -> impl Iterator<Item = &'s List> {
        let mut next = self.pipelines.get(command.pipeline).map(|p| p.list);
        core::iter::from_fn(move || {
            let list = self.lists.get(next?)?;
            let pipeline = match list.parent {
                ListParent::Script => None,
                ListParent::Simple(i) => self.commands.get(i).map(|c| c.pipeline),
                ListParent::Compound(i) => self.compounds.get(i).map(|c| c.pipeline),
            };
            next = pipeline.and_then(|p| self.pipelines.get(p)).map(|p| p.list);
            Some(list)
        })
    }
}

impl Script<'_> {
    /// Moves every span. Offsets in the raw text of words stay.
    pub(crate) fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        for command in &mut self.commands {
            for span in [&mut command.span, &mut command.connector_span, &mut command.followed_span] {
                *span = map(*span);
            }
            command.words.iter_mut().for_each(|w| w.map_spans(map));
            for assignment in &mut command.assignments {
                assignment.span = map(assignment.span);
                assignment.value.map_spans(map);
            }
            command.redirects.iter_mut().for_each(|r| r.map_spans(map));
        }
        for pipeline in &mut self.pipelines {
            for span in [&mut pipeline.span, &mut pipeline.connector_span, &mut pipeline.followed_span] {
                *span = map(*span);
            }
            pipeline.negated = pipeline.negated.map(map);
        }
        for compound in &mut self.compounds {
            compound.span = map(compound.span);
            compound.words.iter_mut().for_each(|w| w.map_spans(map));
            compound.redirects.iter_mut().for_each(|r| r.map_spans(map));
            compound.arms.iter_mut().flat_map(|arm| &mut arm.patterns).for_each(|w| w.map_spans(map));
        }
        for heredoc in &mut self.heredocs {
            heredoc.body = map(heredoc.body);
            heredoc.content.map_spans(map);
        }
        self.lists.iter_mut().for_each(|l| l.span = map(l.span));
        self.comments.iter_mut().for_each(|c| *c = map(*c));
        self.errors.iter_mut().for_each(|e| e.span = map(e.span));
    }
}

impl Redirect<'_> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        self.span = map(self.span);
        self.target.map_spans(map);
    }
}

/// What stands between two pipelines (or two parts of one).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connector {
    /// Nothing before: the first of its list.
    #[default]
    Start,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`
    Semi,
    /// A line end.
    Newline,
    /// `&`
    Background,
    /// `|`, or bash's `|&`
    Pipe,
    /// Nothing behind: the last of its list.
    End,
}

/// One command with its words.
#[derive(Clone, Debug, Default)]
pub struct SimpleCommand<'a> {
    /// From the first assignment, word or redirection to the last.
    pub span: Span,
    /// `NAME=value` words before the command name.
    pub assignments: Vec<Assignment<'a>>,
    /// Command name and arguments; empty for bare assignments or redirections.
    pub words: Vec<Word<'a>>,
    /// Redirections, wherever they stand in the command.
    pub redirects: Vec<Redirect<'a>>,
    /// Index in [`Script::pipelines`].
    pub pipeline: usize,
    /// Zero-based place in the pipeline.
    pub position_in_pipeline: usize,
    /// How many commands (simple or compound) the pipeline has.
    pub pipeline_len: usize,
    /// What stands before; [`Connector::Pipe`] for all but the first of a pipeline.
    pub preceded_by: Connector,
    /// Where that stands; empty if it is no text.
    pub connector_span: Span,
    /// What stands behind; [`Connector::Pipe`] for all but the last of a pipeline.
    pub followed_by: Connector,
    /// Where that stands; empty if it is no text.
    pub followed_span: Span,
    /// What the command is nested in.
    pub context: Context,
    /// The command in one of whose words (or here-documents) this one is a substitution: index in [`Script::commands`].
    pub parent: Option<usize>,
}

/// One `NAME=value` before a command.
#[derive(Clone, Debug)]
pub struct Assignment<'a> {
    /// Name, operator and value.
    pub span: Span,
    /// The variable, without a subscript.
    pub name: &'a str,
    /// `+=`
    pub append: bool,
    /// The value, possibly empty. An array `(a b)` is one word that starts with a parenthesis.
    pub value: Word<'a>,
}

/// A redirection.
#[derive(Clone, Debug)]
pub struct Redirect<'a> {
    /// From the descriptor or operator to the end of the target.
    pub span: Span,
    /// The number written before the operator.
    pub fd: Option<u32>,
    /// The operator.
    pub op: RedirectOp,
    /// File, descriptor, here-string, or the delimiter of a here-document.
    pub target: Word<'a>,
    /// Index in [`Script::heredocs`].
    pub heredoc: Option<usize>,
}

/// Redirection operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectOp {
    /// `<`
    Read,
    /// `>`, `>|`
    Write,
    /// `>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `<&`
    DupIn,
    /// `>&`
    DupOut,
    /// `&>`
    WriteBoth,
    /// `&>>`
    AppendBoth,
    /// `<<`, `<<-`
    HereDoc,
    /// `<<<`
    HereString,
}

/// A here-document.
#[derive(Clone, Debug)]
pub struct HereDoc<'a> {
    /// The lines, without the delimiter line.
    pub body: Span,
    /// The delimiter with its quotes removed.
    pub delimiter: alloc::borrow::Cow<'a, str>,
    /// The delimiter was quoted, so the body is literal.
    pub quoted: bool,
    /// `<<-`: leading tabs are removed.
    pub strip_tabs: bool,
    /// Expansions of an unquoted body.
    pub content: Word<'a>,
}

/// Commands joined by `|`.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {
    /// From the first to the last command, `!` included.
    pub span: Span,
    /// Index in [`Script::lists`].
    pub list: usize,
    /// The `!` before it.
    pub negated: Option<Span>,
    /// What stands before.
    pub preceded_by: Connector,
    /// Where that stands.
    pub connector_span: Span,
    /// What stands behind.
    pub followed_by: Connector,
    /// Where that stands.
    pub followed_span: Span,
    /// The commands.
    pub stages: Stages,
}

/// The commands of a pipeline, in order. Nearly every pipeline has one, and takes no memory of its own for it.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    /// The one there is, where there is but one.
    one: Option<Stage>,
    several: Vec<Stage>,
}

impl Stages {
    pub(crate) fn push(&mut self, stage: Stage) {
        if self.is_empty() {
            self.one = Some(stage);
        } else {
            self.several.extend(self.one.take());
            self.several.push(stage);
        }
    }
}

impl Deref for Stages {
    type Target = [Stage];

    fn deref(&self) -> &[Stage] {
        if self.several.is_empty() { self.one.as_slice() } else { &self.several }
    }
}

/// One part of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Index in [`Script::commands`].
    Simple(usize),
    /// Index in [`Script::compounds`].
    Compound(usize),
}

/// Pipelines joined by `&&`, `||`, `;`, `&` and line ends.
#[derive(Clone, Debug)]
pub struct List {
    /// What lies between the delimiters of the list.
    pub span: Span,
    /// What the list is to the construct it belongs to.
    pub role: ListRole,
    /// That construct.
    pub parent: ListParent,
    /// All that it is nested in, its own role included.
    pub context: Context,
    /// Indices in [`Script::pipelines`].
    pub pipelines: Vec<usize>,
}

/// What owns a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListParent {
    /// Nothing: it is the whole script.
    Script,
    /// A substitution in a word of this simple command.
    Simple(usize),
    /// This compound command.
    Compound(usize),
}

/// What a list is to its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRole {
    /// The whole text.
    Script,
    /// `( … )`
    Subshell,
    /// `{ …; }`
    Group,
    /// What `if`, `elif`, `while` and `until` test.
    Condition,
    /// Behind `then` or `else`.
    Branch,
    /// Between `do` and `done`.
    LoopBody,
    /// Behind the pattern of a `case`.
    CaseArm,
    /// The one command that is the body of a function.
    FunctionBody,
    /// `$( … )` or backquotes
    CommandSubstitution,
    /// `<( … )` or `>( … )`
    ProcessSubstitution,
}

/// The kinds of construct around a command, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context(u8);

impl Context {
    const SUBSHELL: u8 = 1;
    const CONDITION: u8 = 2;
    const BRANCH: u8 = 4;
    const LOOP: u8 = 8;
    const FUNCTION: u8 = 16;
    const COMMAND: u8 = 32;
    const PROCESS: u8 = 64;
    const GROUP: u8 = 128;

    pub(crate) fn with(self, role: ListRole) -> Self {
        Self(
            self.0
                | match role {
                    ListRole::Script => 0,
                    ListRole::Subshell => Self::SUBSHELL,
                    ListRole::Group => Self::GROUP,
                    ListRole::Condition => Self::CONDITION,
                    ListRole::Branch | ListRole::CaseArm => Self::BRANCH,
                    ListRole::LoopBody => Self::LOOP,
                    ListRole::FunctionBody => Self::FUNCTION,
                    ListRole::CommandSubstitution => Self::COMMAND,
                    ListRole::ProcessSubstitution => Self::PROCESS,
                },
        )
    }

    /// Directly in the script.
    #[must_use]
    pub fn is_top(self) -> bool {
        self.0 == 0
    }

    /// Inside `( … )`.
    #[must_use]
    pub fn in_subshell(self) -> bool {
        self.0 & Self::SUBSHELL != 0
    }

    /// Inside `{ … }`.
    #[must_use]
    pub fn in_group(self) -> bool {
        self.0 & Self::GROUP != 0
    }

    /// Inside what an `if`, `elif`, `while` or `until` tests.
    #[must_use]
    pub fn in_condition(self) -> bool {
        self.0 & Self::CONDITION != 0
    }

    /// Inside a branch of an `if` or `case`.
    #[must_use]
    pub fn in_branch(self) -> bool {
        self.0 & Self::BRANCH != 0
    }

    /// Inside the body of a loop.
    #[must_use]
    pub fn in_loop(self) -> bool {
        self.0 & Self::LOOP != 0
    }

    /// Inside the body of a function.
    #[must_use]
    pub fn in_function(self) -> bool {
        self.0 & Self::FUNCTION != 0
    }

    /// Inside `$( … )` or backquotes.
    #[must_use]
    pub fn in_command_substitution(self) -> bool {
        self.0 & Self::COMMAND != 0
    }

    /// Inside `<( … )` or `>( … )`.
    #[must_use]
    pub fn in_process_substitution(self) -> bool {
        self.0 & Self::PROCESS != 0
    }
}

/// A command made of commands, or one with a grammar of its own.
#[derive(Clone, Debug)]
pub struct Compound<'a> {
    /// From the opening word to the last redirection.
    pub span: Span,
    /// Which.
    pub kind: CompoundKind,
    /// Index in [`Script::pipelines`].
    pub pipeline: usize,
    /// The lists in source order (condition, branch, condition, branch, …): indices in [`Script::lists`].
    pub lists: Vec<usize>,
    /// `for`/`select`: the variable, then the words after `in`. `case`: the word. Function: its name.
    /// `[[ … ]]`: the operands and word operators. `(( … ))`: one word with all of the expression.
    pub words: Vec<Word<'a>>,
    /// The arms of a `case`.
    pub arms: Vec<Arm<'a>>,
    /// Redirections behind it.
    pub redirects: Vec<Redirect<'a>>,
}

/// The kinds of [`Compound`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompoundKind {
    /// `( … )`
    Subshell,
    /// `{ …; }`
    Group,
    /// `if`
    If,
    /// `while`
    While,
    /// `until`
    Until,
    /// `for`
    For,
    /// bash's `select`
    Select,
    /// `case`
    Case,
    /// `name() …`, `function name …`
    Function,
    /// `[[ … ]]`
    Test,
    /// `(( … ))`
    Arithmetic,
}

/// One arm of a `case`.
#[derive(Clone, Debug)]
pub struct Arm<'a> {
    /// The patterns.
    pub patterns: Vec<Word<'a>>,
    /// Index in [`Script::lists`].
    pub list: usize,
}

/// Something wrong in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShellError {
    /// Where: the opening word or quote of what is not closed, else the unexpected text.
    pub span: Span,
    /// What.
    pub kind: ErrorKind,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `'`, `"` or `$'` without its end.
    UnterminatedQuote,
    /// `$(`, backquote, `${`, `$((` or `<(` without its end.
    UnterminatedExpansion,
    /// `(`, `{`, `if`, `case`, `[[` … without its end.
    UnterminatedCommand,
    /// A here-document whose delimiter line is not in the text.
    UnterminatedHeredoc,
    /// An operator or reserved word where none can stand.
    Unexpected,
    /// Nothing where a command must stand.
    MissingCommand,
    /// A redirection without target, a `for` without name, a `case` without `in`.
    MissingWord,
    /// Nested more deeply than the reader follows: the rest of the construct is not read.
    TooDeep,
    /// More commands than the reader keeps: the rest of the text is not read.
    TooLong,
}

impl ErrorKind {
    /// The message, one sentence without its full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            ErrorKind::UnterminatedQuote => "this quote is not closed",
            ErrorKind::UnterminatedExpansion => "this expansion is not closed",
            ErrorKind::UnterminatedCommand => "this command is not closed",
            ErrorKind::UnterminatedHeredoc => "the end of this here-document is missing",
            ErrorKind::Unexpected => "this cannot stand here",
            ErrorKind::MissingCommand => "a command is missing here",
            ErrorKind::MissingWord => "a word is missing here",
            ErrorKind::TooDeep => "this is nested too deeply to be read",
            ErrorKind::TooLong => "there are too many commands to read on",
        }
    }
}

pub(crate) fn exec<'a>(argv: &[(&'a str, Span)]) -> Script<'a> {
    let mut script = Script::default();
    let span = match (argv.first(), argv.last()) {
        (Some(first), Some(last)) => first.1.to(last.1),
        _ => Span::at(0),
    };
    script.lists.push(List {
        span,
        role: ListRole::Script,
        parent: ListParent::Script,
        context: Context::default(),
        pipelines: Vec::new(),
    });
    if argv.is_empty() {
        return script;
    }
    if let Some(list) = script.lists.first_mut() {
        list.pipelines.push(0);
    }
    script.pipelines.push(Pipeline {
        span,
        followed_by: Connector::End,
        followed_span: Span::at(span.end),
        connector_span: Span::at(span.start),
        ..Pipeline::default()
    });
    if let Some(pipeline) = script.pipelines.first_mut() {
        pipeline.stages.push(Stage::Simple(0));
    }
    script.commands.push(SimpleCommand {
        span,
        words: argv.iter().map(|&(text, span)| Word::verbatim(text, span)).collect(),
        pipeline_len: 1,
        connector_span: Span::at(span.start),
        followed_by: Connector::End,
        followed_span: Span::at(span.end),
        ..SimpleCommand::default()
    });
    script
}
