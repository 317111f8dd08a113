//! Editing YAML and JSON: what was readable stays so, says what was asked, and nothing else changes.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| plimsoll_tests::promises::keep_in_edits(text));
