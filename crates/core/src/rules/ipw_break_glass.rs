//! An annotation that pods hand to the image policy's webhook.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-break-glass",
    summary: "the pod speaks to the image policy's webhook",
    help: "Let the webhook believe such an annotation only with a ticket or a signature that it can check.",
    severity: Severity::Info,
    category: Category::Image,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for entry in node_at(workload.metadata, &["annotations"]).map_or(&[][..], plimsoll_yaml::Node::entries) {
        if entry.key.contains(".image-policy.k8s.io/") {
            let message = format!("`{}` is handed to the image policy's webhook: whoever may write the pod may write it", entry.key);
            out.report(entry.key_span, message);
        }
    }
}
