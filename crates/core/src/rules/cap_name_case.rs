//! A capability that is not spelled as Kubernetes spells it.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "cap-name-case",
    summary: "the capability is not spelled as Kubernetes spells it",
    help: "Write the name in capitals and without `CAP_`.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Safe,
    aliases: &["cis:5.2.10"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for field in ["add", "drop"] {
        for (i, item) in items_at(Some(container.node), &["securityContext", "capabilities", field]).iter().enumerate() {
            let Some(name) = item.as_str().filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')) else { continue };
            let upper = name.to_ascii_uppercase();
            let right = upper.strip_prefix("CAP_").unwrap_or(&upper);
            if right == name || workload.is_windows() {
                continue;
            }
            let finding = out
                .report(item.span, format!("`{name}` is not how Kubernetes spells it: Pod Security and some runtimes only know `{right}`"));
            finding.path(format!("{}.securityContext.capabilities.{field}[{i}]", container.path));
            if name != "all" || field != "drop" {
                finding.aliases(&[]);
            }
            if !item.shared {
                finding.safe_fix(format!("Write {right}"), [Edit { span: item.span, text: New::Word(right).quoted_like(item) }].into());
            }
        }
    }
}
