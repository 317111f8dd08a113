//! A reader of POSIX shell text (with the common bash and ash extensions) that keeps byte spans and never fails.
//!
//! [`parse`] gives a [`Script`]: every simple command in source order, with the pipelines, lists and compound
//! commands they stand in. [`SimpleCommand::effective`] looks behind `sudo`, `env` and the like,
//! [`packages`] knows the command lines of the package managers, [`InlineScript`] reads `sh -c '…'`.
//!
//! It never runs or expands anything, never looks at files, and never panics: whatever is wrong in the text
//! becomes an entry of [`Script::errors`] next to the best tree that could be made.
#![no_std]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

extern crate alloc;

mod effective;
mod inline;
pub mod options;
pub mod packages;
mod parser;
mod script;
mod word;

pub use effective::{Effective, Wrapper, base_name};
pub use inline::{InlineScript, inline_script};
pub use plimsoll_text::Span;
pub use script::{
    Arm, Assignment, Compound, CompoundKind, Connector, Context, ErrorKind, HereDoc, List, ListParent, ListRole, Pipeline, Redirect,
    RedirectOp, Script, ShellError, SimpleCommand, Stage, Stages,
};
pub use word::{Expansion, ExpansionKind, Word};

/// Reads a shell text. Total: every string gives a script. Time is linear in the length of the text.
///
/// Nesting deeper than 64 levels and more than 2^18 commands are not looked into: the rest is left opaque and
/// [`Script::errors`] says so.
#[must_use]
pub fn parse(text: &str) -> Script<'_> {
    parser::parse(text)
}

/// The one command of an exec-form array (`["apt-get", "install"]`), in the shape of a script that has nothing else.
/// Each argument is its decoded text with the span of the (quoted) JSON string it comes from.
/// No shell is involved, so quotes, `$` and `*` in the arguments are plain characters.
#[must_use]
pub fn exec<'a>(argv: &[(&'a str, Span)]) -> Script<'a> {
    script::exec(argv)
}
