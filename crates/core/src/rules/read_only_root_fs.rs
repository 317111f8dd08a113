//! A root file system that can be written.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, bool_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 2] = ["securityContext", "readOnlyRootFilesystem"];

pub static RULE: Rule = Rule {
    id: "read-only-root-fs",
    summary: "the container can write to its own file system",
    help: "Set `readOnlyRootFilesystem: true` and mount an emptyDir where the program writes, usually /tmp.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &[
        "kubesec:ReadOnlyRootFilesystem",
        "kube-linter:no-read-only-root-fs",
        "kube-score:container-security-context-readonlyrootfilesystem",
        "polaris:notReadOnlyRootFilesystem",
        "trivy:KSV-0014",
        "checkov:CKV_K8S_22",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    match bool_at(Some(container.node), &PATH) {
        Field::Set(false, _) => {}
        Field::Unset if workload.is_complete() => {}
        Field::Set(true, _) | Field::Unset | Field::Wrong(_) => return,
    }
    if workload.is_windows() {
        return;
    }
    let finding = out.report(container.place(&PATH), format!("container `{}` can write to its root file system", container.label()));
    finding.path(format!("{}.securityContext.readOnlyRootFilesystem", container.path));
    if let Some(edits) = container.set(cx.source, &PATH, New::Bool(true)) {
        finding.unsafe_fix("Make the root file system read-only", edits);
    }
}
