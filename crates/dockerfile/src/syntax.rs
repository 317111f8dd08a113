//! The tree: what a Dockerfile consists of. It holds data and small getters, and never parses.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use plimsoll_text::{LineIndex, Span};

use crate::error::SyntaxError;
use crate::logical::{Logical, Word};

/// A parsed Dockerfile. All spans are byte ranges of `source`.
#[derive(Clone, Debug)]
pub struct Dockerfile<'a> {
    /// The text it was read from.
    pub source: &'a str,
    /// Where its lines start.
    pub lines: LineIndex,
    /// The escape character: a backslash, or a backtick after `# escape=`.
    pub escape: char,
    /// Parser directives in effect, in order. `syntax` and `check` also count behind a `#!` line, as in BuildKit.
    pub directives: Vec<Directive<'a>>,
    /// What the `check` directive in effect says.
    pub check: Check<'a>,
    /// Every comment line that is neither a directive nor inside a heredoc, in order.
    pub comments: Vec<Comment>,
    /// The instructions in order.
    pub instructions: Vec<Instruction<'a>>,
    /// Everything wrong, ordered by place.
    pub errors: Vec<SyntaxError>,
}

/// The three parser directives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveName {
    /// `# syntax=`: the frontend image that reads the file.
    Syntax,
    /// `# escape=`.
    Escape,
    /// `# check=`: options of the build checks.
    Check,
}

/// `# name=value` at the very top of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive<'a> {
    /// Which directive.
    pub name: DirectiveName,
    /// The name as written.
    pub name_span: Span,
    /// The value, blanks around it removed. For `syntax` and `check` only the part before the first space has effect:
    /// see [`Directive::effective`].
    pub value: &'a str,
    /// The value's place.
    pub value_span: Span,
    /// The line, from `#` to its end.
    pub span: Span,
}

impl<'a> Directive<'a> {
    /// The part of the value BuildKit uses: `syntax` and `check` end at the first space.
    #[must_use]
    pub fn effective(&self) -> Word<'a> {
        let text = match self.name {
            DirectiveName::Escape => self.value,
            DirectiveName::Syntax | DirectiveName::Check => self.value.split(' ').next().unwrap_or_default(),
        };
        Word { text: Cow::Borrowed(text), span: Span::new(self.value_span.start, self.value_span.start + text.len()) }
    }
}

/// The options of `# check=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check<'a> {
    /// The rules of `skip=`.
    pub skip: Vec<Word<'a>>,
    /// `skip=all`.
    pub skip_all: bool,
    /// The rules of `experimental=`.
    pub experimental: Vec<Word<'a>>,
    /// `experimental=all`.
    pub experimental_all: bool,
    /// The value of `error=`.
    pub error: Option<bool>,
}

/// A comment line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, line end excluded.
    pub span: Span,
    /// Zero-based line.
    pub line: usize,
    /// Whether it stands between the lines of a continued instruction.
    pub inside_instruction: bool,
}

impl Comment {
    /// The text behind `#`, blanks around it removed.
    #[must_use]
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        self.span.of(source).strip_prefix('#').unwrap_or_default().trim()
    }
}

/// The keyword of an instruction.
#[allow(missing_docs, reason = "the names are the keywords of the Dockerfile reference")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    StopSignal,
    User,
    Volume,
    Workdir,
    /// Not an instruction of the Dockerfile reference.
    Unknown,
}

impl Keyword {
    /// All instructions, alphabetically, [`Keyword::Unknown`] left out.
    pub const ALL: [Keyword; 18] = [
        Keyword::Add,
        Keyword::Arg,
        Keyword::Cmd,
        Keyword::Copy,
        Keyword::Entrypoint,
        Keyword::Env,
        Keyword::Expose,
        Keyword::From,
        Keyword::Healthcheck,
        Keyword::Label,
        Keyword::Maintainer,
        Keyword::Onbuild,
        Keyword::Run,
        Keyword::Shell,
        Keyword::StopSignal,
        Keyword::User,
        Keyword::Volume,
        Keyword::Workdir,
    ];

    /// The keyword in upper case; empty for [`Keyword::Unknown`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Keyword::Add => "ADD",
            Keyword::Arg => "ARG",
            Keyword::Cmd => "CMD",
            Keyword::Copy => "COPY",
            Keyword::Entrypoint => "ENTRYPOINT",
            Keyword::Env => "ENV",
            Keyword::Expose => "EXPOSE",
            Keyword::From => "FROM",
            Keyword::Healthcheck => "HEALTHCHECK",
            Keyword::Label => "LABEL",
            Keyword::Maintainer => "MAINTAINER",
            Keyword::Onbuild => "ONBUILD",
            Keyword::Run => "RUN",
            Keyword::Shell => "SHELL",
            Keyword::StopSignal => "STOPSIGNAL",
            Keyword::User => "USER",
            Keyword::Volume => "VOLUME",
            Keyword::Workdir => "WORKDIR",
            Keyword::Unknown => "",
        }
    }

    /// The keyword a word means; case does not matter.
    #[must_use]
    pub fn parse(word: &str) -> Keyword {
        use Keyword::{
            Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, Label, Maintainer, Onbuild, Run, Shell, StopSignal, User,
            Volume, Workdir,
        };
        // Nearly all are written so.
        match word {
            "RUN" => return Run,
            "COPY" => return Copy,
            "ENV" => return Env,
            "FROM" => return From,
            "ARG" => return Arg,
            "WORKDIR" => return Workdir,
            "CMD" => return Cmd,
            "ADD" => return Add,
            "USER" => return User,
            _ => {}
        }
        let as_long: &[Keyword] = match word.len() {
            3 => &[Run, Env, Arg, Add, Cmd],
            4 => &[Copy, From, User],
            5 => &[Label, Shell],
            6 => &[Expose, Volume],
            7 => &[Workdir, Onbuild],
            10 => &[Entrypoint, Maintainer, StopSignal],
            11 => &[Healthcheck],
            _ => &[],
        };
        as_long.iter().copied().find(|known| known.as_str().eq_ignore_ascii_case(word)).unwrap_or(Keyword::Unknown)
    }
}

/// One instruction with all its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// Which instruction.
    pub keyword: Keyword,
    /// The keyword as written (for casing, and for unknown ones).
    pub keyword_text: Cow<'a, str>,
    /// The keyword's place.
    pub keyword_span: Span,
    /// From the keyword (or a line in front of it that holds only the escape character) to the end of the last line with text of this instruction: the last continued line or the last
    /// heredoc's terminator; the line end is not included.
    pub span: Span,
    /// Zero-based first and last line, as BuildKit counts them: blank and comment lines that a dangling continuation
    /// swallows at the end of the file belong to the instruction.
    pub lines: (usize, usize),
    /// The flags in front of the arguments. Unknown ones are kept (and reported).
    pub flags: Vec<Flag<'a>>,
    /// Everything behind the keyword and the flags, joined, blanks around it removed, heredoc bodies not included.
    pub rest: Logical<'a>,
    /// The heredocs, in order. Those of `ONBUILD RUN <<EOF` belong to the instruction inside.
    pub heredocs: Vec<Heredoc<'a>>,
    /// The comment block above: consecutive comment lines, blank lines between them allowed; an empty comment (`#`)
    /// starts the block anew, directives never belong to it. BuildKit takes descriptions of ARG and stages from it.
    pub doc_comments: Vec<Span>,
    /// Blank lines inside the continued instruction, each with its line end; BuildKit warns about them.
    pub empty_continuations: Vec<Span>,
    /// The arguments by meaning.
    pub kind: InstructionKind<'a>,
}

impl<'a> Instruction<'a> {
    /// The last flag of that name (the one that counts), its name compared exactly as BuildKit does.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag<'a>> {
        self.flags.iter().rev().find(|f| f.name == name)
    }

    /// The value of the last flag of that name, where it has one.
    #[must_use]
    pub fn flag_value(&self, name: &str) -> Option<&Word<'a>> {
        self.flag(name)?.value.as_ref()
    }

    /// For `ONBUILD x` the instruction `x`, else the instruction itself.
    #[must_use]
    pub fn effective(&self) -> &Instruction<'a> {
        match &self.kind {
            InstructionKind::Onbuild(Some(inner)) => inner,
            _ => self,
        }
    }
}

/// `--name` or `--name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag<'a> {
    /// The name without dashes; case matters.
    pub name: Cow<'a, str>,
    /// The name's place, dashes not included.
    pub name_span: Span,
    /// The value behind `=`, quotes removed (its span has them); `None` without `=`.
    pub value: Option<Word<'a>>,
    /// The whole flag.
    pub span: Span,
}

/// A heredoc: `<<NAME` in the instruction, and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc<'a> {
    /// The delimiter, quotes removed.
    pub name: Cow<'a, str>,
    /// The word that opens it, e.g. `3<<-"EOF"`.
    pub word: Span,
    /// The file descriptor in front of `<<`; 0 where none is written.
    pub descriptor: u32,
    /// `<<-`: leading tabs of each line are removed.
    pub chomp: bool,
    /// Whether variables in the body are expanded: no part of the delimiter is quoted.
    pub expand: bool,
    /// The lines between the instruction and the terminator, line ends included.
    pub body: Span,
    /// The terminator's place (without tabs in front and line end); `None` where it is missing.
    pub terminator: Option<Span>,
}

impl Heredoc<'_> {
    /// The body as written.
    #[must_use]
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        self.body.of(source)
    }
}

/// The arguments of an instruction by meaning. Words that are missing (and reported) are `None` or absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstructionKind<'a> {
    /// `FROM [--platform=p] image [AS name]`.
    From {
        /// The base image or stage, not expanded.
        image: Option<Word<'a>>,
        /// The word `AS` as written.
        as_keyword: Option<Span>,
        /// The stage's name as written.
        stage_name: Option<Word<'a>>,
    },
    /// `RUN`; heredocs are in [`Instruction::heredocs`].
    Run {
        /// What is run.
        command: Command<'a>,
        /// The `--mount` flags, in order.
        mounts: Vec<Mount<'a>>,
    },
    /// `CMD`.
    Cmd(Command<'a>),
    /// `ENTRYPOINT`.
    Entrypoint(Command<'a>),
    /// `SHELL ["word", …]`, decoded; empty where it is no JSON array.
    Shell(Vec<Word<'a>>),
    /// `COPY`.
    Copy(Transfer<'a>),
    /// `ADD`.
    Add(Transfer<'a>),
    /// `ENV`.
    Env(Vec<Pair<'a>>),
    /// `LABEL`.
    Label(Vec<Pair<'a>>),
    /// `ARG`.
    Arg(Vec<ArgDecl<'a>>),
    /// `USER`: the whole rest of the line.
    User(Option<Word<'a>>),
    /// `WORKDIR`: the whole rest of the line.
    Workdir(Option<Word<'a>>),
    /// `EXPOSE`, in source order.
    Expose(Vec<Word<'a>>),
    /// `VOLUME`.
    Volume {
        /// The paths.
        paths: Vec<Word<'a>>,
        /// Whether it is the JSON form.
        json: bool,
    },
    /// `STOPSIGNAL`: the whole rest of the line.
    StopSignal(Option<Word<'a>>),
    /// `MAINTAINER`: the whole rest of the line.
    Maintainer(Option<Word<'a>>),
    /// `HEALTHCHECK`.
    Healthcheck {
        /// `NONE`, `CMD` or neither.
        form: HealthcheckForm,
        /// The word `NONE` or `CMD` as written.
        form_word: Option<Word<'a>>,
        /// What follows it.
        command: Option<Command<'a>>,
    },
    /// `ONBUILD instruction`; `None` where nothing follows, or where it would be the second `ONBUILD` of a chain.
    Onbuild(Option<Box<Instruction<'a>>>),
    /// Any other keyword: its arguments are only in [`Instruction::rest`].
    Unknown,
}

/// Sources and destination of `COPY` and `ADD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// The sources in order, heredoc words such as `<<EOF` included.
    pub sources: Vec<Word<'a>>,
    /// The last word; `None` without any word.
    pub destination: Option<Word<'a>>,
    /// Whether it is the JSON form.
    pub json: bool,
}

/// What `RUN`, `CMD`, `ENTRYPOINT` and `HEALTHCHECK CMD` run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// The shell form: text for the shell in effect; empty where nothing is written.
    Shell {
        /// The joined text.
        text: Logical<'a>,
        /// The text starts with `[` but is no JSON array of strings, so Docker hands it to the shell as it is.
        invalid_json: bool,
    },
    /// The exec form: a JSON array.
    Exec {
        /// The decoded strings, each with the span of its quoted text.
        words: Vec<Word<'a>>,
        /// From `[` to `]`.
        span: Span,
    },
}

/// `key=value`, or the legacy `key value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The key as written.
    pub key: Word<'a>,
    /// The value as written, quotes kept; `None` where the `=` is missing (reported).
    pub value: Option<Word<'a>>,
    /// Whether it is the legacy form, whose value is the whole rest of the line.
    pub legacy: bool,
    /// Key and value.
    pub span: Span,
}

/// One name of an `ARG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgDecl<'a> {
    /// The name as written.
    pub name: Word<'a>,
    /// The default, quotes kept; `Some("")` for `ARG a=`, `None` for `ARG a`.
    pub default: Option<Word<'a>>,
    /// Name and default.
    pub span: Span,
}

/// The two forms of `HEALTHCHECK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthcheckForm {
    /// `HEALTHCHECK NONE`.
    None,
    /// `HEALTHCHECK CMD …`.
    Cmd,
    /// Anything else (reported).
    Invalid,
}

/// The types of `RUN --mount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// `type=bind`, and the default.
    Bind,
    /// `type=cache`.
    Cache,
    /// `type=tmpfs`.
    Tmpfs,
    /// `type=secret`.
    Secret,
    /// `type=ssh`.
    Ssh,
    /// The type holds a variable, or is none of the above (reported).
    Unknown,
}

/// One `RUN --mount=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount<'a> {
    /// The type.
    pub kind: MountKind,
    /// All fields in order.
    pub fields: Vec<MountField<'a>>,
    /// The whole flag.
    pub span: Span,
}

/// `key=value` or `key` of a mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountField<'a> {
    /// The key as written; case does not matter.
    pub key: Word<'a>,
    /// The value; `None` for a bare key.
    pub value: Option<Word<'a>>,
}

impl<'a> Mount<'a> {
    /// The value of the last field with one of these keys.
    fn value(&self, keys: &[&str]) -> Option<&Word<'a>> {
        self.fields.iter().rev().find(|f| keys.iter().any(|k| f.key.text.eq_ignore_ascii_case(k)))?.value.as_ref()
    }

    /// `from=`: a stage or an image.
    #[must_use]
    pub fn from(&self) -> Option<&Word<'a>> {
        self.value(&["from"])
    }

    /// `source=` or `src=`.
    #[must_use]
    pub fn source(&self) -> Option<&Word<'a>> {
        self.value(&["source", "src"])
    }

    /// `target=`, `dst=` or `destination=`.
    #[must_use]
    pub fn target(&self) -> Option<&Word<'a>> {
        self.value(&["target", "dst", "destination"])
    }

    /// `id=`.
    #[must_use]
    pub fn id(&self) -> Option<&Word<'a>> {
        self.value(&["id"])
    }

    /// `env=`: the variable a secret is put into.
    #[must_use]
    pub fn env(&self) -> Option<&Word<'a>> {
        self.value(&["env"])
    }

    /// `sharing=`.
    #[must_use]
    pub fn sharing(&self) -> Option<&Word<'a>> {
        self.value(&["sharing"])
    }
}

#[cfg(test)]
mod tests {
    use super::Keyword;

    #[test]
    fn every_keyword_is_known_in_any_case() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::parse(keyword.as_str()), keyword);
            assert_eq!(Keyword::parse(&keyword.as_str().to_ascii_lowercase()), keyword);
        }
        assert_eq!(
            (Keyword::parse(""), Keyword::parse("RUNS"), Keyword::parse("ADB")),
            (Keyword::Unknown, Keyword::Unknown, Keyword::Unknown)
        );
    }
}
