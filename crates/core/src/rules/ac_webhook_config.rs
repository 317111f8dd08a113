//! The settings by which the API server shows webhooks a certificate, written so that it does not read them.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugins;
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ac-webhook-config",
    summary: "the settings of webhooks cannot be used",
    help: "Write `apiVersion: apiserver.config.k8s.io/v1`, `kind: WebhookAdmissionConfiguration` and an absolute `kubeConfigFile`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// After `k8s.io/apiserver/pkg/admission/plugin/webhook/config` (`LoadConfig`).
fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for plugin in plugins(object) {
        let Some(entry) = plugin.configuration.filter(|_| matches!(plugin.name, "ValidatingAdmissionWebhook" | "MutatingAdmissionWebhook"))
        else {
            continue;
        };
        let config = &entry.value;
        let (version, kind) = (str_at(Some(config), &["apiVersion"]), str_at(Some(config), &["kind"]));
        let file = str_at(Some(config), &["kubeConfigFile"]);
        // A wrong type is a finding of its own, and what a template makes is not known.
        if config.as_map().is_none() || [version, kind, file].iter().any(|field| matches!(field, Field::Wrong(_))) {
            continue;
        }
        let names = (version.value().unwrap_or_default(), kind.value().unwrap_or_default());
        let is_open = |text: &str| text.contains(['{', '$']);
        let (key, message): (&str, String) = match (names, file.value()) {
            ((version, kind), _) if is_open(version) || is_open(kind) => continue,
            // The older form has another name.
            (("apiserver.config.k8s.io/v1alpha1", "WebhookAdmission"), Some(path))
            | (("apiserver.config.k8s.io/v1", "WebhookAdmissionConfiguration"), Some(path)) => {
                if path.starts_with('/') || is_open(path) {
                    continue;
                }
                ("kubeConfigFile", format!("`{path}` is no absolute path: kube-apiserver does not start"))
            }
            (("apiserver.config.k8s.io/v1alpha1", "WebhookAdmission"), None)
            | (("apiserver.config.k8s.io/v1", "WebhookAdmissionConfiguration"), None) => {
                ("kubeConfigFile", "no `kubeConfigFile` is named: kube-apiserver does not start".into())
            }
            (("", _), _) => ("apiVersion", "the configuration has no `apiVersion`: kube-apiserver does not start".into()),
            ((_, ""), _) => ("kind", "the configuration has no `kind`: kube-apiserver does not start".into()),
            ((version @ "apiserver.config.k8s.io/v1", kind), _) => {
                ("kind", format!("`{version}` has no `{kind}` for webhooks: kube-apiserver does not start"))
            }
            ((version, kind), _) => ("apiVersion", format!("`{version}` has no `{kind}` for webhooks: kube-apiserver does not start")),
        };
        let span = config.get(key).filter(|node| !node.span.is_empty()).map_or(entry.key_span, |node| node.span);
        out.report(span, message).path(format!("plugins[{}].configuration.{key}", plugin.index));
    }
}
