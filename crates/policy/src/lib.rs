//! Policy files: what `plimsoll.yaml` says, as typed values, and the decisions of admission by it.
//!
//! Which images match is the core's matter (`plimsoll_core::policy`), so that every surface decides the same. This crate reads and
//! writes texts; it never touches a file, a clock or a network.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

pub mod admission;
mod broad;
mod file;
pub mod generate;
#[cfg(feature = "yaml")]
pub mod import;
mod pattern;
mod pods;
mod policy;
mod read;
pub mod scene;
#[cfg(feature = "lint")]
mod schema;
mod settings;
pub mod wire;

pub use admission::{Admission, NotAReview, admit, admit_value, decide_request};
pub use plimsoll_core::Date;
pub use plimsoll_core::policy::ImagePolicy;
pub use policy::{FailOn, Policy, RuleSetting};
pub use read::FileError;
#[cfg(feature = "lint")]
pub use schema::schema;
pub use settings::Settings;
