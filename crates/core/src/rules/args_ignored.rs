//! Arguments that an entry point in shell form never sees.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::Entry;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "args-ignored",
    summary: "args are given, and the image's ENTRYPOINT is in shell form and drops them",
    help: "Write the `ENTRYPOINT` as a JSON array, or set `command` as well.",
    severity: Severity::Medium,
    category: Category::Reliability,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs() {
        let (container, image) = (pair.container, pair.image);
        let (Some([]), Some([first, ..])) = (container.command.as_deref(), container.args.as_deref()) else { continue };
        let ((Entry::Shell(text), at), last) = (&image.entrypoint, container.args.as_ref().and_then(|args| args.last())) else { continue };
        if takes_arguments(text) {
            continue;
        }
        let span = first.span.to(last.map_or(first.span, |last| last.span));
        let message = format!("these arguments of container `{}` do nothing: the image's `ENTRYPOINT` is in shell form", container.label);
        let related = (pair.dockerfile, at.unwrap_or(image.from), "a shell runs this text alone");
        if let Some(finding) = out.report(pair.workload.at, Some(container), span, message, &[related]) {
            finding.path(format!("{}.args", container.path));
        }
    }
}

/// Whether the shell's text uses its arguments: `$@`, `$*`, `$1`, also in braces.
fn takes_arguments(text: &str) -> bool {
    text.split('$')
        .skip(1)
        .map(|rest| rest.strip_prefix('{').unwrap_or(rest))
        .any(|rest| rest.starts_with(['@', '*', '#']) || rest.starts_with(|c: char| c.is_ascii_digit()))
}
