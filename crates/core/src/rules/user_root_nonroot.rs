//! An image that runs as root where the manifest forbids root.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::User;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "user-root-nonroot",
    summary: "the image runs as root, and runAsNonRoot forbids it",
    help: "Add a `USER` with a number to the Dockerfile, or set `runAsUser` in the manifest.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        let User::Root(certain) = image.user else { continue };
        let Some(span) = container.run_as_non_root.is(true).filter(|_| container.run_as_user.is_unset()) else { continue };
        let label = &container.label;
        let message = if certain {
            format!("container `{label}` does not start: it must not run as root, and its image does")
        } else {
            format!("container `{label}` does not start unless `{}` sets a user: nothing else in its image does", image.base)
        };
        let related = match image.user_span {
            Some(user) => (pair.dockerfile, user, "the user is root"),
            None => (pair.dockerfile, image.from, "no `USER` follows, and this starts as root"),
        };
        let finding = out.report(pair.workload.at, Some(container), span, message, &[related]);
        if let Some(finding) = finding.filter(|_| !certain) {
            finding.severity(Severity::Medium);
        }
    }
}
