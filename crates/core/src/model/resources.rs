//! What a container may use and what it asks for: `resources`.

use plimsoll_yaml::{Node, Value};

use super::object::{Field, scalar_at};
use super::workload::{Container, Role, Workload};

/// Whether the container certainly lacks `resources.<section>.<name>`. A limit of zero is none; a limit stands for a missing request; the
/// pod's own resources (Kubernetes 1.34) serve all containers. Debug containers have no resources.
#[must_use]
pub fn lacks(container: &Container<'_>, workload: &Workload<'_>, section: &str, name: &str) -> bool {
    if container.role == Role::Ephemeral || !workload.is_complete() {
        return false;
    }
    let unset = |section: &str| {
        let path = ["resources", section, name];
        [Some(container.node), workload.spec].into_iter().all(|node| match scalar_at(node, &path) {
            Field::Unset => true,
            Field::Set((), node) => section == "limits" && is_zero(node),
            Field::Wrong(_) => false,
        })
    };
    unset(section) && (section == "limits" || unset("limits"))
}

/// A quantity of nothing: `0`, `"0"`, `0Mi`, `0.0`.
fn is_zero(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Int(n) => *n == 0,
        Value::UInt(_) => false,
        Value::Float(n) => *n == 0.0,
        Value::String(text) => {
            let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            number.contains('0') && number.bytes().all(|b| matches!(b, b'0' | b'.' | b'+' | b'-'))
        }
        _ => false,
    }
}
