//! An admission plugin that is switched on and off.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-plugin-overlap",
    summary: "a plugin is enabled and disabled",
    help: "Name the plugin in one of the two flags only.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let on = server.items("enable-admission-plugins");
    for (name, span) in server.items("disable-admission-plugins") {
        if let Some((_, other)) = on.iter().find(|(other, _)| *other == name) {
            out.report(span, format!("`{name}` is enabled and disabled: kube-apiserver does not start"))
                .related(*other, "enabled here")
                .path(container.path.clone());
        }
    }
}
