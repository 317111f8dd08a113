//! What holds for any text at all.

mod support;

use plimsoll_yaml::read;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        support::check_spans(&read(&text));
    }

    #[test]
    fn text_of_yaml_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        support::check_spans(&read(&pieces.concat()));
    }

    #[test]
    fn text_of_json_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(JSON_PIECES), 0..16)) {
        support::check_spans(&read(&(String::from("{") + &pieces.concat())));
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\r",
    " ",
    "\t",
    "- ",
    "-\n",
    "? ",
    "a: ",
    "b:\n",
    "key:",
    ": ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x",
    "<<: ",
    "'",
    "\"",
    "'q'",
    "\"d\\n\"",
    "|\n",
    ">-\n",
    "|2+ # c\n",
    "# c\n",
    " # é",
    "---\n",
    "\n---\n",
    "\n---x",
    "\n--- # c\n",
    "\n...\n",
    "%YAML 1.1\n",
    "%YAML 1.2\n",
    "!!str ",
    "!!binary ",
    "!t ",
    "! ",
    "{{ x }}",
    "{{- if y }}",
    "{% z %}",
    "<%= w %>",
    "{{",
    "}}",
    "yes",
    "010",
    "1e3",
    ".inf",
    "~",
    "null",
    "é",
    "🐳",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "text",
    "- - - ",
];

const JSON_PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"b\":",
    "\"\\u00e9\"",
    "\"\\ud83d\\udc33\"",
    "\"é",
    "\"{{ x }}\"",
    "{{ y }}",
    "1",
    "-0.5e3",
    "01",
    "true",
    "null",
    "nul",
    " ",
    "\n",
    "\n{",
    "\n---\n",
    "a: b\n",
    "# c",
    "'",
    "1e999",
];
