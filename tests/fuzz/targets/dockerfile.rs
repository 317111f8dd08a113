//! Reading Dockerfiles: every span lies where it says, and the text is put together again from them.
#![no_main]

#[path = "../../../crates/dockerfile/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|text: &str| support::everything(text));
