//! Validating and mutating webhooks, and admission policies in CEL: what they are asked about, and who is left out.
//!
//! After `k8s.io/api/admissionregistration/v1`. It never evaluates expressions, and knows nothing of what a webhook does.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::Node;

use crate::model::{Object, items_at, node_at, str_at};

/// The API group of webhooks and policies.
pub const GROUP: &str = "admissionregistration.k8s.io";

/// The label that the API server sets on every namespace by itself.
const OWN_LABEL: &str = "kubernetes.io/metadata.name";

/// A webhook of a configuration.
#[derive(Clone, Debug)]
pub struct Webhook<'a> {
    /// Its item in `webhooks`.
    pub node: &'a Node<'a>,
    /// Its name; empty where missing.
    pub name: &'a str,
    /// `webhooks[0]`.
    pub path: String,
    /// It can say no, and change nothing.
    pub validating: bool,
    /// What it is asked about.
    pub rules: Rules<'a>,
}

impl<'a> Webhook<'a> {
    /// Whether it can keep an image out: it is asked about new pods, or about what makes pods and is called after images, registries,
    /// policies or signatures. Who looks at Deployments for another reason need not see pods.
    #[must_use]
    pub fn guards(&self) -> bool {
        const WORDS: [&str; 8] = ["image", "registr", "polic", "signature", "cosign", "scan", "admission", "security"];
        self.rules.sees_pods() || (self.rules.sees_makers() && WORDS.iter().any(|word| self.name.contains(word)))
    }

    /// Where a finding about the webhook as a whole points: its name, else its first entry.
    #[must_use]
    pub fn headline(&self) -> Span {
        match (self.node.get("name"), self.node.entries().first()) {
            (Some(name), _) => name.span,
            (None, Some(entry)) => entry.key_span,
            (None, None) => self.node.span,
        }
    }
}

/// The webhooks of an object; none where it is no configuration of webhooks, or a template or a patch.
#[must_use]
pub fn webhooks<'a>(object: &Object<'a>) -> Vec<Webhook<'a>> {
    let validating = object.kind == "ValidatingWebhookConfiguration";
    if object.group() != GROUP || object.template || !(validating || object.kind == "MutatingWebhookConfiguration") {
        return Vec::new();
    }
    let items = items_at(Some(object.root), &["webhooks"]).iter().enumerate().filter(|(_, node)| node.as_map().is_some());
    items
        .map(|(i, node)| Webhook {
            node,
            name: str_at(Some(node), &["name"]).value().unwrap_or_default(),
            path: format!("webhooks[{i}]"),
            validating,
            rules: Rules { items: items_at(Some(node), &["rules"]) },
        })
        .collect()
}

/// The rules of a webhook, or the resource rules of a policy: which requests it is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Their items.
    pub items: &'a [Node<'a>],
}

/// Kinds that make pods, with their groups.
const MAKERS: [(&str, &str); 9] = [
    ("apps", "deployments"),
    ("apps", "daemonsets"),
    ("apps", "statefulsets"),
    ("apps", "replicasets"),
    ("", "replicationcontrollers"),
    ("batch", "jobs"),
    ("batch", "cronjobs"),
    ("apps", "*"),
    ("batch", "*"),
];

impl<'a> Rules<'a> {
    /// The rule under which a request falls. A resource may have a subresource: `pods/ephemeralcontainers`.
    #[must_use]
    pub fn covering(&self, operation: &str, group: &str, resource: &str) -> Option<&'a Node<'a>> {
        self.items.iter().find(|rule| {
            holds(rule, "operations", |text| text == operation)
                && holds(rule, "apiGroups", |text| text == group)
                && has_resource(rule, resource)
                && str_at(Some(rule), &["scope"]).value() != Some("Cluster")
                && node_at(Some(rule), &["resourceNames"]).is_none_or(|names| names.items().is_empty())
        })
    }

    /// Whether it is asked when a pod is made.
    #[must_use]
    pub fn sees_pods(&self) -> bool {
        self.covering("CREATE", "", "pods").is_some()
    }

    /// Whether it is asked when something is made that makes pods.
    #[must_use]
    pub fn sees_makers(&self) -> bool {
        MAKERS.iter().any(|(group, resource)| self.covering("CREATE", group, resource).is_some())
    }

    /// Whether it is asked about what runs images.
    #[must_use]
    pub fn sees_workloads(&self) -> bool {
        self.sees_pods() || self.sees_makers()
    }

    /// What of pods is not shown to it although new pods are, as the end of a sentence.
    #[must_use]
    pub fn gaps(&self) -> Vec<&'static str> {
        let mut gaps = Vec::new();
        if self.sees_pods() {
            if self.covering("UPDATE", "", "pods").is_none() {
                gaps.push("a change of a running pod's image (`UPDATE` of `pods`)");
            }
            if self.covering("UPDATE", "", "pods/ephemeralcontainers").is_none() {
                gaps.push("containers added for debugging (`UPDATE` of `pods/ephemeralcontainers`)");
            }
        } else if self.sees_makers() {
            gaps.push("a pod that is made by itself (`CREATE` of `pods`)");
        }
        gaps
    }

    /// Where a finding about what is missing points: the resources of the rule about pods, else of the first.
    #[must_use]
    pub fn place(&self) -> Option<Span> {
        let rule = self.covering("CREATE", "", "pods").or_else(|| self.items.first())?;
        let entry = rule.entry("resources").or_else(|| rule.entries().first())?;
        Some(entry.key_span)
    }
}

fn holds(rule: &Node<'_>, list: &str, fits: impl Fn(&str) -> bool) -> bool {
    items_at(Some(rule), &[list]).iter().filter_map(Node::as_str).any(|text| text == "*" || fits(text))
}

/// `*` holds all resources and no subresource, `*/*` both, `pods/*` all subresources of pods.
fn has_resource(rule: &Node<'_>, resource: &str) -> bool {
    let (own, sub) = resource.split_once('/').unwrap_or((resource, ""));
    items_at(Some(rule), &["resources"]).iter().filter_map(Node::as_str).any(|text| match text.split_once('/') {
        None => sub.is_empty() && (text == "*" || text == own),
        Some((of, of_sub)) if sub.is_empty() => of == "*" && of_sub == "*",
        Some((of, of_sub)) => (of == "*" || of == own) && (of_sub == "*" || of_sub == sub),
    })
}

/// A way past a selector.
#[derive(Clone, Copy, Debug)]
pub struct Escape<'a> {
    /// The label on which it hangs.
    pub label: &'a str,
    /// Where it is named.
    pub span: Span,
    /// Who bears the label is left out; else who does not bear it.
    pub opts_out: bool,
}

/// The labels by which something leaves a selector, or never gets into it. Of namespaces the label with their own name, which
/// nobody can change, is none.
#[must_use]
pub fn escapes<'a>(selector: Option<&'a Node<'a>>) -> Vec<Escape<'a>> {
    let mut found = Vec::new();
    for entry in node_at(selector, &["matchLabels"]).map_or(&[][..], Node::entries) {
        found.push(Escape { label: &entry.key, span: entry.key_span, opts_out: false });
    }
    for item in items_at(selector, &["matchExpressions"]) {
        let Some(key) = node_at(Some(item), &["key"]) else { continue };
        let Some(label) = key.as_str() else { continue };
        let opts_out = matches!(str_at(Some(item), &["operator"]).value(), Some("NotIn" | "DoesNotExist"));
        found.push(Escape { label, span: key.span, opts_out });
    }
    found.retain(|escape| escape.label != OWN_LABEL && !escape.label.contains("{{"));
    found
}
