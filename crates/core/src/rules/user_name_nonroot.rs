//! A user by name where Kubernetes wants to see that it is not root.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::User;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "user-name-nonroot",
    summary: "the image names its user, and the kubelet cannot tell that it is not root",
    help: "Write the number in the Dockerfile (`USER 10001`), or set `runAsUser` in the manifest.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        let (User::Name(name), Some(user)) = (&image.user, image.user_span) else { continue };
        let Some(span) = container.run_as_non_root.is(true).filter(|_| container.run_as_user.is_unset()) else { continue };
        let label = &container.label;
        let message = format!("container `{label}` does not start: its image runs as `{name}`, a name that the kubelet cannot check");
        out.report(pair.workload.at, Some(container), span, message, &[(pair.dockerfile, user, "the user is a name")]);
    }
}
