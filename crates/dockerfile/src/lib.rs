//! Reads Dockerfiles into a tree whose every token knows its place in the source.
//!
//! The semantics are those of BuildKit (`frontend/dockerfile`): its line parser, its instruction parser and the
//! evaluation of stages, ARG, ENV and `$variables`. What BuildKit lacks is added: byte spans, recovery (a broken line
//! never loses the rest of the file) and all errors at once.
//!
//! It never fails, never panics, never reads files or registries, and never judges style: rules live elsewhere.
//!
//! [`parse`] gives the tree, `expand` expands words, `stages` answers which stage or image a name means.
#![no_std]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

extern crate alloc;

mod error;
mod logical;
mod syntax;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use logical::{Logical, Word};
pub use syntax::{
    ArgDecl, Command, Comment, Directive, DirectiveName, Dockerfile, Flag, HealthcheckForm, Heredoc, Instruction, InstructionKind, Keyword,
    Mount, MountField, MountKind, Pair, Transfer,
};

/// Reads a Dockerfile. It always gives a tree; what is wrong with it is in [`Dockerfile::errors`].
#[must_use]
pub fn parse(source: &str) -> Dockerfile<'_> {
    Dockerfile {
        source,
        escape: '\\',
        directives: alloc::vec::Vec::new(),
        comments: alloc::vec::Vec::new(),
        instructions: alloc::vec::Vec::new(),
        errors: alloc::vec::Vec::new(),
    }
}
