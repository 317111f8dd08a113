//! Base-image facts.
#![no_std]

mod date;

pub use date::Date;
