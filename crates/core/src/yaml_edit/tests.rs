use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, apply};
use plimsoll_yaml::{Node, read};

use super::{New, add_item, remove, remove_item, set};

/// Applies the edit to the text; what comes out must be readable.
fn edited(source: &str, edit: impl Fn(&str, &Node<'_>) -> Option<Vec<Edit>>) -> Option<String> {
    let stream = read(source);
    assert!(stream.errors.is_empty(), "{:?}", stream.errors);
    let root = stream.documents[0].root.as_ref().unwrap();
    let text = apply(source, &edit(source, root)?).unwrap();
    let again = read(&text);
    assert!(again.errors.is_empty() && again.documents[0].duplicates.is_empty(), "{text}\n{:?}", again.errors);
    Some(text)
}

fn set_at(source: &str, path: &[&str], new: New<'_>, before: &str) -> Option<String> {
    edited(source, |source, root| set(source, root, path, new, before))
}

fn deny(source: &str) -> Option<String> {
    set_at(source, &["sec", "allow"], New::Bool(false), "")
}

#[test]
fn a_block_map_gets_an_entry_at_its_end() {
    assert_eq!(deny("a: 1\n").as_deref(), Some("a: 1\nsec:\n  allow: false\n"));
    assert_eq!(deny("a: 1").as_deref(), Some("a: 1\nsec:\n  allow: false"));
    assert_eq!(deny("sec:\n    b: 1 # why\n\n# end\n").as_deref(), Some("sec:\n    b: 1 # why\n    allow: false\n\n# end\n"));
    assert_eq!(deny("sec:\r\n  b: 1\r\nc: 2\r\n").as_deref(), Some("sec:\r\n  b: 1\r\n  allow: false\r\nc: 2\r\n"));
}

#[test]
fn what_is_there_is_replaced() {
    assert_eq!(deny("sec:\n  allow: yes # hm\n").as_deref(), Some("sec:\n  allow: false # hm\n"));
    assert_eq!(deny("sec: {allow: true, b: 1}\n").as_deref(), Some("sec: {allow: false, b: 1}\n"));
    assert_eq!(deny("sec:\n  allow:\n").as_deref(), Some("sec:\n  allow: false\n"));
    assert_eq!(deny("sec:\n  allow: # later\n").as_deref(), Some("sec:\n  allow: false # later\n"));
    assert_eq!(deny("sec: {allow: }\n").as_deref(), Some("sec: {allow: false }\n"));
    assert_eq!(deny("sec: {allow: ~}\n").as_deref(), Some("sec: {allow: false}\n"));
}

#[test]
fn null_becomes_a_map() {
    assert_eq!(deny("sec:\nb: 1\n").as_deref(), Some("sec:\n  allow: false\nb: 1\n"));
    assert_eq!(deny("sec: # none\nb: 1\n").as_deref(), Some("sec: # none\n  allow: false\nb: 1\n"));
    assert_eq!(deny("sec: null\nb: 1\n").as_deref(), Some("sec:\n  allow: false\nb: 1\n"));
    assert_eq!(deny("sec: ~ # none\nb: 1\n").as_deref(), Some("sec: # none\n  allow: false\nb: 1\n"));
    assert_eq!(deny("#\n{a: 1, sec: }\n").as_deref(), Some("#\n{a: 1, sec: {allow: false} }\n"));
}

#[test]
fn flow_maps_stay_flow() {
    assert_eq!(deny("sec: {}\n").as_deref(), Some("sec: {allow: false}\n"));
    assert_eq!(deny("sec: {a: 1}\n").as_deref(), Some("sec: {a: 1, allow: false}\n"));
    assert_eq!(deny("sec: {a: 1,}\n").as_deref(), Some("sec: {a: 1, allow: false,}\n"));
    assert_eq!(deny("#\n{a: b}\n").as_deref(), Some("#\n{a: b, sec: {allow: false}}\n"));
    assert_eq!(deny("#\n{a: 1, b: }\n"), None, "a comma would become a part of the key");
    assert_eq!(deny("sec: {\n  a: 1 # one\n}\n"), None, "a comment stands behind the last entry");
}

#[test]
fn json_keeps_its_quotes_and_lines() {
    assert_eq!(deny(r#"{"a": 1}"#).as_deref(), Some(r#"{"a": 1, "sec": {"allow": false}}"#));
    assert_eq!(deny(r#"{"a": 1, "sec": {}}"#).as_deref(), Some(r#"{"a": 1, "sec": {"allow": false}}"#));
    assert_eq!(deny("{\n  \"a\": 1\n}\n").as_deref(), Some("{\n  \"a\": 1,\n  \"sec\": {\"allow\": false}\n}\n"));
    let word = set_at(r#"{"sec": {"a": null}}"#, &["sec", "a"], New::ListOf("ALL"), "");
    assert_eq!(word.as_deref(), Some(r#"{"sec": {"a": ["ALL"]}}"#));
}

#[test]
fn list_items_indent_behind_their_dash() {
    let item = |source: &str| {
        edited(source, |source, root| set(source, &root.get("l").unwrap().items()[0], &["sec", "allow"], New::Bool(false), ""))
    };
    assert_eq!(
        item("l:\n- name: a\n  image: b\n- name: c\n").as_deref(),
        Some("l:\n- name: a\n  image: b\n  sec:\n    allow: false\n- name: c\n")
    );
    assert_eq!(item("l:\n  - name: a").as_deref(), Some("l:\n  - name: a\n    sec:\n      allow: false"));
    assert_eq!(
        item("l:\n  -\n    name: a\n    run: |\n      x\n      y\nb: 1\n").as_deref(),
        Some("l:\n  -\n    name: a\n    run: |\n      x\n      y\n    sec:\n      allow: false\nb: 1\n")
    );
    assert_eq!(item("l:\n  - name: a\n    run: |+\n      x\n\n"), None, "the blank lines belong to the text");
    assert_eq!(
        item("l:\n- name: a\n  args:\n  - x\n  - [y,\n     z]\n").as_deref(),
        Some("l:\n- name: a\n  args:\n  - x\n  - [y,\n     z]\n  sec:\n    allow: false\n")
    );
}

#[test]
fn an_entry_can_go_above_another() {
    let above = |source: &str| set_at(source, &["on"], New::Bool(true), "list");
    assert_eq!(above("a: 1\n# the list\nlist:\n- x\n").as_deref(), Some("a: 1\non: true\n# the list\nlist:\n- x\n"));
    assert_eq!(above("b:\n  list: 1\n").as_deref(), Some("b:\n  list: 1\non: true\n"));
    let nested = set_at("a: 1\nlist:\n- x\n", &["p", "q", "r"], New::Word("Z"), "list");
    assert_eq!(nested.as_deref(), Some("a: 1\np:\n  q:\n    r: Z\nlist:\n- x\n"));
}

#[test]
fn shared_text_and_merge_keys_are_left_alone() {
    assert_eq!(deny("sec: &s {a: 1}\nb: *s\n"), None);
    assert_eq!(deny("b: &s {a: 1}\nsec: *s\n"), None);
    assert_eq!(deny("b: &s {a: 1}\nsec:\n  <<: *s\n  c: 1\n"), None);
    assert_eq!(deny("sec: text\n"), None, "a wrong type");
}

#[test]
fn entries_go_with_their_lines() {
    let gone = |source: &str| edited(source, |source, root| remove(source, root, "x"));
    assert_eq!(gone("a: 1\nx: 2 # why\nb: 3\n").as_deref(), Some("a: 1\nb: 3\n"));
    assert_eq!(gone("a: 1\nx:\n  - 2\n  - 3\n").as_deref(), Some("a: 1\n"));
    assert_eq!(gone("a: 1\nx: 2").as_deref(), Some("a: 1\n"));
    assert_eq!(gone("a: 1\r\nx: 2\r\nb: 3").as_deref(), Some("a: 1\r\nb: 3"));
    assert_eq!(gone("#\n{a: 1, x: 2, b: 3}").as_deref(), Some("#\n{a: 1, b: 3}"));
    assert_eq!(gone("#\n{a: 1, x: 2}").as_deref(), Some("#\n{a: 1}"));
    assert_eq!(gone("x: 1\n"), None, "the last entry");
    assert_eq!(gone("a: |\n  1\nx: 2\n    \n").as_deref(), Some("a: |\n  1\n"), "a line of blanks would be one of the text");
    assert_eq!(gone("x: 1\ra: 2\nb: 3\n"), None, "a line that a carriage return alone ends");
    let first = edited("l:\n- x: 1\n  y: 2\n", |source, root| remove(source, &root.get("l").unwrap().items()[0], "x"));
    assert_eq!(first.as_deref(), Some("l:\n- y: 2\n"));
}

#[test]
fn items_come_and_go() {
    let gone = |source: &str, index| edited(source, |source, root| remove_item(source, root.get("l").unwrap(), index));
    assert_eq!(gone("l:\n- a\n- b # why\n- c\n", 1).as_deref(), Some("l:\n- a\n- c\n"));
    assert_eq!(gone("l: [a, b, c]\n", 0).as_deref(), Some("l: [b, c]\n"));
    assert_eq!(gone("l: [a, b]\n", 1).as_deref(), Some("l: [a]\n"));
    assert_eq!(gone("l: [a]\n", 0), None);
    let more = |source: &str| edited(source, |source, root| add_item(source, root.get("l").unwrap(), "ALL"));
    assert_eq!(more("l: []\n").as_deref(), Some("l: [ALL]\n"));
    assert_eq!(more("l: [a]\n").as_deref(), Some("l: [a, ALL]\n"));
    assert_eq!(more("l:\n  - a # first\nb: 1\n").as_deref(), Some("l:\n  - a # first\n  - ALL\nb: 1\n"));
    assert_eq!(more("{\"l\": [\n  \"a\"\n]}").as_deref(), Some("{\"l\": [\n  \"a\",\n  \"ALL\"\n]}"));
}

#[test]
fn what_other_places_refer_to_stays() {
    let gone = |source: &str| edited(source, |source, root| remove(source, root, "x"));
    assert_eq!(gone("a: 1\nx:\n  name: &n app\nb: *n\n"), None, "the anchor is used below");
    assert_eq!(gone("a: 1\nx:\n  name: &n app\nb: 2\n").as_deref(), Some("a: 1\nb: 2\n"));
    let merging = "a: &n {x: 1}\nb:\n  <<: *n\n  y: 1\n  x: 2\n";
    assert_eq!(edited(merging, |source, root| remove(source, root.get("b").unwrap(), "x")), None, "the merged entry would count then");
    assert_eq!(edited("l:\n- a\n- {b: &n 1}\nm: *n\n", |source, root| remove_item(source, root.get("l").unwrap(), 1)), None);
}

#[test]
fn a_text_that_ends_with_the_file_gets_no_line_break() {
    assert_eq!(deny("run: |\n  x"), None);
    assert_eq!(deny("run: |\n  x\n    "), None, "the last line's blanks are text");
    assert_eq!(deny("run: >-\n  x\n\n   \nb:\n").as_deref(), Some("run: >-\n  x\n\n   \nb:\nsec:\n  allow: false\n"));
    assert_eq!(deny("run: |\n  x\n\n").as_deref(), Some("run: |\n  x\nsec:\n  allow: false\n\n"));
    assert_eq!(edited("l:\n- |\n  x", |source, root| add_item(source, root.get("l").unwrap(), "y")), None);
}

#[test]
fn anchors_and_tags_stay_with_what_they_stand_before() {
    let tool = |source: &str| set_at(source, &["tool"], New::ListOf("x"), "");
    for source in [
        "tool: &name\n",
        "tool: &name # why\nb: 1\n",
        "tool: !!null\n",
        "tool: !!str &name\n",
        "tool:\n  &name\nb: 1\n",
        "tool: # why\n  !!str\nb: 1\n",
        "#\n{tool: &name, b: 1}\n",
        "#\n{tool: !!str }\n",
        "tool: !!str 5\n",
        "tool: !!null null\n",
    ] {
        assert_eq!(tool(source), None, "{source}");
    }
    assert_eq!(tool("tool: &name 5\n").as_deref(), Some("tool: &name [x]\n"));
    assert_eq!(tool("tool: &name null\n").as_deref(), Some("tool: &name [x]\n"));
    assert_eq!(deny("sec: &name\nb: 1\n"), None);
    assert_eq!(deny("sec: # why\n  null\n"), None);
    assert_eq!(deny("b:\n  &name\n"), None, "the anchor would come behind the new entry");
    assert_eq!(deny("b: &name\n").as_deref(), Some("b: &name\nsec:\n  allow: false\n"));
}

#[test]
fn what_goes_leaves_no_anchor_or_tag_behind() {
    let without = |source: &str, key: &str| edited(source, |source, root| remove(source, root, key));
    assert_eq!(without("- x\n", "a"), None);
    assert_eq!(without("a: &name\nb: 1\n", "a"), None);
    assert_eq!(without("&key a: 1\nb: *key\n", "a"), None);
    assert_eq!(without("!!str a: 1\nb: 2\n", "a"), None);
    assert_eq!(without("#\n{!!str a: 1, b: 2}\n", "a"), None);
    assert_eq!(without("#\n{a: 1, b: 2}\n", "a").as_deref(), Some("#\n{b: 2}\n"));
    let item = |source: &str, at: usize| edited(source, |source, root| remove_item(source, &root.entries()[0].value, at));
    assert_eq!(item("l: [!!str 1, 2]\n", 0), None);
    assert_eq!(item("l: [&name 1, 2]\n", 0), None);
    assert_eq!(item("l: [ # one\n  1, 2]\n", 0).as_deref(), Some("l: [ # one\n  2]\n"));
    assert_eq!(item("l:\n- !!str 1\n- 2\n", 0), None);
    let more = |source: &str| edited(source, |source, root| add_item(source, &root.entries()[0].value, "x"));
    assert_eq!(more("l: [a, &name ]\n"), None);
    assert_eq!(more("l:\n- a\n- &name\n"), None);
    assert_eq!(more("l:\n- a\n-\n  &name\n"), None);
}

#[test]
fn what_goes_leaves_no_mark_and_feeds_no_text() {
    let gone = |source: &str| edited(source, |source, root| remove(source, root, "b"));
    assert_eq!(gone("a: 1\n? b\n: 2\n"), None, "the mark of the key would stay");
    assert_eq!(gone("a: 1\n?\n  # why\n  b\n: 2\n"), None);
    assert_eq!(gone("a: 1\r?\r  b\n: 2\n"), None);
    assert_eq!(gone("b: 1\n\u{feff}a: 2\n"), None, "the mark would begin the text");
    assert_eq!(gone("{b: 1, \"a\": 2, c: 3}\n"), None, "the rest would begin as JSON does");
    assert_eq!(gone("{\"b\": 1, \"a\": 2}\n").as_deref(), Some("{\"a\": 2}\n"));
    assert_eq!(gone("a: |\n  x\nb: 2\n  # why\n"), None, "the comment would become text");
    assert_eq!(gone("a: |+\n  x\nb: 2\n\nc: 3\n"), None, "the empty line would become text");
    assert_eq!(gone("a: |\n  x\nb: 2\n\nc: 3\n").as_deref(), Some("a: |\n  x\n\nc: 3\n"));
    assert_eq!(gone("a: 1 # why? that is why\nb: 2\n  # why\n").as_deref(), Some("a: 1 # why? that is why\n  # why\n"));
    assert_eq!(edited("- >\n  x\n- 2\n  # why\n", |source, root| remove_item(source, root, 1)), None);
}

#[test]
fn braces_close_no_template() {
    assert_eq!(deny("a: \"{{\"\nsec: {b: 1}\n").as_deref(), Some("a: \"{{\"\nsec: {b: 1, allow: false}\n"));
    assert_eq!(deny("a: \"{{\"\n#\nsec: {allow: {}}\n").as_deref(), Some("a: \"{{\"\n#\nsec: {allow: false}\n"));
    let nested = |source: &str| set_at(source, &["top", "sec", "allow"], New::Bool(false), "");
    assert_eq!(nested("a: \"{{\"\ntop: {b: 1}\n"), None, "what is between the braces would be a template");
    assert_eq!(nested("a: \"{{ b }}\"\ntop: {b: 1}\n").as_deref(), Some("a: \"{{ b }}\"\ntop: {b: 1, sec: {allow: false}}\n"));
}

#[test]
fn lines_that_begin_with_a_tab_are_left_alone() {
    let tool = |source: &str| set_at(source, &["a"], New::ListOf("x"), "");
    assert_eq!(tool("a: 1\n  \t\n"), None, "behind a list the tab is an error");
    assert_eq!(tool("a: 1\n\n").as_deref(), Some("a: [x]\n\n"));
    assert_eq!(deny("a: 1\n  \t\n"), None);
}
