//! Hostile and huge input: time stays linear, the stack flat, and what lies beside it is still read.

mod support;

use std::time::{Duration, Instant};

use plimsoll_yaml::{ErrorKind, MAX_ALIAS_NODES, Node, Stream, read};

/// Builds without optimisation are slow, and what is quadratic shows with less too.
const SCALE: usize = if cfg!(debug_assertions) { 1 } else { 10 };

fn kinds(stream: &Stream<'_>) -> Vec<ErrorKind> {
    stream.errors.iter().map(|e| e.kind).collect()
}

fn count(node: &Node<'_>) -> usize {
    1 + node.items().iter().map(count).sum::<usize>() + node.entries().iter().map(|e| count(&e.value)).sum::<usize>()
}

#[test]
fn deep_nesting_is_cut_off() {
    let n = 100_000;
    let texts = [
        "[".repeat(n),
        "a: ".to_string() + &"[".repeat(n) + &"]".repeat(n),
        "a: ".to_string() + &"{a: ".repeat(n),
        "- ".repeat(n),
        "? ".repeat(n),
        "a: ".to_string() + &"{\"a\":".repeat(n) + &"}".repeat(n),
        "{\"a\":".repeat(n),
        "{\"a\":".to_string() + &"[".repeat(n) + &"]".repeat(n) + "}",
    ];
    for text in texts {
        let separator = if text.starts_with('{') { "\n" } else { "\n---\n" };
        let text = text + separator + "{\"b\": 1}";
        let start = Instant::now();
        let stream = read(&text);
        let took = start.elapsed();
        assert_eq!(kinds(&stream), [ErrorKind::LimitExceeded], "{}", &text[..20]);
        let last = stream.documents.last().and_then(|d| d.root.as_ref()).expect("the document behind it");
        assert_eq!(last.get("b").and_then(Node::as_i64), Some(1), "{}", &text[..20]);
        drop(stream);
        assert!(took < Duration::from_secs(10), "{took:?} for {}", &text[..20]);
    }
}

#[test]
fn aliases_can_deepen_up_to_the_limit() {
    // Each list holds the one before: as many levels as lines.
    let mut text = String::from("- &a0 []\n");
    for i in 1..600 {
        text += &format!("- &a{i} [*a{}]\n", i - 1);
    }
    let stream = read(&text);
    assert_eq!(kinds(&stream), [ErrorKind::LimitExceeded]);
    assert!(!stream.documents[0].complete);
}

#[test]
fn alias_bombs_are_defused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        bomb += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "));
    }
    let merges = {
        let mut text = String::from("a0: &a0 {k: v}\n");
        for i in 1..40 {
            text += &format!("a{i}: &a{i}\n  <<: [*a{0}, *a{0}]\n", i - 1);
        }
        text
    };
    let long = format!("a: &a \"{}\\n\"\nb: [{}]\n", "x".repeat(1_000_000), vec!["*a"; 1000].join(","));
    for text in [&bomb, &merges, &long] {
        let text = format!("before: 1\n---\n{text}---\nbehind: &x [1, 2]\nagain: *x\n");
        let stream = read(&text);
        assert_eq!(kinds(&stream), [ErrorKind::LimitExceeded]);
        assert_eq!(stream.documents.iter().map(|d| d.valid).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(stream.documents[1].root, None);
        let again = stream.documents[2].root.as_ref().and_then(|r| r.get("again")).expect("the document behind the bomb");
        assert_eq!(again.items().len(), 2);
    }
}

#[test]
fn many_bombs_share_one_budget() {
    let mut text = String::new();
    for _ in 0..200 {
        text += "---\na: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n";
        text += "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n";
        text += "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    }
    let stream = read(&text);
    let nodes: usize = stream.documents.iter().filter_map(|d| d.root.as_ref()).map(count).sum();
    assert!(nodes < MAX_ALIAS_NODES + text.len(), "{nodes} nodes");
}

#[test]
fn huge_input_takes_linear_time() {
    let keys: String = (0..10_000 * SCALE).map(|i| format!("key{}: {i}\n", i % (6_000 * SCALE))).collect();
    let json_keys = format!("{{{}\"z\": 1}}", (0..10_000 * SCALE).map(|i| format!("\"key{i}\": {i}, ")).collect::<String>());
    let texts = [
        "x".repeat(1_000_000 * SCALE),
        "a: '".to_string() + &"y ".repeat(500_000 * SCALE),
        "a: |\n".to_string() + &" z\n".repeat(200_000 * SCALE),
        "[".to_string() + &"a: b, ".repeat(50_000 * SCALE) + "]",
        "# c\n".repeat(100_000 * SCALE) + "a: b",
        "a:\n".to_string() + &"# c\n".repeat(50_000 * SCALE) + "- |\n  x\n",
        "---\n".repeat(100_000 * SCALE),
        "---x\n".repeat(30_000 * SCALE),
        "\n".repeat(50_000 * SCALE) + &"-----x\n".repeat(20_000 * SCALE),
        "\n".repeat(300_000 * SCALE) + "a: b",
        "a: {{ ".repeat(50_000 * SCALE),
        "a: {{ x }}\n".repeat(20_000 * SCALE),
        "{{ x\n".repeat(50_000 * SCALE),
        "<% ".repeat(50_000 * SCALE) + &"{% {# ".repeat(50_000 * SCALE),
        "a:\n{{ x }}\n".repeat(20_000 * SCALE),
        "...\na\n".repeat(20_000 * SCALE),
        "- [\n---\n".repeat(10_000 * SCALE),
        "...\n[\n".repeat(10_000 * SCALE),
        "- &a x\n- *a\n".repeat(20_000 * SCALE),
        "- &a\n".repeat(10_000 * SCALE),
        "{".to_string() + &"\"a\": \"\\n\", ".repeat(50_000 * SCALE) + "\"b\": 1}",
        "{\n".repeat(50_000 * SCALE),
        "{\"a".repeat(50_000 * SCALE),
        keys,
        json_keys,
    ];
    for text in texts {
        let start = Instant::now();
        let stream = read(&text);
        let took = start.elapsed();
        let head: String = text.chars().take(12).collect();
        println!("{took:?} for {} bytes of {head:?}: {} documents, {} errors", text.len(), stream.documents.len(), stream.errors.len());
        // Many times what it takes on a slow machine; what is quadratic takes minutes.
        assert!(took < Duration::from_secs(20), "{took:?} for {head:?}");
    }
}

#[test]
fn merge_keys_can_nest_up_to_the_limit() {
    let mut text = String::from("a0: &a0 {k: v}\n");
    for i in 1..600 {
        text += &format!("a{i}: &a{i} {{<<: *a{}}}\n", i - 1);
    }
    assert_eq!(kinds(&read(&text)), [ErrorKind::LimitExceeded]);
}
