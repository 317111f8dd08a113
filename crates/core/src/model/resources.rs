//! What a container may use and what it asks for: `resources`.

use plimsoll_text::read_float;
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

/// The value of a quantity: `500m` is 0.5, `1Ki` is 1024. `None` if it is none, such as `1GB` or `1K`. The grammar is that of
/// `resource.ParseQuantity` in k8s.io/apimachinery.
#[must_use]
pub fn quantity(text: &str) -> Option<f64> {
    const SUFFIXES: [(&str, f64); 16] = [
        ("", 1.0),
        ("n", 1e-9),
        ("u", 1e-6),
        ("m", 1e-3),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("T", 1e12),
        ("P", 1e15),
        ("E", 1e18),
        ("Ki", 1024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("Ti", 1_099_511_627_776.0),
        ("Pi", 1_125_899_906_842_624.0),
        ("Ei", 1_152_921_504_606_846_976.0),
    ];
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at_checked(end)?;
    if !number.bytes().any(|b| b.is_ascii_digit()) || number.bytes().filter(|b| *b == b'.').count() > 1 {
        return None;
    }
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    if let Some((_, factor)) = SUFFIXES.iter().find(|(known, _)| *known == suffix) {
        return Some(sign * read_float(number)? * factor);
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut whole = alloc::string::String::from(number);
    whole.push('e');
    whole.push_str(exponent);
    Some(sign * read_float(&whole)?)
}

#[cfg(test)]
mod tests {
    use super::quantity;

    #[test]
    fn quantities() {
        for (text, value) in
            [("500m", 0.5), ("1Ki", 1024.0), ("+1.5", 1.5), (".5", 0.5), ("1e3", 1e3), ("2E", 2e18), ("-1M", -1e6), ("1E2", 100.0)]
        {
            assert_eq!(quantity(text), Some(value), "{text}");
        }
        for text in ["", "1GB", "1K", "1gi", "Mi", "1 Gi", "1.2.3", "1e", "e3", "\u{e9}"] {
            assert_eq!(quantity(text), None, "{text}");
        }
    }
}
