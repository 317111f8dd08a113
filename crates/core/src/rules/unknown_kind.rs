//! A kind that its API group does not have.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};
use crate::schema;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "unknown-kind",
    summary: "the API group has no such kind",
    help: "Write version and kind as `kubectl api-resources` lists them.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some((version, kind)) = schema::meant(object.api_version, object.kind) else { return };
    let (key, wanted) = if kind == object.kind { ("apiVersion", version) } else { ("kind", kind) };
    let node = object.root.get(key);
    let message = format!("Kubernetes has no `{}` in `{}`: the API server refuses it", object.kind, object.api_version);
    let finding = out.report(node.map_or_else(|| object.headline(), |node| node.span), message);
    finding.path(key).help(format!("Write `apiVersion: {version}` and `kind: {kind}`."));
    let words = [("apiVersion", object.api_version, version), ("kind", object.kind, kind)];
    let edits: Option<Vec<Edit>> = words
        .iter()
        .filter(|(_, is, wanted)| is != wanted)
        .map(|(key, _, wanted)| {
            // Where nothing is written there is nothing to put in its place.
            let node = object.root.get(key).filter(|node| !node.shared && !node.span.is_empty())?;
            Some(Edit { span: node.span, text: New::Word(wanted).quoted_like(node) })
        })
        .collect();
    if let Some(edits) = edits {
        finding.unsafe_fix(format!("Write {wanted}"), edits);
    }
}
