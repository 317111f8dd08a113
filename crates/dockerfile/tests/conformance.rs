//! Runs the parser over BuildKit's own parser tests, where the folder that `PLIMSOLL_CONFORMANCE` names has them.
//!
//! It never ships the test data: without the variable every test says so and passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use plimsoll_dockerfile::expand::{Expanded, Lexer};
use plimsoll_dockerfile::{
    Command, DirectiveName, Dockerfile, Heredoc, Instruction, InstructionKind, Keyword, Pair, Transfer, Word, detect_syntax, heredoc_word,
    parse,
};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("PLIMSOLL_CONFORMANCE") else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return None;
    };
    Some(PathBuf::from(root).join("dockerfile/parser"))
}

fn cases(file: &str) -> Vec<Value> {
    let Some(folder) = folder() else { return Vec::new() };
    let text = fs::read_to_string(folder.join(file)).expect("the file is readable");
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect();
    assert!(!cases.is_empty(), "{file} is empty");
    println!("{file}: {} cases", cases.len());
    cases
}

fn text<'v>(case: &'v Value, key: &str) -> &'v str {
    case[key].as_str().unwrap_or_else(|| panic!("no text {key} in {case}"))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(|v| v.as_str().expect("a text")).collect()
}

fn is_error(case: &Value) -> bool {
    case["error"].as_bool().unwrap_or(false)
}

/// `strconv.Quote` for the characters the test data has.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => write!(out, "\\x{:02x}", c as u32).expect("a String takes everything"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The S-expression BuildKit's `Node.Dump` writes for an instruction.
fn dump(instruction: &Instruction<'_>) -> String {
    let mut out = instruction.keyword_text.to_lowercase();
    if !instruction.flags.is_empty() {
        let flags = instruction.flags.iter().map(|flag| match &flag.value {
            Some(value) => quote(&format!("--{}={}", flag.name, value.text)),
            None => quote(&format!("--{}", flag.name)),
        });
        write!(out, " [{}]", flags.collect::<Vec<_>>().join(" ")).expect("a String takes everything");
    }
    if let InstructionKind::Onbuild(Some(inner)) = &instruction.kind {
        return format!("{out} ({})", dump(inner));
    }
    for argument in arguments(instruction) {
        out.push(' ');
        out.push_str(&quote(&argument));
    }
    out
}

fn command(command: &Command<'_>) -> Vec<String> {
    match command {
        Command::Exec { words, .. } => owned(words),
        Command::Shell { text, .. } if text.text().is_empty() => Vec::new(),
        Command::Shell { text, .. } => vec![text.text().to_owned()],
    }
}

fn owned(words: &[Word<'_>]) -> Vec<String> {
    words.iter().map(|word| word.text.to_string()).collect()
}

fn pairs(pairs: &[Pair<'_>]) -> Vec<String> {
    let value = |pair: &Pair<'_>| pair.value.as_ref().map(|v| v.text.to_string()).unwrap_or_default();
    pairs.iter().flat_map(|p| [p.key.text.to_string(), value(p), if p.legacy { "" } else { "=" }.to_owned()]).collect()
}

fn transfer(transfer: &Transfer<'_>) -> Vec<String> {
    transfer.sources.iter().chain(&transfer.destination).map(|word| word.text.to_string()).collect()
}

fn arguments(instruction: &Instruction<'_>) -> Vec<String> {
    match &instruction.kind {
        InstructionKind::Run { command: c, .. } | InstructionKind::Cmd(c) | InstructionKind::Entrypoint(c) => command(c),
        InstructionKind::Env(p) | InstructionKind::Label(p) => pairs(p),
        InstructionKind::Copy(t) | InstructionKind::Add(t) => transfer(t),
        InstructionKind::Shell(words) | InstructionKind::Expose(words) | InstructionKind::Volume { paths: words, .. } => owned(words),
        InstructionKind::From { .. } => instruction.rest.text().split_whitespace().map(str::to_owned).collect(),
        InstructionKind::Arg(names) => names
            .iter()
            .map(|arg| match &arg.default {
                Some(default) => format!("{}={}", arg.name.text, default.text),
                None => arg.name.text.to_string(),
            })
            .collect(),
        InstructionKind::User(word)
        | InstructionKind::Workdir(word)
        | InstructionKind::StopSignal(word)
        | InstructionKind::Maintainer(word) => word.iter().map(|word| word.text.to_string()).collect(),
        InstructionKind::Healthcheck { form_word, command: c, .. } => {
            form_word.iter().map(|word| word.text.to_string()).chain(c.iter().flat_map(command)).collect()
        }
        InstructionKind::Onbuild(_) | InstructionKind::Unknown => Vec::new(),
    }
}

#[test]
fn testfiles() {
    for case in cases("testfiles.jsonl") {
        let file = parse(text(&case, "dockerfile"));
        let dumped: String = file.instructions.iter().map(|i| format!("({})\n", dump(i))).collect();
        assert_eq!(dumped, text(&case, "result"), "{}", text(&case, "name"));
    }
}

#[test]
fn negative() {
    for case in cases("negative.jsonl") {
        assert!(!parse(text(&case, "dockerfile")).errors.is_empty(), "{}", text(&case, "name"));
    }
}

#[test]
fn instruction_errors() {
    for case in cases("instruction_errors.jsonl") {
        let errors = parse(text(&case, "dockerfile")).errors;
        let expected = text(&case, "error");
        assert!(errors.iter().any(|e| e.message.contains(expected)), "{case}\n{errors:#?}");
    }
}

#[test]
fn envvar() {
    let env: BTreeMap<String, String> =
        [("PWD", "/home"), ("SHELL", "bash"), ("KOREAN", "한국어"), ("NULL", "")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    for case in cases("envvar.jsonl") {
        // `W` cases are for builds of Windows images, whose variables ignore case.
        if text(&case, "platform") == "W" {
            continue;
        }
        let result = Lexer::new('\\').process_word(text(&case, "input"), &env);
        if is_error(&case) {
            assert!(result.is_err(), "{case}\n{result:?}");
        } else {
            assert_eq!(result.map(|e| e.text).as_deref(), Ok(text(&case, "expect")), "{case}");
        }
    }
}

#[test]
fn words() {
    for case in cases("words.jsonl") {
        let env: BTreeMap<String, String> =
            texts(&case["env"]).into_iter().filter_map(|kv| kv.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        let result = Lexer::new('\\').process_words(text(&case, "input"), &env);
        if is_error(&case) {
            assert!(result.is_err(), "{case}\n{result:?}");
        } else {
            let words: Vec<String> = result.unwrap_or_default().into_iter().map(|w| w.text).collect();
            assert_eq!(words, texts(&case["expect"]), "{case}");
        }
    }
}

#[test]
fn lex_matches() {
    for case in cases("lex_matches.jsonl") {
        let env: BTreeMap<String, String> =
            case["env"].as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.as_str().expect("a text").to_owned())).collect();
        let sorted = |key: &str| {
            let mut names = texts(&case[key]);
            names.sort_unstable();
            names
        };
        match Lexer::new('\\').process_word(text(&case, "input"), &env) {
            Ok(Expanded { text: result, matched, unmatched }) => {
                assert!(!is_error(&case), "{case}: {result}");
                assert_eq!(result, text(&case, "expect"), "{case}");
                assert_eq!(matched, sorted("matches"), "{case}");
                assert_eq!(unmatched, sorted("unmatched"), "{case}");
            }
            Err(error) => {
                assert!(is_error(&case), "{case}: {error:?}");
                // BuildKit's test compares the lists of a failed expansion only where it names variables.
                if !sorted("unmatched").is_empty() {
                    assert_eq!(error.unmatched, sorted("unmatched"), "{case}");
                }
            }
        }
    }
}

fn assert_heredoc(heredoc: &Heredoc<'_>, expected: &Value, source: &str) {
    assert_eq!(heredoc.name, text(expected, "name"));
    assert_eq!(heredoc.text(source), text(expected, "content"), "{}", heredoc.name);
    let flags = (heredoc.expand, heredoc.chomp, u64::from(heredoc.descriptor));
    let number = |key: &str| expected[key].as_u64().unwrap_or_default();
    let flag = |key: &str| expected[key].as_bool().unwrap_or_default();
    assert_eq!(flags, (flag("expand"), flag("chomp"), number("fd")), "{}", heredoc.name);
}

#[test]
fn heredoc() {
    let Some(folder) = folder() else { return };
    let all = fs::read_to_string(folder.join("heredoc.json")).expect("the file is readable");
    let all: Value = serde_json::from_str(&all).expect("JSON");
    let file = parse(text(&all, "dockerfile"));
    let expected = all["expected"].as_array().expect("a list");
    assert_eq!(file.instructions.len(), expected.len() + 1);
    for (instruction, expected) in file.instructions.iter().skip(1).zip(expected) {
        let expected = expected.as_array().expect("a list");
        assert_eq!(instruction.heredocs.len(), expected.len(), "{}", instruction.rest.text());
        for (heredoc, expected) in instruction.heredocs.iter().zip(expected) {
            assert_heredoc(heredoc, expected, file.source);
        }
    }
    for word in texts(&all["words"]["validHeredocs"]) {
        assert_eq!(heredoc_word(word).map(|h| h.map(|h| h.name)), Ok(Some("EOF".to_owned())), "{word}");
    }
    for word in texts(&all["words"]["invalidHeredocs"]) {
        assert!(heredoc_word(word).is_err(), "{word}");
    }
    for word in texts(&all["words"]["notHeredocs"]) {
        assert_eq!(heredoc_word(word), Ok(None), "{word}");
    }
    for case in all["lines"].as_array().expect("a list") {
        // Where BuildKit's own assertion never runs, `actual` is what BuildKit finds.
        let expected = texts(case.get("actual").unwrap_or(&case["names"]));
        let source = format!("FROM x\n{}\n{}\n", text(case, "line"), expected.join("\n"));
        let file = parse(&source);
        let found: Vec<&str> = file.instructions[1].heredocs.iter().map(|h| &*h.name).collect();
        assert_eq!(found, expected, "{case}");
    }
    let json = parse(text(&all, "json_form_has_no_heredocs"));
    assert!(json.instructions.len() == 4 && json.instructions.iter().all(|i| i.heredocs.is_empty()));
}

#[test]
fn heredoc_instructions() {
    for case in cases("heredoc_instructions.jsonl") {
        let file = parse(text(&case, "dockerfile"));
        let [instruction] = &*file.instructions else { panic!("{case}: not one instruction") };
        match &instruction.kind {
            InstructionKind::Copy(transfer) => {
                assert_eq!(text(&case, "kind"), "copy");
                assert_eq!(transfer.destination.as_ref().map(|w| &*w.text), case["dest"].as_str(), "{case}");
                let is_heredoc = |w: &&Word<'_>| matches!(heredoc_word(&w.text), Ok(Some(_)));
                let sources: Vec<&str> = transfer.sources.iter().filter(|w| !is_heredoc(w)).map(|w| &*w.text).collect();
                assert_eq!(sources, texts(&case["sources"]), "{case}");
                let contents = case["contents"].as_array().expect("a list");
                assert_eq!(instruction.heredocs.len(), contents.len(), "{case}");
                for (heredoc, expected) in instruction.heredocs.iter().zip(contents) {
                    assert_eq!(heredoc.name, text(expected, "path"));
                    assert_eq!(heredoc.text(file.source), text(expected, "data"));
                    assert_eq!(Some(heredoc.expand), expected["expand"].as_bool());
                }
            }
            InstructionKind::Run { command: run, .. } => {
                assert_eq!(text(&case, "kind"), "run");
                assert_eq!(Some(matches!(run, Command::Shell { .. })), case["shell"].as_bool());
                assert_eq!(command(run), texts(&case["command"]), "{case}");
                let files = case["files"].as_array().expect("a list");
                assert_eq!(instruction.heredocs.len(), files.len(), "{case}");
                for (heredoc, expected) in instruction.heredocs.iter().zip(files) {
                    assert_eq!(heredoc.name, text(expected, "name"));
                    assert_eq!(heredoc.text(file.source), text(expected, "data"));
                }
            }
            other => panic!("{case}: {other:?}"),
        }
    }
}

#[test]
fn directives() {
    for case in cases("directives.jsonl") {
        let source = text(&case, "dockerfile");
        let file = parse(source);
        match text(&case, "call") {
            "DetectSyntax" => {
                let found = detect_syntax(source);
                assert_eq!(Some(found.is_some()), case["found"].as_bool(), "{case}");
                let Some(found) = found else { continue };
                assert_eq!(found.reference.text, text(&case, "ref"), "{case}");
                if let Some(value) = case["cmdline"].as_str() {
                    assert_eq!(found.value, value, "{case}");
                }
                assert_line(&file, found.reference.span.start, &case);
            }
            "ParseDirective" => {
                assert_eq!(text(&case, "key"), "check");
                let found = file.directives.iter().find(|d| d.name == DirectiveName::Check);
                assert_eq!(Some(found.is_some()), case["found"].as_bool(), "{case}");
                let Some(found) = found else { continue };
                assert_eq!(found.effective().text, text(&case, "ref"), "{case}");
                if let Some(value) = case["cmdline"].as_str() {
                    assert_eq!(found.value, value, "{case}");
                }
                assert_line(&file, found.span.start, &case);
            }
            "ParseAll" => {
                let name = |name| match name {
                    DirectiveName::Syntax => "syntax",
                    DirectiveName::Escape => "escape",
                    DirectiveName::Check => "check",
                };
                let found: Vec<Vec<&str>> = file.directives.iter().map(|d| vec![name(d.name), d.value]).collect();
                let expected: Vec<Vec<&str>> = case["directives"].as_array().into_iter().flatten().map(texts).collect();
                assert_eq!(found, expected, "{case}");
            }
            other => panic!("{other}"),
        }
    }
}

/// Compares the one-based line of an offset, where the case has one.
fn assert_line(file: &Dockerfile<'_>, offset: usize, case: &Value) {
    if let Some(line) = case["line"].as_u64() {
        assert_eq!(file.source[..offset].matches('\n').count() as u64 + 1, line, "{case}");
    }
}

#[test]
fn json() {
    for case in cases("json.jsonl") {
        let source = format!("FROM x\nCMD {}\n", text(&case, "input"));
        let file = parse(&source);
        let InstructionKind::Cmd(cmd) = &file.instructions[1].kind else { panic!("{case}") };
        if is_error(&case) {
            assert!(matches!(cmd, Command::Shell { invalid_json: true, .. }), "{case}");
        } else {
            assert!(matches!(cmd, Command::Exec { .. }), "{case}");
            assert_eq!(command(cmd), texts(&case["expect"]), "{case}");
        }
    }
}

#[test]
fn words_split() {
    for case in cases("words_split.jsonl") {
        let source = format!("ARG {}\n", text(&case, "input"));
        let file = parse(&source);
        assert_eq!(arguments(&file.instructions[0]), texts(&case["expect"]), "{case}");
    }
}

#[test]
fn line_info() {
    let Some(folder) = folder() else { return };
    let source = fs::read_to_string(folder.join("line_info.Dockerfile")).expect("the file is readable");
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("line_info.json")).expect("the file is readable")).expect("JSON");
    let file = parse(&source);
    let lines: Vec<[u64; 2]> = file.instructions.iter().map(|i| [i.lines.0 as u64 + 1, i.lines.1 as u64 + 1]).collect();
    assert_eq!(serde_json::json!(lines), expected["children"]);
    assert_eq!(lines.first().map(|l| l[0]), expected["start"].as_u64());
    assert_eq!(lines.last().map(|l| l[1]), expected["end"].as_u64());

    let case = &expected["empty_continuation"];
    let file = parse(text(case, "dockerfile"));
    let warned: Vec<&Instruction<'_>> = file.instructions.iter().filter(|i| !i.empty_continuations.is_empty()).collect();
    assert_eq!(Some(warned.len() as u64), case["warnings"].as_u64());
    for (instruction, line) in warned.iter().zip(texts(&case["contains"])) {
        assert_eq!(instruction.keyword, Keyword::Run);
        assert_eq!(format!("{} {}", instruction.keyword_text, instruction.rest.text()), line);
    }
}
