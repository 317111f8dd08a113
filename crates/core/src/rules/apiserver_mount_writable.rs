//! A policy that kube-apiserver could write.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, mount_of, mounts};
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "apiserver-mount-writable",
    summary: "the policy's folder is mounted writable",
    help: "Add `readOnly: true` to the mount.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some(flag) = server.flag("admission-control-config-file").filter(|flag| !flag.is_open()) else { return };
    let all = mounts(container, workload);
    let Some(mount) = mount_of(&all, flag.text()).filter(|mount| mount.volume.is_some() && mount.read_only.value() != Some(true)) else {
        return;
    };
    let span = mount
        .node
        .entry("readOnly")
        .map_or_else(|| mount.node.get("mountPath").map_or(mount.node.span, |path| path.span), |entry| entry.value.span);
    let finding = out.report(span, format!("`{}` is mounted writable: whoever gets into the container can change the policy", mount.path));
    finding.path(format!("{}.volumeMounts[{}].readOnly", container.path, mount.index));
    if let Some(edits) = yaml_edit::set(cx.source, mount.node, &["readOnly"], New::Bool(true), "") {
        finding.safe_fix("Mount it read-only", edits);
    }
}
