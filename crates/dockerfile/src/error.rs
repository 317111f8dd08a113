//! What the parser reports. It never decides how bad an error is, only what it is and where.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

/// Something BuildKit refuses to build, or would silently read otherwise than written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which error it is.
    pub kind: SyntaxErrorKind,
    /// The text at fault, in the source.
    pub span: Span,
    /// One sentence in BuildKit's wording.
    pub message: String,
    /// A known name at most two letters away from the one written, for unknown instructions, flags and values.
    pub suggestion: Option<&'static str>,
}

/// The kinds of [`SyntaxError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyntaxErrorKind {
    /// The file has no instruction at all. The span is the empty one at the start.
    NoInstructions,
    /// An instruction other than ARG stands before the first FROM (the span is its keyword), or there are only ARGs
    /// (the span is the empty one at the start). Reported once.
    NoBuildStage,
    /// A line longer than 65535 bytes.
    LineTooLong,
    /// A directive (`# syntax=`, `# escape=`, `# check=`) given twice.
    DuplicateDirective,
    /// `# escape=` with anything but a backslash or a backtick.
    InvalidEscapeDirective,
    /// `# check=` with an unknown or malformed option.
    InvalidCheckDirective,
    /// A keyword that is no instruction.
    UnknownInstruction,
    /// A flag the instruction does not have.
    UnknownFlag,
    /// A flag given twice that may stand once.
    DuplicateFlag,
    /// A flag without `=value` that needs one.
    MissingFlagValue,
    /// A flag with a value outside its set, a bad boolean, a bad duration, a bad number.
    InvalidFlagValue,
    /// Too few or too many arguments.
    ArgumentCount,
    /// `FROM image AS name` with a name that is no stage name.
    InvalidStageName,
    /// `ENV`/`LABEL` word without `=`, or the legacy form without a value.
    MissingEquals,
    /// `=value` without a name.
    BlankName,
    /// A JSON array that holds something else than strings.
    JsonNotStrings,
    /// `SHELL` needs the JSON form.
    ShellNotJson,
    /// `HEALTHCHECK` followed by neither `NONE` nor `CMD`.
    HealthcheckForm,
    /// `ONBUILD ONBUILD`.
    OnbuildChain,
    /// `ONBUILD FROM` or `ONBUILD MAINTAINER`.
    OnbuildTrigger,
    /// An empty `VOLUME` path.
    EmptyVolume,
    /// A `RUN --mount` value that does not hold together.
    InvalidMount,
    /// A heredoc as the destination of `COPY` or `ADD`.
    HeredocDestination,
    /// A heredoc whose delimiter cannot be read.
    InvalidHeredoc,
    /// A heredoc whose terminator never comes.
    UnterminatedHeredoc,
}

/// Collects errors.
#[derive(Default)]
pub(crate) struct Errors(pub(crate) Vec<SyntaxError>);

impl Errors {
    /// Adds an error whose message is the parts put together.
    pub(crate) fn push(&mut self, kind: SyntaxErrorKind, span: Span, message: &[&str]) {
        self.suggest(kind, span, message, None);
    }

    /// Adds an error with the name that was probably meant.
    pub(crate) fn suggest(&mut self, kind: SyntaxErrorKind, span: Span, message: &[&str], suggestion: Option<&'static str>) {
        self.0.push(SyntaxError { kind, span, message: message.concat(), suggestion });
    }
}
