//! A pod that gets an API token it may not need.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, items_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 1] = ["automountServiceAccountToken"];

pub static RULE: Rule = Rule {
    id: "service-account-token-automount",
    summary: "the pod's containers get a token for the Kubernetes API",
    help: "Set `automountServiceAccountToken: false` if the pod does not talk to the Kubernetes API.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &[
        "kubesec:AutomountServiceAccountToken",
        "polaris:automountServiceAccountToken",
        "trivy:KSV-0036",
        "checkov:CKV_K8S_38",
        "cis:5.1.6",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    match workload.bool_at(&PATH) {
        Field::Set(true, _) => {}
        Field::Unset if workload.is_complete() && !workload.runs_control_plane() && mounted_by_default(workload) => {}
        Field::Set(false, _) | Field::Unset | Field::Wrong(_) => return,
    }
    let finding = out.report(workload.place(&PATH), "the pod's containers get a token for the Kubernetes API");
    finding.path(workload.field_path("automountServiceAccountToken"));
    if let Some(edits) = workload.set(cx.source, &PATH, New::Bool(false)) {
        finding.unsafe_fix("Do not mount the token", edits);
    }
}

/// Whether a pod that says nothing gets the token. Its service account, if it stands in the same file, can say no for it; a
/// token that is asked for as a projected volume shows that it is meant.
fn mounted_by_default(workload: &Workload<'_>) -> bool {
    let Some(account) = account_name(workload) else { return false };
    let projected = workload.volumes().iter().any(|volume| {
        items_at(Some(volume), &["projected", "sources"])
            .iter()
            .any(|source| source.get("serviceAccountToken").is_some_and(|token| !token.is_null()))
    });
    !projected && workload.accounts.mounts_token(workload.object.namespace(), account) != Some(false)
}

fn account_name<'a>(workload: &Workload<'a>) -> Option<&'a str> {
    match workload.service_account() {
        Field::Unset | Field::Set("", _) => Some("default"),
        Field::Set(name, _) => Some(name),
        Field::Wrong(_) => None,
    }
}
