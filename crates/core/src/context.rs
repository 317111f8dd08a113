//! What every rule may ask besides its own scope.

use crate::Date;
use crate::model::ImageUse;
use crate::options::Options;

/// The file a rule looks at, and how to judge it.
#[derive(Debug)]
pub struct Context<'a> {
    /// The text of the file; spans refer to it.
    pub source: &'a str,
    /// How to judge.
    pub options: &'a Options,
    /// Every image the file uses.
    pub images: &'a [ImageUse<'a>],
}

impl Context<'_> {
    /// The date at which end of life is judged.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.options.as_of
    }
}
