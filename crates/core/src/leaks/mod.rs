//! Allow-lists of images in the policies of other engines, and the images that slip through them.
//!
//! [`lists`] finds in an object the texts that its engine compares images with; [`slip`] says of each which image it lets in that
//! nobody meant. The rules only put that into words. It covers Gatekeeper's library and templates, Kyverno, the API server's own
//! policies, and Kubewarden's trusted-repos; what a policy looks up while it runs is not known here.

mod calls;
mod regex;
mod slip;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Node, Style, Value};

pub use self::calls::{Call, Language, calls};
pub use self::slip::{Form, Slip, missed, slip};
use crate::findings::Findings;
use crate::model::{Object, items_at, node_at, str_at};
use crate::yaml_edit::New;

/// Whose policy an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A constraint of Gatekeeper's library.
    Constraint,
    /// A template of Gatekeeper.
    Template,
    /// Kyverno.
    Kyverno,
    /// The API server.
    ValidatingAdmissionPolicy,
    /// Kubewarden with the policy trusted-repos.
    TrustedRepos,
}

impl Engine {
    /// Whose policy an object is; `None` where it is none that judges images.
    #[must_use]
    pub(crate) fn of(object: &Object<'_>) -> Option<Engine> {
        match (object.group(), object.kind) {
            ("constraints.gatekeeper.sh", _) => Some(Engine::Constraint),
            ("templates.gatekeeper.sh", "ConstraintTemplate") => Some(Engine::Template),
            ("kyverno.io", "ClusterPolicy" | "Policy") => Some(Engine::Kyverno),
            ("policies.kyverno.io", "ValidatingPolicy" | "NamespacedValidatingPolicy") => Some(Engine::Kyverno),
            ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") => Some(Engine::ValidatingAdmissionPolicy),
            ("policies.kubewarden.io", "ClusterAdmissionPolicy" | "AdmissionPolicy") => {
                let module = str_at(Some(object.root), &["spec", "module"]).value()?;
                module.contains("trusted-repos").then_some(Engine::TrustedRepos)
            }
            _ => None,
        }
    }
}

/// A text that images are compared with, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// The text.
    pub(crate) text: String,
    /// How.
    pub(crate) form: Form,
    /// Images are refused that are like it.
    pub(crate) is_deny: bool,
    /// The value that holds it.
    pub(crate) node: &'a Node<'a>,
    /// Where in the value it stands.
    pub(crate) at: Range<usize>,
    /// The value's path.
    pub(crate) path: String,
    /// The text only comes while the policy runs, and this is an example of one.
    pub(crate) is_example: bool,
}

impl Entry<'_> {
    /// Where it stands in the file, and whether exactly there.
    #[must_use]
    pub(crate) fn place(&self, source: &str) -> (Span, bool) {
        let exact = self.node.as_str().and_then(|text| place(self.node, text, &self.at, source));
        exact.map_or((self.node.span, false), |span| (span, true))
    }
}

/// The place of a part of a text's value in the file.
fn place(node: &Node<'_>, text: &str, at: &Range<usize>, source: &str) -> Option<Span> {
    let raw = node.span.of(source);
    let part = text.get(at.clone()).filter(|part| !part.is_empty())?;
    let span = |start: usize| Span::new(node.span.start + start, node.span.start + start + part.len());
    if let Some(start) = raw.find(text) {
        return Some(span(start + at.start));
    }
    if node.style == Style::Literal {
        // Line by line as in the value, behind the header and with an indentation.
        let before = text.get(..at.start)?;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(line_start..)?.lines().next()?;
        let mut start = 0;
        let raw_line =
            raw.split_inclusive('\n').nth(before.matches('\n').count() + 1).filter(|raw| raw.trim_end().ends_with(line.trim_end()));
        for raw in raw.split_inclusive('\n').take(before.matches('\n').count() + 1) {
            start += raw.len();
        }
        let indent = raw_line?.trim_end().len() - line.trim_end().len();
        return Some(span(start + indent + at.start - line_start));
    }
    let mut places = raw.match_indices(part);
    let first = places.next().map(|(start, _)| span(start));
    first.filter(|_| places.next().is_none())
}

/// The texts that an object's engine compares images with.
#[must_use]
pub(crate) fn lists<'a>(object: &Object<'a>) -> Vec<Entry<'a>> {
    let mut out = Vec::new();
    match Engine::of(object) {
        Some(Engine::Constraint) => {
            let (form, list, is_deny) = match object.kind {
                "K8sAllowedRepos" => (Form::Prefix, "repos", false),
                "K8sAllowedReposv2" => (Form::Starred, "allowedImages", false),
                "K8sDisallowedRepos" => (Form::Prefix, "repos", true),
                _ => return out,
            };
            plain(object, &["spec", "parameters", list], form, is_deny, &mut out);
        }
        Some(Engine::TrustedRepos) => {
            for (group, form) in [("registries", Form::Registry), ("images", Form::Loose)] {
                plain(object, &["spec", "settings", group, "allow"], form, false, &mut out);
            }
        }
        Some(_) => {
            for (node, path) in texts(object) {
                expression(node, path, &mut out);
            }
        }
        None => {}
    }
    out
}

/// A list of texts.
fn plain<'a>(object: &Object<'a>, path: &[&str], form: Form, is_deny: bool, out: &mut Vec<Entry<'a>>) {
    for (i, node) in items_at(Some(object.root), path).iter().enumerate() {
        if let Some(text) = node.as_str() {
            let path = format!("{}[{i}]", path.join("."));
            out.push(Entry { text: text.into(), form, is_deny, node, at: 0..text.len(), path, is_example: false });
        }
    }
}

/// Every text below `spec`, with its path. O(nodes).
fn texts<'a>(object: &Object<'a>) -> Vec<(&'a Node<'a>, String)> {
    let mut found = Vec::new();
    let Some(spec) = object.root.get("spec") else { return found };
    let mut open = Vec::from([(spec, String::from("spec"))]);
    while let Some((node, path)) = open.pop() {
        if written(node).is_some() {
            found.push((node, path));
            continue;
        }
        open.extend(node.items().iter().enumerate().map(|(i, item)| (item, format!("{path}[{i}]"))));
        // A condition that refuses what is on its list lets nothing in by it.
        let is_refusal = str_at(Some(node), &["operator"]).value().is_some_and(|operator| !operator.contains("NotIn"));
        let entries = node.entries().iter().filter(|entry| !is_refusal || entry.key != "key");
        open.extend(entries.map(|entry| (&entry.value, format!("{path}.{}", entry.key))));
    }
    plimsoll_text::sort_by_key(&mut found, |(node, _)| node.span.start);
    found
}

/// A text, also one with `{{ … }}`: to Kyverno these are its own.
fn written<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::String(text) | Value::Template(text) => Some(text),
        _ => None,
    }
}

/// What a text below `spec` says of images: a pattern of Kyverno, Rego, or CEL.
fn expression<'a>(node: &'a Node<'a>, path: String, out: &mut Vec<Entry<'a>>) {
    let text = written(node).unwrap_or_default();
    let key = path.rsplit('.').next().unwrap_or_default();
    let of = |call: calls::Call| Entry {
        text: call.entry,
        form: call.form,
        is_deny: call.is_deny,
        node,
        at: call.at,
        path: path.clone(),
        is_example: call.is_example,
    };
    match key {
        "rego" => out.extend(calls(text, Language::Rego).into_iter().map(of)),
        "expression" => out.extend(calls(text, Language::Cel).into_iter().map(of)),
        // Kyverno's `name` of an image is the last part of its path.
        "key"
            if text.contains("images.")
                && text.contains(".name")
                && ![".registry", ".path", ".reference"].iter().any(|of| text.contains(of)) =>
        {
            let (form, path) = (Form::LastPart, path.clone());
            out.push(Entry { text: "app".into(), form, is_deny: false, node, at: 0..text.len(), path, is_example: true });
        }
        _ if key.starts_with("libs[") => out.extend(calls(text, Language::Rego).into_iter().map(of)),
        // A condition in brackets only says when the rest counts.
        "image" | "=(image)" if is_pattern(&path) => alternatives(text, node, &path, out),
        _ => {}
    }
}

fn is_pattern(path: &str) -> bool {
    [".pattern.", ".anyPattern["].iter().any(|word| path.contains(word))
}

/// `a/* | b/*`, and `!c/*` with `&`.
fn alternatives<'a>(text: &str, node: &'a Node<'a>, path: &str, out: &mut Vec<Entry<'a>>) {
    let mut start = 0;
    for part in text.split_inclusive(['|', '&']) {
        let entry = part.trim_end_matches(['|', '&']).trim();
        let lead = part.len() - part.trim_start().len();
        let at = start + lead..start + lead + entry.len();
        start += part.len();
        let (entry, is_deny) = entry.strip_prefix('!').map_or((entry, false), |entry| (entry, true));
        out.push(Entry { text: entry.into(), form: Form::Glob, is_deny, node, at, path: path.into(), is_example: false });
    }
}

/// Reports the entries of a list through which something slips.
pub(crate) fn report_slips(object: &Object<'_>, source: &str, out: &mut Findings<'_>) {
    for entry in lists(object).iter().filter(|entry| !entry.is_deny) {
        let Some(slip) = slip(&entry.text, entry.form) else { continue };
        let (span, is_exact) = entry.place(source);
        let message = match (entry.text.trim(), entry.is_example) {
            ("", _) => format!("the empty entry {}: `{}` is let in, and everything else", slip.how, slip.image),
            (_, false) => format!("`{}` {}: `{}` is let in as well", entry.text, slip.how, slip.image),
            (_, true) => format!("what is allowed {}: for `{}` it lets in `{}`", slip.how, entry.text, slip.image),
        };
        let draft = out.report(span, message).path(entry.path.as_str());
        if let Some(mend) = slip.mend.filter(|_| is_exact && !entry.node.shared) {
            draft.unsafe_fix(format!("Write `{mend}`"), [Edit { span, text: mend }].into());
        }
    }
}

/// Lists of containers that a policy must look at besides `containers`.
const OTHER_LISTS: [&str; 2] = ["initContainers", "ephemeralContainers"];

/// The text below `spec` of a policy that says where images may come from.
fn text_on_origin<'a>(object: &Object<'_>, source: &'a str) -> Option<(Span, &'a str)> {
    const COMPARES: [&str; 6] = ["startswith(", "startsWith(", "re_match(", "regex.match(", ".matches(", "contains("];
    let span = object.root.get("spec")?.span;
    let text = span.of(source);
    let is_list = || lists(object).iter().any(|entry| !entry.is_deny && !entry.text.starts_with([':', '@', '*']));
    let is_code = Engine::of(object) != Some(Engine::Kyverno) && text.contains(".image") && COMPARES.iter().any(|word| text.contains(word));
    (is_list() || (is_code && !lists(object).iter().any(|entry| entry.text.starts_with([':', '@'])))).then_some((span, text))
}

/// Whether a policy says which images may be used.
#[must_use]
pub(crate) fn is_on_images(object: &Object<'_>) -> bool {
    !lists(object).is_empty()
}

/// The lists of containers that a policy on images leaves out, with the place where it names `containers`; `None` where it names
/// none or does not judge images by where they come from.
#[must_use]
pub(crate) fn left_out(object: &Object<'_>, source: &str) -> Option<(Span, Vec<&'static str>)> {
    // Kyverno's own lists of images, and the variable of its samples.
    const ALL: [&str; 3] = ["images.*", "images.containers", "allContainers"];
    let (span, text) = text_on_origin(object, source).filter(|(_, text)| !ALL.iter().any(|word| text.contains(word)))?;
    let at = containers(span, text)?;
    let missing: Vec<&str> = OTHER_LISTS.into_iter().filter(|list| !text.contains(list)).collect();
    (!missing.is_empty()).then_some((at, missing))
}

/// Where `containers` stands for the first time, by itself.
fn containers(span: Span, text: &str) -> Option<Span> {
    const NAME: &str = "containers";
    let is_part = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(|c: char| c == '_' || c.is_ascii_alphanumeric()));
    let at = text.match_indices(NAME).map(|(at, _)| at).find(|at| !is_part(*at))?;
    Some(Span::new(span.start + at, span.start + at + NAME.len()))
}

/// Reports the lists of containers that a policy leaves out.
pub(crate) fn report_left_out(object: &Object<'_>, source: &str, out: &mut Findings<'_>) {
    if let Some((span, missing)) = left_out(object, source) {
        let lists = missing.join("` and `");
        out.report(span, format!("the images of `{lists}` are not looked at: `evil.example/x:1` is let in there"));
    }
}

/// Whether a policy on images says nothing of image volumes; with the place where it names `containers`.
#[must_use]
pub(crate) fn without_volumes(object: &Object<'_>, source: &str) -> Option<Span> {
    let (span, text) = text_on_origin(object, source).filter(|(_, text)| !text.contains("volumes"))?;
    containers(span, text)
}

/// Reports the settings by which a policy refuses nothing.
pub(crate) fn report_lenient(object: &Object<'_>, out: &mut Findings<'_>) {
    for lenient in lenient(object) {
        let message = match lenient.value {
            "" => "the policy says nothing of failures, which means `Audit`: images are reported and let in".into(),
            "Ignore" => format!("`{}: Ignore` lets every image in while the engine does not answer", key_of(&lenient.path)),
            value => format!("`{value}` refuses nothing: images that the policy does not allow are let in"),
        };
        let draft = out.report(lenient.span, message).path(lenient.path);
        if let Some((node, word)) = lenient.mend.filter(|(node, _)| !node.shared) {
            let text = New::Word(word).quoted_like(node);
            draft.unsafe_fix(format!("Set it to {word}"), [Edit { span: node.span, text }].into());
        }
    }
}

fn key_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A setting by which a policy only tells what it finds: its node, its path and its value, or where it should stand.
#[derive(Debug)]
pub(crate) struct Lenient<'a> {
    /// Where to point.
    pub(crate) span: Span,
    /// The setting.
    pub(crate) path: String,
    /// What it says.
    pub(crate) value: &'a str,
    /// Its value, to be written anew as this.
    pub(crate) mend: Option<(&'a Node<'a>, &'static str)>,
}

/// Settings by which a policy on images refuses nothing.
#[must_use]
pub(crate) fn lenient<'a>(object: &Object<'a>) -> Vec<Lenient<'a>> {
    let root = Some(object.root);
    let mut found = Vec::new();
    let mut add = |path: &[&str], is_bad: &dyn Fn(&str) -> bool, mend: &'static str| {
        if let Some((node, value)) = node_at(root, path).and_then(|node| Some((node, node.as_str()?)))
            && is_bad(value)
        {
            found.push(Lenient { span: node.span, path: path.join("."), value, mend: Some((node, mend)) });
        }
    };
    let is_audit = |value: &str| value.eq_ignore_ascii_case("audit");
    match Engine::of(object) {
        Some(Engine::Constraint) if is_image_constraint(object.kind) => {
            add(&["spec", "enforcementAction"], &|value| matches!(value, "dryrun" | "warn"), "deny");
        }
        Some(Engine::TrustedRepos) => add(&["spec", "mode"], &|value| value == "monitor", "protect"),
        Some(Engine::Kyverno) if object.group() == "kyverno.io" => {
            add(&["spec", "failurePolicy"], &|value| value == "Ignore", "Fail");
            add(&["spec", "webhookConfiguration", "failurePolicy"], &|value| value == "Ignore", "Fail");
            let rules = items_at(root, &["spec", "rules"]);
            let own = |rule: &'a Node<'a>| rule.path(&["validate", "failureAction"]);
            let is_set = rules.iter().filter(|rule| rule.get("validate").is_some()).all(|rule| own(rule).is_some());
            if !is_set {
                add(&["spec", "validationFailureAction"], &is_audit, "Enforce");
            }
            for (i, node) in rules.iter().enumerate().filter_map(|(i, rule)| Some((i, own(rule)?))) {
                if let Some(value) = node.as_str().filter(|value| is_audit(value)) {
                    let path = format!("spec.rules[{i}].validate.failureAction");
                    found.push(Lenient { span: node.span, path, value, mend: Some((node, "Enforce")) });
                }
            }
            let spec = object.root.entry("spec");
            if let Some(spec) = spec.filter(|spec| !is_set && !object.template && spec.value.get("validationFailureAction").is_none()) {
                found.push(Lenient { span: spec.key_span, path: "spec.validationFailureAction".into(), value: "", mend: None });
            }
        }
        Some(Engine::Kyverno) => {
            let actions = node_at(root, &["spec", "validationActions"]);
            if let Some(node) = actions.filter(|node| !node.items().iter().any(|item| item.as_str() == Some("Deny"))) {
                found.push(Lenient { span: node.span, path: "spec.validationActions".into(), value: "Audit", mend: None });
            }
        }
        _ => {}
    }
    found
}

fn is_image_constraint(kind: &str) -> bool {
    matches!(kind, "K8sAllowedRepos" | "K8sAllowedReposv2" | "K8sDisallowedRepos" | "K8sDisallowedTags" | "K8sImageDigests")
}
