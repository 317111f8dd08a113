//! Reading of shell text as it is found in image builds.

use plimsoll_shell::{Connector, ExpansionKind, Script, SimpleCommand, Span, parse};

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
