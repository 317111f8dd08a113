//! One fix for a whole workload: what the restricted level of the Pod Security Standards asks for, and a read-only root file system.
//!
//! It changes nothing that is set, but for `allowPrivilegeEscalation: true`; where one of the edits cannot be made there is no fix.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::Edit;
use plimsoll_yaml::Node;

use crate::model::{Container, Field, Workload, bool_at, int_at, node_at};
use crate::yaml_edit::{self, New};

const ESCALATION: [&str; 2] = ["securityContext", "allowPrivilegeEscalation"];
const DROP: [&str; 3] = ["securityContext", "capabilities", "drop"];
const READ_ONLY: [&str; 2] = ["securityContext", "readOnlyRootFilesystem"];
const NON_ROOT: [&str; 2] = ["securityContext", "runAsNonRoot"];
const SECCOMP: [&str; 3] = ["securityContext", "seccompProfile", "type"];

/// The edits, where there is more than one thing to do and all of it can be done. `may_forbid` says of a container whether the API
/// server accepts that escalation is forbidden.
pub(crate) fn edits(workload: &Workload<'_>, source: &str, may_forbid: fn(&Container<'_>) -> bool) -> Option<Vec<Edit>> {
    let mut all = Vec::new();
    let some_root =
        workload.containers.iter().any(|container| int_at(Some(container.node), &["securityContext", "runAsUser"]).is(0).is_some());
    if workload.bool_at(&NON_ROOT).is_unset() && !some_root && int_at(workload.spec, &["securityContext", "runAsUser"]).is(0).is_none() {
        all.push(workload.set(source, &NON_ROOT, New::Bool(true))?);
    }
    if node_at(workload.spec, &["securityContext", "seccompProfile"]).is_none() {
        all.push(workload.set(source, &SECCOMP, New::Word("RuntimeDefault"))?);
    }
    for container in &workload.containers {
        if !may_forbid(container) {
            return None;
        }
        if bool_at(Some(container.node), &ESCALATION).value() != Some(false) {
            all.push(container.set(source, &ESCALATION, New::Bool(false))?);
        }
        match node_at(Some(container.node), &DROP) {
            None => all.push(container.set(source, &DROP, New::ListOf("ALL"))?),
            Some(list) if !drops_all(list) => all.push(yaml_edit::add_item(source, list, "ALL")?),
            Some(_) => {}
        }
        if matches!(bool_at(Some(container.node), &READ_ONLY), Field::Unset) {
            all.push(container.set(source, &READ_ONLY, New::Bool(true))?);
        }
    }
    (all.len() > 1).then(|| joined(all.into_iter().flatten()))?
}

fn drops_all(list: &Node<'_>) -> bool {
    list.items().iter().any(|item| item.as_str().is_some_and(|name| name.eq_ignore_ascii_case("ALL")))
}

/// Edits at one place become one: lines or a key that both begin with, such as a new parent's, are written once. `None` for what
/// cannot be joined.
fn joined(edits: impl Iterator<Item = Edit>) -> Option<Vec<Edit>> {
    let mut out: Vec<Edit> = Vec::new();
    for edit in edits {
        match out.iter_mut().find(|before| before.span == edit.span) {
            Some(before) => join(&mut before.text, &edit.text)?,
            None => out.push(edit),
        }
    }
    Some(out)
}

fn join(text: &mut String, more: &str) -> Option<()> {
    let is_flow = |text: &str| text.trim_start().starts_with([',', '{']);
    if is_flow(text) || is_flow(more) {
        return join_flow(text, more);
    }
    if !text.contains('\n') || !more.contains('\n') {
        return None;
    }
    // Behind one line the deeper of two maps goes on first.
    if starts_line(text) && starts_line(more) && indent(more) > indent(text.lines().last().unwrap_or_default()) {
        text.insert_str(0, more);
        return Some(());
    }
    let common: usize =
        text.split_inclusive('\n').zip(more.split_inclusive('\n')).take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum();
    let rest = more.get(common..)?;
    if !text.ends_with('\n') {
        text.push_str(if text.contains("\r\n") { "\r\n" } else { "\n" });
    }
    text.push_str(rest);
    Some(())
}

fn starts_line(text: &str) -> bool {
    text.starts_with(['\r', '\n'])
}

/// How far in the text's first line stands.
fn indent(text: &str) -> usize {
    let line = text.trim_start_matches(['\r', '\n']);
    line.len() - line.trim_start_matches(' ').len()
}

/// In flow style a new map stands in the place of nothing, `{key: value}`, or new entries behind others, `, key: value`.
fn join_flow(text: &mut String, more: &str) -> Option<()> {
    fn entry(text: &str) -> &str {
        text.trim_start_matches([',', ' ', '\r', '\n', '\t'])
    }
    let (own, other) = (entry(text), entry(more));
    let inner = if own.starts_with('{') {
        other.strip_prefix('{')?.strip_suffix('}')?
    } else {
        let (key, value) = own.split_once(": ")?;
        match other.split_once(": ") {
            Some((of, below)) if of == key && value.ends_with('}') => below.strip_prefix('{')?.strip_suffix('}')?,
            _ => {
                text.push_str(more);
                return Some(());
            }
        }
    };
    let inner = inner.to_string();
    text.pop().filter(|last| *last == '}')?;
    text.push_str(", ");
    text.push_str(&inner);
    text.push('}');
    Some(())
}
