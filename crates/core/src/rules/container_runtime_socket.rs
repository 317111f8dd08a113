//! A hostPath volume: the container gets the socket of the container runtime.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Reach, Workload, host_paths};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "container-runtime-socket",
    summary: "the container gets the socket of the container runtime",
    help: "Remove the volume and its mounts; build images without the runtime of the node.",
    severity: Severity::Critical,
    category: Category::Privilege,
    family: "host-path",
    aliases: &[
        "kubesec:DockerSock",
        "kube-linter:docker-sock",
        "polaris:hostPathSet",
        "trivy:KSV-0006",
        "trivy:KSV-0023",
        "checkov:CKV_K8S_27",
        "cis:5.2.12",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for volume in host_paths(workload).iter().filter(|volume| volume.reach == Reach::Socket) {
        let what = volume.path.unwrap_or("a path");
        let finding = out.report(
            volume.span,
            format!("volume `{0}` is `{1}` of the node: whoever can talk to the container runtime is root on the node", volume.name, what),
        );
        finding.path(workload.field_path(&format!("volumes[{}].hostPath.path", volume.index)));
    }
}
