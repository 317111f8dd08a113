//! Two versions of one image in one pod.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-list-duplicates",
    summary: "the pod runs two versions of one image",
    help: "Use one version, unless both are meant.",
    severity: Severity::Info,
    category: Category::Image,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let of_object = |image: &&ImageUse<'_>| image.object == Some(workload.object.index);
    let from = cx.images.partition_point(|image| image.object < Some(workload.object.index));
    let mut seen: Vec<(&str, &str, &str, &ImageUse<'_>)> = Vec::new();
    for image in cx.images.iter().skip(from).take_while(of_object) {
        let Some(reference) = image.reference() else { continue };
        let Some(tag) = reference.tag() else { continue };
        let (registry, path) = (reference.registry(), reference.repository());
        match seen.iter().find(|(of, name, ..)| *of == registry && *name == path) {
            Some((_, _, other, first)) if *other != tag => {
                let finding = out.report(image.tag_span(), format!("the pod runs `{path}` as `{tag}` and as `{other}`"));
                finding.related(first.span, "the other one");
                finding.container.clone_from(&image.container);
                finding.path.clone_from(&image.path);
            }
            Some(_) => {}
            None => seen.push((registry, path, tag, image)),
        }
        if seen.len() > 100 {
            break;
        }
    }
}
