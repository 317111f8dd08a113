//! A context whose cluster does not exist.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-context-dangling",
    summary: "the context's cluster does not exist",
    help: "Write the name of a cluster of the list.",
    severity: Severity::Critical,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    if object.template {
        return;
    }
    let clusters = config.list("clusters", "cluster");
    let current = config.current().map(|(name, _)| name);
    for context in config.list("contexts", "context") {
        let cluster = context.text("cluster");
        if cluster.is_some_and(|(name, _)| clusters.iter().any(|cluster| cluster.name == name)) {
            continue;
        }
        let span = cluster.map_or_else(|| context.headline(), |(_, node)| node.span);
        let what =
            cluster.map_or_else(|| "names no cluster".into(), |(name, _)| format!("names the cluster `{name}`, which does not exist"));
        let used = current == Some(context.name);
        let so = if used { config.refusal() } else { "it cannot be used, and is not" };
        let finding = out.report(span, format!("context `{}` {what}: {so}", context.name)).path(format!("{}.cluster", context.path));
        if !used {
            finding.severity(Severity::Info);
        }
    }
}
