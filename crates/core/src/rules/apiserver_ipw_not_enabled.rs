//! An image policy that is configured and not switched on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::bundle::setup::container_of;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-ipw-not-enabled",
    summary: "ImagePolicyWebhook is configured, and not enabled",
    help: "Add ImagePolicyWebhook to `--enable-admission-plugins`.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};

fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for server in &bundle.set_ups().servers {
        let (at, facts) = *server;
        if facts.image_policy != Some(None) {
            continue;
        }
        let mut related: Vec<(usize, Span, &str)> = Vec::new();
        let (severity, message): (Severity, String) = match bundle.admission_of(*server) {
            Some((admission, config)) => {
                let Some(entry) = config.entry else { continue };
                related.push((admission.file, entry, "the settings that nobody reads"));
                let message =
                    "ImagePolicyWebhook has its settings, and is not among the plugins: kube-apiserver starts and lets every image in";
                (Severity::Critical, message.into())
            }
            None => {
                // Settings that are not here may be those of plugins that are on.
                let Some(file) = facts.config_file.as_ref().filter(|_| !facts.has_other) else { continue };
                let message = format!(
                    "`{}` gives plugins their settings, and ImagePolicyWebhook is not among the plugins: no image is reviewed",
                    file.text
                );
                (Severity::Low, message)
            }
        };
        let Some(finding) = out.report(at, container_of(*server), facts.list, message, &related) else { continue };
        finding.severity(severity).path(facts.path.clone());
        if let Some(edits) = facts.enable.as_ref().filter(|_| severity == Severity::Critical) {
            finding.unsafe_fix("Enable ImagePolicyWebhook", edits.clone());
        }
    }
}
