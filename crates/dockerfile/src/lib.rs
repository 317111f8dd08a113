//! Reads Dockerfiles into a tree whose every token knows its place in the source.
//!
//! The semantics are those of BuildKit (`frontend/dockerfile`): its line parser, its instruction parser and the
//! evaluation of stages, ARG, ENV and `$variables`. What BuildKit lacks is added: byte spans, recovery (a broken line
//! never loses the rest of the file) and all errors at once.
//!
//! It never fails, never panics, never reads files or registries, and never judges style: rules live elsewhere.
//!
//! [`parse`] gives the tree, [`expand`] expands words, [`stages`] answers which stage or image a name means.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;

mod directive;
mod error;
pub mod expand;
mod flags;
mod glob;
mod heredoc;
mod instruction;
mod json;
mod logical;
mod mount;
mod parse;
pub mod stages;
mod suggest;
mod syntax;
mod values;
mod words;

pub use directive::{Syntax, detect_syntax};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use heredoc::{HeredocWord, heredoc_word};
pub use instruction::is_stage_name;
pub use logical::{Logical, Word};
pub use parse::parse;
pub use syntax::{
    ArgDecl, Check, Command, Comment, Directive, DirectiveName, Dockerfile, Flag, HealthcheckForm, Heredoc, Instruction, InstructionKind,
    Keyword, Mount, MountField, MountKind, Pair, Transfer,
};
