//! Reading of shell text as it is found in image builds.

use plimsoll_shell::{CompoundKind, Connector, ErrorKind, ExpansionKind, RedirectOp, Script, SimpleCommand, Span, parse};

fn words(command: &SimpleCommand<'_>) -> Vec<String> {
    command.words.iter().map(|w| w.text().into_owned()).collect()
}

fn all(script: &Script<'_>) -> Vec<String> {
    script.commands.iter().map(|c| words(c).join(" ")).collect()
}

fn clean(text: &str) -> Script<'_> {
    let script = parse(text);
    assert_eq!(script.errors, [], "{text}");
    script
}

fn errors(text: &str) -> Vec<(ErrorKind, &str)> {
    parse(text).errors.iter().map(|e| (e.kind, e.span.of(text))).collect()
}

#[test]
fn an_apt_block_is_a_chain_of_commands() {
    let text = "apt-get update && apt-get install -y --no-install-recommends   curl ca-certificates && rm -rf /var/lib/apt/lists/*";
    let script = clean(text);
    assert_eq!(
        all(&script),
        ["apt-get update", "apt-get install -y --no-install-recommends curl ca-certificates", "rm -rf /var/lib/apt/lists/*"]
    );
    let [update, install, remove] = script.commands.as_slice() else { panic!("three commands") };
    assert_eq!((update.preceded_by, update.followed_by), (Connector::Start, Connector::And));
    assert_eq!((install.preceded_by, install.connector_span.of(text)), (Connector::And, "&&"));
    assert_eq!((remove.followed_by, remove.followed_span), (Connector::End, Span::at(text.len())));
    assert_eq!(install.span.of(text), "apt-get install -y --no-install-recommends   curl ca-certificates");
    assert!(remove.words[2].has_glob());
    assert!(!install.words[2].has_glob());
    assert_eq!(install.words[3].span.of(text), "--no-install-recommends");
}

#[test]
fn separators_are_told_apart() {
    let script = clean("a; b & c || d\ne\n\n# note ; x\nf | g |& h");
    let before: Vec<_> = script.commands.iter().map(|c| c.preceded_by).collect();
    use Connector::{Background, Newline, Or, Pipe, Semi, Start};
    assert_eq!(before, [Start, Semi, Background, Or, Newline, Newline, Pipe, Pipe]);
    let after: Vec<_> = script.commands.iter().map(|c| c.followed_by).collect();
    assert_eq!(after, [Semi, Background, Or, Newline, Newline, Pipe, Pipe, Connector::End]);
    let places: Vec<_> = script.commands.iter().map(|c| (c.position_in_pipeline, c.pipeline_len)).collect();
    assert_eq!(places[4..], [(0, 1), (0, 3), (1, 3), (2, 3)]);
    assert_eq!(script.comments.len(), 1);
    assert_eq!(script.commands[5].pipeline, script.commands[7].pipeline);
}

#[test]
fn quotes_and_escapes_are_removed() {
    let script = clean(r#"echo 'a b' "c \"d\" \$e \x" f\ g h'i'"j" $'k\n\'l' "" é\é"#);
    assert_eq!(words(&script.commands[0]), ["echo", "a b", "c \"d\" $e \\x", "f g", "hij", "k\n'l", "", "éé"]);
    assert!(script.commands[0].words.iter().all(|w| w.literal().is_some()));
}

#[test]
fn expansions_are_found_and_kept_as_written() {
    let text = r#"echo $a "${b:-x}" pre'$c'"$d"post ${e%%"$f"} $((1 + $g)) \$h $ a$"#;
    let script = clean(text);
    let command = &script.commands[0];
    assert_eq!(words(command), ["echo", "$a", "${b:-x}", "pre$c$dpost", "${e%%\"$f\"}", "$((1 + $g))", "$h", "$", "a$"]);
    assert!(command.words[1].has_unquoted_expansion());
    assert!(!command.words[2].has_unquoted_expansion());
    assert_eq!(command.words[2].expansions[0].kind, ExpansionKind::Parameter { name: "b", operation: ":-x" });
    assert_eq!(command.words[3].expansions.len(), 1);
    assert_eq!(command.words[4].expansions[1].span.of(text), "$f");
    assert_eq!(command.words[5].expansions[0].kind, ExpansionKind::Arithmetic);
    assert_eq!(command.words[6].literal().as_deref(), Some("$h"));
    assert_eq!(command.words[8].literal().as_deref(), Some("a$"));
    assert_eq!(command.words[1].literal(), None);
}

#[test]
fn an_exec_trace_block_with_conditions() {
    let text = "set -eux; savedAptMark=\"$(apt-mark showmanual)\"; \tapt-get update; \tif [ -n \"$x\" ]; then \t\tapk add a; \
                elif b; then c; else d; fi; \t! e; for f in g h \"$i\"; do echo \"$f\" || exit 1; done; while read -r l; do m; done < file";
    let script = clean(text);
    assert_eq!(
        all(&script),
        [
            "set -eux",
            "",
            "apt-mark showmanual",
            "apt-get update",
            "[ -n $x ]",
            "apk add a",
            "b",
            "c",
            "d",
            "e",
            "echo $f",
            "exit 1",
            "read -r l",
            "m"
        ]
    );
    let context = |name: &str| script.commands.iter().find(|c| words(c).join(" ") == name).expect(name).context;
    assert!(context("apk add a").in_branch() && !context("apk add a").in_condition());
    assert!(context("[ -n $x ]").in_condition() && context("b").in_condition());
    assert!(context("echo $f").in_loop() && context("m").in_loop());
    assert!(context("apt-mark showmanual").in_command_substitution());
    assert!(context("set -eux").is_top() && context("e").is_top());
    let kinds: Vec<_> = script.compounds.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [CompoundKind::If, CompoundKind::For, CompoundKind::While]);
    assert_eq!(script.compounds[0].lists.len(), 5);
    assert_eq!(script.compounds[1].words.iter().map(|w| w.raw).collect::<Vec<_>>(), ["f", "g", "h", "\"$i\""]);
    assert_eq!(script.compounds[2].redirects[0].target.raw, "file");
    let assignment = &script.commands[1].assignments[0];
    assert_eq!((assignment.name, assignment.value.raw), ("savedAptMark", "\"$(apt-mark showmanual)\""));
    assert_eq!(script.commands[2].parent, Some(1), "the substitution belongs to the assignment's command");
    assert!(script.pipelines.iter().any(|p| p.negated.is_some()));
}

#[test]
fn a_case_has_arms() {
    let text = "case \"$(uname -m)\" in x86_64|amd64) ARCH=a; x=1 ;; (aarch64) y ;& *) echo \"un)known\"; exit 1 ;; esac && z";
    let script = clean(text);
    assert_eq!(all(&script), ["uname -m", "", "", "y", "echo un)known", "exit 1", "z"]);
    let case = &script.compounds[0];
    assert_eq!(case.span.of(text), text.strip_suffix(" && z").expect("the suffix"));
    let patterns: Vec<Vec<_>> = case.arms.iter().map(|a| a.patterns.iter().map(|w| w.raw).collect()).collect();
    assert_eq!(patterns, [vec!["x86_64", "amd64"], vec!["aarch64"], vec!["*"]]);
    assert_eq!(script.commands[6].preceded_by, Connector::And);
    assert_eq!(clean("case a in\n  b) c\nesac\nd").commands.len(), 2);
    assert_eq!(clean("case a in esac").commands.len(), 0);
}

#[test]
fn downloads_piped_to_a_shell() {
    let script = clean("curl -fsSL https://x | sudo -E bash -s -- --yes 2>&1 | tee log");
    let pipeline = script.pipeline_of(&script.commands[0]).expect("a pipeline");
    let names: Vec<_> = script.commands_of(pipeline).filter_map(|c| c.effective().map(|e| e.name)).collect();
    assert_eq!(names, ["curl", "bash", "tee"]);
    let text = "bash -c \"$(curl -fsSL https://x)\" && sh <(wget -qO- https://y) && eval `curl z`";
    let script = clean(text);
    assert_eq!(
        all(&script),
        [
            "bash -c $(curl -fsSL https://x)",
            "curl -fsSL https://x",
            "sh <(wget -qO- https://y)",
            "wget -qO- https://y",
            "eval `curl z`",
            "curl z"
        ]
    );
    assert_eq!(script.commands.iter().map(|c| c.parent).collect::<Vec<_>>(), [None, Some(0), None, Some(2), None, Some(4)]);
    let list = script.commands[0].words[2].substitutions().next().expect("a substitution");
    assert_eq!(script.commands_in(list).count(), 1);
    assert!(script.commands[3].context.in_process_substitution());
    assert_eq!(script.lists[list].span.of(text), "curl -fsSL https://x");
}

#[test]
fn redirections_are_not_arguments() {
    let text = "a >b 2>>c <d 2>&1 &>e <<<\"f g\" h>i 3<>j >|k >&- l";
    let script = clean(text);
    assert_eq!(all(&script), ["a h l"]);
    use RedirectOp::{Append, DupOut, HereString, Read, ReadWrite, Write, WriteBoth};
    let redirects: Vec<_> = script.commands[0].redirects.iter().map(|r| (r.op, r.fd, r.target.raw)).collect();
    assert_eq!(
        redirects,
        [
            (Write, None, "b"),
            (Append, Some(2), "c"),
            (Read, None, "d"),
            (DupOut, Some(2), "1"),
            (WriteBoth, None, "e"),
            (HereString, None, "\"f g\""),
            (Write, None, "i"),
            (ReadWrite, Some(3), "j"),
            (Write, None, "k"),
            (DupOut, None, "-"),
        ]
    );
    assert_eq!(script.commands[0].redirects[3].span.of(text), "2>&1");
    assert_eq!(clean("a 12 2").commands[0].words.len(), 3, "numbers are words");
}

#[test]
fn here_documents_are_no_commands() {
    let text = "cat <<EOF >/x && chmod +x /x\nline $(date) \\$(no)\n  EOF\nEOF\nnext <<-'E' | sort\n\t$(not run)\n\tE\nlast";
    let script = clean(text);
    assert_eq!(all(&script), ["cat", "chmod +x /x", "date", "next", "sort", "last"]);
    let [first, second] = script.heredocs.as_slice() else { panic!("two") };
    assert_eq!(first.body.of(text), "line $(date) \\$(no)\n  EOF\n");
    assert!(!first.quoted && second.quoted && second.strip_tabs);
    assert_eq!(second.body.of(text), "\t$(not run)\n");
    assert_eq!(script.commands[0].redirects[0].heredoc, Some(0));
    assert_eq!(script.commands[2].parent, Some(0));
    assert_eq!(script.commands[4].followed_by, Connector::Newline);
    let two = "x <<A <<B\n1\nA\n2\nB\ny";
    assert_eq!(clean(two).heredocs.iter().map(|h| h.body.of(two)).collect::<Vec<_>>(), ["1\n", "2\n"]);
    let inner = "v=$(cat <<A\nb\nA\n) && c";
    assert_eq!(all(&clean(inner)), ["", "cat", "c"]);
    let crlf = "cat <<A\r\nb\r\nA\r\nc\r\n";
    assert_eq!(all(&clean(crlf)), ["cat", "c"]);
}

#[test]
fn groups_subshells_and_functions() {
    let text = "( cd /x && make ) && { a; b; } >log; f() { c; }; function g { d; }; h() ( e ); f";
    let script = clean(text);
    assert_eq!(all(&script), ["cd /x", "make", "a", "b", "c", "d", "e", "f"]);
    let contexts: Vec<_> =
        script.commands.iter().map(|c| (c.context.in_subshell(), c.context.in_group(), c.context.in_function())).collect();
    assert_eq!(contexts[0], (true, false, false));
    assert_eq!(contexts[2], (false, true, false));
    assert_eq!(contexts[4], (false, true, true));
    assert_eq!(contexts[5], (false, true, true));
    assert_eq!(contexts[6], (true, false, true));
    assert_eq!(contexts[7], (false, false, false));
    let names: Vec<_> = script.compounds.iter().filter(|c| c.kind == CompoundKind::Function).map(|c| c.words[0].raw).collect();
    assert_eq!(names, ["f", "g", "h"]);
    assert_eq!(script.enclosing(&script.commands[4]).count(), 3);
}

#[test]
fn tests_and_arithmetic_are_no_commands() {
    let text = "[[ -f /x && ( $a == b* || $c =~ ^(d|e)$ ) ]] && (( i++ )) && (( i < $(j) )) && k $(( 1 + (2) )) && $((l); m)";
    let script = clean(text);
    assert_eq!(all(&script), ["j", "k $(( 1 + (2) ))", "$((l); m)", "l", "m"]);
    let kinds: Vec<_> = script.compounds.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [CompoundKind::Test, CompoundKind::Arithmetic, CompoundKind::Arithmetic, CompoundKind::Subshell]);
    assert_eq!(script.compounds[0].words[1].raw, "/x");
    assert_eq!(all(&clean("for ((i = 0; i < 3; i++)); do x; done")), ["x"]);
    assert_eq!(all(&clean("((a); (b))")), ["a", "b"]);
}

#[test]
fn quotes_nest() {
    let text = r#"echo "$(dirname "$(readlink -f "$0")")/$(b 'c"d')" "${x:-"$(e "f")"}" `g \`h\``"#;
    let script = clean(text);
    assert_eq!(script.commands[0].words.len(), 4);
    assert_eq!(script.commands[1].span.of(text), "dirname \"$(readlink -f \"$0\")\"");
    assert_eq!(script.commands[2].parent, Some(1));
    assert_eq!(words(&script.commands[3]), ["b", "c\"d"]);
    assert_eq!(words(&script.commands[4]), ["e", "f"]);
}

#[test]
fn assignments_and_arrays() {
    let text = "A=1 B+=\"2 3\" C[0]=4 d E=5; arr=(a \"b c\" $(e)); F=; 1X=2";
    let script = clean(text);
    let command = &script.commands[0];
    assert_eq!(
        command.assignments.iter().map(|a| (a.name, a.append, a.value.text().into_owned())).collect::<Vec<_>>(),
        [("A", false, "1".to_string()), ("B", true, "2 3".to_string()), ("C", false, "4".to_string()),]
    );
    assert_eq!(words(command), ["d", "E=5"]);
    assert_eq!(command.words[1].setting(), Some(("E".into(), "5".into())));
    assert_eq!(script.commands[1].assignments[0].value.raw, "(a \"b c\" $(e))");
    assert_eq!(all(&script), ["d E=5", "", "e", "", "1X=2"]);
}

#[test]
fn reserved_words_are_words_elsewhere() {
    let script = clean("echo if then fi done { } ! case; ./do; done=1; \"if\" x; echo a#b # c; d");
    assert_eq!(all(&script), ["echo if then fi done { } ! case", "./do", "", "if x", "echo a#b"]);
    assert_eq!(script.comments.len(), 1);
    assert_eq!(all(&clean("find . -exec rm {} \\; -name '*.x' -o {} +; x")), ["find . -exec rm {} ; -name *.x -o {} +", "x"]);
}

#[test]
fn lines_may_be_continued() {
    let text = "apt-get install \\\n  -y \\\n  cu\\\nrl \\\r\n  wget\n";
    assert_eq!(all(&clean(text)), ["apt-get install -y curl wget"]);
    assert_eq!(clean(text).commands[0].words[3].span.of(text), "cu\\\nrl");
}

#[test]
fn what_is_not_closed_is_told_and_still_read() {
    use ErrorKind::{
        MissingCommand, MissingWord, Unexpected, UnterminatedCommand, UnterminatedExpansion, UnterminatedHeredoc, UnterminatedQuote,
    };
    for (text, expected, commands) in [
        ("echo 'a; b", vec![(UnterminatedQuote, "'")], 1),
        ("echo \"a $(b", vec![(UnterminatedExpansion, "$("), (UnterminatedQuote, "\"")], 2),
        ("a && ", vec![(MissingCommand, "&&")], 1),
        ("a | ; b", vec![(MissingCommand, "|")], 2),
        ("&& a", vec![(Unexpected, "&&")], 1),
        ("a ;; b", vec![(Unexpected, ";;")], 2),
        ("a ) && b", vec![(Unexpected, ")")], 2),
        ("( a; b", vec![(UnterminatedCommand, "(")], 2),
        ("{ a; b", vec![(UnterminatedCommand, "{")], 2),
        ("if a; then b", vec![(UnterminatedCommand, "i")], 2),
        ("if a; b; fi; c", vec![(UnterminatedCommand, "if")], 3),
        ("while a; b; done; c", vec![(UnterminatedCommand, "w")], 3),
        ("for x in a; b; done", vec![(UnterminatedCommand, "f"), (Unexpected, "done")], 1),
        ("(if a; then b) && c", vec![(UnterminatedCommand, "i")], 3),
        ("done; a", vec![(Unexpected, "done")], 1),
        ("a >", vec![(MissingWord, ">")], 1),
        ("cat <<EOF\nb", vec![(UnterminatedHeredoc, "<<EOF")], 1),
        ("echo ${a", vec![(UnterminatedExpansion, "${")], 1),
        ("echo `a", vec![(UnterminatedExpansion, "`")], 2),
        ("echo $((1", vec![(UnterminatedExpansion, "$(")], 1),
        ("case a in b) c", vec![(UnterminatedCommand, "c")], 1),
        ("[[ a", vec![(UnterminatedCommand, "[[")], 0),
        ("!", vec![(MissingCommand, "!")], 0),
    ] {
        assert_eq!(errors(text), expected, "{text}");
        assert_eq!(parse(text).commands.len(), commands, "{text}");
    }
    assert!(errors("").is_empty() && errors(" \n # x").is_empty());
}

#[test]
fn nesting_has_a_bound() {
    let deep = format!("{}a{}; b", "( ".repeat(50), ")".repeat(50));
    assert_eq!(clean(&deep).commands.len(), 2);
    let deeper = "$(".repeat(100_000);
    let script = parse(&deeper);
    assert!(script.errors.iter().any(|e| e.kind == ErrorKind::TooDeep));
    let many = parse(&"a;".repeat(300_000)).errors;
    assert_eq!(many.first().map(|e| e.kind), Some(ErrorKind::TooLong));
}

#[test]
fn text_that_is_not_ascii() {
    let text = "echo 'ñ' 🐳 \"$(é ü)\" && ö=ä x";
    let script = clean(text);
    assert_eq!(all(&script), ["echo ñ 🐳 $(é ü)", "é ü", "ö=ä x"]);
    assert_eq!(script.commands[1].span.of(text), "é ü");
}
