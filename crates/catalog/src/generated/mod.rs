//! The tables made from `data/`. They hold facts and no code; the modules beside this one read them.

#[rustfmt::skip]
pub(crate) mod distroless;
#[rustfmt::skip]
pub(crate) mod eol;
#[rustfmt::skip]
pub(crate) mod footprint;
#[rustfmt::skip]
pub(crate) mod names;
#[rustfmt::skip]
pub(crate) mod official;
#[rustfmt::skip]
pub(crate) mod replacements;
#[rustfmt::skip]
pub(crate) mod sources;
