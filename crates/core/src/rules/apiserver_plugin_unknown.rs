//! A name in the list of admission plugins that is none.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::PLUGINS;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-plugin-unknown",
    summary: "no admission plugin has this name",
    help: "Write the plugin's name exactly, without blanks and single quotes.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Container(check),
    beside: Some(kubeadm),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    for flag in ["enable-admission-plugins", "disable-admission-plugins", "admission-control"] {
        for (name, span) in server.items(flag) {
            if is_known(&name) {
                continue;
            }
            let meant = nearest(name.trim_matches([' ', '\'', '"']), PLUGINS.split(' '));
            let finding = out.report(span, message(flag, &name)).path(container.path.clone());
            if let Some(meant) = meant.filter(|_| span.of(cx.source) == name) {
                finding.unsafe_fix(format!("Write {meant}"), [Edit { span, text: meant.into() }].into());
            }
        }
    }
}

fn is_known(name: &str) -> bool {
    PLUGINS.split(' ').any(|known| known == name) || name.contains(['/', '{', '$'])
}

fn message(flag: &str, name: &str) -> String {
    if name.is_empty() {
        format!("`--{flag}` has an empty name in its list: kube-apiserver does not start")
    } else {
        format!("`{name}` is no admission plugin: kube-apiserver does not start")
    }
}

/// The same for the server that kubeadm makes.
fn kubeadm(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for (at, facts) in &bundle.set_ups().servers {
        for plugin in facts.plugins.iter().filter(|plugin| !is_known(&plugin.text)) {
            if let Some(finding) = out.report(*at, None, plugin.span, message("enable-admission-plugins", &plugin.text), &[]) {
                finding.path(facts.path.clone());
            }
        }
    }
}
