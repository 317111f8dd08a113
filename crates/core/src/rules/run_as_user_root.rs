//! A container that is told to run as root.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, bool_at, int_at};
use crate::rule::{Check, Rule};

const PATH: [&str; 2] = ["securityContext", "runAsUser"];

pub static RULE: Rule = Rule {
    id: "run-as-user-root",
    summary: "runAsUser is root",
    help: "Set `runAsUser` to a user other than 0, such as 10001, and make the image's files readable for it.",
    severity: Severity::Medium,
    category: Category::Privilege,
    family: "run-as-user",
    aliases: &[
        "kube-linter:run-as-non-root",
        "polaris:runAsRootAllowed",
        "trivy:KSV-0105",
        "trivy:KSV-0012",
        "checkov:CKV_K8S_23",
        "cis:5.2.7",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // Root in a user namespace of its own is nobody on the node.
    if workload.bool_at(&["hostUsers"]).value() == Some(false) {
        return;
    }
    let mut conflict = false;
    for container in &workload.containers {
        let refused = workload.security(container, &["runAsNonRoot"], bool_at).value() == Some(true);
        match int_at(Some(container.node), &PATH).is(0) {
            // That it cannot start is the conflict's business.
            Some(_) if refused => {}
            Some(node) => {
                let finding = out.report(node.span, format!("container `{}` runs as root", container.label()));
                finding.path(format!("{}.securityContext.runAsUser", container.path));
                finding.container = (!container.name.is_empty()).then(|| container.name.to_string());
            }
            None => conflict |= refused && int_at(Some(container.node), &PATH).is_unset(),
        }
    }
    // The pod's value counts even where every container has its own: Pod Security refuses it all the same.
    if let Some(node) = int_at(workload.spec, &PATH).is(0).filter(|_| !conflict) {
        out.report(node.span, "the pod's containers run as root unless they say otherwise")
            .path(workload.field_path("securityContext.runAsUser"));
    }
}
