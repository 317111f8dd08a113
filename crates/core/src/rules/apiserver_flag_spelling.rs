//! A flag of kube-apiserver with one dash, or with underscores.

use alloc::format;

use plimsoll_report::{Applicability, Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-flag-spelling",
    summary: "the flag is written in another way than servers take",
    help: "Write two dashes before a flag, and dashes within it.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Safe,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    for flag in server.flags.iter().filter(|flag| flag.written.len() > 1) {
        let single = flag.dashes == 1;
        let known = flag.meant();
        let unknown = known.is_some();
        if let Some((name, value)) = flag.name.split_once(' ').filter(|_| unknown) {
            let message = format!("`--{name}` and its value are one argument: kube-apiserver knows no such flag, and does not start");
            let finding = out.report(flag.span, message).severity(Severity::High).path(container.path.clone());
            let blank = Span::new(flag.span.end - value.len() - 1, flag.span.end - value.len());
            if blank.of(cx.source) == " " {
                finding.unsafe_fix("Put an equals sign between them", [Edit { span: blank, text: "=".into() }].into());
            }
            continue;
        }
        if !single && !unknown && !flag.written.contains('_') {
            continue;
        }
        let meant = known.unwrap_or(&flag.name);
        let (severity, message) = if unknown {
            (Severity::High, format!("there is no flag `--{}`, `--{meant}` is meant: kube-apiserver does not start", flag.written))
        } else if single {
            (Severity::High, format!("`-{}` has one dash: kube-apiserver reads single letters, and does not start", flag.written))
        } else {
            (Severity::Low, format!("`--{}` has underscores, which servers before 1.23 refuse", flag.written))
        };
        let name = Span::new(flag.span.start, flag.span.start + flag.dashes + flag.written.len());
        let verbatim = name.of(cx.source).ends_with(&flag.written);
        let finding = out.report(if verbatim { name } else { flag.span }, message).severity(severity).path(container.path.clone());
        if verbatim {
            // With a name that is known the server starts, and the flag's value counts.
            let applicability = if unknown { Applicability::Unsafe } else { Applicability::Safe };
            finding.fix(format!("Write --{meant}"), applicability, [Edit { span: name, text: format!("--{meant}") }].into());
        }
    }
}
