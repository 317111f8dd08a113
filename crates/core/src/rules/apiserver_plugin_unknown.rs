//! A name in the list of admission plugins that is none.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

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
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    for flag in ["enable-admission-plugins", "disable-admission-plugins", "admission-control"] {
        for (name, span) in server.items(flag) {
            if PLUGINS.split(' ').any(|known| known == name) || name.contains(['/', '{', '$']) {
                continue;
            }
            let meant = nearest(name.trim_matches([' ', '\'', '"']), PLUGINS.split(' '));
            let message = if name.is_empty() {
                format!("`--{flag}` has an empty name in its list: kube-apiserver does not start")
            } else {
                format!("`{name}` is no admission plugin: kube-apiserver does not start")
            };
            let finding = out.report(span, message).path(container.path.clone());
            if let Some(meant) = meant.filter(|_| span.of(cx.source) == name) {
                finding.unsafe_fix(format!("Write {meant}"), [Edit { span, text: meant.into() }].into());
            }
        }
    }
}
