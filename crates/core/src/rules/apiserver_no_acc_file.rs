//! ImagePolicyWebhook without a configuration.

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::IMAGE_POLICY;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-no-acc-file",
    summary: "ImagePolicyWebhook has no configuration file",
    help: "Name the file with `--admission-control-config-file`, and mount it.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Container(check),
    beside: Some(kubeadm),
    ..Rule::DEFAULT
};

const MESSAGE: &str =
    "ImagePolicyWebhook is enabled without `--admission-control-config-file`: kube-apiserver exits with `no config specified`";

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some((_, span)) = server.enabled().into_iter().find(|(name, _)| name == IMAGE_POLICY) else { return };
    if server.flag("admission-control-config-file").is_some_and(|flag| !flag.text().is_empty()) {
        return;
    }
    let edits = server.set(cx.source, "admission-control-config-file", "/etc/kubernetes/admission/config.yaml");
    let finding = out.report(span, MESSAGE).path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix("Name the usual file", edits);
    }
}

/// The same for the server that kubeadm makes.
fn kubeadm(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for (at, facts) in bundle.set_ups().servers.iter().filter(|(_, facts)| facts.kubeadm && facts.config_file.is_none()) {
        if let Some(Some(span)) = facts.image_policy
            && let Some(finding) = out.report(*at, None, span, MESSAGE, &[])
        {
            finding.path(facts.path.clone());
        }
    }
}
