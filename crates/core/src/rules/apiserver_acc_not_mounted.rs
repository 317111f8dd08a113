//! A configuration that kube-apiserver cannot see.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::{Node, Style};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::{ApiServer, mount_of, mounts};
use crate::model::{Container, Workload, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "apiserver-acc-not-mounted",
    summary: "the configuration file is not mounted",
    help: "Mount the folder of the file into the container, from the same folder of the host.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some(flag) = server.flag("admission-control-config-file").filter(|flag| !flag.is_open() && flag.text().starts_with('/')) else {
        return;
    };
    if !workload.is_complete() || mount_of(&mounts(container, workload), flag.text()).is_some() {
        return;
    }
    let finding = out
        .report(flag.place(), format!("no volume is mounted over `{}`: kube-apiserver does not find it and does not start", flag.text()));
    finding.path(format!("{}.volumeMounts", container.path));
    if let Some(edits) = mount(container, workload, flag.text(), cx.source) {
        finding.unsafe_fix("Mount its folder", edits);
    }
}

/// Edits that mount the folder of a file, where both lists are there.
fn mount(container: &Container<'_>, workload: &Workload<'_>, file: &str, source: &str) -> Option<Vec<Edit>> {
    let folder = file.rsplit_once('/').map(|(folder, _)| folder).filter(|folder| !folder.is_empty())?;
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
