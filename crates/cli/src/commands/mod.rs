//! One module per command.

pub(crate) mod admit;
pub(crate) mod explain;
pub(crate) mod lint;
pub(crate) mod policy;
pub(crate) mod rules;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod shell;
pub(crate) mod suggest;
