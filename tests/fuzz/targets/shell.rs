//! Reading shell text: every span lies where it says, and everything refers to what is there.
#![no_main]

#[path = "../../../crates/shell/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|text: &str| support::check(text));
