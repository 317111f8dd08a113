//! The labels that images are to have: a schema of names and what their values are.
//!
//! The rules that hold a file against it come with the feature `label-schema`. The kinds of values are those of hadolint's
//! `label-schema`; it looks at a value's form alone, never at what it names.

use alloc::string::String;
use alloc::vec::Vec;

/// What a label's value is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelType {
    /// Any text.
    Text,
    /// A URI with a scheme (RFC 3986).
    Url,
    /// A date and time (RFC 3339).
    Rfc3339,
    /// A version as of semver.org.
    Semver,
    /// The hash of a git commit, whole or short.
    Hash,
    /// An SPDX license expression.
    Spdx,
    /// The address of a mailbox (RFC 5322).
    Email,
}

impl LabelType {
    /// All types with their names.
    pub const NAMES: [(&'static str, LabelType); 7] = [
        ("text", LabelType::Text),
        ("url", LabelType::Url),
        ("rfc3339", LabelType::Rfc3339),
        ("semver", LabelType::Semver),
        ("hash", LabelType::Hash),
        ("spdx", LabelType::Spdx),
        ("email", LabelType::Email),
    ];

    /// The type of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<LabelType> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
    }
}

/// The labels that images are to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSchema {
    /// Names and types; of several entries for a name the first counts.
    pub labels: Vec<(String, LabelType)>,
    /// Whether no other labels may be there.
    pub strict: bool,
}

impl LabelSchema {
    /// The type of a label.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<LabelType> {
        self.labels.iter().find(|(known, _)| known == name).map(|(_, label)| *label)
    }
}

#[cfg(feature = "label-schema")]
pub(crate) use checks::{check_values, labels};

#[cfg(feature = "label-schema")]
mod checks {
    //! Labels as a file has them, held against a schema.

    use alloc::string::String;

    use plimsoll_dockerfile::{Instruction, InstructionKind, Pair};

    use super::LabelType;
    use super::values::is_valid;
    use crate::context::Context;
    use crate::docker_edit::unquoted;
    use crate::findings::Findings;
    use crate::model::DockerModel;

    /// A label that an instruction sets, `ONBUILD LABEL` included.
    pub(crate) struct Label<'m> {
        /// Its name without quotes.
        pub(crate) name: &'m str,
        /// Its value without quotes; `None` where a variable leaves it open.
        pub(crate) value: Option<&'m str>,
        /// Where it stands.
        pub(crate) pair: &'m Pair<'m>,
    }

    /// The labels of an instruction.
    pub(crate) fn labels<'m>(instruction: &'m Instruction<'m>) -> impl Iterator<Item = Label<'m>> {
        let pairs: &[Pair<'m>] = match &instruction.effective().kind {
            InstructionKind::Label(pairs) => pairs,
            _ => &[],
        };
        pairs.iter().map(|pair| {
            let value = pair.value.as_ref().map_or("", |value| unquoted(&value.text));
            Label { name: unquoted(&pair.key.text), value: (!value.contains('$')).then_some(value), pair }
        })
    }

    /// Reports the values of labels of type `wanted` that are not of that form. An empty value is another rule's matter.
    pub(crate) fn check_values(
        wanted: LabelType,
        model: &DockerModel<'_>,
        cx: &Context<'_>,
        out: &mut Findings<'_>,
        message: fn(&str) -> String,
    ) {
        let schema = &cx.options.labels;
        if schema.labels.iter().all(|(_, label)| *label != wanted) {
            return;
        }
        for label in model.file.instructions.iter().flat_map(labels) {
            let wrong = label.value.filter(|value| !value.is_empty() && !is_valid(wanted, value));
            if wrong.is_some() && schema.of(label.name) == Some(wanted) {
                out.report(label.pair.value.as_ref().map_or(label.pair.span, |value| value.span), message(label.name));
            }
        }
    }
}

#[cfg(feature = "label-schema")]
mod values;
