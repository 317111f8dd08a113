//! A role that issues certificates.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-csr-approval",
    summary: "the role approves certificate requests",
    help: "Leave approving to the controller that checks requests.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["checkov:CKV_K8S_156", "cis:5.1.11"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant =
    rbac::Grant { verbs: &["update", "patch"], group: "certificates.k8s.io", resources: &["certificatesigningrequests/approval"] };

/// The second half of the right: for whose certificates.
const SIGNERS: rbac::Grant = rbac::Grant { verbs: &["approve"], group: "certificates.k8s.io", resources: &["signers"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for grant in [&GRANT, &SIGNERS] {
        rbac::report(object, grant, out, |verb, resource| format!("`{verb}` on {resource} issues certificates for any user or node"));
    }
}
