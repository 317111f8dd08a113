//! Expanding `$variables`: with every setting, whatever the word, the result stays within its bound.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use plimsoll_dockerfile::expand::Lexer;

/// What a result may be longer than its word.
const GROWTH: usize = 17 * 1024;

fuzz_target!(|input: (u8, BTreeMap<String, String>, String)| {
    let (settings, env, word) = input;
    let set = |bit: u8| settings & (1 << bit) != 0;
    let lexer = Lexer {
        escape: if set(0) { '`' } else { '\\' },
        raw_quotes: set(1),
        raw_escapes: set(2),
        ignore_quotes: set(3),
        keep_unset: set(4),
    };
    for lexer in [lexer, Lexer::new('\\'), Lexer::heredoc_body()] {
        if let Ok(expanded) = lexer.process_word(&word, &env) {
            assert!(expanded.text.len() <= word.len() + GROWTH, "{} bytes of {word:?}", expanded.text.len());
            assert!(expanded.matched.is_sorted() && expanded.unmatched.is_sorted());
            assert!(expanded.matched.iter().all(|name| env.contains_key(*name)), "{expanded:?}");
            assert!(expanded.unmatched.iter().all(|name| !env.contains_key(*name)), "{expanded:?}");
        }
        for split in lexer.process_words(&word, &env).unwrap_or_default() {
            assert!(word.get(split.span.start..split.span.end).is_some(), "{:?} does not fit {word:?}", split.span);
        }
    }
});
