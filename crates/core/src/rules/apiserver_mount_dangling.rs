//! A mount of kube-apiserver that does not bring the file.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, mount_of, mounts};
use crate::model::{Container, Field, Workload, node_at, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-mount-dangling",
    summary: "the mount does not bring the file",
    help: "Mount a `hostPath` volume whose type fits what is mounted.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    if !workload.is_complete() {
        return;
    }
    let all = mounts(container, workload);
    for mount in all.iter().filter(|mount| mount.volume.is_none()) {
        let span = mount.node.get("name").map_or(mount.node.span, |name| name.span);
        out.report(span, format!("the pod has no volume `{}`: the kubelet does not start it", mount.name))
            .path(format!("{}.volumeMounts[{}]", container.path, mount.index));
    }
    let Some(flag) = server.flag("admission-control-config-file").filter(|flag| !flag.is_open()) else { return };
    let Some(mount) = mount_of(&all, flag.text()) else { return };
    let Some(volume) = mount.volume else { return };
    let is_file = mount.path == flag.text();
    let path = format!("{}.volumeMounts[{}]", container.path, mount.index);
    if let Some(entry) = mount.node.entry("subPath").filter(|entry| entry.value.as_str().is_some_and(|text| !text.is_empty())) {
        out.report(
            entry.key_span.to(entry.value.span),
            "with `subPath` a part of the host's folder is mounted: look whether it holds the file",
        )
        .severity(Severity::Low)
        .path(path.clone());
    }
    let Some(host) = node_at(Some(volume), &["hostPath"]) else {
        let span = volume.get("name").map_or(volume.span, |name| name.span);
        out.report(
            span,
            format!(
                "volume `{}` is no `hostPath`: a static pod sees no ConfigMap and no Secret, and `{}` is not in it",
                mount.name,
                flag.text()
            ),
        )
        .path(path);
        return;
    };
    let Field::Set(kind, node) = str_at(Some(host), &["type"]) else { return };
    let why = match (kind, is_file) {
        ("DirectoryOrCreate", true) => "makes an empty folder in place of the file",
        ("Directory", true) => "wants a folder where the flag names a file",
        ("File" | "FileOrCreate", false) => "wants a file, and is mounted as the folder that holds the file",
        ("FileOrCreate", true) => "makes an empty file where there is none",
        _ => return,
    };
    out.report(node.span, format!("`{kind}` {why}: kube-apiserver does not start")).path(path);
}
