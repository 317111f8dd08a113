//! Downloads whose server nobody checks.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_shell::Word;
use plimsoll_shell::options::{Grammar, is_false};
use plimsoll_shell::packages::Manager;
use plimsoll_text::{Edit, Span, find_byte};

use crate::context::Context;
use crate::docker_edit::{delete_item, unquoted};
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::{delete_words, may_begin, replace_setting, replace_word};

pub static RULE: Rule = Rule {
    id: "tls-verification-disabled",
    summary: "the check of TLS certificates is switched off",
    help: "Remove it; for a server of your own, add its certificate authority to the image.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &[
        "checkov:CKV2_DOCKER_2",
        "checkov:CKV2_DOCKER_3",
        "checkov:CKV2_DOCKER_4",
        "checkov:CKV2_DOCKER_5",
        "checkov:CKV2_DOCKER_6",
        "checkov:CKV2_DOCKER_12",
        "checkov:CKV2_DOCKER_13",
        "checkov:CKV2_DOCKER_14",
        "checkov:CKV2_DOCKER_15",
        "checkov:CKV2_DOCKER_16",
        "checkov:CKV2_DOCKER_18",
    ],
    looks_for: Marks::ENV.or(Marks::ARG).or(Marks::SETTING).or(PROGRAMS),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// The programs whose options are looked at.
const PROGRAMS: Marks = Marks::CURL.or(Marks::WGET).or(Marks::GIT).or(Marks::MANAGER);

/// A way to switch it off: where it stands, what for, and the peer's id of it.
struct Hit {
    span: Span,
    shown: &'static str,
    alias: &'static [&'static str],
    fix: Option<(&'static str, Edit)>,
}

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut hits: Vec<Hit> = Vec::new();
    for instruction in &model.file.instructions {
        match &instruction.effective().kind {
            InstructionKind::Env(pairs) => {
                let spans = OnceCell::new();
                let named = pairs.iter().enumerate().filter(|(_, pair)| may_be_named(&pair.key.text));
                hits.extend(named.filter_map(|(at, pair)| {
                    let hit = variable(unquoted(&pair.key.text), unquoted(&pair.value.as_ref()?.text), pair.span)?;
                    let spans: &Vec<Span> = spans.get_or_init(|| pairs.iter().map(|pair| pair.span).collect());
                    Some(Hit { fix: delete_item(model.file, instruction, spans, at).map(removed), ..hit })
                }));
            }
            InstructionKind::Arg(names) => {
                let spans = OnceCell::new();
                let named = names.iter().enumerate().filter(|(_, arg)| may_be_named(&arg.name.text));
                hits.extend(named.filter_map(|(at, arg)| {
                    let hit = variable(unquoted(&arg.name.text), unquoted(&arg.default.as_ref()?.text), arg.span)?;
                    let spans: &Vec<Span> = spans.get_or_init(|| names.iter().map(|arg| arg.span).collect());
                    Some(Hit { fix: delete_item(model.file, instruction, spans, at).map(removed), ..hit })
                }));
            }
            _ => {}
        }
    }
    for command in &model.commands {
        if command.marks.meets(Marks::SETTING) {
            in_environment(command, model, &mut hits);
        }
        if command.marks.meets(PROGRAMS) {
            hits.extend(in_command(command, model));
        }
    }
    plimsoll_text::sort_by_key(&mut hits, |hit| hit.span.start);
    for hit in hits {
        let message = format!("{}: anyone on the way can replace what is loaded", hit.shown);
        let finding = out.report(hit.span, message);
        finding.aliases(hit.alias);
        if let Some((title, edit)) = hit.fix {
            finding.unsafe_fix(title, [edit].into());
        }
    }
}

/// Whether a text, quoted or not, can be or begin with the name of one of the variables in [`variable`]: hardly any is.
fn may_be_named(text: &str) -> bool {
    match text.trim_start_matches(['"', '\'', '\\']).as_bytes() {
        [b'G' | b'N' | b'P' | b'U' | b'n', second, ..] => {
            !second.is_ascii_alphabetic() || matches!(second.to_ascii_uppercase(), b'I' | b'O' | b'P' | b'V' | b'Y')
        }
        // Quotes of bash's own.
        [first, ..] => *first == b'$',
        [] => false,
    }
}

/// A variable that tells some program to check nothing.
fn variable(name: &str, value: &str, span: Span) -> Option<Hit> {
    let named = |wanted: &str| name.eq_ignore_ascii_case(wanted);
    let hit = |shown, alias| Some(Hit { span, shown, alias, fix: None });
    match name {
        "PYTHONHTTPSVERIFY" if value == "0" => {
            hit("`PYTHONHTTPSVERIFY=0` switches the check of certificates off", &["checkov:CKV2_DOCKER_5"])
        }
        "NODE_TLS_REJECT_UNAUTHORIZED" if value == "0" => {
            hit("`NODE_TLS_REJECT_UNAUTHORIZED=0` switches the check of certificates off", &["checkov:CKV2_DOCKER_6"])
        }
        // git asks only whether it is set.
        "GIT_SSL_NO_VERIFY" => {
            hit("`GIT_SSL_NO_VERIFY` switches the check of certificates off, whatever its value", &["checkov:CKV2_DOCKER_14"])
        }
        "PIP_TRUSTED_HOST" if !value.is_empty() => {
            hit("`PIP_TRUSTED_HOST` switches the check of certificates off", &["checkov:CKV2_DOCKER_16"])
        }
        "GOINSECURE" if !value.is_empty() => {
            hit("`GOINSECURE` lets Go load modules without TLS and without a check of certificates", &["checkov:CKV2_DOCKER_18"])
        }
        "UV_INSECURE_HOST" if !value.is_empty() => hit("`UV_INSECURE_HOST` switches the check of certificates off", &[]),
        _ if named("npm_config_strict_ssl") && is_false(value) => {
            hit("`NPM_CONFIG_STRICT_SSL=false` switches the check of certificates off", &["checkov:CKV2_DOCKER_12"])
        }
        _ => None,
    }
}

/// `NAME=x command`, `env NAME=x command`, `export NAME=x`.
fn in_environment(command: &RunCommand<'_>, model: &DockerModel<'_>, hits: &mut Vec<Hit>) {
    let source = model.file.source;
    for assignment in &command.command.assignments {
        let span = command.place(assignment.span);
        hits.extend(variable(assignment.name, &assignment.value.text(), span).map(|hit| {
            // In front of a command that stays, on the same line.
            let behind = source.get(span.end..).unwrap_or_default();
            let rest = behind.trim_start_matches([' ', '\t']);
            let blanks = behind.len() - rest.len();
            let stays = blanks > 0 && !command.command.words.is_empty() && !rest.starts_with(['\\', '`', '\r', '\n']) && may_begin(rest);
            Hit { fix: stays.then(|| removed(Edit { span: Span::new(span.start, span.end + blanks), text: String::new() })), ..hit }
        }));
    }
    let own = if matches!(command.name(), "export" | "declare" | "typeset") { command.effective.args } else { &[] };
    let wrapped =
        command.effective.wrappers.iter().flat_map(|wrapper| command.command.words.get(wrapper.words.clone()).unwrap_or_default());
    for word in own.iter().chain(wrapped).filter(|word| may_be_named(word.raw)) {
        let Some((name, value)) = word.setting() else { continue };
        let Some(hit) = variable(&name, &value, command.place(word.span)) else { continue };
        // Of some any value does it: their word goes, where others stay.
        let fix = match &*value {
            "0" if name.as_ref() != "GIT_SSL_NO_VERIFY" => turned(replace_setting(command, source, word, "1")),
            "false" if name.as_ref() != "GIT_SSL_NO_VERIFY" => turned(replace_setting(command, source, word, "true")),
            _ if own.len() == 1 => None,
            _ => delete_words(command, model.file, core::slice::from_ref(word)).map(removed),
        };
        hits.push(Hit { fix, ..hit });
    }
}

fn removed(edit: Edit) -> (&'static str, Edit) {
    ("Remove it", edit)
}

fn turned(edit: Option<Edit>) -> Option<(&'static str, Edit)> {
    edit.map(|edit| ("Switch the check on", edit))
}

fn in_command(command: &RunCommand<'_>, model: &DockerModel<'_>) -> Option<Hit> {
    const CURL: Grammar =
        Grammar { short_values: "oHdXuAebTCmFKxwErtyYzQPUDh", long_values: "output header data request user url", ..Grammar::FLAGS };
    let args = command.effective.args;
    let flag = |span: Span, words: &[Word<'_>], shown, alias| {
        let single = words.len() == 1 && words.first().is_some_and(|word| word.span == span);
        let place = command.place(span);
        let fix = if single || words.len() > 1 {
            delete_words(command, model.file, words)
        } else if words.len() == 1 && place.of(model.file.source) == "k" {
            // One letter of a bundle.
            Some(Edit { span: place, text: String::new() })
        } else {
            None
        };
        Some(Hit { span: command.place(span), shown, alias, fix: fix.map(removed) })
    };
    let is_switch = |text: &str| text.get(.."http.sslverify".len()).is_some_and(|start| start.eq_ignore_ascii_case("http.sslverify"));
    match command.name() {
        "curl" => {
            // Hardly any has it: its letter tells.
            let may_be = |arg: &Word<'_>| {
                matches!(arg.raw.as_bytes(), [b'-' | b'"' | b'\'' | b'\\' | b'$', ..])
                    && (find_byte(arg.raw.as_bytes(), b'k').is_some() || arg.raw.contains("insecure"))
            };
            if !args.iter().any(may_be) {
                return None;
            }
            let options = command.effective.options(&CURL);
            let found = options.get(&["-k", "--insecure", "--proxy-insecure", "--doh-insecure"])?;
            return flag(
                found.span,
                args.get(found.word..=found.word)?,
                "`curl --insecure` does not check the server's certificate",
                &["checkov:CKV2_DOCKER_2"],
            );
        }
        "wget" => {
            let at = args.iter().position(|arg| arg.raw == "--no-check-certificate")?;
            let word = args.get(at..=at)?;
            return flag(
                word.first()?.span,
                word,
                "`wget --no-check-certificate` does not check the server's certificate",
                &["checkov:CKV2_DOCKER_3"],
            );
        }
        "git" => {
            let at = args.iter().position(|arg| is_switch(&arg.text()))?;
            let word = args.get(at)?;
            let text = word.text();
            let off = match text.split_once('=') {
                Some((_, value)) => is_false(value),
                None => args.get(at + 1).is_some_and(|value| is_false(&value.text())),
            };
            // `git -c http.sslVerify=false clone`
            let before = at.checked_sub(1).filter(|before| text.contains('=') && args.get(*before).is_some_and(|arg| arg.raw == "-c"));
            let words = before.and_then(|before| args.get(before..=at)).unwrap_or_default();
            if !off {
                return None;
            }
            let hit = flag(word.span, words, "git is told not to check the server's certificate", &[])?;
            let value = args.get(at + 1).filter(|_| !text.contains('='));
            let fix = value.and_then(|value| replace_word(command, model.file.source, value, "true"));
            return Some(Hit { fix: hit.fix.or_else(|| turned(fix)), ..hit });
        }
        "dnf-config-manager" | "yum-config-manager" | "yum" | "dnf" | "microdnf" | "tdnf" => {
            let off = |arg: &&Word<'_>| {
                let text = arg.text();
                let setting = text.strip_prefix("--setopt=").unwrap_or(&text).split_once('=');
                setting.is_some_and(|(item, value)| item.trim_end().to_ascii_lowercase().ends_with("sslverify") && is_false(value.trim()))
            };
            let word = args.iter().find(off)?;
            let hit = flag(word.span, &[], "`sslverify=0` switches the check of certificates off", &["checkov:CKV2_DOCKER_15"])?;
            return Some(Hit { fix: turned(replace_setting(command, model.file.source, word, "1")), ..hit });
        }
        _ => {}
    }
    let call = command.package.as_ref()?;
    if let Some(option) = call.tls_disabled() {
        let words = call.args.get(option.word..=option.value_word.unwrap_or(option.word))?;
        let aliases: &[_] = match call.manager {
            Manager::Pip | Manager::Pipx | Manager::Uv => &["checkov:CKV2_DOCKER_4"],
            Manager::Npm | Manager::Yarn | Manager::Pnpm => &["checkov:CKV2_DOCKER_13"],
            _ => &[],
        };
        return flag(call.option_span(option), words, "the package manager is told not to check the server's certificate", aliases);
    }
    // `npm set strict-ssl false` says the same as `npm config set`.
    let is_set = |word: &Word<'_>| word.raw == "set" || (word.is_quoted() && &*word.text() == "set");
    let mut operands = call.options.operands.iter().filter_map(|at| call.args.get(*at)).skip_while(|word| !is_set(word)).skip(1);
    let name = operands.next()?;
    let text = name.text();
    let (span, fix) = match text.split_once('=') {
        Some(("strict-ssl", value)) if is_false(value) => (name.span, replace_setting(command, model.file.source, name, "true")),
        None if text == "strict-ssl" => {
            let value = operands.next().filter(|value| is_false(&value.text()))?;
            (name.span.to(value.span), replace_word(command, model.file.source, value, "true"))
        }
        _ => return None,
    };
    let hit = flag(span, &[], "`strict-ssl false` switches the check of certificates off", &["checkov:CKV2_DOCKER_13"])?;
    Some(Hit { fix: turned(fix), ..hit })
}
