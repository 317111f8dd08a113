//! A probe that asks a port nobody has spoken of.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "probe-port-unknown",
    summary: "the probe asks a port that neither the manifest nor the image names",
    help: "Ask a port that the container listens on, by its number or the name it has under `ports`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs() {
        let (container, image) = (pair.container, pair.image);
        if container.init || container.ephemeral || !container.ports_known {
            continue;
        }
        for (what, port) in &container.probes {
            let text = &port.word.text;
            let named = container.ports.iter().any(|own| !own.name.is_empty() && own.name == *text);
            let known = match port.number {
                Some(number) => {
                    // Where nothing is said of ports, nothing is wrong with this one.
                    let nothing_said = container.ports.is_empty() && image.exposed.is_empty();
                    let own = container.ports.iter().any(|own| own.number == number && own.protocol == "TCP");
                    nothing_said || own || image.exposed_open || image.exposes(number, "TCP")
                }
                None => false,
            };
            if named || known {
                continue;
            }
            let message = format!("the {what} of container `{}` asks port `{text}`, which neither it nor its image names", container.label);
            let related = match image.exposed.first() {
                Some((.., exposed)) => (pair.dockerfile, *exposed, "these ports are exposed"),
                None => (pair.dockerfile, image.from, "this image exposes no port"),
            };
            let fix = match container.ports.as_slice() {
                [own] if port.number.is_some() => Some(own.number.to_string()),
                _ => nearest(text, container.ports.iter().map(|own| own.name.as_str())).map(ToString::to_string),
            };
            let fix = fix.and_then(|right| {
                let edits = out.renamed(pair.workload.at.file, &port.word, &right)?;
                Some((format!("Ask port {right}"), edits))
            });
            let finding = out.report(pair.workload.at, Some(container), port.word.span, message, &[related]);
            if let (Some(finding), Some((title, edits))) = (finding, fix) {
                finding.unsafe_fix(title, edits);
            }
        }
    }
}
