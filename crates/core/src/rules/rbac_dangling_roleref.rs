//! A binding to a role that is not there.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-dangling-roleref",
    summary: "the role that is bound is not there",
    help: "Name a role that exists.",
    severity: Severity::Info,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
const GROUP: &str = "rbac.authorization.k8s.io";

fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let bindings = bundle.of_kind("RoleBinding").iter().chain(bundle.of_kind("ClusterRoleBinding"));
    for at in bindings.copied().filter(|at| at.object.complete) {
        let What::Binding(Some(role)) = &at.object.what else { continue };
        let name = &role.name.text;
        // Every cluster brings these.
        let built_in = role.kind == "ClusterRole"
            && (matches!(name.as_str(), "cluster-admin" | "admin" | "edit" | "view") || name.starts_with("system:"));
        let namespace = at.object.namespace.as_deref().filter(|_| role.kind == "Role");
        if built_in || name.contains('$') || bundle.named(GROUP, &role.kind, name, namespace).next().is_some() {
            continue;
        }
        if bundle.has_kind_near(GROUP, &role.kind, at) {
            let message =
                format!("there is no {} `{name}` here: the binding gives nothing, until somebody makes a role of that name", role.kind);
            let near = bundle.near_name(GROUP, &role.kind, name, at);
            let fix = near.and_then(|near| Some((near, out.renamed(at.file, &role.name, near)?)));
            if let (Some(finding), Some((near, edits))) = (out.report(at, None, role.name.span, message, &[]), fix) {
                finding.unsafe_fix(format!("Bind {near}"), edits);
            }
        }
    }
}
