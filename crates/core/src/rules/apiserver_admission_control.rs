//! The old flag for admission plugins.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-admission-control",
    summary: "the flag is old",
    help: "Use `--enable-admission-plugins` with the plugins that are not on by default.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let new = server.flag("enable-admission-plugins").or_else(|| server.flag("disable-admission-plugins"));
    if let Some(old) = server.flag("admission-control").filter(|_| new.is_none()) {
        out.report(old.span, "`--admission-control` is deprecated, and switches off every default plugin that it does not list")
            .path(container.path.clone());
    }
}
