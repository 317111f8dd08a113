//! Users of the pod that are users of the node.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "user-namespace",
    summary: "the pod's users are users of the node",
    help: "Set `hostUsers: false` (Kubernetes 1.33 and later).",
    severity: Severity::Info,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["kubesec:HostUsers"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let on_host = ["hostNetwork", "hostPID", "hostIPC"].iter().any(|field| workload.bool_at(&[field]).value() == Some(true));
    let shared = match workload.bool_at(&["hostUsers"]) {
        Field::Unset => workload.is_complete(),
        Field::Set(value, _) => value,
        Field::Wrong(_) => false,
    };
    if !shared || on_host || workload.is_windows() {
        return;
    }
    let finding = out.report(workload.place(&["hostUsers"]), "root in the pod is root on the node, once it gets out");
    finding.path(workload.field_path("hostUsers"));
    if let Some(edits) = workload.set(cx.source, &["hostUsers"], New::Bool(false)) {
        finding.unsafe_fix("Give the pod users of its own", edits);
    }
}
