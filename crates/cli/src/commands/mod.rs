//! One module per command.

pub(crate) mod explain;
pub(crate) mod lint;
pub(crate) mod rules;
