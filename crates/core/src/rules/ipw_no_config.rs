//! An entry of ImagePolicyWebhook without settings.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{IMAGE_POLICY, plugin};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-no-config",
    summary: "the plugin has no configuration",
    help: "Give the entry its settings below `configuration`, or a `path` to a file with them.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(plugin) = plugin(object, IMAGE_POLICY).filter(|plugin| plugin.configuration.is_none() && plugin.path.is_none()) else {
        return;
    };
    out.report(
        plugin.place(),
        "the entry has neither `configuration` nor `path`: kube-apiserver with the plugin enabled exits with `no config specified`",
    )
    .path(format!("plugins[{}]", plugin.index));
}

/// A server that has the plugin on, beside a configuration without an entry for it.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for server in &bundle.set_ups().servers {
        let Some(Some(enabled)) = server.1.image_policy else { continue };
        let Some((at, config)) = bundle.admission_of(*server) else { continue };
        if config.entry.is_none() && config.listed && !config.misspelt {
            let message = "ImagePolicyWebhook is enabled and has no entry here: kube-apiserver exits with `no config specified`";
            out.report(at, None, config.place, message, &[(server.0.file, enabled, "enabled here")]);
        }
    }
}
