//! What a container starts and how it is asked for its health, in the words of another image.
//!
//! A shell's work is never imitated: what needs one speaks against an image without.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_text::Span;

use super::super::entry::{Entry, is_shell};
use super::{Job, Runtime, Step, exec_form};
use crate::docker_edit::in_case_of;

/// Signs that only a shell gives a meaning.
const SHELL_SIGNS: &[char] = &['&', '|', ';', '<', '>', '*', '~', '`', '(', ')', '$', '"', '\'', '\\'];

/// The new texts of ENTRYPOINT and CMD, by their keywords; what stays as it is is not among them. `moved` says where a path is now.
///
/// # Errors
/// Where the words do not tell what is started.
pub(super) fn entries(job: &Job<'_, '_, '_>, moved: &dyn Fn(&str) -> Option<String>) -> Step<Vec<(Span, String)>> {
    let mut out = Vec::new();
    let entries = &job.case.signals.entries;
    if let [first, second] = &**entries
        && (first.is_shell_form || second.is_shell_form)
    {
        return Err(job.by_hand("ENTRYPOINT and CMD belong together as JSON arrays", second.span));
    }
    for (number, entry) in entries.iter().enumerate() {
        let mut words: Vec<String> = entry.words.iter().map(ToString::to_string).collect();
        let mut keyword = entry.keyword;
        let mut is_new = entry.is_shell_form && !entry.needs_shell;
        if number == 0 {
            if let Some(plain) = unwrapped(entry) {
                words = plain;
                is_new = true;
            }
            if job.starts_runtime() {
                let before = words.clone();
                onto_runtime(job, entry, &mut words, &mut keyword)?;
                is_new |= before != words || keyword != entry.keyword;
            }
        }
        if entry.is_shell_form && entry.needs_shell {
            // A shell goes on reading it: only the paths change.
            let Some(instruction) = job.instruction(entry.span) else { continue };
            let old = instruction.span.of(job.model.file.source);
            let new =
                words.iter().fold(old.to_string(), |text, word| moved(word).map_or(text.clone(), |path| text.replace(&**word, &path)));
            if new != old {
                out.push((entry.span, new));
            }
            continue;
        }
        for word in &mut words {
            if let Some(path) = moved(word) {
                is_new |= *word != path;
                *word = path;
            }
        }
        let Some(instruction) = job.instruction(entry.span).filter(|_| is_new) else { continue };
        out.push((entry.span, exec_form(&in_case_of(keyword, &instruction.keyword_text), &words)));
    }
    Ok(out)
}

/// `sh -c "exec node a.js"` without the shell.
fn unwrapped(entry: &Entry<'_>) -> Option<Vec<String>> {
    let [shell, flag, text] = &*entry.words else { return None };
    let is_plain = is_shell(shell.rsplit('/').next()?) && flag == "-c" && !entry.is_shell_form && !text.contains(SHELL_SIGNS);
    let mut words: Vec<String> = text.strip_prefix("exec ").unwrap_or(text).split_whitespace().map(ToOwned::to_owned).collect();
    if words.first().is_some_and(|word| matches!(&**word, "cd" | "." | "source" | "export" | "set" | "if" | "for" | "while")) {
        words.clear();
    }
    (is_plain && !words.is_empty()).then_some(words)
}

/// The words for an image whose entry point is the runtime: what it starts by itself is left out of CMD, and written with its
/// whole path in ENTRYPOINT.
fn onto_runtime(job: &Job<'_, '_, '_>, entry: &Entry<'_>, words: &mut Vec<String>, keyword: &mut &'static str) -> Step<()> {
    let program = words.first().map_or("", |word| super::places::name(word)).to_string();
    let stray = || job.by_hand(&format!("what `{program}` starts is not told: {} on", entry.keyword), entry.span);
    let is_cmd = entry.keyword == "CMD";
    let runtime = job.runtime();
    match runtime {
        // Node's own entry point takes a script for itself.
        Runtime::Node(_) if is_cmd && program.ends_with(".js") => return Ok(()),
        Runtime::Node(path) if program == "node" || program == "nodejs" => {
            if words.len() < 2 {
                return Err(stray());
            }
            set_program(words, path, is_cmd);
        }
        Runtime::Python(path) => {
            let is_python = program.strip_prefix("python").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
            if is_python {
                if words.len() < 2 {
                    return Err(stray());
                }
                set_program(words, path, is_cmd);
            } else {
                let module = python_module(&program).ok_or_else(stray)?;
                set_program(words, path, is_cmd);
                let at = usize::from(!is_cmd);
                words.splice(at..at, [String::from("-m"), module.to_string()]);
            }
        }
        Runtime::Java(path) if program == "java" => {
            // The image's own entry point is `java -jar`.
            let is_plain_jar = words.get(1).is_some_and(|word| word == "-jar");
            if is_cmd && is_plain_jar && words.len() > 2 && !job.target.is_of_vendor() {
                words.drain(..2);
            } else {
                set_program(words, path, false);
                *keyword = "ENTRYPOINT";
            }
        }
        Runtime::Node(_) | Runtime::Java(_) => return Err(stray()),
        Runtime::Other => {}
    }
    Ok(())
}

/// The module that does what a program of a Python package does: `python -m gunicorn`.
#[must_use]
pub(in super::super) fn python_module(program: &str) -> Option<&str> {
    match program {
        "gunicorn" | "uvicorn" | "flask" | "celery" | "hypercorn" | "daphne" | "streamlit" => Some(program),
        "waitress-serve" => Some("waitress"),
        "django-admin" => Some("django"),
        _ => None,
    }
}

fn set_program(words: &mut Vec<String>, path: &str, leave_out: bool) {
    if leave_out {
        words.remove(0);
    } else if let Some(first) = words.first_mut() {
        path.clone_into(first);
    }
}

/// What becomes of the HEALTHCHECK.
pub(super) enum Health {
    /// It stays.
    Keep,
    /// It has another command: the whole instruction.
    Write(String, &'static str),
    /// The image has nothing to ask with.
    Drop,
}

/// The HEALTHCHECK in the words of the new image.
pub(super) fn health(job: &Job<'_, '_, '_>, moved: &dyn Fn(&str) -> Option<String>) -> Health {
    let Some(check) = &job.case.signals.healthcheck else { return Health::Keep };
    let Some(instruction) = job.instruction(check.span) else { return Health::Keep };
    let InstructionKind::Healthcheck { form_word: Some(word), .. } = &instruction.kind else { return Health::Keep };
    let flags = job.model.file.source.get(instruction.span.start..word.span.start).unwrap_or_default();
    let program = check.program();
    let no_shell = job.has_no_shell();
    if let Some(url) = url(check) {
        if !no_shell && super::super::conditions::has_tool(job.target, program, job.offer, job.case) {
            return Health::Keep;
        }
        return match job.runtime() {
            Runtime::Node(path) => {
                let script = format!("fetch('{url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))");
                Health::Write(
                    exec_form(&format!("{flags}CMD"), &[path.into(), "-e".into(), script]),
                    "node itself asks: there is no curl or wget",
                )
            }
            Runtime::Python(path) => {
                let script = format!("import urllib.request; urllib.request.urlopen('{url}')");
                Health::Write(
                    exec_form(&format!("{flags}CMD"), &[path.into(), "-c".into(), script]),
                    "python itself asks: there is no curl or wget",
                )
            }
            _ if !no_shell && super::super::conditions::has_tool(job.target, "wget", job.offer, job.case) => {
                // BusyBox asks the first address of a name only.
                let url = url.replace("//localhost", "//127.0.0.1");
                let words = ["wget", "-q", "-O", "/dev/null", &url].map(String::from);
                Health::Write(exec_form(&format!("{flags}CMD"), &words), "BusyBox has wget, and no curl")
            }
            _ => Health::Drop,
        };
    }
    if !no_shell {
        return Health::Keep;
    }
    if check.is_shell_form && check.needs_shell || check.is_script() || is_shell(program) {
        return Health::Drop;
    }
    let mut words: Vec<String> = check.words.iter().map(ToString::to_string).collect();
    let path = match (job.runtime(), program) {
        (Runtime::Node(path), "node") | (Runtime::Java(path), "java") => path,
        (Runtime::Python(path), name) if name.starts_with("python") => path,
        _ => "",
    };
    let own = job.case.signals.entries.first().is_some_and(|entry| entry.words.first() == check.words.first());
    let copied = words.first().and_then(|word| moved(word));
    if let Some(first) = words.first_mut() {
        match copied {
            Some(to) => *first = to,
            None if !path.is_empty() => *first = path.into(),
            None if own && job.runtime() == Runtime::Other => {}
            None => return Health::Drop,
        }
    }
    if !check.is_shell_form && words.iter().zip(&check.words).all(|(new, old)| new == old) {
        return Health::Keep;
    }
    Health::Write(exec_form(&format!("{flags}CMD"), &words), "without a shell the check is a JSON array")
}

/// The address that a check with curl or wget asks, where that is all it does.
fn url(check: &Entry<'_>) -> Option<String> {
    let mut words: Vec<&str> = check.words.iter().map(|word| &**word).collect();
    if let [shell, "-c", text] = &*words
        && is_shell(shell.rsplit('/').next()?)
    {
        words = text.split_whitespace().collect();
    }
    // `|| exit 1` says what a failure is anyway.
    if let [.., "||", "exit", "1" | "1;"] = &*words {
        words.truncate(words.len() - 3);
    }
    let (program, rest) = words.split_first()?;
    if !matches!(super::places::name(program), "curl" | "wget") {
        return None;
    }
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let mut found: Option<String> = None;
    let mut takes_value = false;
    for word in rest {
        let word = word.trim_matches(is_quote);
        if core::mem::take(&mut takes_value) || word == "/dev/null" || word == "-" {
            continue;
        }
        if word.starts_with('-') {
            takes_value = matches!(
                word,
                "-o" | "-O" | "-m" | "--max-time" | "--connect-timeout" | "--timeout" | "-T" | "-t" | "--tries" | "--retry" | "--output"
            );
            // A method, a header or data would be lost, and certificates would be judged otherwise.
            if matches!(word, "-X" | "-H" | "-d" | "-k" | "-u" | "--request" | "--header" | "--data" | "--insecure" | "--user")
                || word.contains("insecure")
            {
                return None;
            }
            continue;
        }
        let is_plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/:.-_?=%&[]".contains(&b));
        if !is_plain || found.is_some() {
            return None;
        }
        found = Some(if word.contains("://") { word.to_string() } else { format!("http://{word}") });
    }
    found
}
