//! Label selectors, as the API server matches them.
//!
//! It never guesses: a selector or labels that are not wholly known match nothing and are not said to match nothing.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::{Node, Value};

use crate::model::{Workload, items_at, node_at, str_at};

/// Labels that controllers give to pods by themselves.
const GIVEN: [&str; 10] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];

/// A label selector.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// Labels with the values they must have.
    pub labels: Vec<(String, String)>,
    /// The place of each of these values; `None` where it cannot be written to.
    pub places: Vec<Option<Span>>,
    /// Other requirements.
    pub expressions: Vec<Requirement>,
    /// All of it is known.
    pub known: bool,
    /// Its place.
    pub span: Span,
}

/// One entry of `matchExpressions`.
#[derive(Clone, Debug)]
pub struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// Whether a controller gives pods a label of that key by itself.
#[must_use]
pub fn is_given(key: &str) -> bool {
    GIVEN.contains(&key)
}

impl Selector {
    /// A plain map of labels, such as a Service's selector.
    #[must_use]
    pub fn of_labels(node: &Node<'_>, span: Span) -> Selector {
        let pairs = pairs(node);
        Selector { known: pairs.is_some(), labels: pairs.unwrap_or_default(), places: places(node), expressions: Vec::new(), span }
    }

    /// `matchLabels` and `matchExpressions`; an empty one selects everything.
    #[must_use]
    pub fn of(node: &Node<'_>, span: Span) -> Selector {
        let mut selector = Selector { known: node.as_map().is_some(), span, ..Selector::default() };
        if let Some(labels) = node_at(Some(node), &["matchLabels"]) {
            match pairs(labels) {
                Some(pairs) => (selector.labels, selector.places) = (pairs, places(labels)),
                None => selector.known = false,
            }
            selector.span = labels.span;
        }
        let list = node_at(Some(node), &["matchExpressions"]);
        if list.is_some() {
            selector.span = span;
        }
        selector.known &= list.is_none_or(|list| matches!(list.value, Value::Seq(_)));
        for item in items_at(Some(node), &["matchExpressions"]) {
            match requirement(item) {
                Some(requirement) => selector.expressions.push(requirement),
                None => selector.known = false,
            }
        }
        selector
    }

    /// One entry of `matchExpressions` by itself.
    #[must_use]
    pub fn of_expression(item: &Node<'_>) -> Option<Selector> {
        Some(Selector { expressions: [requirement(item)?].into(), known: true, span: item.span, ..Selector::default() })
    }

    /// Whether it selects everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known && self.labels.is_empty() && self.expressions.is_empty()
    }

    /// The one value that keeps it from selecting pods with these labels: its number, and the value that would do.
    #[must_use]
    pub fn misses_by<'l>(&self, labels: &'l [(String, String)]) -> Option<(usize, &'l str)> {
        let value = |key: &str| labels.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
        let mut wrong = self.labels.iter().enumerate().filter(|(_, (key, wanted))| value(key) != Some(wanted));
        let (Some((at, (key, _))), None) = (wrong.next(), wrong.next()) else { return None };
        (self.known && self.expressions.is_empty()).then(|| value(key).map(|value| (at, value)))?
    }

    /// Whether it selects pods with these labels. O(selector × labels).
    #[must_use]
    pub fn matches(&self, labels: &[(String, String)]) -> bool {
        let value = |key: &str| labels.iter().find(|(own, _)| own == key).map(|(_, value)| value);
        let given = |key: &str| is_given(key) && value(key).is_none();
        self.known
            && self.labels.iter().all(|(key, wanted)| given(key) || value(key) == Some(wanted))
            && self.expressions.iter().all(|requirement| {
                let value = value(&requirement.key);
                let listed = value.is_some_and(|value| requirement.values.contains(value));
                match requirement.operator {
                    _ if given(&requirement.key) => true,
                    Operator::In => listed,
                    Operator::NotIn => !listed,
                    Operator::Exists => value.is_some(),
                    Operator::DoesNotExist => value.is_none(),
                }
            })
    }
}

/// Whether a term of an affinity, or a constraint of a spread, is about the workload's own pods. What is not wholly known is taken
/// to be; without a `labelSelector` it is about no pods.
#[must_use]
pub fn is_of_these(workload: &Workload<'_>, term: Option<&Node<'_>>) -> bool {
    let Some(selector) = node_at(term, &["labelSelector"]) else { return term.is_some_and(Node::is_template) };
    let namespaces = items_at(term, &["namespaces"]);
    let elsewhere = workload.object.namespace().is_some_and(|own| {
        !namespaces.is_empty() && namespaces.iter().all(|item| item.as_str().is_some_and(|name| name != own && !item.is_template()))
    });
    if elsewhere && node_at(term, &["namespaceSelector"]).is_none() {
        return false;
    }
    let selector = Selector::of(selector, selector.span);
    let labels = match node_at(workload.metadata, &["labels"]) {
        Some(labels) => pairs(labels),
        None => Some(Vec::new()),
    };
    !selector.known || labels.is_none_or(|labels| selector.matches(&labels))
}

fn places(node: &Node<'_>) -> Vec<Option<Span>> {
    node.entries().iter().map(|entry| (!node.shared && !entry.value.shared).then_some(entry.value.span)).collect()
}

/// The pairs of a map of labels; `None` where one of them is no string.
#[must_use]
pub fn pairs(node: &Node<'_>) -> Option<Vec<(String, String)>> {
    node.as_map()?;
    node.entries().iter().map(|entry| Some((String::from(&*entry.key), String::from(entry.value.as_str()?)))).collect()
}

fn requirement(item: &Node<'_>) -> Option<Requirement> {
    let operator = match str_at(Some(item), &["operator"]).value()? {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => return None,
    };
    let values = items_at(Some(item), &["values"]).iter().map(|value| value.as_str().map(String::from)).collect::<Option<Vec<_>>>()?;
    Some(Requirement { key: str_at(Some(item), &["key"]).value()?.into(), operator, values })
}
