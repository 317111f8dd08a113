//! A cluster of a kubeconfig without an address.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-server-missing",
    summary: "the cluster has no server",
    help: "Write the webhook's `https://` address into `server`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some(body) = cluster.body else {
            out.report(cluster.headline(), format!("cluster `{}` is empty: {}", cluster.name, config.refusal()));
            continue;
        };
        let missing = match body.get("server") {
            Some(server) => server.is_null() || server.as_str() == Some(""),
            None => true,
        };
        if missing && !object.template {
            let span = body.entry("server").map_or_else(|| cluster.headline(), |entry| entry.key_span);
            out.report(span, format!("cluster `{}` has no `server`: {}", cluster.name, config.refusal())).path(cluster.path);
        }
    }
}
