//! A name that is close to a well-known one and is not it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_catalog::distroless;
use plimsoll_report::{Category, Severity, SuggestionKind};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::written;

pub static RULE: Rule = Rule {
    id: "image-typosquat",
    summary: "the image's name is probably misspelt",
    help: "Check the name; who owns the misspelt one decides what you run.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((known, found)) = cx.known(image).and_then(|known| Some((known, known.misspelling()?))) else { return };
    let signs = found.signs;
    let meant = written::with_name(image, &found.registry, &found.repository, "");
    let named_wrong = signs.edits > 0 || signs.look_alike;
    let host_wrong = signs.registry_misspelt || signs.registry_named_like_image;
    let span = match (named_wrong, host_wrong) {
        (true, true) => image.name_span(),
        (false, true) => image.registry_span(),
        _ => image.repository_span(),
    };
    let mut message = format!("`{}` is probably a slip of `{meant}`", image.text);
    if signs.registry_named_like_image {
        message
            .push_str(&format!("; `{}` is no known registry but a host like any other, and may belong to somebody else", known.registry));
    } else if signs.registry_misspelt {
        message.push_str(&format!("; `{}` may belong to somebody else", known.registry));
    } else if signs.not_published_there {
        message.push_str("; distroless images are not published on Docker Hub, where anybody may own that name");
    }
    let finding = out.report(span, message);
    if let Some(current) = &found.current {
        finding.help(format!("Write `{current}`: {}.", retired(&found.repository)));
    }
    if let Some(spelling) = cx.suggestions(image).iter().find(|suggestion| suggestion.kind == SuggestionKind::Spelling) {
        finding.fixes.extend(spelling.fix.clone());
    }
}

/// Why the image that was meant is not the one to write.
fn retired(repository: &str) -> String {
    let ended = match distroless::status(repository) {
        Some(distroless::Status::Retired(retired)) => retired.suite_cycle(),
        _ => None,
    };
    let days: Vec<_> = ended.into_iter().filter_map(|cycle| Some((cycle, cycle.end()?))).collect();
    match days.first() {
        Some((cycle, end)) => {
            let late = cycle.free_lts_end().map(|day| format!(", its long-term support on {day}")).unwrap_or_default();
            format!("the image that was meant is no longer built, and Debian {} ended on {end}{late}", cycle.name())
        }
        None => String::from("the image that was meant is no longer built"),
    }
}
