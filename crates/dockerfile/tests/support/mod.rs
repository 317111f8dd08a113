//! The promises that hold for any text; the property tests and the fuzz targets share them.

use plimsoll_dockerfile::expand::Lexer;
use plimsoll_dockerfile::stages::StageGraph;
use plimsoll_dockerfile::{Command, Dockerfile, Instruction, InstructionKind, Logical, Transfer, Word, detect_syntax, heredoc_word, parse};
use plimsoll_text::Span;

/// Checks one span and gives it back: in bounds, on character boundaries, inside `outer`.
fn checked(source: &str, span: Span, outer: Span) -> Span {
    check(source, span, outer);
    span
}

fn check(source: &str, span: Span, outer: Span) {
    assert!(source.get(span.start..span.end).is_some(), "{span:?} does not fit the source");
    assert!(outer.contains(span), "{span:?} is outside of {outer:?}");
}

fn check_word(source: &str, word: &Word<'_>, outer: Span) {
    check(source, word.span, outer);
}

/// Words must come one after another.
fn check_words<'w, 'a: 'w>(source: &str, words: impl IntoIterator<Item = &'w Word<'a>>, outer: Span) {
    let mut end = outer.start;
    for word in words {
        check(source, word.span, outer);
        assert!(word.span.start >= end, "words overlap");
        end = word.span.end;
    }
}

fn check_logical(source: &str, text: &Logical<'_>, outer: Span) {
    let span = checked(source, text.span(), outer);
    if text.is_verbatim() {
        assert_eq!(span.of(source), text.text());
    }
    for (i, c) in text.text().char_indices() {
        let one = text.source_span(Span::new(i, i + c.len_utf8()));
        assert_eq!(one.of(source), &text.text()[i..i + c.len_utf8()], "every character is found in the source");
    }
}

fn check_command(source: &str, command: &Command<'_>, outer: Span) {
    match command {
        Command::Shell { text, .. } => check_logical(source, text, outer),
        Command::Exec { words, span } => check_words(source, words, checked(source, *span, outer)),
    }
}

fn check_kind(source: &str, kind: &InstructionKind<'_>, outer: Span) {
    match kind {
        InstructionKind::From { image, as_keyword, stage_name } => {
            check_words(source, image.iter().chain(stage_name), outer);
            as_keyword.iter().for_each(|span| check(source, *span, outer));
        }
        InstructionKind::Run { command, mounts } => {
            check_command(source, command, outer);
            for mount in mounts {
                let span = checked(source, mount.span, outer);
                check_words(source, mount.fields.iter().flat_map(|f| std::iter::once(&f.key).chain(&f.value)), span);
            }
        }
        InstructionKind::Cmd(command) | InstructionKind::Entrypoint(command) => check_command(source, command, outer),
        InstructionKind::Shell(words) | InstructionKind::Expose(words) | InstructionKind::Volume { paths: words, .. } => {
            check_words(source, words, outer);
        }
        InstructionKind::Copy(Transfer { sources, destination, .. }) | InstructionKind::Add(Transfer { sources, destination, .. }) => {
            check_words(source, sources.iter().chain(destination), outer);
        }
        InstructionKind::Env(pairs) | InstructionKind::Label(pairs) => {
            pairs.iter().for_each(|pair| check(source, pair.span, outer));
            check_words(source, pairs.iter().flat_map(|pair| std::iter::once(&pair.key).chain(&pair.value)), outer);
        }
        InstructionKind::Arg(names) => {
            check_words(source, names.iter().flat_map(|arg| std::iter::once(&arg.name).chain(&arg.default)), outer);
        }
        InstructionKind::User(word)
        | InstructionKind::Workdir(word)
        | InstructionKind::StopSignal(word)
        | InstructionKind::Maintainer(word) => word.iter().for_each(|word| check_word(source, word, outer)),
        InstructionKind::Healthcheck { form_word, command, .. } => {
            form_word.iter().for_each(|word| check_word(source, word, outer));
            command.iter().for_each(|command| check_command(source, command, outer));
        }
        InstructionKind::Onbuild(inner) => inner.iter().for_each(|inner| check_instruction(source, inner, outer)),
        InstructionKind::Unknown => {}
    }
}

fn check_instruction(source: &str, instruction: &Instruction<'_>, outer: Span) {
    let span = checked(source, instruction.span, outer);
    check(source, instruction.keyword_span, span);
    check_logical(source, &instruction.rest, span);
    check_kind(source, &instruction.kind, span);
    let mut end = instruction.keyword_span.end;
    for flag in &instruction.flags {
        check(source, flag.span, span);
        assert!(flag.span.start >= end, "flags come one after another");
        end = flag.span.end;
        check(source, flag.name_span, flag.span);
        flag.value.iter().for_each(|value| check_word(source, value, Span::new(flag.name_span.end, flag.span.end)));
    }
    let mut end = span.start;
    for heredoc in &instruction.heredocs {
        check(source, heredoc.word, span);
        if !heredoc.body.is_empty() {
            check(source, heredoc.body, Span::new(span.start, source.len()));
        }
        assert!(heredoc.body.start >= end && heredoc.body.start >= heredoc.word.end, "bodies come one after another");
        end = heredoc.terminator.map_or(heredoc.body.end, |terminator| checked(source, terminator, span).end);
    }
}

/// Checks the tree, then puts the source together again from its lines: instructions, comments, directives, and blanks between.
fn check_file(file: &Dockerfile<'_>) {
    let source = file.source;
    let all = Span::new(0, source.len());
    let mut tokens: Vec<Span> = Vec::new();
    for instruction in &file.instructions {
        check_instruction(source, instruction, all);
        assert!(instruction.lines.0 <= instruction.lines.1);
        tokens.push(instruction.span);
        instruction.doc_comments.iter().for_each(|span| check(source, *span, Span::new(0, instruction.span.start)));
        instruction.empty_continuations.iter().for_each(|span| assert!(checked(source, *span, all).of(source).trim().is_empty()));
    }
    for comment in &file.comments {
        assert!(checked(source, comment.span, all).of(source).starts_with('#'));
        assert_eq!(source[..comment.span.start].matches('\n').count(), comment.line);
        if !file.instructions.iter().any(|i| i.span.contains(comment.span)) {
            tokens.push(comment.span);
        }
    }
    for directive in &file.directives {
        check(source, directive.span, all);
        check(source, directive.name_span, directive.span);
        assert_eq!(checked(source, directive.value_span, directive.span).of(source), directive.value);
        // Behind a `#!` line directives are comments as well.
        if !tokens.contains(&directive.span) {
            tokens.push(directive.span);
        }
    }
    file.errors.iter().for_each(|error| check(source, error.span, all));
    assert!(file.errors.is_sorted_by_key(|error| error.span.start));
    tokens.sort_unstable();
    let mut again = String::new();
    let mut end = 0;
    for span in tokens {
        assert!(span.start >= end, "{span:?} overlaps what ends at {end}");
        let gap = &source[end..span.start];
        // A repeated directive is reported and left out of the tree.
        let repeated = gap.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        assert!(gap.trim_matches('\u{feff}').trim().is_empty() || repeated, "{gap:?} is lost");
        again.push_str(gap);
        again.push_str(span.of(source));
        end = span.end;
    }
    again.push_str(&source[end..]);
    assert_eq!(again, source);
}

/// Parses a text, walks its stages, expands its words and checks every span on the way.
pub(crate) fn everything(source: &str) {
    let file = parse(source);
    check_file(&file);
    let graph = StageGraph::new(&file);
    assert_eq!(graph.needed(&file).len(), graph.stages.len());
    for stage in 0..graph.stages.len() {
        graph.walk(&file, stage, |_, instruction, scope| {
            let _ = scope.expand(instruction.rest.text());
            for heredoc in &instruction.heredocs {
                let _ = scope.expand_heredoc(heredoc.text(source));
            }
        });
    }
    if let Some(syntax) = detect_syntax(source) {
        check_word(source, &syntax.reference, Span::new(0, source.len()));
    }
    let _ = heredoc_word(source);
    if let Ok(words) = Lexer::new('\\').process_words(source, &()) {
        words.iter().for_each(|word| check(source, word.span, Span::new(0, source.len())));
    }
}
