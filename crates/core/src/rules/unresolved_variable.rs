//! An image that a variable leaves open.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Reading};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "unresolved-variable",
    summary: "a variable leaves open which image it is",
    help: "Fill the variable in and check what comes out.",
    severity: Severity::Info,
    category: Category::Image,
    preset: Preset::Strict,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // What `ko` builds is no variable.
    let open = matches!(image.reading, Reading::Open(_)) && !image.text.starts_with("ko://");
    if image.is_in_manifest() && open {
        out.report(image.span, format!("nobody can tell which image `{}` is", image.text));
    }
}
