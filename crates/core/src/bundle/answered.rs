//! Findings of one file that another file answers. They are taken back before anybody sees them.

use alloc::vec::Vec;

use super::facts::What;
use super::{Bundle, Pods};
use crate::lint::Analysed;
use crate::rules::service_account_token_automount;

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

/// Whether the pods leave it to their account, and every account of that name says no.
fn is_answered(bundle: &Bundle<'_>, workload: &Pods<'_>) -> bool {
    let Some(account) = workload.pods.account.as_ref().filter(|_| workload.pods.mounts_token.is_none()) else { return false };
    let namespace = workload.at.object.namespace.as_deref();
    let mut found = bundle.named("", "ServiceAccount", &account.text, namespace).peekable();
    found.peek().is_some() && found.all(|at| matches!(&at.object.what, What::Account(account) if account.mounts_token == Some(false)))
}
