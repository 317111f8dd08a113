//! An image whose makers have given it up.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_catalog::DeprecatedState;
use plimsoll_report::{Category, Severity, SuggestionKind};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::written;

pub static RULE: Rule = Rule {
    id: "image-deprecated-repo",
    summary: "the image is given up by its makers",
    help: "Use the image that its makers name instead.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(known) = cx.known(image) else { return };
    let Some(deprecated) = known.deprecated() else {
        if known.official().is_some() && known.tag.split('-').any(|word| word == "onbuild") {
            let finding = out.report(
                image.tag_span(),
                format!("the `onbuild` variants of official images are given up: `{}` gets no fixes", image.text),
            );
            finding.help("Write the steps that the image did for you into the file.");
        }
        return;
    };
    let name = known.repository.strip_prefix("library/").unwrap_or(&known.repository);
    let since = deprecated.since.map(|day| format!(" since {day}")).unwrap_or_default();
    let finding = match deprecated.state {
        DeprecatedState::Deprecated => out.report(image.repository_span(), format!("`{name}` is deprecated{since} and gets no fixes")),
        DeprecatedState::Gone => out.report(image.repository_span(), format!("`{name}` is given up{since}: it gets no fixes")),
    };
    let successors: Vec<String> = deprecated
        .successors()
        .filter_map(|successor| successor.split_once('/'))
        .map(|(host, repository)| format!("`{}`", written::with_name(image, host, repository, "")))
        .collect();
    if successors.is_empty() {
        finding.help("Its makers name no successor: choose another image.");
    } else {
        finding.help(format!("Use {}.", successors.join(" or ")));
    }
    if let Some(successor) = cx.suggestions(image).iter().find(|suggestion| suggestion.kind == SuggestionKind::Successor) {
        finding.fixes.extend(successor.fix.clone());
    }
}
