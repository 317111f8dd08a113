//! The reader takes every text: no panic, spans that fit and nest, linear time.

use std::time::{Duration, Instant};

use plimsoll_shell::packages::invocation;
use plimsoll_shell::{ListParent, Script, Span, Stage, Word, inline_script, parse};
use proptest::prelude::*;

fn check_word(text: &str, outer: Span, word: &Word<'_>) {
    check_span(text, outer, word.span);
    assert_eq!(word.span.of(text), word.raw);
    let mut last = word.span.start;
    for expansion in &word.expansions {
        check_span(text, word.span, expansion.span);
        assert!(expansion.span.start >= last, "expansions are in source order");
        last = expansion.span.start;
    }
    let _ = (word.text(), word.literal());
}

fn check_span(text: &str, outer: Span, span: Span) {
    assert!(outer.contains(span), "{span:?} in {outer:?}");
    assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts a character");
}

fn check(text: &str) {
    let script = parse(text);
    let all = Span::new(0, text.len());
    for error in &script.errors {
        check_span(text, all, error.span);
    }
    for span in &script.comments {
        check_span(text, all, *span);
        assert!(span.of(text).starts_with('#'));
    }
    for (index, list) in script.lists.iter().enumerate() {
        check_span(text, all, list.span);
        match list.parent {
            ListParent::Script => assert_eq!(index, 0),
            ListParent::Simple(i) => assert!(i < script.commands.len()),
            ListParent::Compound(i) => assert!(i < script.compounds.len()),
        }
        for &p in &list.pipelines {
            assert_eq!(script.pipelines[p].list, index);
        }
    }
    for pipeline in &script.pipelines {
        check_span(text, script.lists[pipeline.list].span, pipeline.span);
        for stage in &pipeline.stages {
            let span = match stage {
                Stage::Simple(i) => script.commands[*i].span,
                Stage::Compound(i) => script.compounds[*i].span,
            };
            check_span(text, pipeline.span, span);
        }
    }
    check_commands(text, &script);
    for compound in &script.compounds {
        compound.words.iter().for_each(|w| check_word(text, compound.span, w));
        compound.redirects.iter().for_each(|r| check_span(text, compound.span, r.span));
        assert!(compound.lists.iter().all(|&l| script.lists[l].span.start >= compound.span.start));
    }
    for heredoc in &script.heredocs {
        check_span(text, all, heredoc.body);
        check_word(text, all, &heredoc.content);
    }
}

fn check_commands(text: &str, script: &Script<'_>) {
    let mut last = 0;
    for (index, command) in script.commands.iter().enumerate() {
        assert!(command.span.start >= last, "commands are in source order");
        last = command.span.start;
        check_span(text, script.pipelines[command.pipeline].span, command.span);
        assert!(command.position_in_pipeline < command.pipeline_len);
        assert!(command.parent.is_none_or(|p| p < index));
        let mut end = command.span.start;
        for word in &command.words {
            check_word(text, command.span, word);
            assert!(word.span.start >= end && !word.span.is_empty());
            end = word.span.end;
        }
        for assignment in &command.assignments {
            check_span(text, command.span, assignment.span);
            check_word(text, assignment.span, &assignment.value);
        }
        for redirect in &command.redirects {
            check_span(text, command.span, redirect.span);
            check_word(text, redirect.span, &redirect.target);
        }
        assert!(script.enclosing(command).count() >= 1);
        let _ = command.effective();
        if let Some(inline) = inline_script(command) {
            for inner in &inline.parse().commands {
                check_span(text, inline.span, inner.span);
            }
        }
    }
}

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
