//! A kubeconfig with the same thing as a file and as data.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "wk-ca-both",
    summary: "a file and data are given for the same thing",
    help: "Keep one of the two.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for (fields, entries) in [(&["certificate-authority"][..], config.clusters()), (&["client-certificate", "client-key"], config.users())]
    {
        for entry in &entries {
            for field in fields {
                let data = format!("{field}-data");
                let (Some((_, node)), Some(_), Some(body)) = (entry.text(field), entry.text(&data), entry.body) else { continue };
                // A key counts only beside a certificate.
                if *field == "client-key" && entry.text("client-certificate").or_else(|| entry.text("client-certificate-data")).is_none() {
                    continue;
                }
                let finding = out.report(node.span, format!("`{field}` and `{data}` are both set: {}", config.refusal()));
                finding.path(format!("{}.{field}", entry.path));
                if let Some(edits) = yaml_edit::remove(cx.source, body, field) {
                    finding.unsafe_fix(format!("Remove {field}"), edits);
                }
            }
        }
    }
}
