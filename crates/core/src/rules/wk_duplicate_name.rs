//! Two entries of a kubeconfig with one name.

use alloc::collections::BTreeSet;
use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-duplicate-name",
    summary: "a name is there twice",
    help: "Give each entry its own name.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for (list, body) in [("clusters", "cluster"), ("users", "user"), ("contexts", "context")] {
        let mut seen = BTreeSet::new();
        for entry in config.list(list, body) {
            if !seen.insert(entry.name) && !entry.name.contains(['{', '$']) {
                let message = format!("`{list}` has two entries `{}`: {}", entry.name, config.refusal());
                out.report(entry.headline(), message).path(entry.path);
            }
        }
    }
}
