//! The vocabulary that every parser and rule shares: byte spans, line / UTF-16 positions, text edits.
//!
//! It never reads files and never interprets what the text means.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;

mod edit;
mod find;
mod float;
mod lines;
mod sort;
mod span;

pub use edit::{Edit, EditError, apply};
pub use find::{find_all, find_any, find_byte, has_any, has_word, lines_with_first, split_byte};
pub use float::{Shortest, float_text, read_float, shortest, shortest_f32};
pub use lines::{LineIndex, Position};
pub use sort::{sort_by, sort_by_key};
pub use span::Span;
