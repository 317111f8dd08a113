//! An API server that offers weak ciphers.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-tls-ciphers",
    summary: "a weak cipher is offered",
    help: "Name only suites with ECDHE and GCM or ChaCha20, or leave the flag out.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["checkov:CKV_K8S_105"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let Some((suites, _)) = flags::list(&server, "tls-cipher-suites") else { return };
    for (suite, span) in suites.into_iter().filter(|(suite, _)| is_weak(suite)) {
        out.report(span, format!("the cipher suite `{suite}` is weak: traffic that somebody records may be read later"))
            .path(container.path.clone());
    }
}

/// Suites without forward secrecy or with a cipher that has fallen: what is not ECDHE, and what ends in CBC, RC4 or 3DES.
/// Those of TLS 1.3 name no key exchange.
fn is_weak(suite: &str) -> bool {
    let broken = ["_RC4_", "_3DES_", "_CBC_", "_NULL_"].iter().any(|cipher| suite.contains(cipher));
    suite.starts_with("TLS_") && (broken || suite.starts_with("TLS_RSA_"))
}
