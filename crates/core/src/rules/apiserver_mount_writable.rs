//! A file that kube-apiserver only reads, and could write.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::bundle::paths::normal;
use crate::bundle::setup::container_of;
use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, READ_FILES, mount_of, mounts};
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "apiserver-mount-writable",
    summary: "a file that is only read is mounted writable",
    help: "Add `readOnly: true` to the mount.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Container(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let all = mounts(container, workload);
    let log = server.flag("audit-log-path").and_then(|flag| mount_of(&all, flag.text())).map(|mount| mount.index);
    let mut told: Vec<usize> = Vec::new();
    for flag in READ_FILES.iter().filter_map(|name| server.flag(name)).filter(|flag| !flag.is_open()) {
        let Some(mount) = mount_of(&all, flag.text()).filter(|mount| log != Some(mount.index) && !told.contains(&mount.index)) else {
            continue;
        };
        let Some(span) = mount.brings().writable else { continue };
        told.push(mount.index);
        let finding = out.report(span, message(mount.path, flag.text()));
        finding.path(format!("{}.volumeMounts[{}].readOnly", container.path, mount.index));
        if let Some(edits) = yaml_edit::set(cx.source, mount.node, &["readOnly"], New::Bool(true), "") {
            finding.safe_fix("Mount it read-only", edits);
        }
    }
}

fn message(mount: &str, file: &str) -> String {
    format!("`{mount}` is mounted writable: whoever gets into the container can change `{file}`")
}

/// The mounts of kubeadm's server, and those over the files that a configuration leads to.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for server in &bundle.set_ups().servers {
        let (at, facts) = *server;
        // The mount over the configuration itself is told of where the container is looked at.
        let log = facts.audit_log.as_ref().and_then(|file| facts.mount_of(file)).map(|mount| mount.index);
        let config = facts.config_file.as_ref().map(|file| normal(&file.text, "/"));
        let own = config.as_ref().and_then(|file| facts.mount_of(file)).map(|mount| mount.index);
        let led = bundle.led_to(*server);
        let mut told: Vec<usize> = own.into_iter().filter(|_| !facts.kubeadm).chain(log).collect();
        let named = config.iter().filter(|_| facts.kubeadm).map(|full| (full, None));
        for (full, led) in named.chain(led.iter().map(|led| (&led.full, Some(led)))) {
            let Some(mount) = facts.mount_of(full).filter(|mount| !told.contains(&mount.index)) else { continue };
            let Some(span) = mount.writable else { continue };
            told.push(mount.index);
            let related = led.map(|led| (led.at.file, led.word.span, "the file is named here"));
            if let Some(finding) = out.report(at, container_of(*server), span, message(&mount.path, full), related.as_slice()) {
                finding.path(format!("{}.readOnly", facts.path_of(mount)));
            }
        }
    }
}
