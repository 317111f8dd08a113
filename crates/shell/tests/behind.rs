//! Effective commands, inline scripts, exec form.

use plimsoll_shell::{Span, exec, inline_script, parse};

/// Name, wrappers and arguments of the first command.
fn effective(text: &str) -> (String, Vec<&'static str>, Vec<String>) {
    let script = parse(text);
    let e = script.commands[0].effective().expect("a command");
    (e.name.to_string(), e.wrappers.iter().map(|w| w.name).collect(), e.args.iter().map(|w| w.text().into_owned()).collect())
}

#[test]
fn wrappers_are_looked_behind() {
    let cases: [(&str, &str, &[&str], &[&str]); 22] = [
        ("apt-get update", "apt-get", &[], &["update"]),
        ("DEBIAN_FRONTEND=noninteractive apt-get install x", "apt-get", &[], &["install", "x"]),
        ("sudo apt-get update", "apt-get", &["sudo"], &["update"]),
        ("sudo -E -u root -H apt-get update", "apt-get", &["sudo"], &["update"]),
        ("sudo --user=app -- A=b make -j 4", "make", &["sudo"], &["-j", "4"]),
        ("env -i -u X A=b C=d /usr/bin/apt-get update", "apt-get", &["env"], &["update"]),
        ("exec -a name /bin/sh", "sh", &["exec"], &[]),
        ("time -p nice -n 10 nohup make", "make", &["time", "nice", "nohup"], &[]),
        ("nice -10 make", "make", &["nice"], &[]),
        ("timeout -k 5 --signal=KILL 30 curl x", "curl", &["timeout"], &["x"]),
        ("gosu app:app pip install x", "pip", &["gosu"], &["install", "x"]),
        ("command -v curl", "command", &[], &["-v", "curl"]),
        ("command curl x", "curl", &["command"], &["x"]),
        ("sudo -l", "sudo", &[], &["-l"]),
        ("sudo", "sudo", &[], &[]),
        ("env", "env", &[], &[]),
        ("env A=b", "env", &[], &["A=b"]),
        ("busybox wget x", "wget", &["busybox"], &["x"]),
        ("xargs -r -n 1 apt-get install -y", "apt-get", &["xargs"], &["install", "-y"]),
        ("\"/usr/local/bin/pip3\" 'install' x", "pip3", &[], &["install", "x"]),
        ("$VENV/bin/pip install x", "pip", &[], &["install", "x"]),
        ("stdbuf -oL eatmydata apt-get update", "apt-get", &["stdbuf", "eatmydata"], &["update"]),
    ];
    for (text, name, wrappers, args) in cases {
        assert_eq!(effective(text), (name.to_string(), wrappers.to_vec(), args.iter().map(|a| a.to_string()).collect()), "{text}");
    }
    assert!(parse("A=b").commands[0].effective().is_none());
    assert!(parse("> file").commands[0].effective().is_none());
}

#[test]
fn a_wrapper_knows_its_own_words() {
    let text = "sudo -E -u root apt-get update";
    let script = parse(text);
    let command = &script.commands[0];
    let e = command.effective().expect("a command");
    assert_eq!((e.wrappers[0].span.of(text), e.wrappers[0].words.clone(), e.index), ("sudo", 0..4, 4));
    assert_eq!(e.span().of(text), "apt-get update");
}

#[test]
fn variables_for_one_command_are_found() {
    let script = parse("A=1 B='2 3' env -i A=4 sudo C=5 cmd D=6");
    let e = script.commands[0].effective().expect("a command");
    assert_eq!(e.variable("A").as_deref(), Some("4"), "the inner one wins");
    assert_eq!(e.variable("B").as_deref(), Some("2 3"));
    assert_eq!(e.variable("C").as_deref(), Some("5"));
    assert_eq!(e.variable("D"), None, "an argument of the command");
}

/// The commands of the inline script of the first command, each with what its span covers in the outer text.
fn inline(text: &str) -> Option<Vec<(String, &str)>> {
    let script = parse(text);
    let inline = inline_script(&script.commands[0])?;
    let inner = inline.parse();
    Some(
        inner
            .commands
            .iter()
            .map(|c| (c.words.iter().map(|w| w.text().into_owned()).collect::<Vec<_>>().join(" "), c.span.of(text)))
            .collect(),
    )
}

fn pair<'a>(words: &str, span: &'a str) -> (String, &'a str) {
    (words.to_string(), span)
}

#[test]
fn inline_scripts_have_outer_spans() {
    assert_eq!(inline("sh -c 'a b && c'"), Some(vec![pair("a b", "a b"), pair("c", "c")]));
    assert_eq!(inline("sudo bash -o pipefail -exc \"é | b $X\" arg"), Some(vec![pair("é", "é"), pair("b $X", "b $X")]));
    assert_eq!(inline("sh -c ls"), Some(vec![pair("ls", "ls")]));
    assert_eq!(inline("su - app -c 'make x'"), Some(vec![pair("make x", "make x")]));
    assert_eq!(
        inline(r#"bash -ec "echo \"x y\"; ls \$HOME""#),
        Some(vec![pair("echo x y", r#"echo \"x y\""#), pair("ls $HOME", r"ls \$HOME")])
    );
    assert_eq!(inline("sh -c 'echo '\"'\"'a b'\"'\"' c'"), Some(vec![pair("echo a b c", "echo '\"'\"'a b'\"'\"' c")]));
    for none in ["sh script.sh", "bash -c", "bash -c \"$(curl -fsSL x)\"", "sh -e x -c y", "make -c 'a'", "bash --login -o pipefail"] {
        assert_eq!(inline(none), None, "{none}");
    }
}

#[test]
fn inline_shell_options_are_told() {
    let text = "bash -eo pipefail -c 'a | b'";
    let script = parse(text);
    let inline = inline_script(&script.commands[0]).expect("a script");
    assert_eq!((&*inline.shell, inline.errexit, inline.pipefail, inline.word), ("bash", true, true, 4));
    assert_eq!(inline.parse_borrowed().map(|s| s.commands.len()), Some(2));
    assert!(inline_script(&parse("bash -c 'a'").commands[0]).is_some_and(|i| !i.errexit && !i.pipefail));
}

#[test]
fn exec_form_is_one_command_without_shell() {
    let text = r#"["/bin/bash", "-c", "a $(b) && c", "*"]"#;
    let span = |part: &str| {
        let start = text.find(part).expect("in the text");
        Span::new(start, start + part.len())
    };
    let argv =
        [("/bin/bash", span("\"/bin/bash\"")), ("-c", span("\"-c\"")), ("a $(b) && c", span("\"a $(b) && c\"")), ("*", span("\"*\""))];
    let script = exec(&argv);
    let command = &script.commands[0];
    assert_eq!(script.commands.len(), 1);
    assert_eq!(command.effective().expect("a command").name, "bash");
    assert!(!command.words[2].has_expansion() && !command.words[3].has_glob());
    assert_eq!(command.words[2].literal().as_deref(), Some("a $(b) && c"));
    let inline = inline_script(command).expect("a script");
    let inner = inline.parse_borrowed().expect("nothing to unescape");
    let spans: Vec<_> = inner.commands.iter().map(|c| c.span.of(text)).collect();
    assert_eq!(spans, ["a $(b)", "b", "c"]);
    assert!(exec(&[]).commands.is_empty());
}

#[test]
fn an_escaped_exec_argument_has_the_span_of_the_argument() {
    let argv = [("sh", Span::new(0, 4)), ("-c", Span::new(5, 9)), ("a \"b\"", Span::new(10, 20))];
    let script = exec(&argv);
    let inline = inline_script(&script.commands[0]).expect("a script");
    assert_eq!(inline.parse().commands[0].span, Span::new(10, 20));
}
