//! What comes out of YAML and JSON texts: values, documents, errors, templates.

mod support;

use plimsoll_yaml::{Document, ErrorKind, Format, Node, Span, Stream, Value, read};
use serde_json::json;

/// Reads a text and checks the promises about spans.
fn checked(source: &str) -> Stream<'_> {
    let stream = read(source);
    support::check_spans(&stream);
    stream
}

fn values(stream: &Stream<'_>) -> Vec<serde_json::Value> {
    stream.documents.iter().map(|d| d.root.as_ref().map_or(json!("(nothing)"), support::json)).collect()
}

/// The only document of a text without errors.
fn value(source: &str) -> serde_json::Value {
    let stream = checked(source);
    assert_eq!(stream.errors, [], "{source}");
    let values = values(&stream);
    assert_eq!(values.len(), 1, "{source}");
    values.into_iter().next().unwrap_or_default()
}

fn errors<'a>(stream: &Stream<'a>) -> Vec<(ErrorKind, &'a str)> {
    stream.errors.iter().map(|e| (e.kind, e.span.of(stream.source))).collect()
}

fn flags(document: &Document<'_>) -> (bool, bool, bool, bool) {
    (document.valid, document.complete, document.template, document.dropped)
}

#[test]
fn plain_scalars_have_yaml_1_1_types_and_quoted_ones_are_strings() {
    let text = "a: yes\nb: 'yes'\nc: \"010\"\nd: 010\ne: |\n  1\nf: 1e3\ng: ~\nh:\ni: 1:30\nj: 1.20\nk: >-\n  true\nl: 0o10\n";
    let expected = json!({"a": true, "b": "yes", "c": "010", "d": 8, "e": "1\n", "f": 1000, "g": null, "h": null, "i": "1:30",
        "j": 1.2, "k": "true", "l": 8});
    assert_eq!(value(text), expected);
    assert_eq!(
        value("[0x1F, 0b11, +5, 1_000, -0o7, 08, .5, 2001-01-01, 50%, =, nO]"),
        json!([31, 3, 5, 1000, -7, 8, 0.5, "2001-01-01", "50%", "=", "nO"])
    );
}

#[test]
fn keys_are_resolved_like_values() {
    assert_eq!(value("y: 1\nno: 2\n010: 3\n1.50: 4\n'y': 5\n"), json!({"true": 1, "false": 2, "8": 3, "1.5": 4, "y": 5}));
    assert_eq!(value("[{x: 1, y: 2}]"), json!([{"x": 1, "true": 2}]));
    assert_eq!(value("? a\n: b\n"), json!({"a": "b"}));
}

#[test]
fn a_colon_at_the_end_of_a_flow_key_belongs_to_it() {
    assert_eq!(value("- {a:}"), json!([{"a:": null}]));
    assert_eq!(value("- {a:, b: 1}"), json!([{"a:": null, "b": 1}]));
    assert_eq!(value("[a:, &x b:, *x ]"), json!(["a:", "b:", "b:"]));
    assert_eq!(value("- {a: }"), json!([{"a": null}]));
    assert_eq!(value("- {\"a\":}"), json!([{"a": null}]));
    assert_eq!(value("[a: b, c]"), json!([{"a": "b"}, "c"]));
}

#[test]
fn tags_decide() {
    let text = "[!!str yes, !!bool \"yes\", !!int '5', !!float 1, !!null '', !!binary aGk=, !foo 1, ! yes, ! 'no', !!str , !!timestamp 2001-01-01]";
    assert_eq!(value(text), json!(["yes", true, 5, 1, null, "hi", "1", true, false, "", "2001-01-01"]));
    assert_eq!(value("!!map {a: !!seq [1]}"), json!({"a": [1]}));
    assert_eq!(value("%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1"), json!({"a": "1"}));
}

#[test]
fn values_that_do_not_fit_their_tag_are_errors() {
    for (text, kind) in [("!!int x", ErrorKind::InvalidTag), ("!!bool 1", ErrorKind::InvalidTag), ("!!binary '?'", ErrorKind::InvalidTag)] {
        let source = format!("a: {text}\n---\nb: 1");
        let stream = checked(&source);
        assert_eq!(stream.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [kind], "{text}");
        assert_eq!(stream.documents.iter().map(|d| d.valid).collect::<Vec<_>>(), [false, true]);
    }
    assert_eq!(
        errors(&checked("a: .inf\nb: -.INF\nc: .NaN\nd: '.inf'")),
        [(ErrorKind::InvalidNumber, ".inf"), (ErrorKind::InvalidNumber, "-.INF"), (ErrorKind::InvalidNumber, ".NaN")]
    );
}

#[test]
fn merge_keys_take_effect_where_they_stand() {
    let base = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n";
    let merged = |text: &str| value(&format!("{base}{text}"))["z"].clone();
    assert_eq!(merged("  <<: *x\n  a: 9\n"), json!({"a": 9, "b": 1}));
    assert_eq!(merged("  a: 9\n  <<: *x\n"), json!({"a": 1, "b": 1}), "a merge key behind a key overrides it");
    assert_eq!(merged("  <<: [*x, *y]\n"), json!({"a": 1, "b": 1, "c": 2}), "the first map of a list wins");
    assert_eq!(merged("  <<: *x\n  <<: *y\n"), json!({"a": 1, "b": 2, "c": 2}));
    assert_eq!(merged("  <<: {b: 5, <<: *x}\n"), json!({"a": 1, "b": 1}));
    assert_eq!(merged("  '<<': *x\n"), json!({"<<": {"a": 1, "b": 1}}), "quoted it is a key like any other");
    assert_eq!(
        errors(&checked("a: &a [1]\nb: {<<: *a}\nc: {<<: 1}\nd: {<<: [{e: 1}, f]}\n")),
        [(ErrorKind::InvalidMerge, "*a"), (ErrorKind::InvalidMerge, "1"), (ErrorKind::InvalidMerge, "f")]
    );
}

#[test]
fn aliases_stand_for_what_their_anchor_holds() {
    assert_eq!(
        value("a: &a {b: [1, &c yes]}\nd: *a\ne: *c\n*c : f\n"),
        json!({"a": {"b": [1, true]}, "d": {"b": [1, true]}, "e": true, "true": "f"})
    );
    assert_eq!(value("- &a 1\n- &a 2\n- *a\n"), json!([1, 2, 2]));
    let stream = checked("a: *x\nb: &y {c: *y}\n---\nd: &z 1\n---\ne: *z\n");
    assert_eq!(errors(&stream), [(ErrorKind::InvalidAlias, "*x"), (ErrorKind::InvalidAlias, "*y"), (ErrorKind::InvalidAlias, "*z")]);
    assert_eq!(values(&stream), [json!({"a": null, "b": {"c": null}}), json!({"d": 1}), json!({"e": null})]);
}

#[test]
fn shared_values_are_marked() {
    let stream = checked("a: &a {b: 1}\nc: *a\nd: {<<: *a, e: 2}\nf: &f 3\n");
    let root = stream.documents[0].root.as_ref().expect("a document");
    let shared = |path: &[&str]| root.path(path).map(|n| n.shared);
    assert_eq!(shared(&["a"]), Some(true));
    assert_eq!(shared(&["a", "b"]), Some(true));
    assert_eq!(shared(&["c", "b"]), Some(true));
    assert_eq!(shared(&["d"]), Some(false));
    assert_eq!(shared(&["d", "b"]), Some(true));
    assert_eq!(shared(&["d", "e"]), Some(false));
    assert_eq!(shared(&["f"]), Some(false), "nobody refers to it");
    assert_eq!(root.get("c").map(|n| n.span.of(stream.source)), Some("*a"));
    assert_eq!(root.path(&["c", "b"]).map(|n| n.span), root.path(&["a", "b"]).map(|n| n.span));
}

#[test]
fn the_last_of_equal_keys_wins() {
    let source = "a: {x: 1}\nb: 2\na: {y: 3}\na: {z: 4, z: 5}\n";
    let stream = checked(source);
    assert_eq!(values(&stream), [json!({"b": 2, "a": {"z": 5}})]);
    assert_eq!(stream.errors, []);
    let found: Vec<_> = stream.documents[0].duplicates.iter().map(|d| (d.key.as_ref(), d.span, d.first)).collect();
    let expected =
        [("a", Span::new(15, 16), Span::new(0, 1)), ("a", Span::new(25, 26), Span::new(0, 1)), ("z", Span::new(35, 36), Span::new(29, 30))];
    assert_eq!(found, expected);
    let stream = checked("a: &a {x: 1}\nb: {<<: *a, x: 2, yes: 3, on: 4}\nc: *a\n");
    assert_eq!(stream.documents[0].duplicates.iter().map(|d| d.key.as_ref()).collect::<Vec<_>>(), ["true"], "merged keys do not count");
}

#[test]
fn keys_must_become_strings() {
    let stream = checked("~: 1\n[a]: 2\n{b: c}: 3\n18446744073709551615: 4\nd: 5\n");
    assert_eq!(stream.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [ErrorKind::InvalidKey; 4]);
    assert_eq!(values(&stream), [json!({"d": 5})]);
    assert!(!stream.documents[0].complete);
}

#[test]
fn documents_are_split_as_kubernetes_splits_them() {
    let stream = checked("# only a comment\n---\na: 1\n--- \n---\t# x\r\nb: |\n  ---\n  text\n---\n...\nc: 3\n...\nd: 4\n---\n\n");
    assert_eq!(values(&stream), [json!({"a": 1}), json!({"b": "---\ntext\n"}), json!({"c": 3}), json!({"d": 4})]);
    assert_eq!(stream.errors, []);
    assert_eq!(stream.documents.iter().map(|d| d.dropped).collect::<Vec<_>>(), [false, false, false, true]);
    assert_eq!(
        stream.comments.iter().map(|c| (c.span.of(stream.source), c.own_line)).collect::<Vec<_>>(),
        [("# only a comment", true), ("# x", false)]
    );
    assert_eq!(values(&checked("null\n---\n~\n---\n''\n")), [json!(null), json!(null), json!("")], "a written null is a document");
    assert_eq!(values(&checked("")), Vec::<serde_json::Value>::new());
}

#[test]
fn text_behind_the_separator_is_refused_and_read() {
    let stream = checked("a: 1\n---b: 2\nc: 3\n--- {d: 4}\n--- |\n  e\n-----\nf: 5\n---\ng: \"x\n-----BEGIN-----\n y\"\n");
    assert_eq!(
        errors(&stream),
        [
            (ErrorKind::InvalidSeparator, "---b: 2"),
            (ErrorKind::InvalidSeparator, "--- {d: 4}"),
            (ErrorKind::InvalidSeparator, "--- |"),
            (ErrorKind::InvalidSeparator, "-----"),
            (ErrorKind::InvalidSeparator, "-----BEGIN-----")
        ]
    );
    let expected =
        [json!({"a": 1}), json!({"b": 2, "c": 3}), json!({"d": 4}), json!("e\n"), json!({"f": 5}), json!({"g": "x -----BEGIN----- y"})];
    assert_eq!(values(&stream), expected);
    assert_eq!(stream.documents.iter().map(|d| d.valid).collect::<Vec<_>>(), [true, false, false, false, false, false]);
}

#[test]
fn an_error_takes_only_its_own_document() {
    let stream = checked("a: 1\nb: [\n---\nc: \"open\n---\nd: 1\n  e: 2\n---\nf: 6\n");
    assert_eq!(stream.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [ErrorKind::Syntax; 3]);
    assert_eq!(stream.documents.len(), 4);
    assert_eq!(flags(&stream.documents[0]), (false, false, false, false));
    assert_eq!(values(&stream)[0], json!({"a": 1, "b": []}), "what came before the error is kept");
    assert_eq!(values(&stream)[3], json!({"f": 6}));
    assert_eq!(flags(&stream.documents[3]), (true, true, false, false));
}

#[test]
fn directives_are_those_of_yaml_1_1() {
    assert_eq!(value("%YAML 1.1\n---\na: 1\n"), json!({"a": 1}));
    let stream = checked("a: 1\n---\n# x\n%YAML 1.2\n---\nb: 2\n---\nc: 3");
    assert_eq!(errors(&stream), [(ErrorKind::UnsupportedVersion, "%YAML 1.2")]);
    assert_eq!(stream.documents.iter().map(|d| d.valid).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(values(&stream), [json!({"a": 1}), json!({"b": 2}), json!({"c": 3})]);
}

#[test]
fn tabs_bom_and_line_ends() {
    assert_eq!(value("a:\tb\t\nc: d \t# x\n"), json!({"a": "b", "c": "d"}));
    assert_eq!(checked("a:\n\tb: c\n").errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [ErrorKind::Syntax]);
    assert_eq!(value("\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\n"), json!({"a": 1, "b": "x\ny\n"}));
    assert_eq!(value("a:\n- 1\n- 2\n"), json!({"a": [1, 2]}));
    assert_eq!(value("a: |\n  x"), json!({"a": "x"}), "libyaml adds no line break at the end of the text");
}

#[test]
fn json_is_read_strictly() {
    let stream = checked(
        " \n{\"a\": [1, -2.5e1, 80.0, true, null, \"\\u00e9\\ud83d\\udc33\\ud800\\n\"], \"b\": {}, \"c\": []}\n{\"a\": 1, \"a\": 2}",
    );
    assert_eq!(stream.format, Format::Json);
    assert_eq!(stream.errors, []);
    assert_eq!(values(&stream), [json!({"a": [1, -25, 80, true, null, "é🐳\u{fffd}\n"], "b": {}, "c": []}), json!({"a": 2})]);
    assert_eq!(stream.documents[1].duplicates.len(), 1);
    let broken = [
        ("{\"a\": yes}", "yes}"),
        ("{\"a\": 1,}", "}"),
        ("{\"a\": 1} # x", "#"),
        ("{\"a\": 1, b: 2}", "b:"),
        ("{\"a\": 01}", "1}"),
        ("{\"a\": 1.}", ".}"),
        ("{\"a\": \"x\ny\"}", ""),
        ("{\"a\": \"\\x\"}", "\\x\"}"),
        ("{\"a\": [1 2]}", "2]}"),
        ("{\"a\" 1}", "1}"),
        ("{\"a\": 1", ""),
        ("{\"a\": \"b", "\"b"),
    ];
    for (text, at) in broken {
        let stream = checked(text);
        assert_eq!(errors(&stream), [(ErrorKind::Syntax, at)], "{text}");
        assert!(!stream.documents.last().expect("a document").valid);
    }
    assert_eq!(errors(&checked("{\"a\": 1e999}")), [(ErrorKind::InvalidNumber, "1e999}")]);
}

#[test]
fn a_flow_map_is_no_json() {
    for text in ["{a: 1, b: yes}", "{'a': 1, b: yes}\n", " { # c\n a: 1, \"b\": on,}"] {
        let stream = checked(text);
        assert_eq!((stream.format, errors(&stream)), (Format::Yaml, [].into()), "{text}");
        assert_eq!(values(&stream), [json!({"a": 1, "b": true})], "{text}");
    }
    let stream = checked("{a: 1}\n---\n{\"b\": yes}\n");
    assert_eq!(values(&stream), [json!({"a": 1}), json!({"b": true})]);
    assert_eq!(errors(&checked("{a: 1")).len(), 1);
    for text in ["{}", "{ }", "{\n}\n{\"a\": 1}"] {
        assert_eq!(checked(text).format, Format::Json, "{text}");
    }
}

#[test]
fn broken_json_keeps_what_was_read() {
    let stream = checked("{\"a\": {\"b\": [1, {\"c\": 2}, x]}}\n{\"d\": 4}\n");
    assert_eq!(values(&stream), [json!({"a": {"b": [1, {"c": 2}]}}), json!({"d": 4})]);
    assert_eq!(stream.documents.iter().map(|d| (d.valid, d.complete)).collect::<Vec<_>>(), [(false, false), (true, true)]);
    let stream = checked("{\"a\": 1}\n---\nb: yes\n");
    assert_eq!(values(&stream), [json!({"a": 1}), json!({"b": true})], "YAML behind a separator");
    assert_eq!(checked("[1, yes]").format, Format::Yaml);
    assert_eq!(value("[1, yes]"), json!([1, true]));
}

#[test]
fn helm_templates_are_read_as_far_as_they_can_be() {
    let source = "{{- if .Values.on }}\napiVersion: v1\nkind: {{ .Values.kind }}\nmetadata:\n  name: x-{{ .Release.Name }}\n  labels:\n    \
                  {{- include \"labels\" . | nindent 4 }}\nspec:\n  replicas: {{ .Values.n }}\n  image: \"{{ .i | default \"a\" }}:1\"\n  \
                  privileged: true\n  {{- with .Values.x }}\n  y: 1\n  {{- else }}\n  y: 2\n  {{- end }}\n  {{ .k }}: z\n{{- end }}\n---\nplain: yes\n";
    let stream = checked(source);
    assert_eq!(errors(&stream), [(ErrorKind::Template, "{{- if .Values.on }}")]);
    assert_eq!(stream.documents.len(), 2);
    assert_eq!(flags(&stream.documents[0]), (false, true, true, false));
    assert_eq!(flags(&stream.documents[1]), (true, true, false, false));
    let root = stream.documents[0].root.as_ref().expect("a document");
    let template = |path: &[&str]| match &root.path(path).expect("a node").value {
        Value::Template(text) => text.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(template(&["kind"]), "{{ .Values.kind }}");
    assert_eq!(template(&["metadata", "name"]), "x-{{ .Release.Name }}");
    assert_eq!(template(&["metadata", "labels"]), "{{- include \"labels\" . | nindent 4 }}");
    assert_eq!(template(&["spec", "replicas"]), "{{ .Values.n }}");
    assert_eq!(template(&["spec", "image"]), "\"{{ .i | default \"a\" }}:1\"");
    assert_eq!(root.path(&["spec", "image"]).map(|n| n.span.of(source)), Some("\"{{ .i | default \"a\" }}:1\""));
    assert_eq!(root.path(&["spec", "privileged"]).and_then(Node::as_bool), Some(true));
    assert_eq!(root.path(&["spec", "{{ .k }}"]).and_then(Node::as_str), Some("z"));
    assert_eq!(stream.documents[0].duplicates, [], "both branches of an `if` may set a key");
}

#[test]
fn readable_text_with_actions_is_no_error() {
    let stream = checked("a: \"{{inputs.x}}\"\nb: |\n  {{ range }}\nc: x-{{ y }}\n");
    assert_eq!(stream.errors, []);
    let root = stream.documents[0].root.as_ref().expect("a document");
    assert_eq!(root.get("a").map(|n| n.value.clone()), Some(Value::Template("{{inputs.x}}".into())));
    assert_eq!(root.get("b").and_then(Node::as_str), Some("{{ range }}\n"));
    assert!(root.get("c").is_some_and(Node::is_template));
    assert_eq!(flags(&stream.documents[0]), (true, true, true, false));
    let stream = checked("a: \"{{x}}\"\nb: [\n");
    assert_eq!(stream.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [ErrorKind::Syntax], "the action is not to blame");
}

#[test]
fn other_template_languages_are_known() {
    for source in
        ["{% if x %}\na: 1\n{% endif %}\n", "a: 1\n<% if x %>\nb: 2\n<% end %>\n", "{# note #}\na: 1\n", "{{ x }}\n", "{\"a\": {{ x }}}"]
    {
        let stream = checked(source);
        assert_eq!(stream.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [ErrorKind::Template], "{source}");
        assert!(stream.documents.iter().all(|d| d.template), "{source}");
    }
}
