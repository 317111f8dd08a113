//! A configuration that kube-apiserver cannot see.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::{Node, Style};

use crate::bundle::facts::Word;
use crate::bundle::paths::normal;
use crate::bundle::setup::{ServerFacts, container_of};
use crate::bundle::{At, Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, mount_of, mounts};
use crate::model::{Container, Workload, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "apiserver-acc-not-mounted",
    summary: "a file of the configuration is not mounted",
    help: "Mount the folder of the file into the container, from the same folder of the host.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Container(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some(flag) = server.flag("admission-control-config-file").filter(|flag| !flag.is_open() && !flag.text().is_empty()) else {
        return;
    };
    let file = normal(flag.text(), "/");
    if !workload.is_complete() || mount_of(&mounts(container, workload), &file).is_some() {
        return;
    }
    let finding = out.report(flag.place(), message(flag.text()));
    finding.path(format!("{}.volumeMounts", container.path));
    if let Some(edits) = mount(container, workload, &file, cx.source) {
        finding.unsafe_fix("Mount its folder", edits);
    }
}

/// Edits that mount the folder of a file, where both lists are there.
fn mount(container: &Container<'_>, workload: &Workload<'_>, file: &str, source: &str) -> Option<Vec<Edit>> {
    // It is written without quotes.
    let is_plain = |folder: &&str| folder.strip_prefix('/').is_some_and(yaml_edit::is_word);
    let folder = file.rsplit_once('/').map(|(folder, _)| folder).filter(is_plain)?;
    let list = |node: Option<&Node<'_>>, key: &str, item: String| {
        let list = node?.get(key).filter(|list| list.style == Style::Block)?;
        yaml_edit::add_item(source, list, &item)
    };
    let taken = workload.volumes().iter().any(|volume| str_at(Some(volume), &["name"]).value() == Some("admission-config"));
    if taken {
        return None;
    }
    let mut edits = list(Some(container.node), "volumeMounts", format!("{{name: admission-config, mountPath: {folder}, readOnly: true}}"))?;
    edits.extend(list(workload.spec, "volumes", format!("{{name: admission-config, hostPath: {{path: {folder}, type: Directory}}}}"))?);
    Some(edits)
}

fn message(file: &str) -> String {
    format!("no volume is mounted over `{file}`: kube-apiserver does not find it and does not start")
}

/// The configuration of kubeadm's server, and the files that a configuration leads to.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for server in &bundle.set_ups().servers {
        let (at, facts) = *server;
        let Some(file) = facts.config_file.as_ref().filter(|_| facts.mounts.is_some()) else { continue };
        let config = normal(&file.text, "/");
        // One finding for every folder is enough.
        let mut told: Vec<String> = Vec::new();
        if facts.mount_of(&config).is_none() {
            told.push(folder(&config));
            if facts.kubeadm
                && let Some(finding) = out.report(at, None, file.span, message(&file.text), &[])
            {
                finding.path("apiServer.extraVolumes");
            }
        }
        for led in bundle.led_to(*server) {
            if facts.mount_of(&led.full).is_some() || told.contains(&folder(&led.full)) {
                continue;
            }
            told.push(folder(&led.full));
            report(led.at, led.word, &led.full, (at, facts), out);
        }
    }
}

fn report<'b>(place: At<'_>, path: &Word, full: &str, server: (At<'b>, &'b ServerFacts), out: &mut BundleFindings<'_, '_>) {
    let (at, facts) = server;
    let container = container_of(server).map_or("apiServer", |container| container.label.as_str());
    let message = format!("no volume of `{container}` is mounted over `{full}`: kube-apiserver does not find it and does not start");
    out.report(place, None, path.span, message, &[(at.file, facts.program, "this kube-apiserver reads it")]);
}

fn folder(path: &str) -> String {
    path.rsplit_once('/').map_or("", |(folder, _)| folder).into()
}
