//! Everything in the cluster for whoever is bound.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-cluster-admin-binding",
    summary: "the binding grants cluster-admin",
    help: "Bind a role that allows what is needed.",
    severity: Severity::Critical,
    category: Category::Privilege,
    aliases: &[
        "kube-linter:cluster-admin-role-binding",
        "polaris:clusterrolebindingClusterAdmin",
        "polaris:rolebindingClusterAdminClusterRole",
        "trivy:KSV-0111",
        "cis:5.1.1",
    ],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some((kind, role)) = rbac::role_ref(object) else { return };
    // Kubernetes' own binding of that name is for its administrators.
    if kind != "ClusterRole" || role.as_str() != Some("cluster-admin") || object.name() == "cluster-admin" {
        return;
    }
    if rbac::is_cluster_wide(object) {
        out.report(role.span, "whoever is bound here may do everything in the cluster").path("roleRef.name");
    } else {
        let finding = out.report(role.span, "whoever is bound here may do everything in the namespace, and read all its secrets");
        finding.severity(Severity::High).path("roleRef.name");
    }
}
