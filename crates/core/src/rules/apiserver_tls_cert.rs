//! An API server without a certificate of its own.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-tls-cert",
    summary: "no serving certificate is set",
    help: "Set `--tls-cert-file` and `--tls-private-key-file`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0027", "checkov:CKV_K8S_100"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["tls-cert-file", "tls-private-key-file"], "it makes a certificate that nobody can check", container, cx, out);
}
