//! What Docker refuses once it puts in the values of variables: words that cannot be expanded, and a `STOPSIGNAL` that is none.
//!
//! It never judges what depends on a value that a build may set: BuildKit's `dockerfile2llb/convert.go` is the source.

use alloc::format;

use plimsoll_dockerfile::stages::Scope;
use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_text::Span;

use crate::findings::{Drafts, Findings, Place};
use crate::model::DockerModel;
use crate::model::expanded::expanded_texts;
use crate::rules::syntax_error;

/// The names of Linux' signals, without `SIG`, the real-time ones aside: `moby/sys/signal`.
const SIGNALS: &str = " ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP \
TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ ";

/// What the templates of development containers hold until their options are filled in, before Docker sees the file.
const TEMPLATE: &str = "${templateOption:";

/// Looks at every word of every stage. O(bytes of the words that hold a variable or a quote).
pub(crate) fn check(model: &DockerModel<'_>, drafts: &mut Drafts) {
    for stage in &model.stages {
        let place = Place { stage: Some(stage.index), ..Place::default() };
        model.graph.walk(model.file, stage.index, |_, instruction, scope| {
            let mut out = Findings::new(&syntax_error::RULE, drafts, place.clone());
            words(instruction, scope, model.file.source, &mut out);
            if let InstructionKind::StopSignal(Some(word)) = &instruction.kind {
                signal(&word.text, word.span, scope, &mut out);
            }
        });
    }
}

fn words(instruction: &Instruction<'_>, scope: &Scope<'_>, source: &str, out: &mut Findings<'_>) {
    for text in expanded_texts(instruction, source).into_iter().filter(|text| may_fail(&text.text)) {
        let expanded = if text.is_heredoc { scope.expand_heredoc(&text.text) } else { scope.expand(&text.text) };
        let Err(error) = expanded else { continue };
        if error.is_syntax && !text.text.contains(TEMPLATE) {
            // The text from where reading went wrong is of little use: the word as a whole is what has to be mended.
            out.report(text.span, format!("this cannot be expanded, {}: Docker refuses the build", error.message));
        }
    }
}

/// Whether a text has more than `$NAME`, `${NAME}` and pairs of one kind of quotes, which is all that most have.
fn may_fail(text: &str) -> bool {
    let (mut single, mut double) = (0, 0);
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        rest = behind;
        match byte {
            b'\\' | b'`' => return true,
            b'\'' => single += 1,
            b'"' => double += 1,
            b'$' if behind.starts_with(b"{") => {
                let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let Some(end) = behind.iter().skip(1).position(|byte| !is_name(byte)) else { return true };
                match behind.get(end + 1..) {
                    Some([b'}', after @ ..]) if end > 0 => rest = after,
                    _ => return true,
                }
            }
            _ => {}
        }
    }
    single % 2 == 1 || double % 2 == 1 || (single > 0 && double > 0)
}

fn signal(text: &str, span: Span, scope: &Scope<'_>, out: &mut Findings<'_>) {
    let Some(value) = scope.expand(text).ok().map(|expanded| expanded.text).filter(|_| !text.contains('$')) else { return };
    if !is_signal(&value) {
        out.report(span, format!("`{value}` is no signal: Docker refuses the build")).help("Write a signal's name, such as `SIGTERM`.");
    }
}

/// Whether Docker takes it for a signal: a number other than 0, or a name in any case, with or without `SIG`.
fn is_signal(value: &str) -> bool {
    if let Ok(number) = value.parse::<i64>() {
        return number != 0;
    }
    let upper = value.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let real_time = |rest: &str, up_to: u8| rest.parse::<u8>().is_ok_and(|number| (1..=up_to).contains(&number));
    matches!(name, "RTMIN" | "RTMAX")
        || name.strip_prefix("RTMIN+").is_some_and(|rest| real_time(rest, 15))
        || name.strip_prefix("RTMAX-").is_some_and(|rest| real_time(rest, 14))
        || (!name.is_empty() && !name.contains(' ') && SIGNALS.contains(&*format!(" {name} ")))
}

#[cfg(test)]
mod tests {
    use super::is_signal;

    #[test]
    fn signals_are_told_from_what_is_none() {
        for yes in ["SIGTERM", "term", "Sigquit", "9", "15", "SIGRTMIN+3", "RTMAX-14", "SIGRTMIN", "WINCH"] {
            assert!(is_signal(yes), "{yes}");
        }
        for no in ["", "0", "a", "SIG", "SIGSIGTERM", "TERM INT", "RTMIN+16", "RTMAX-15", "SIGTERMM", "$"] {
            assert!(!is_signal(no), "{no}");
        }
    }
}
