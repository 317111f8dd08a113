//! The case that the keywords of a file are written in: the words are all that is looked at.

use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind, Keyword};
use plimsoll_text::{Edit, Span};

use super::DockerModel;

/// A case of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `from`
    Lower,
    /// `FROM`
    Upper,
}

impl Case {
    /// The case of a word; `None` for a mix.
    #[must_use]
    pub fn of(word: &str) -> Option<Case> {
        [Case::Upper, Case::Lower].into_iter().find(|case| case.holds(word))
    }

    /// Whether a word is written in it.
    #[must_use]
    pub fn holds(self, word: &str) -> bool {
        match self {
            Case::Lower => !word.bytes().any(|b| b.is_ascii_uppercase()),
            Case::Upper => !word.bytes().any(|b| b.is_ascii_lowercase()),
        }
    }

    /// For messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Case::Lower => "lower case",
            Case::Upper => "upper case",
        }
    }

    fn edit(self, span: Span, source: &str) -> Option<Edit> {
        let word = span.of(source);
        let text = match self {
            Case::Lower => word.to_ascii_lowercase(),
            Case::Upper => word.to_ascii_uppercase(),
        };
        (text != word).then_some(Edit { span, text })
    }
}

/// Whether a word may have a small letter, by the bit that tells those from capital ones: asked first, because hardly any has.
#[must_use]
#[inline]
pub fn has_small_letter(word: &str) -> bool {
    word.bytes().fold(0, |all, byte| all | byte) & 0x20 != 0
}

/// The case of most instructions. Words in mixed case have no vote, nor have the ARGs above the first FROM; upper case wins
/// a tie.
///
/// Source: BuildKit's `validateCommandCasing`.
#[must_use]
pub fn majority(model: &DockerModel<'_>) -> Case {
    if model.staged_instructions().iter().all(|instruction| !has_small_letter(&instruction.keyword_text)) {
        return Case::Upper;
    }
    let (mut lower, mut upper) = (0_usize, 0_usize);
    for instruction in model.staged_instructions() {
        match Case::of(&instruction.keyword_text) {
            _ if instruction.keyword == Keyword::Unknown => {}
            Some(Case::Lower) => lower += 1,
            Some(Case::Upper) => upper += 1,
            None => {}
        }
    }
    if lower > upper { Case::Lower } else { Case::Upper }
}

/// What brings an instruction's keyword, and the `AS` of a FROM, into a case.
#[must_use]
pub fn casing_edits(instruction: &Instruction<'_>, case: Case, source: &str) -> Vec<Edit> {
    let as_keyword = match &instruction.kind {
        InstructionKind::From { as_keyword, .. } => *as_keyword,
        _ => None,
    };
    [Some(instruction.keyword_span), as_keyword].into_iter().flatten().filter_map(|span| case.edit(span, source)).collect()
}
