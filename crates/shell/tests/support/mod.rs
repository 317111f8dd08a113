//! The promises that hold for any text; the property tests and the fuzz target share them.

use plimsoll_shell::{ListParent, Script, Span, Stage, Word, inline_script, parse};

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

/// Reads a text and checks every span of what comes out.
pub(crate) fn check(text: &str) {
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
        for stage in pipeline.stages.iter() {
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
