//! A container that may send forged packets.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at, node_at};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "cap-drop-net-raw",
    summary: "the container keeps NET_RAW",
    help: "Drop `NET_RAW`, or better `ALL`.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["kube-linter:drop-net-raw-capability", "checkov:CKV_K8S_28", "cis:5.2.8"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    const PATH: [&str; 3] = ["securityContext", "capabilities", "drop"];
    if workload.is_windows() || !workload.is_complete() {
        return;
    }
    let list = node_at(Some(container.node), &PATH);
    let drops =
        |item: &Node<'_>| item.as_str().is_some_and(|name| name.eq_ignore_ascii_case("ALL") || name.eq_ignore_ascii_case("NET_RAW"));
    if list.is_some_and(|list| !matches!(list.value, Value::Seq(_)) || list.items().iter().any(|item| item.is_template() || drops(item))) {
        return given_back(container, out);
    }
    let finding = out.report(
        container.place(&PATH),
        format!("container `{}` keeps `NET_RAW`: it can send forged packets to its neighbours", container.label()),
    );
    finding.path(format!("{}.securityContext.capabilities.drop", container.path));
    let edits = match list {
        Some(list) => yaml_edit::add_item(cx.source, list, "NET_RAW"),
        None => container.set(cx.source, &PATH, New::ListOf("NET_RAW")),
    };
    if let Some(edits) = edits {
        finding.unsafe_fix("Drop NET_RAW", edits);
    }
}

/// `ALL` is dropped first and what is named is added after that; what is dropped by its own name is gone in any case.
fn given_back(container: &Container<'_>, out: &mut Findings<'_>) {
    let capabilities = node_at(Some(container.node), &["securityContext", "capabilities"]);
    let net_raw = |item: &Node<'_>| item.as_str().is_some_and(|name| name.eq_ignore_ascii_case("NET_RAW"));
    let dropped = items_at(capabilities, &["drop"]);
    if dropped.iter().any(|item| item.is_template() || net_raw(item)) {
        return;
    }
    for (i, item) in items_at(capabilities, &["add"]).iter().enumerate().filter(|(_, item)| net_raw(item)) {
        let message = format!("container `{}` drops everything and takes `NET_RAW` back: it can send forged packets", container.label());
        let finding = out.report(item.span, message);
        finding.aliases(&["kube-linter:drop-net-raw-capability", "cis:5.2.8"]);
        finding.path(format!("{}.securityContext.capabilities.add[{i}]", container.path));
    }
}
