//! A registry that is frozen or shut down.

use alloc::format;
use alloc::string::String;

use plimsoll_catalog::{RegistryState, registry};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-deprecated",
    summary: "the image's registry is frozen or shut down",
    help: "Pull the image from the registry that took its place.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// Where Kubernetes published its images before `k8s.gcr.io`, which is frozen itself.
const OLDEST: [&str; 2] = ["google_containers/", "google-containers/"];
const OF_KUBERNETES: &str = "registry.k8s.io";

/// What was at `quay.io/coreos/` and where its makers publish it now.
const OF_COREOS: [(&str, &str); 9] = [
    ("addon-resizer", "registry.k8s.io/autoscaling/addon-resizer"),
    ("alertmanager", "quay.io/prometheus/alertmanager"),
    ("clair", "quay.io/projectquay/clair"),
    ("flannel", "docker.io/flannel/flannel"),
    ("flannel-cni", "docker.io/flannel/flannel-cni-plugin"),
    ("kube-rbac-proxy", "quay.io/brancz/kube-rbac-proxy"),
    ("kube-state-metrics", "registry.k8s.io/kube-state-metrics/kube-state-metrics"),
    ("prometheus-config-reloader", "quay.io/prometheus-operator/prometheus-config-reloader"),
    ("prometheus-operator", "quay.io/prometheus-operator/prometheus-operator"),
];

/// Whether the name is one of Google's Container Registry, which was shut down in 2025; Artifact Registry serves its names now
/// (<https://cloud.google.com/artifact-registry/docs/transition/prepare-gcr-shutdown>). Distroless images are published there still.
fn of_container_registry(registry: &str, repository: &str) -> bool {
    ["gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io"].contains(&registry) && !repository.starts_with("distroless/")
}

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(known) = cx.known(image) else { return };
    let of_coreos = known.repository.strip_prefix("coreos/").filter(|_| &*known.registry == "quay.io");
    if let Some((name, successor)) = OF_COREOS.iter().find(|(name, _)| of_coreos == Some(*name)) {
        let message = format!("`quay.io/coreos/{name}` gets no new images: its makers moved");
        out.report(image.name_span(), message).help(format!("Pull the image from `{successor}`, where newer versions are."));
        return;
    }
    let folder = OLDEST.iter().find(|folder| &*known.registry == "gcr.io" && known.repository.starts_with(**folder));
    let retired = registry(&known.registry).filter(|found| found.state == RegistryState::Retired);
    let (name, successor, span) = match (folder, retired) {
        (Some(folder), _) => {
            let start = image.registry_span();
            let span = if start == image.span { start } else { Span::new(start.start, start.end + folder.len()) };
            (format!("gcr.io/{}", folder.trim_end_matches('/')), Some(OF_KUBERNETES), span)
        }
        (None, Some(found)) => (String::from(&*known.registry), found.successor, image.registry_span()),
        (None, None) => {
            if image.is_in_manifest() && of_container_registry(&known.registry, &known.repository) {
                let message =
                    format!("`{}` was Container Registry, which is shut down: another service answers under its name", known.registry);
                let finding = out.report(image.registry_span(), message);
                finding.severity(Severity::Info).help("Ask the image's makers for its name in Artifact Registry (`pkg.dev`) or elsewhere.");
            }
            return;
        }
    };
    let finding = out.report(span, format!("`{name}` gets no new images and may stop to serve the old ones"));
    let Some(successor) = successor else { return };
    finding.help(format!("Pull the image from `{successor}`."));
    // Elsewhere the images have other names.
    if successor == OF_KUBERNETES && image.is_editable() && span != image.span {
        finding.unsafe_fix(format!("Pull it from {successor}"), [Edit { span, text: successor.into() }].into());
    }
}
