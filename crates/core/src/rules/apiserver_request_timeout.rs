//! An API server whose requests have no sensible end.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-request-timeout",
    summary: "the time limit of requests is no duration",
    help: "Write a number with its unit, such as `60s`, or leave the flag out.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["trivy:KCV-0023", "checkov:CKV_K8S_95"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// As `time.ParseDuration` of Go has them.
const UNITS: [&str; 8] = ["ns", "us", "\u{b5}s", "\u{3bc}s", "ms", "s", "m", "h"];

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let Some(flag) = server.flag("request-timeout").filter(|flag| !flag.is_open()) else { return };
    let text = flag.text();
    if is_duration(text) {
        return;
    }
    let what = if text.starts_with('-') { "is negative" } else { "is no duration" };
    out.report(flag.place(), format!("`--request-timeout={text}` {what}: the API server does not start")).path(container.path.clone());
}

/// Whether Go reads the text as a duration that is not negative: `1m30s`, `.5h`, `0`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest == "0" {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (number, more) = rest.split_at_checked(digits).unwrap_or_default();
        if !number.bytes().any(|b| b.is_ascii_digit()) || number.bytes().filter(|b| *b == b'.').count() > 1 {
            return false;
        }
        let unit = more.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(more.len());
        let (unit, more) = more.split_at_checked(unit).unwrap_or_default();
        if !UNITS.contains(&unit) {
            return false;
        }
        rest = more;
    }
    true
}
