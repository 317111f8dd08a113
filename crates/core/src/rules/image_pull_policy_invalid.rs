//! A pull policy that does not exist.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, pulls};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "image-pull-policy-invalid",
    summary: "the pull policy does not exist",
    help: "Write `Always`, `IfNotPresent` or `Never`, exactly so.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Safe,
    family: "image-pull-policy",
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

const POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for pull in pulls(workload) {
        let Field::Set(policy, node) = pull.policy else { continue };
        // A variable that is replaced before the API server sees it.
        let open = policy.contains('$');
        if policy.is_empty() || open || POLICIES.contains(&policy) {
            continue;
        }
        let finding = out.report(node.span, format!("`{policy}` is no pull policy: the API server refuses the pod"));
        pull.name(finding);
        let letters =
            |text: &str| text.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()).collect::<alloc::vec::Vec<u8>>();
        if let Some(meant) = POLICIES.iter().find(|known| letters(known) == letters(policy)).filter(|_| !node.shared) {
            finding.safe_fix(format!("Write {meant}"), [Edit { span: node.span, text: New::Word(meant).quoted_like(node) }].into());
        }
    }
}
