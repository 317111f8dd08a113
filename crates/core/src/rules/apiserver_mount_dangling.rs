//! A mount of kube-apiserver that does not bring the file.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::bundle::paths::normal;
use crate::bundle::setup::container_of;
use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, READ_FILES, mount_of, mounts};
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-mount-dangling",
    summary: "the mount does not bring the file",
    help: "Mount a `hostPath` volume whose type fits what is mounted.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Container(check),
    beside: Some(beside),
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
    let mut told: Vec<Span> = Vec::new();
    for flag in READ_FILES.iter().filter_map(|name| server.flag(name)).filter(|flag| !flag.is_open()) {
        let Some(mount) = mount_of(&all, flag.text()).filter(|mount| mount.volume.is_some()) else { continue };
        for (span, severity, message) in mount.brings().faults(flag.text()) {
            if told.contains(&span) {
                continue;
            }
            told.push(span);
            out.report(span, message).severity(severity).path(format!("{}.volumeMounts[{}]", container.path, mount.index));
        }
    }
}

/// The mounts of kubeadm's server, and those over the files that a configuration leads to.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for server in &bundle.set_ups().servers {
        let (at, facts) = *server;
        let own = facts.config_file.as_ref().filter(|_| facts.kubeadm).map(|file| normal(&file.text, "/"));
        let led = bundle.led_to(*server);
        // What is wrong with the mount over the configuration itself is told where the container is looked at.
        let config = facts.config_file.as_ref().filter(|_| !facts.kubeadm).map(|file| normal(&file.text, "/"));
        let judged = config.and_then(|file| facts.mount_of(&file)).map(|mount| mount.index);
        // Of several files in one mount the first is enough.
        let mut told: Vec<Span> = Vec::new();
        let all = own.iter().map(|full| (full, None)).chain(led.iter().map(|led| (&led.full, Some(led))));
        for (full, led) in all {
            let Some(mount) = facts.mount_of(full).filter(|mount| judged != Some(mount.index)) else { continue };
            let related = led.map(|led| (led.at.file, led.word.span, "the file is named here"));
            for (span, severity, message) in mount.faults(full) {
                if told.contains(&span) {
                    continue;
                }
                told.push(span);
                if let Some(finding) = out.report(at, container_of(*server), span, message, related.as_slice()) {
                    finding.severity(severity).path(facts.path_of(mount));
                }
            }
        }
    }
}
