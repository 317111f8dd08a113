//! Findings of one file that another file answers. They are taken back before anybody sees them.

use alloc::vec::Vec;

use super::facts::What;
use super::{Bundle, Pods};
use crate::lint::Analysed;
use crate::rules::{ac_api_version, service_account_token_automount};

/// Takes back what is said of pods that leave the token to a service account in another file which mounts none. O(objects · log
/// objects) and the findings of the files that hold such pods.
pub(super) fn take_back(bundle: &Bundle<'_>, files: &mut [Analysed<'_>]) {
    let mut answered: Vec<(usize, usize)> = bundle
        .workloads()
        .iter()
        .filter(|workload| is_answered(bundle, workload))
        .map(|workload| (workload.at.file, workload.at.object.index))
        .collect();
    answered.dedup();
    let mut rest = answered.as_slice();
    while let Some((file, _)) = rest.first().copied() {
        let (own, others) = rest.split_at(rest.partition_point(|(of, _)| *of == file));
        rest = others;
        if let Some(file) = files.get_mut(file) {
            let is_own = |object: usize| own.binary_search_by_key(&object, |(_, index)| *index).is_ok();
            let rule = service_account_token_automount::RULE.id;
            file.analysis.graded.drafts.retain(|draft| draft.rule.id != rule || !draft.object.is_some_and(is_own));
        }
    }
}

/// What is wrong with a kubeconfig whoever reads it. The other rules on kubeconfigs are for those that kube-apiserver reads to ask
/// a webhook: one of a person rightly holds its key, trusts public authorities, or waits for a context to be chosen.
const ALWAYS_WRONG: [&str; 13] = [
    "wk-api-version",
    "wk-auth-multiple",
    "wk-ca-both",
    "wk-ca-data-invalid",
    "wk-client-cert-incomplete",
    "wk-client-data-invalid",
    "wk-context-dangling",
    "wk-context-unknown",
    "wk-duplicate-name",
    "wk-insecure-skip-tls",
    "wk-server-http",
    "wk-server-invalid",
    "wk-server-missing",
];

/// Takes back what is said of kubeconfigs that are no webhook's, and of settings that an AdmissionConfiguration leads to. O(parts of
/// set-ups · their candidates), which is bounded, and the findings of the files that hold them.
pub(super) fn take_back_set_ups(bundle: &Bundle<'_>, files: &mut [Analysed<'_>]) {
    let mut named: Vec<(usize, usize)> = Vec::new();
    for admission in &bundle.set_ups().admissions {
        let settings = bundle.settings_of(*admission);
        if !admission.1.bare
            && settings.1.bare
            && let Some(file) = files.get_mut(settings.0.file)
        {
            // Only the older form needs its key in this very spelling.
            let (rule, own) = (ac_api_version::RULE.id, settings.0.object.index);
            file.analysis.graded.drafts.retain(|draft| draft.rule.id != rule || draft.object != Some(own));
        }
        named.extend(bundle.kubeconfig_of(settings).map(|(at, _)| (at.file, at.object.index)));
    }
    for (at, facts) in &bundle.set_ups().kubeconfigs {
        let place = (at.file, at.object.index);
        if facts.evident || bundle.is_named_webhook(at.file) || named.contains(&place) {
            continue;
        }
        if let Some(file) = files.get_mut(at.file) {
            file.analysis.graded.drafts.retain(|draft| {
                let own = draft.object == Some(place.1) && draft.rule.id.starts_with("wk-");
                !own || (ALWAYS_WRONG.contains(&draft.rule.id) && draft.severity >= draft.rule.severity)
            });
        }
    }
}

/// Whether the pods leave it to their account, and every account of that name says no.
fn is_answered(bundle: &Bundle<'_>, workload: &Pods<'_>) -> bool {
    let Some(account) = workload.pods.account.as_ref().filter(|_| workload.pods.mounts_token.is_none()) else { return false };
    let namespace = workload.at.object.namespace.as_deref();
    let mut found = bundle.named("", "ServiceAccount", &account.text, namespace).peekable();
    found.peek().is_some() && found.all(|at| matches!(&at.object.what, What::Account(account) if account.mounts_token == Some(false)))
}
