//! An Ingress without TLS.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at, place};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "ingress-no-tls",
    summary: "the Ingress has no TLS",
    help: "Add `spec.tls` with a certificate for its hosts.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["polaris:tlsSettingsMissing"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let is_ingress = object.kind == "Ingress" && matches!(object.group(), "networking.k8s.io" | "extensions");
    if !is_ingress
        || object.template
        || node_at(Some(object.root), &["spec", "tls"]).is_some_and(|tls| !tls.items().is_empty() || tls.is_template())
    {
        return;
    }
    let span = place(object.root, &["spec", "tls"]).unwrap_or_else(|| object.headline());
    out.report(span, "what goes through the Ingress can be read and changed on the way").path("spec.tls");
}
