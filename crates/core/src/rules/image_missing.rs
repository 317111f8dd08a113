//! A container or an image volume without an image.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, node_at, place, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "image-missing",
    summary: "the container has no image",
    help: "Name the image the container runs.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for container in &workload.containers {
        let what = Place {
            name: format!("container `{}`", container.label()),
            container: Some(container.name).filter(|name| !name.is_empty()),
            span: container.place(&["image"]),
            path: format!("{}.image", container.path),
        };
        judge(str_at(Some(container.node), &["image"]), workload, what, out);
    }
    for (i, volume) in workload.volumes().iter().enumerate() {
        let Some(image) = node_at(Some(volume), &["image"]).filter(|image| image.as_map().is_some()) else { continue };
        let what = Place {
            name: format!("volume `{}`", str_at(Some(volume), &["name"]).value().unwrap_or_default()),
            container: None,
            span: place(volume, &["image", "reference"]).unwrap_or(volume.span),
            path: format!("{}.volumes[{i}].image.reference", workload.spec_path),
        };
        judge(str_at(Some(image), &["reference"]), workload, what, out);
    }
}

/// What names an image.
struct Place<'a> {
    name: String,
    container: Option<&'a str>,
    span: Span,
    path: String,
}

fn judge(image: Field<'_, &str>, workload: &Workload<'_>, what: Place<'_>, out: &mut Findings<'_>) {
    let name = &what.name;
    let (message, blanks) = match image {
        Field::Unset if workload.is_complete() => (format!("{name} has no image: the API server refuses it"), None),
        Field::Set(image, _) if image.trim().is_empty() => (format!("{name} has no image: the API server refuses it"), None),
        Field::Set(image, node) if image.trim() != image => {
            (format!("the image of {name} has blanks around it: the API server refuses it"), Some((image.trim(), node)))
        }
        Field::Set(..) | Field::Unset | Field::Wrong(_) => return,
    };
    let finding = out.report(what.span, message);
    finding.path(what.path);
    finding.container = what.container.map(Into::into);
    if let Some((image, node)) = blanks {
        finding.help("Take the blanks away.");
        if let Some(edit) = trimmed(image, node) {
            finding.safe_fix("Take the blanks away", [edit].into());
        }
    }
}

fn trimmed(image: &str, node: &Node<'_>) -> Option<Edit> {
    (!node.shared).then(|| Edit { span: node.span, text: New::Word(image).quoted_like(node) })
}
