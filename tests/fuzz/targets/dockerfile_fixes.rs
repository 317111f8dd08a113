//! Linting and fixing Dockerfiles with every rule on.
#![no_main]

use plimsoll_core::report::Kind;

libfuzzer_sys::fuzz_target!(|text: &str| plimsoll_tests::promises::keep(Kind::Dockerfile, text));
