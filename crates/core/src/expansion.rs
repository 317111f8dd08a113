//! What Docker refuses once it puts in the values of variables: words that cannot be expanded, and a `STOPSIGNAL` that is none.
//!
//! It never judges what depends on a value that a build may set: BuildKit's `dockerfile2llb/convert.go` is the source.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_dockerfile::stages::Scope;
use plimsoll_text::Span;

use crate::findings::{Drafts, Findings, Place};
use crate::model::DockerModel;
use crate::rules::syntax_error;

/// The names of Linux' signals, without `SIG`, the real-time ones aside: `moby/sys/signal`.
const SIGNALS: &str = " ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP \
TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ ";

/// What the templates of development containers hold until their options are filled in, before Docker sees the file.
const TEMPLATE: &str = "${templateOption:";

/// Looks at every word of every stage. O(bytes of the words).
pub(crate) fn check(model: &DockerModel<'_>, drafts: &mut Drafts) {
    let place = |stage: usize| Place { stage: Some(stage), ..Place::default() };
    for fault in model.expansion_faults() {
        if let Some(error) = fault.error.as_ref().filter(|_| !fault.text.text.contains(TEMPLATE)) {
            let mut out = Findings::new(&syntax_error::RULE, drafts, place(fault.stage));
            // The text from where reading went wrong is of little use: the word as a whole is what has to be mended.
            out.report(fault.text.span, format!("this cannot be expanded, {error}: Docker refuses the build"));
        }
    }
    for (number, instruction) in model.file.instructions.iter().enumerate() {
        if let InstructionKind::StopSignal(Some(word)) = &instruction.kind
            && let Some(stage) = model.graph.stage_of(number)
        {
            let mut out = Findings::new(&syntax_error::RULE, drafts, place(stage));
            signal(&word.text, word.span, &model.graph.scope(stage, number), &mut out);
        }
    }
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
