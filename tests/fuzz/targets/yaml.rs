//! Reading YAML and JSON: every span lies where it says.
#![no_main]

#[path = "../../../crates/yaml/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|text: &str| support::check_spans(&plimsoll_yaml::read(text)));
