//! A probe that asks another host.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::standards;
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "probe-host",
    summary: "a probe asks another host",
    help: "Remove `host`: the kubelet then asks the pod.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    // On the node's own network each of the node's addresses is the pod's; kubeadm writes the one that the API server listens on.
    if workload.runs_control_plane() {
        return;
    }
    standards::report(
        "hostProbesAndHostLifecycle",
        workload,
        out,
        &|spot| {
            // On the node's own network the pod is where the kubelet is.
            let is_itself =
                workload.bool_at(&["hostNetwork"]).value() == Some(true) && matches!(spot.value, "127.0.0.1" | "localhost" | "::1");
            (!is_itself).then(|| format!("the kubelet asks `{}` instead of the pod", spot.value))
        },
        |spot, finding| {
            if let Some(edits) = yaml_edit::remove(cx.source, spot.map, &spot.key) {
                finding.unsafe_fix("Ask the pod", edits);
            }
        },
    );
}
