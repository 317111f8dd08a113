//! A port of the manifest that the image does not expose.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "port-not-exposed",
    summary: "the containerPort is not among the ports that the image exposes",
    help: "Correct `containerPort`, or add the port to `EXPOSE`.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs() {
        let image = pair.image;
        let Some((.., first)) = image.exposed.first().filter(|_| !image.exposed_open) else { continue };
        for port in pair.container.ports.iter().filter(|port| !image.exposes(port.number, &port.protocol)) {
            let message = format!(
                "port {}/{} of container `{}` is none of those that its image exposes",
                port.number,
                port.protocol.to_ascii_lowercase(),
                pair.container.label
            );
            let related = (pair.dockerfile, *first, "these ports are exposed");
            // One port here and one there: they are meant to be the same.
            let fix = match (pair.container.ports.as_slice(), image.exposed.as_slice()) {
                ([own], [(exposed, last, protocol, _)]) if exposed == last && *protocol == own.protocol => {
                    out.rewritten(pair.workload.at.file, port.span, &own.number.to_string(), &exposed.to_string())
                }
                _ => None,
            };
            if let (Some(finding), Some(edits)) = (out.report(pair.workload.at, Some(pair.container), port.span, message, &[related]), fix)
            {
                finding.unsafe_fix("Name the port that the image exposes", edits);
            }
        }
    }
}
