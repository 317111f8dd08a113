//! What a manifest shows of how an image is used: whether it keeps data, and whether it is told to start a shell.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::{Node, Value};

use super::entry::Entry;
use super::signals::Signals;
use crate::model::{Container, ImageUse, Workload, items_at, node_at};

/// How deep probes and hooks are looked into.
const MAX_DEPTH: u8 = 6;

/// The signals of an image in a manifest.
#[must_use]
pub(crate) fn signals<'m, 'k>(image: &ImageUse<'_>, workloads: &'m [Workload<'m>]) -> Signals<'m, 'k> {
    let mut signals = Signals { in_manifest: true, is_result: true, ..Signals::default() };
    let at = workloads.partition_point(|workload| Some(workload.object.index) < image.object);
    let own = || workloads.iter().skip(at).take_while(|workload| Some(workload.object.index) == image.object);
    let Some(workload) = own().next() else { return signals };
    signals.is_stateful = workload.object.kind == "StatefulSet" || image.object.is_none();
    let path = image.path.as_deref().and_then(|path| path.strip_suffix(".image"));
    if let Some(container) = own().flat_map(|workload| &workload.containers).find(|container| Some(&*container.path) == path) {
        of_container(container, &mut signals);
    }
    signals
}

fn of_container<'m>(container: &Container<'m>, signals: &mut Signals<'m, '_>) {
    for (field, keyword) in [("command", "command"), ("args", "args")] {
        let items = items_at(Some(container.node), &[field]);
        if let Some(first) = items.first() {
            let words: Vec<Cow<'m, str>> = items.iter().filter_map(Node::as_str).map(Cow::Borrowed).collect();
            signals.has_start = true;
            mentions(&words, first.span, signals);
            signals.entries.push(Entry { span: first.span, keyword, words, ..Entry::default() });
        }
    }
    for field in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] {
        if let Some(node) = node_at(Some(container.node), &[field]) {
            hooks(node, MAX_DEPTH, signals);
        }
    }
}

/// The commands of probes and hooks.
fn hooks<'m>(node: &'m Node<'m>, depth: u8, signals: &mut Signals<'m, '_>) {
    let Value::Map(_) = &node.value else { return };
    for entry in node.entries() {
        if entry.key == "command" {
            let words: Vec<Cow<'m, str>> = entry.value.items().iter().filter_map(Node::as_str).map(Cow::Borrowed).collect();
            mentions(&words, entry.value.span, signals);
            signals.entries.push(Entry { span: entry.value.span, keyword: "command", words, ..Entry::default() });
        } else if depth > 0 {
            hooks(&entry.value, depth - 1, signals);
        }
    }
}

/// Programs that scripts in arguments call.
fn mentions(words: &[Cow<'_, str>], span: Span, signals: &mut Signals<'_, '_>) {
    for word in words.iter().flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+')))) {
        match word {
            "bash" => {
                signals.bash.get_or_insert(span);
            }
            "curl" | "git" | "gcc" | "make" | "wget" | "ssh" if signals.tools.iter().all(|(tool, _)| tool != word) => {
                signals.tools.push((Cow::Owned(word.into()), span));
            }
            _ => {}
        }
    }
}
