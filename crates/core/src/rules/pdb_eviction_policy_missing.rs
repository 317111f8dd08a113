//! A budget that protects broken pods.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, str_at};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "pdb-eviction-policy-missing",
    summary: "the disruption budget protects pods that are broken",
    help: "Set `unhealthyPodEvictionPolicy: AlwaysAllow`.",
    severity: Severity::Info,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    aliases: &["kube-linter:pdb-unhealthy-pod-eviction-policy"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "PodDisruptionBudget"
        || object.group() != "policy"
        || object.template
        || !str_at(Some(object.root), &["spec", "unhealthyPodEvictionPolicy"]).is_unset()
    {
        return;
    }
    let finding = out.report(object.headline(), "pods that never become ready keep their node from being drained");
    finding.path("spec.unhealthyPodEvictionPolicy");
    if let Some(edits) = yaml_edit::set(cx.source, object.root, &["spec", "unhealthyPodEvictionPolicy"], New::Word("AlwaysAllow"), "") {
        finding.unsafe_fix("Let broken pods go", edits);
    }
}
