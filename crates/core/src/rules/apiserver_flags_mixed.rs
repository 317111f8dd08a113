//! The old and the new flags for admission plugins together.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-flags-mixed",
    summary: "old and new flags for admission plugins are mixed",
    help: "Use `--enable-admission-plugins` and `--disable-admission-plugins` alone.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let new = server.flag("enable-admission-plugins").or_else(|| server.flag("disable-admission-plugins"));
    if let (Some(old), Some(new)) = (server.flag("admission-control"), new) {
        out.report(old.span, format!("`--admission-control` excludes `--{}`: kube-apiserver does not start", new.name))
            .related(new.span, "the new flag")
            .path(container.path.clone());
    }
}
