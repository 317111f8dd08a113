//! A private registry without credentials for it.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::At;
use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};
use plimsoll_reference::Reference;

pub static RULE: Rule = Rule {
    id: "image-pull-secrets-missing",
    summary: "the image comes from a private registry, and no pull secret is named",
    help: "Name a Secret under `imagePullSecrets` of the pod or of its ServiceAccount.",
    severity: Severity::Low,
    category: Category::Image,
    preset: Preset::Strict,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
/// Registries that give their images to everyone.
const OPEN: &str = " docker.io gcr.io ghcr.io k8s.gcr.io quay.io registry.gitlab.com registry.k8s.io mcr.microsoft.com public.ecr.aws \
     cgr.dev registry.access.redhat.com registry.fedoraproject.org lscr.io docker.elastic.co nvcr.io docker.n8n.io xpkg.upbound.io \
     container-registry.oracle.com registry.opensource.zalan.do mirror.gcr.io us.gcr.io eu.gcr.io asia.gcr.io registry.suse.com ";

fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for workload in bundle.workloads() {
        let Some(account) = workload.pods.account.as_ref() else { continue };
        let namespace = workload.at.object.namespace.as_deref();
        let has = |at: At<'_>| !at.object.complete || matches!(&at.object.what, What::Account(account) if !account.pull_secrets.is_empty());
        let by_account = || bundle.named("", "ServiceAccount", &account.text, namespace).any(has);
        if !workload.at.object.complete || !workload.pods.pull_secrets.is_empty() || by_account() {
            continue;
        }
        for container in workload.pods.containers.iter().filter(|container| !container.ephemeral) {
            let Some(image) = &container.image else { continue };
            let Ok(reference) = Reference::parse_normalized(&image.text) else { continue };
            let host = reference.registry();
            let local = host.split(':').next().is_some_and(|name| matches!(name, "localhost" | "127.0.0.1")) || !host.contains('.');
            if local || OPEN.split(' ').any(|open| open == host) || plimsoll_catalog::registry(host).is_some() {
                continue;
            }
            let message = format!("`{host}` may ask who pulls `{}`, and the pod has no pull secret", reference.repository());
            let finding = out.report(workload.at, Some(container), image.span, message, &[]);
            if let Some(finding) = finding.filter(|_| by_node(host)) {
                finding
                    .severity(Severity::Info)
                    .help("Nodes of the same cloud can have access by themselves; elsewhere name a pull secret.");
            }
        }
    }
}

/// Whether nodes of the registry's cloud usually have access by themselves.
fn by_node(host: &str) -> bool {
    host.ends_with(".azurecr.io") || host.ends_with("-docker.pkg.dev") || (host.contains(".dkr.ecr.") && host.contains(".amazonaws.com"))
}
