//! Dockerfiles and Kubernetes manifests in, a report out: findings with places and fixes, an explained score, smaller base
//! images.
//!
//! Four hops: text is parsed (`plimsoll-dockerfile`, `plimsoll-yaml`), the [`model`] says what it means, [`rules`] say what
//! is wrong with it, and the report is what every surface shows. Pure functions: no I/O, no clock (the date is an
//! argument), no randomness, no state. The same input gives the same bytes.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

extern crate alloc;

pub mod apiserver_flags;
mod assemble;
pub mod bundle;
pub mod context;
pub mod detect;
pub mod docker_edit;
mod dockerfile;
pub mod dockerignore;
mod expansion;
pub mod findings;
mod fixes;
mod foreign;
mod harden;
mod ignores;
mod kubernetes;
pub mod kubesec;
pub mod labels;
pub mod leaks;
pub mod limits;
mod lint;
pub mod model;
pub mod nearest;
mod options;
pub mod pod_security;
pub mod policy;
mod rbac;
pub mod repeated;
pub mod rule;
pub mod rules;
mod schema;
pub mod score;
pub mod secrets;
pub mod shell_edit;
mod standards;
mod suggest;
pub mod unpinned;
pub mod webhooks;
pub mod yaml_edit;

pub use fixes::{FixResult, FixedFile, Select, SkipReason, Skipped, apply_fixes};
pub use ignores::ignore_edit;
pub use lint::{Analysed, Analysis, Outcome, analyse, finish, lint, lint_file, merge, relate, suggest_image, too_large};
pub use options::{Build, Options, SourceFile, Vendor};
pub use plimsoll_catalog::Date;
pub use plimsoll_report as report;
pub use plimsoll_report::RULE_PAGES;
pub use plimsoll_text as text;

/// The version of the program and of its rule set: they move together.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
