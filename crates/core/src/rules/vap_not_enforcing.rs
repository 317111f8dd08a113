//! A ValidatingAdmissionPolicy that keeps nothing out, or not all that it is meant for.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::Node;

use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, items_at, node_at, str_at};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use crate::webhooks::{GROUP, Rules, escapes};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "vap-not-enforcing",
    summary: "the admission policy keeps nothing out, or not all",
    help: "Set `failurePolicy: Fail`, bind the policy with `validationActions: [Deny]`, and look at all lists of containers.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

const POLICY: &str = "ValidatingAdmissionPolicy";
const BINDING: &str = "ValidatingAdmissionPolicyBinding";

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.group() != GROUP || object.template {
        return;
    }
    match object.kind {
        POLICY => policy(object, out),
        BINDING => binding(object, out),
        _ => {}
    }
}

fn policy(object: &Object<'_>, out: &mut Findings<'_>) {
    let spec = node_at(Some(object.root), &["spec"]);
    if let Some(node) = str_at(spec, &["failurePolicy"]).is("Ignore") {
        let message = "`failurePolicy: Ignore`: what an expression cannot be evaluated for is let in";
        let finding = out.report(node.span, message).path("spec.failurePolicy");
        if !node.shared {
            finding.unsafe_fix("Set it to Fail", [Edit { span: node.span, text: New::Word("Fail").quoted_like(node) }].into());
        }
    }
    let rules = Rules { items: items_at(spec, &["matchConstraints", "resourceRules"]) };
    selectors(node_at(spec, &["matchConstraints"]), "spec.matchConstraints", out);
    if rules.sees_workloads() {
        lists(spec, rules, out);
    }
}

/// Expressions that read `containers` and none of the other lists, or are not evaluated for all that have them.
fn lists(spec: Option<&Node<'_>>, rules: Rules<'_>, out: &mut Findings<'_>) {
    let written = ["validations", "variables"].iter().flat_map(|list| items_at(spec, &[list])).filter_map(|item| item.get("expression"));
    let expressions: Vec<(&Node<'_>, &str)> = written.filter_map(|node| Some((node, node.as_str()?))).collect();
    let reads = |list: &str| {
        let written = [format!(".{list}"), format!("?{list}"), format!("'{list}'"), format!("\"{list}\"")];
        expressions.iter().find(|(_, text)| written.iter().any(|word| text.contains(word)))
    };
    let Some((node, _)) = reads("containers") else { return };
    if let (Some(span), gaps) = (rules.place(), rules.gaps())
        && !gaps.is_empty()
    {
        out.report(span, format!("the policy is not asked about {}", gaps.join(", nor about ")))
            .severity(Severity::Medium)
            .path("spec.matchConstraints.resourceRules");
    }
    let mut missing: Vec<&str> = Vec::new();
    if reads("initContainers").is_none() {
        missing.push("`initContainers`");
    }
    // No template of pods can have them.
    if rules.sees_pods() && reads("ephemeralContainers").is_none() {
        missing.push("`ephemeralContainers`");
    }
    if !missing.is_empty() {
        let message = format!("the expressions read `containers` and not {}: what stands there is let in", missing.join(" or "));
        out.report(node.span, message).path("spec.validations");
    }
}

fn binding(object: &Object<'_>, out: &mut Findings<'_>) {
    let spec = node_at(Some(object.root), &["spec"]);
    let actions = items_at(spec, &["validationActions"]);
    let entry = object.root.get("spec").and_then(|spec| spec.entry("validationActions"));
    let has = |word: &str| actions.iter().find(|action| action.as_str() == Some(word));
    let open = entry.is_some_and(|entry| entry.value.is_template()) || actions.iter().any(|action| action.as_str().is_none());
    let path = "spec.validationActions";
    match (has("Deny"), has("Warn")) {
        _ if open => {}
        (Some(_), Some(warn)) => {
            out.report(warn.span, "`Deny` and `Warn` exclude each other: the API server refuses the binding").path(path);
        }
        (Some(_), None) => {}
        // That the field is missing shows against the API's schema.
        (None, _) if actions.is_empty() => {
            if let Some(entry) = entry {
                out.report(entry.key_span, "`validationActions` is empty: the API server refuses the binding, and nothing is denied")
                    .path(path);
            }
        }
        (None, _) => {
            let words: Vec<&str> = actions.iter().filter_map(Node::as_str).collect();
            let what = format!("`{}` without `Deny`: what the policy forbids is told of, and let in", words.join("`, `"));
            let span = entry.map_or_else(|| object.headline(), |entry| entry.value.span);
            let finding = out.report(span, what).path(path);
            if let Some(only) = actions.first().filter(|only| actions.len() == 1 && !only.shared) {
                finding.unsafe_fix("Deny it", [Edit { span: only.span, text: New::Word("Deny").quoted_like(only) }].into());
            }
        }
    }
    if let Some(node) = str_at(spec, &["paramRef", "parameterNotFoundAction"]).is("Allow") {
        out.report(node.span, "`Allow`: without its parameters the policy lets everything in")
            .path("spec.paramRef.parameterNotFoundAction");
    }
    selectors(node_at(spec, &["matchResources"]), "spec.matchResources", out);
}

/// Labels with which one gets past. That a binding is for some namespaces only is what bindings are for.
fn selectors(constraints: Option<&Node<'_>>, path: &str, out: &mut Findings<'_>) {
    for escape in escapes(node_at(constraints, &["objectSelector"])) {
        let who = if escape.opts_out { "sets" } else { "leaves out" };
        let message = format!("who {who} the label `{}` on an object is not checked: its author decides that", escape.label);
        out.report(escape.span, message).path(format!("{path}.objectSelector"));
    }
    for escape in escapes(node_at(constraints, &["namespaceSelector"])).into_iter().filter(|escape| escape.opts_out) {
        let message = format!("a namespace with the label `{}` is not checked: whoever may label one gets past the policy", escape.label);
        out.report(escape.span, message).severity(Severity::Medium).path(format!("{path}.namespaceSelector"));
    }
}

/// Policies that nothing binds, and bindings of policies that are not there.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let (policies, bindings) = (bundle.of_kind(POLICY), bundle.of_kind(BINDING));
    let bound: Option<Vec<&str>> = bindings
        .iter()
        .map(|at| match &at.object.what {
            What::PolicyBinding(Some(name)) if at.object.complete => Some(name.text.as_str()),
            _ => None,
        })
        .collect();
    // A binding whose policy is not known may bind any.
    let Some(mut bound) = bound else { return };
    plimsoll_text::sort_by(&mut bound, Ord::cmp);
    for at in policies.iter().filter(|at| at.object.group == GROUP && at.object.complete && !at.object.name.is_empty()) {
        if bound.binary_search(&at.object.name.as_str()).is_err() {
            let message = format!("nothing binds the policy `{}`: without a {BINDING} it is never evaluated", at.object.name);
            if let Some(finding) = out.report(*at, None, at.object.headline, message, &[]) {
                // The binding may be in a file that was not given.
                finding.severity(if bindings.is_empty() { Severity::Medium } else { Severity::High });
            }
        }
    }
    for at in bindings.iter().filter(|at| at.object.group == GROUP) {
        let What::PolicyBinding(Some(name)) = &at.object.what else { continue };
        if !bundle.spend_on(policies.len()) {
            return;
        }
        let near: Vec<&str> =
            policies.iter().filter(|policy| bundle.is_near(policy.file, at.file)).map(|policy| policy.object.name.as_str()).collect();
        let known = policies.iter().any(|policy| policy.object.name == name.text || !policy.object.complete);
        if near.is_empty() || known {
            continue;
        }
        let mut message: String = format!("there is no policy `{}` here: the binding enforces nothing", name.text);
        if let Some(meant) = nearest(&name.text, near) {
            message.push_str(&format!("; is `{meant}` meant?"));
        }
        if let Some(finding) = out.report(*at, None, name.span, message, &[]) {
            finding.path("spec.policyName");
        }
    }
}
