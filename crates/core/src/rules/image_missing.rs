//! A container without an image.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-missing",
    summary: "the container has no image",
    help: "Name the image the container runs.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let missing = match str_at(Some(container.node), &["image"]) {
        Field::Unset => workload.is_complete(),
        Field::Set(image, _) => image.trim().is_empty(),
        Field::Wrong(_) => false,
    };
    if missing {
        let finding =
            out.report(container.place(&["image"]), format!("container `{}` has no image: the API server refuses it", container.label()));
        finding.path(format!("{}.image", container.path));
    }
}
