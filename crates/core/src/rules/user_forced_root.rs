//! An image that gives root up and a manifest that takes it back.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::User;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "user-forced-root",
    summary: "runAsUser makes the container root although its image is not",
    help: "Remove `runAsUser: 0`, or set the user that the image is made for.",
    severity: Severity::Medium,
    category: Category::Privilege,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        if !matches!(image.user, User::Number(_) | User::Name(_) | User::Ordinary) {
            continue;
        }
        let Some(span) = container.run_as_user.is(0) else { continue };
        let message = format!("container `{}` runs as root although its image gives root up", container.label);
        let related = (pair.dockerfile, image.user_span.unwrap_or(image.from), "the image's user is set here");
        out.report(pair.workload.at, Some(container), span, message, &[related]);
    }
}
