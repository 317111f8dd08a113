//! A health check that Kubernetes does not run.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "healthcheck-unused",
    summary: "the image has a HEALTHCHECK, and the container has no probe",
    help: "Write the check as a probe: Kubernetes does not run `HEALTHCHECK`.",
    severity: Severity::Info,
    category: Category::Reliability,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| pair.workload.pods.long_running) {
        let container = pair.container;
        let Some(healthcheck) = pair.image.healthcheck else { continue };
        if container.has_probe || container.init || container.ephemeral {
            continue;
        }
        let message = format!("container `{}` has no probe, and Kubernetes does not run the `HEALTHCHECK` of its image", container.label);
        out.report(pair.workload.at, Some(container), container.headline, message, &[(pair.dockerfile, healthcheck, "this is not run")]);
    }
}
