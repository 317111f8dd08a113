//! The reader takes every text: no panic, spans that fit and nest, linear time.

mod support;

use std::time::{Duration, Instant};

use plimsoll_shell::packages::invocation;
use plimsoll_shell::{inline_script, parse};
use proptest::prelude::*;
use support::check;

/// Pieces that shells care about, so that random texts get somewhere.
fn shellish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        " ",
        " ",
        "\n",
        "\t",
        "\r\n",
        ";",
        ";;",
        "&",
        "&&",
        "|",
        "||",
        "(",
        ")",
        "((",
        "))",
        "{ ",
        "}",
        "'",
        "\"",
        "`",
        "\\",
        "$",
        "${",
        "$(",
        "$((",
        "<",
        ">",
        "<<",
        "<<-",
        "<<<",
        "<(",
        "&>",
        "2>&1",
        "EOF",
        "if ",
        "then ",
        "elif ",
        "else ",
        "fi",
        "for ",
        "in ",
        "do ",
        "done",
        "while ",
        "case ",
        "esac",
        "function ",
        "[[ ",
        " ]]",
        "! ",
        "#",
        "=",
        "x=",
        "x+=(",
        "*",
        "[",
        "sudo ",
        "sh -c ",
        "env ",
        "é",
        "🐳",
        "\0",
        "$'",
        "()",
        "~",
        ":",
        "-o ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_shell_like_text_is_read(text in shellish()) {
        check(&text);
    }
}

/// Generous for slow machines and unoptimised builds; anything quadratic would take hours.
const LIMIT: Duration = Duration::from_secs(60);

fn timed(what: &str, text: &str) {
    let start = Instant::now();
    let script = parse(text);
    for command in &script.commands {
        let _ = command.effective().and_then(|e| invocation(&e).map(|i| i.assumes_yes()));
        let _ = inline_script(command).map(|i| i.parse().commands.len());
    }
    let took = start.elapsed();
    assert!(took < LIMIT, "{what}: {took:?}");
    let what: String = what.chars().take(40).collect();
    println!(
        "{what:>12}: {took:?}, {:.0} MB/s, {} commands, {} errors",
        text.len() as f64 / 1e6 / took.as_secs_f64(),
        script.commands.len(),
        script.errors.len()
    );
}

/// Unoptimised builds read less.
const SIZE: usize = if cfg!(debug_assertions) { 1_000_000 } else { 10_000_000 };

#[test]
fn long_texts_of_one_piece() {
    let pieces = [
        "a",
        " ",
        "\n",
        "(",
        ")",
        "{",
        "}",
        "'",
        "\"",
        "`",
        "\\",
        "$",
        ";",
        "&",
        "|",
        "<",
        ">",
        "#",
        "=",
        "*",
        "[",
        "é",
        "((((",
        "$($(",
        "\"$(\"$(",
        "${",
        "$((",
        "`\\`",
        "a ",
        "a\n",
        "a|",
        "a;",
        "a=(",
        "<<a\n",
        "$(<<a\n",
        "{ ",
        "if ",
        "case a in a) ",
        "a() ",
        "! ",
        "[[ ",
        "sudo ",
        "$a",
        "<(",
        "[[ a ]];",
        "$()",
        "``",
        "$((a)",
        "((a)",
        "for a in b; do ",
        "&&",
        "\r",
        "\r\n",
        "1",
        "{a",
        "sh -c '",
        "a'b'\"c\"",
        "(a)",
        "x=1 ",
        ">a ",
        "-a",
        " -a",
        "apt-get install a ",
        "pip install x=='$y' ",
        "sh -c 'a b' ",
        "lorem ipsum dolor sit amet consectetur ",
        "apt-get update && apt-get install -y --no-install-recommends curl ca-certificates && rm -rf /var/lib/apt/lists/*\n",
        "if [ -n \"$x\" ]; then echo \"$(date)\" >> /var/log/x; fi; # note\n",
    ];
    for piece in pieces {
        timed(&format!("{piece:?}"), &piece.repeat(SIZE / piece.len()));
    }
}
