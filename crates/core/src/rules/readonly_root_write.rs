//! A read-only root file system under folders that the image writes to.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};
use alloc::vec::Vec;

pub static RULE: Rule = Rule {
    id: "readonly-root-write",
    summary: "the root file system is read-only, and the image writes to a folder that is not mounted",
    help: "Mount a volume, such as an `emptyDir`, over the folder.",
    severity: Severity::Medium,
    category: Category::Reliability,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        let (Some(span), Some(mounts)) = (container.read_only_root.is(true), &container.mounts) else { continue };
        let mut told: Vec<&str> = Vec::new();
        for folder in image.volumes.iter().chain(&image.written) {
            let mounted = mounts.iter().any(|mount| mount.writable && mount.is_over(&folder.text));
            if mounted || told.contains(&folder.text.as_str()) {
                continue;
            }
            told.push(&folder.text);
            let label = &container.label;
            let message = format!(
                "container `{label}` cannot write to `{}`: its root file system is read-only, and nothing is mounted there",
                folder.text
            );
            let related = (pair.dockerfile, folder.span, "the image writes here");
            if let Some(finding) = out.report(pair.workload.at, Some(container), span, message, &[related]) {
                finding.path(format!("{}.securityContext.readOnlyRootFilesystem", container.path));
            }
        }
    }
}
