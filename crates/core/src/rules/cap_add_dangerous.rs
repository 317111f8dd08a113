//! A capability that breaks out of the container.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "cap-add-dangerous",
    summary: "the container adds a capability that reaches beyond it",
    help: "Remove the capability, or use a narrower one.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &[
        "kubesec:CapSysAdmin",
        "polaris:dangerousCapabilities",
        "trivy:KSV-0005",
        "trivy:KSV-0022",
        "trivy:KSV-0106",
        "trivy:KSV-0120",
        "checkov:CKV_K8S_25",
        "checkov:CKV_K8S_39",
        "cis:5.2.9",
    ],
    family: "cap-add",
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// Capabilities and what they allow (capabilities(7)). The first two are as good as root on the node.
const DANGEROUS: [(&str, &str); 14] = [
    ("ALL", "everything a privileged process may do"),
    ("SYS_ADMIN", "mounting file systems and much else that root does"),
    ("NET_ADMIN", "changing network interfaces, routes and firewall rules"),
    ("SYS_PTRACE", "reading and changing other processes"),
    ("SYS_MODULE", "loading code into the node's kernel"),
    ("DAC_READ_SEARCH", "reading every file whatever its permissions"),
    ("SYS_RAWIO", "reading and writing the machine's memory and ports"),
    ("SYS_BOOT", "rebooting the node"),
    ("SYS_TIME", "setting the node's clock"),
    ("BPF", "loading programs into the node's kernel"),
    ("PERFMON", "watching what every process does"),
    ("MAC_ADMIN", "changing mandatory access control"),
    ("MAC_OVERRIDE", "overriding mandatory access control"),
    ("SYSLOG", "reading the kernel's log and addresses"),
];

/// The names that other tools have for `SYS_ADMIN`.
const ADMIN: &[&str] = &[
    "kubesec:CapSysAdmin",
    "polaris:dangerousCapabilities",
    "trivy:KSV-0005",
    "trivy:KSV-0022",
    "trivy:KSV-0106",
    "checkov:CKV_K8S_25",
    "checkov:CKV_K8S_39",
    "cis:5.2.9",
];

/// The capability, in any case and with or without `CAP_`, and what it allows.
fn dangerous(written: &str) -> Option<(&'static str, &'static str)> {
    let name = written.get(..4).filter(|start| start.eq_ignore_ascii_case("CAP_")).and_then(|_| written.get(4..)).unwrap_or(written);
    DANGEROUS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).copied()
}

/// Whether this rule reports the capability.
pub(super) fn is_dangerous(written: &str) -> bool {
    dangerous(written).is_some()
}

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if workload.is_windows() {
        return;
    }
    let Some(list) = node_at(Some(container.node), &["securityContext", "capabilities", "add"]) else { return };
    for (i, item) in list.items().iter().enumerate() {
        let Some(written) = item.as_str() else { continue };
        let Some((name, what)) = dangerous(written) else { continue };
        let finding = out.report(item.span, format!("container `{}` adds `{written}`, which allows {what}", container.label()));
        finding.path(format!("{}.securityContext.capabilities.add[{i}]", container.path));
        if matches!(name, "ALL" | "SYS_ADMIN") {
            finding.severity(Severity::Critical);
        }
        finding.aliases(match name {
            "SYS_ADMIN" => ADMIN,
            "ALL" | "NET_ADMIN" => {
                &["polaris:dangerousCapabilities", "trivy:KSV-0022", "trivy:KSV-0106", "checkov:CKV_K8S_25", "cis:5.2.9"]
            }
            "SYS_MODULE" => &["trivy:KSV-0022", "trivy:KSV-0106", "trivy:KSV-0120", "checkov:CKV_K8S_25", "cis:5.2.9"],
            _ => &["trivy:KSV-0022", "trivy:KSV-0106", "checkov:CKV_K8S_25", "cis:5.2.9"],
        });
        if let Some(edits) = without(cx, container, list, i) {
            finding.unsafe_fix(format!("Remove {name}"), edits);
        }
    }
}

/// Takes the item out, or the whole list with its only item.
pub(super) fn without(cx: &Context<'_>, container: &Container<'_>, list: &Node<'_>, index: usize) -> Option<Vec<Edit>> {
    if list.items().len() > 1 {
        return yaml_edit::remove_item(cx.source, list, index);
    }
    yaml_edit::remove(cx.source, node_at(Some(container.node), &["securityContext", "capabilities"])?, "add")
}
