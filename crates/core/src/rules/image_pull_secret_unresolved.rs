//! A pull secret that cannot be used.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{ContainerFacts, Credentials, What, Word};
use crate::bundle::registries::{TYPES, serves};
use crate::bundle::{At, may_share_namespace};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};
use alloc::string::String;
use alloc::vec::Vec;
use plimsoll_reference::Reference;
use plimsoll_text::Span;

pub static RULE: Rule = Rule {
    id: "image-pull-secret-unresolved",
    summary: "the pull secret cannot be used to pull the image",
    help: "Name a Secret of the same namespace and of type `kubernetes.io/dockerconfigjson` with an entry for the registry.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for workload in bundle.workloads() {
        let images: Option<Vec<Reference>> = workload.pods.containers.iter().map(image).collect();
        for secret in &workload.pods.pull_secrets {
            judge(bundle, out, workload.at, secret, images.as_deref().unwrap_or_default());
        }
    }
    for at in bundle.of_kind("ServiceAccount").iter().copied() {
        let What::Account(account) = &at.object.what else { continue };
        if account.pull_secrets.is_empty() {
            continue;
        }
        let images = images_of(bundle, at);
        for secret in &account.pull_secrets {
            judge(bundle, out, at, secret, images.as_deref().unwrap_or_default());
        }
    }
}

/// The images of the pods that pull with an account's secrets: those that name none of their own. `None` if one cannot be told.
fn images_of(bundle: &Bundle<'_>, account: At<'_>) -> Option<Vec<Reference>> {
    let mut images = Vec::new();
    for workload in bundle.workloads() {
        let pods = workload.pods;
        let is_its = pods.account.as_ref().is_none_or(|name| name.text == account.object.name);
        if is_its && pods.pull_secrets.is_empty() && may_share_namespace(workload.at.object, account.object.namespace.as_deref()) {
            for container in &pods.containers {
                images.push(image(container)?);
            }
        }
    }
    Some(images)
}

fn image(container: &ContainerFacts) -> Option<Reference> {
    Reference::parse_normalized(&container.image.as_ref()?.text).ok()
}

/// Looks for the Secret that `at` names. With several of that name one that can be used is enough.
fn judge(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>, at: At<'_>, name: &Word, images: &[Reference]) {
    if name.text.trim().is_empty() {
        out.report(at, None, name.span, "a pull secret without a name is passed over without a word", &[]);
        return;
    }
    let named: Vec<At<'_>> = bundle.named("", "Secret", &name.text, None).collect();
    let Some(first) = named.first() else { return };
    let here: Vec<At<'_>> =
        named.iter().copied().filter(|secret| may_share_namespace(secret.object, at.object.namespace.as_deref())).collect();
    let text = &name.text;
    if here.is_empty() {
        let (own, other) = (at.object.namespace.as_deref().unwrap_or_default(), first.object.namespace.as_deref().unwrap_or_default());
        let message = format!("the Secret `{text}` is in namespace `{other}`: pods in `{own}` cannot use it");
        out.report(at, None, name.span, message, &[(first.file, first.object.headline, "this Secret is meant")]);
        return;
    }
    let mut faults = Vec::new();
    for secret in here {
        match fault(secret, images) {
            None => return,
            Some((why, span)) => faults.push((secret.file, why, span)),
        }
    }
    if let Some((file, why, span)) = faults.into_iter().next() {
        out.report(at, None, name.span, format!("the Secret `{text}` cannot be used to pull: it {why}"), &[(file, span, "see here")]);
    }
}

/// Why a Secret is of no use for any of these images; for none of them only the Secret itself is judged.
fn fault(secret: At<'_>, images: &[Reference]) -> Option<(String, Span)> {
    let What::Secret(facts) = &secret.object.what else { return None };
    let kind = facts.kind.as_ref().filter(|_| secret.object.complete)?;
    let Some((_, key)) = TYPES.iter().find(|(name, _)| *name == kind.text) else {
        return Some((format!("is of type `{}`", kind.text), kind.span));
    };
    match &facts.credentials {
        Credentials::Unknown => None,
        Credentials::Missing => Some((format!("has no key `{key}`"), secret.object.headline)),
        Credentials::Broken(why, span) => Some((format!("{why} under `{key}`", why = *why), *span)),
        Credentials::For(hosts, span) => {
            let serves = |image: &Reference| hosts.iter().any(|host| serves(host, image.registry(), image.repository()));
            let first = images.first().filter(|_| !images.iter().any(serves))?;
            Some((format!("has no entry in `auths` for `{}`", first.registry()), *span))
        }
    }
}
