//! A second entry for the same admission plugin.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::plugins;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "ac-plugin-duplicate",
    summary: "a plugin has two entries",
    help: "Keep the one entry that is meant.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Object(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let all = plugins(object);
    for plugin in &all {
        let first = all.iter().find(|other| other.name == plugin.name && other.index < plugin.index);
        let Some(first) = first.filter(|_| !plugin.name.is_empty()) else { continue };
        let message = format!("`{}` has an entry above: the first counts, and this one is ignored", plugin.name);
        let finding = out.report(plugin.place(), message).related(first.place(), "this one counts");
        finding.path(format!("plugins[{}]", plugin.index));
        if let Some(edits) = object.root.get("plugins").and_then(|list| yaml_edit::remove_item(cx.source, list, plugin.index)) {
            finding.safe_fix("Remove the entry", edits);
        }
    }
}

/// A second configuration in the same file.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let full = bundle.set_ups().admissions.iter().filter(|(_, facts)| !facts.bare);
    let mut first: Option<(usize, plimsoll_text::Span)> = None;
    for (at, _) in full {
        match first {
            Some((file, span)) if file == at.file => {
                let message = "kube-apiserver reads the first document of the file and ignores this one";
                out.report(*at, None, at.object.headline, message, &[(file, span, "this one is read")]);
            }
            _ => first = Some((at.file, at.object.headline)),
        }
    }
}
