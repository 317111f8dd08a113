//! A folder of the node that the container can write to.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Reach, Workload, bool_at, host_paths, items_at, place, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "host-path-writable",
    summary: "the container can write to a folder of the node",
    help: "Set `readOnly: true` on the mount where the container only reads.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:writable-host-mount"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let volumes = host_paths(workload);
    for (i, mount) in items_at(Some(container.node), &["volumeMounts"]).iter().enumerate() {
        let name = str_at(Some(mount), &["name"]).value().unwrap_or_default();
        // What a socket does has nothing to do with writing to its file.
        let Some(volume) = volumes.iter().find(|volume| volume.name == name && !matches!(volume.reach, Reach::Socket | Reach::Own)) else {
            continue;
        };
        if !matches!(bool_at(Some(mount), &["readOnly"]), Field::Unset | Field::Set(false, _)) {
            continue;
        }
        let span = place(mount, &["readOnly"]).or_else(|| place(mount, &["mountPath"])).unwrap_or(mount.span);
        let path = volume.path.unwrap_or("a path");
        let finding = out.report(span, format!("container `{}` can write to `{path}` of the node", container.label()));
        finding.related(volume.span, "the volume").path(format!("{}.volumeMounts[{i}].readOnly", container.path));
        if let Some(edits) = yaml_edit::set(cx.source, mount, &["readOnly"], New::Bool(true), "") {
            finding.unsafe_fix("Mount it read-only", edits);
        }
    }
}
