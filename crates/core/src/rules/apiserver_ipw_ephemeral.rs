//! An API server whose image policy does not see the containers that are added for debugging.

use alloc::format;

use plimsoll_reference::Reference;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::IMAGE_POLICY;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Field, Workload, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-ipw-ephemeral",
    summary: "this kube-apiserver does not review ephemeral containers",
    help: "Use a kube-apiserver of 1.27.3, 1.26.6, 1.25.11, 1.24.15 or newer.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// The first fixed version of each minor one (CVE-2023-2727); older minor versions have none.
const FIXED: [(u32, u32); 4] = [(24, 15), (25, 11), (26, 6), (27, 3)];

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Field::Set(image, node) = str_at(Some(container.node), &["image"]) else { return };
    if ApiServer::of(container, cx.source).and_then(|server| server.enables(IMAGE_POLICY)) != Some(true) {
        return;
    }
    let Ok(reference) = Reference::parse_normalized(image) else { return };
    let Some(tag) = reference.tag() else { return };
    let mut parts = tag.strip_prefix("v1.").unwrap_or_default().split(['.', '-', '_']).map(str::parse::<u32>);
    let (Some(Ok(minor)), Some(Ok(patch))) = (parts.next(), parts.next()) else { return };
    let fixed = FIXED.iter().find(|(of, _)| *of == minor).map(|(_, first)| *first);
    if minor < 24 || fixed.is_some_and(|first| patch < first) {
        let message = format!(
            "kube-apiserver {tag} does not show ephemeral containers to the image policy's webhook (CVE-2023-2727): any image gets in that way"
        );
        out.report(node.span, message).path(format!("{}.image", container.path));
    }
}
