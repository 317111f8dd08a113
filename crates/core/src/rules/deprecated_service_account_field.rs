//! The old name of a field.

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "deprecated-service-account-field",
    summary: "`serviceAccount` is the old name of `serviceAccountName`",
    help: "Write `serviceAccountName`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["kube-linter:deprecated-service-account-field"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = workload.spec.and_then(|spec| spec.entry("serviceAccount")) else { return };
    let Some(old) = entry.value.as_str().filter(|name| !name.is_empty()) else { return };
    let new = str_at(workload.spec, &["serviceAccountName"]);
    let message = match new {
        Field::Unset => "`serviceAccount` is an old name for `serviceAccountName`",
        Field::Set(name, _) if name != old => {
            "`serviceAccount` is an old name for `serviceAccountName`, which names another account and wins"
        }
        // Exports of a cluster have both.
        Field::Set(..) | Field::Wrong(_) => return,
    };
    let finding = out.report(entry.key_span, message);
    finding.path(workload.field_path("serviceAccount"));
    if new.is_unset() && !entry.value.shared && entry.key_span.of(cx.source) == "serviceAccount" {
        finding.safe_fix("Write serviceAccountName", [Edit { span: entry.key_span, text: "serviceAccountName".into() }].into());
    }
}
