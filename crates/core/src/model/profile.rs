//! Seccomp and AppArmor profiles as a pod and its containers set them, and what the API server refuses of them
//! (`ValidateSeccompProfile` and `ValidateAppArmorProfileField` of Kubernetes).
//!
//! It never judges how much a profile allows.

use alloc::format;
use alloc::string::String;

use plimsoll_text::Span;
use plimsoll_yaml::Node;

use super::object::{Field, node_at, str_at};
use super::workload::Workload;
use crate::findings::Findings;

const TYPES: [&str; 3] = ["RuntimeDefault", "Localhost", "Unconfined"];

/// Reports every profile in `field` of a `securityContext` that the API server refuses.
pub(crate) fn refused(workload: &Workload<'_>, field: &str, out: &mut Findings<'_>) {
    let path = ["securityContext", field];
    if let Some(profile) = node_at(workload.spec, &path)
        && let Some((span, why)) = fault(profile)
    {
        out.report(span, why).path(workload.field_path(&format!("securityContext.{field}")));
    }
    for container in &workload.containers {
        let Some(profile) = node_at(Some(container.node), &path) else { continue };
        let Some((span, why)) = fault(profile) else { continue };
        let finding = out.report(span, why);
        finding.path(format!("{}.securityContext.{field}", container.path));
        finding.container = Some(container.name).filter(|name| !name.is_empty()).map(Into::into);
    }
}

fn fault(profile: &Node<'_>) -> Option<(Span, String)> {
    let Field::Set(kind, node) = str_at(Some(profile), &["type"]) else { return None };
    let local = str_at(Some(profile), &["localhostProfile"]);
    if kind.contains('$') {
        None
    } else if !TYPES.contains(&kind) {
        Some((node.span, format!("`{kind}` is no type of profile: the API server refuses the pod")))
    } else if kind == "Localhost" {
        match local {
            Field::Unset => Some((node.span, "`Localhost` needs a `localhostProfile`: the API server refuses the pod".into())),
            Field::Set(name, node) if name.trim().is_empty() => {
                Some((node.span, "`Localhost` needs the name of a profile: the API server refuses the pod".into()))
            }
            Field::Set(..) | Field::Wrong(_) => None,
        }
    } else if let Field::Set(_, node) = local {
        Some((node.span, format!("`localhostProfile` beside `{kind}`: the API server refuses the pod")))
    } else {
        None
    }
}
