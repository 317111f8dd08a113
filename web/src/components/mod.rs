//! The parts of the page that show the report. Each gets what it shows and tells what was chosen; none holds state of the page.

pub(crate) mod findings;
pub(crate) mod score;
