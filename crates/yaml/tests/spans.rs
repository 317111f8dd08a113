//! Spans are exactly the text of a token, in any style, with any line end, behind any character.

mod support;

use plimsoll_yaml::{Node, Style, read};

const TEXT: &str = "\
# ñ first
plain: two words  # ñ behind
'single': 'it''s'
\"dóuble\": \"tab\\t🐳\"
multi: one
  two
quoted: \"one

  two\"
literal: |  # not text
  líne one

  line two

folded: >-
    folded
keep: |+
  kept

empty literal: |
list:
- ünindented
- - nested
  - -1
map:
  key: [a, {b: c}, 'd' ]
alias: &x  !!str  tagged
again: *x
flow: {k: \"v\", n: }
nothing:
nulls:
  -
  - ~
last: |
  end";

/// The style and text of every node below, keys included.
fn tokens<'a>(node: &Node<'_>, source: &'a str, out: &mut Vec<(Style, &'a str)>) {
    out.push((node.style, node.span.of(source)));
    for item in node.items() {
        tokens(item, source, out);
    }
    for entry in node.entries() {
        out.push((Style::Plain, entry.key_span.of(source)));
        tokens(&entry.value, source, out);
    }
}

fn expected() -> Vec<(Style, &'static str)> {
    use Style::{Block, Double, Flow, Folded, Literal, Plain, Single};
    vec![
        (Plain, "plain"),
        (Plain, "two words"),
        (Plain, "'single'"),
        (Single, "'it''s'"),
        (Plain, "\"dóuble\""),
        (Double, "\"tab\\t🐳\""),
        (Plain, "multi"),
        (Plain, "one\n  two"),
        (Plain, "quoted"),
        (Double, "\"one\n\n  two\""),
        (Plain, "literal"),
        (Literal, "|  # not text\n  líne one\n\n  line two"),
        (Plain, "folded"),
        (Folded, ">-\n    folded"),
        (Plain, "keep"),
        (Literal, "|+\n  kept"),
        (Plain, "empty literal"),
        (Literal, "|"),
        (Plain, "list"),
        (Block, "- ünindented\n- - nested\n  - -1"),
        (Plain, "ünindented"),
        (Block, "- nested\n  - -1"),
        (Plain, "nested"),
        (Plain, "-1"),
        (Plain, "map"),
        (Block, "key: [a, {b: c}, 'd' ]"),
        (Plain, "key"),
        (Flow, "[a, {b: c}, 'd' ]"),
        (Plain, "a"),
        (Flow, "{b: c}"),
        (Plain, "b"),
        (Plain, "c"),
        (Single, "'d'"),
        (Plain, "alias"),
        (Plain, "tagged"),
        (Plain, "again"),
        (Plain, "*x"),
        (Plain, "flow"),
        (Flow, "{k: \"v\", n: }"),
        (Plain, "k"),
        (Double, "\"v\""),
        (Plain, "n"),
        (Plain, ""),
        (Plain, "nothing"),
        (Plain, ""),
        (Plain, "nulls"),
        (Block, "-\n  - ~"),
        (Plain, ""),
        (Plain, "~"),
        (Plain, "last"),
        (Literal, "|\n  end"),
    ]
}

fn check(source: &str, line_end: &str) {
    let stream = read(source);
    support::check_spans(&stream);
    assert_eq!(stream.errors, []);
    let root = stream.documents[0].root.as_ref().expect("a document");
    let mut found = Vec::new();
    tokens(root, source, &mut found);
    let found: Vec<_> = found.into_iter().map(|(style, text)| (style, text.replace(line_end, "\n"))).collect();
    assert_eq!(found[0].0, Style::Block);
    assert!(found[0].1.starts_with("plain: two") && found[0].1.ends_with("  end"));
    let expected: Vec<_> = expected().into_iter().map(|(style, text)| (style, text.to_string())).collect();
    for (found, expected) in found[1..].iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len() + 1);
    let comments: Vec<_> = stream.comments.iter().map(|c| (c.span.of(source), c.own_line)).collect();
    assert_eq!(comments, [("# ñ first", true), ("# ñ behind", false), ("# not text", false)]);
}

#[test]
fn every_token_is_exactly_its_text() {
    check(TEXT, "\n");
    check(&TEXT.replace('\n', "\r\n"), "\r\n");
    check(&format!("\u{feff}{TEXT}"), "\n");
    check(&format!("é: ñ\n---\n{TEXT}").split_off("é: ñ\n".len()), "\n");
    check(&format!("{TEXT}\n...\n"), "\n");
}

#[test]
fn missing_values_stand_behind_the_colon() {
    let source = "a:\nb : # x\nc: {d:  , e}\n? f\n";
    let stream = read(source);
    let root = stream.documents[0].root.as_ref().expect("a document");
    let at = |path: &[&str]| root.path(path).map(|n| (n.is_null(), n.span.start, n.span.len()));
    assert_eq!(at(&["a"]), Some((true, 2, 0)));
    assert_eq!(at(&["b"]), Some((true, 6, 0)));
    assert_eq!(at(&["c", "d"]), Some((true, 17, 0)));
    assert!(root.path(&["c", "e"]).is_some_and(Node::is_null));
    assert!(root.get("f").is_some_and(Node::is_null));
}

#[test]
fn json_tokens_are_exactly_their_text() {
    let source = " {\"ké\" : [ -1.5e3 , \"\\u00e9🐳\" , true , null , { } ] }\n{}";
    let stream = read(source);
    support::check_spans(&stream);
    let mut found = Vec::new();
    for document in &stream.documents {
        tokens(document.root.as_ref().expect("a document"), source, &mut found);
    }
    use Style::{Double, Flow, Plain};
    let list = "[ -1.5e3 , \"\\u00e9🐳\" , true , null , { } ]";
    let expected = [
        (Flow, source[1..].trim_end_matches("\n{}")),
        (Plain, "\"ké\""),
        (Flow, list),
        (Plain, "-1.5e3"),
        (Double, "\"\\u00e9🐳\""),
        (Plain, "true"),
        (Plain, "null"),
        (Flow, "{ }"),
        (Flow, "{}"),
    ];
    assert_eq!(found, expected);
}
