//! A network policy that lets everyone in.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, items_at, node_at, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "network-policy-allow-all",
    summary: "the network policy lets everyone through",
    help: "Name the pods, namespaces or addresses that are meant.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0038"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// Whether a peer is every address there is. Empty selectors only reach pods.
fn is_everyone(peer: &Node<'_>) -> bool {
    let cidr = str_at(Some(peer), &["ipBlock", "cidr"]).value().unwrap_or_default();
    matches!(cidr, "0.0.0.0/0" | "::/0") && items_at(Some(peer), &["ipBlock", "except"]).is_empty()
}

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "NetworkPolicy" || object.group() != "networking.k8s.io" || object.template {
        return;
    }
    for (list, peers, who) in [("ingress", "from", "everyone may call these pods"), ("egress", "to", "these pods may call everyone")] {
        for (i, rule) in items_at(Some(object.root), &["spec", list]).iter().enumerate() {
            // To call out on one port, such as DNS or HTTPS, is what most policies allow.
            let some_ports = list == "egress" && !items_at(Some(rule), &["ports"]).is_empty();
            let all = items_at(Some(rule), &[peers]);
            let open = all.is_empty() && node_at(Some(rule), &[peers]).is_none_or(|node| !node.is_template());
            let Some(span) = (if open { Some(rule.span) } else { all.iter().find(|peer| is_everyone(peer)).map(|peer| peer.span) }) else {
                continue;
            };
            if !some_ports && !rule.is_template() {
                let ports = !items_at(Some(rule), &["ports"]).is_empty();
                let what = if ports { "on these ports the policy isolates nothing" } else { "the policy isolates nothing here" };
                let finding = out.report(span, format!("{who}: {what}"));
                finding.path(format!("spec.{list}[{i}]"));
                // Without a policy it is so, too.
                if list == "egress" {
                    finding.severity(Severity::Info);
                }
            }
        }
    }
}
