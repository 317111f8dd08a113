//! A policy of containers/image that lets in more than it says, or is not read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::{Entry, Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Form, slip};
use crate::model::containers_policy::{TRANSPORTS, TYPES, acceptance, containers_policy};
use crate::model::{Object, node_at, str_at};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "containers-policy-open",
    summary: "the policy.json of the nodes lets other images in",
    help: "Let `default` reject, and accept registries and repositories by their full names.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const REFUSED: &str = "podman and CRI-O refuse the whole file, and pull nothing";

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = containers_policy(object).filter(|_| !object.template) else { return };

    for entry in root.entries().iter().filter(|entry| !matches!(&*entry.key, "default" | "transports")) {
        let meant = nearest(&entry.key, ["default", "transports"]).map(|name| format!("; is `{name}` meant?")).unwrap_or_default();
        out.report(entry.key_span, format!("`{}` is no key of such a file: {REFUSED}{meant}", entry.key)).path(&*entry.key);
    }
    match root.get("default").filter(|list| !list.is_null()) {
        None => {
            let place = root.entries().first().map_or(root.span, |entry| entry.key_span);
            out.report(place, format!("there is no `default`: {REFUSED}")).path("default");
        }
        Some(list) => {
            requirements(list, "default", out);
            let message = "`default` accepts everything that no scope names: `evil.example/x:1` is let in";
            accepting(list, "default", message.into(), out);
        }
    }
    for transport in node_at(Some(root), &["transports"]).map_or(&[][..], Node::entries) {
        let path = format!("transports.{}", transport.key);
        if !TRANSPORTS.contains(&&*transport.key) {
            let meant = nearest(&transport.key, TRANSPORTS).map(|name| format!("; is `{name}` meant?")).unwrap_or_default();
            let message = format!("there is no transport `{}`: what stands below it counts for nothing{meant}", transport.key);
            out.report(transport.key_span, message).severity(Severity::Medium).path(&*path);
        }
        for scope in transport.value.entries() {
            let path = format!("{path}[{:?}]", scope.key);
            requirements(&scope.value, &path, out);
            if transport.key == "docker" {
                docker(scope, &path, out);
            }
        }
    }
}

/// A list of requirements that is not read.
fn requirements(list: &Node<'_>, path: &str, out: &mut Findings<'_>) {
    let Value::Seq(items) = &list.value else {
        out.report(list.span, format!("requirements are a list, and this is {}: {REFUSED}", list.kind_name())).path(path);
        return;
    };
    if items.is_empty() {
        out.report(list.span, format!("a list of requirements must not be empty: {REFUSED}")).path(path);
    }
    for item in items {
        let Some(kind) = str_at(Some(item), &["type"]).value().filter(|kind| !TYPES.contains(kind)) else { continue };
        let meant = nearest(kind, TYPES).map(|name| format!("; is `{name}` meant?")).unwrap_or_default();
        let span = item.get("type").map_or(item.span, |node| node.span);
        out.report(span, format!("there is no requirement `{kind}`: {REFUSED}{meant}")).path(path);
    }
}

/// Requirements that everything satisfies.
fn accepting(list: &Node<'_>, path: &str, message: String, out: &mut Findings<'_>) {
    let Some(node) = acceptance(list) else { return };
    let finding = out.report(node.span, message).path(path);
    if !node.shared && list.items().len() == 1 {
        let edits: Vec<Edit> = [Edit { span: node.span, text: New::Word("reject").quoted_like(node) }].into();
        finding.unsafe_fix("Reject instead", edits);
    }
}

/// A scope of registries: `host[:port][/path[:tag]]` as the image is called in full, or `*.host`.
fn docker(scope: &Entry<'_>, path: &str, out: &mut Findings<'_>) {
    let name = &*scope.key;
    if name.is_empty() {
        let message = "the scope `\"\"` accepts every image of every registry, whatever `default` says: `evil.example/x:1` is let in";
        accepting(&scope.value, path, message.into(), out);
        return;
    }
    let host = name.split('/').next().unwrap_or(name);
    if !host.contains(['.', ':']) && host != "localhost" {
        let full = if name.contains('/') { format!("docker.io/{name}") } else { format!("docker.io/library/{name}") };
        let message = format!("`{name}` names no registry, and no image has this scope: names are compared in full, as `{full}`");
        out.report(scope.key_span, message).severity(Severity::Medium).path(path);
    } else if host == "index.docker.io" {
        let message = format!("no image has the scope `{name}`: those of Docker Hub are called `docker.io/…` here");
        out.report(scope.key_span, message).severity(Severity::Medium).path(path);
    } else if let Some(slip) = slip(name, Form::Registry).filter(|_| acceptance(&scope.value).is_some()) {
        out.report(scope.key_span, format!("`{name}` {}: `{}` is let in as well", slip.how, slip.image)).path(path);
    }
}
