//! A webhook that the API server does not take.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, int_at, items_at, node_at, str_at};
use crate::rule::{Check, Rule};
use crate::webhooks::{Webhook, webhooks};

pub static RULE: Rule = Rule {
    id: "vwc-refused",
    summary: "the API server refuses the webhook",
    help: "Write what the API wants: `sideEffects: None`, `admissionReviewVersions: [v1]`, a service or an `https://` address.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let all = webhooks(object);
    for (i, webhook) in all.iter().enumerate() {
        let mut say = |span: Span, field: &str, message: String| {
            out.report(span, message).path(format!("{}.{field}", webhook.path));
        };
        if object.api_version.ends_with("/v1") {
            required(webhook, &mut say);
            if all.iter().take(i).any(|other| other.name == webhook.name && !webhook.name.is_empty()) {
                say(
                    webhook.headline(),
                    "name",
                    format!("`{}` is the name of a webhook above: the API server refuses the object", webhook.name),
                );
            }
        }
        if let Field::Set(seconds, node) = int_at(Some(webhook.node), &["timeoutSeconds"])
            && !(1..=30).contains(&seconds)
        {
            say(
                node.span,
                "timeoutSeconds",
                format!("`timeoutSeconds` may be 1 to 30, and is {seconds}: the API server refuses the object"),
            );
        }
        for (field, words) in [("failurePolicy", ["Fail", "Ignore"]), ("matchPolicy", ["Exact", "Equivalent"])] {
            if let Field::Set(word, node) = str_at(Some(webhook.node), &[field])
                && !words.contains(&word)
                && !word.contains(['{', '$'])
            {
                let message = format!("`{field}` is {} or {}, not `{word}`: the API server refuses the object", words[0], words[1]);
                say(node.span, field, message);
            }
        }
        client(webhook, &mut say);
        operations(webhook, &mut say);
    }
}

/// When the webhook is asked.
fn operations(webhook: &Webhook<'_>, say: &mut dyn FnMut(Span, &str, String)) {
    for (i, rule) in items_at(Some(webhook.node), &["rules"]).iter().enumerate() {
        let all = items_at(Some(rule), &["operations"]);
        for node in all {
            let Some(word) = node.as_str().filter(|word| !word.contains(['{', '$'])) else { continue };
            let why = match word {
                "*" if all.len() > 1 => "`*` stands for all operations and by itself",
                "CREATE" | "UPDATE" | "DELETE" | "CONNECT" | "*" => continue,
                _ => "operations are CREATE, UPDATE, DELETE, CONNECT and `*`",
            };
            say(node.span, &format!("rules[{i}].operations"), format!("`{word}`: {why}; the API server refuses the object"));
        }
    }
}

/// What v1 wants and v1beta1 did not.
fn required(webhook: &Webhook<'_>, say: &mut dyn FnMut(Span, &str, String)) {
    match str_at(Some(webhook.node), &["sideEffects"]) {
        // That it is missing shows against the API's schema.
        Field::Set("None" | "NoneOnDryRun", _) | Field::Wrong(_) | Field::Unset => {}
        Field::Set(word, node) if !word.contains(['{', '$']) => {
            let message = format!("v1 takes `sideEffects: None` or `NoneOnDryRun`, not `{word}`: the API server refuses the object");
            say(node.span, "sideEffects", message);
        }
        Field::Set(..) => {}
    }
    let versions = items_at(Some(webhook.node), &["admissionReviewVersions"]);
    let field = node_at(Some(webhook.node), &["admissionReviewVersions"]);
    let known = |version: &Node<'_>| version.as_str().is_none_or(|version| matches!(version, "v1" | "v1beta1"));
    if field.is_some_and(|field| !field.is_template()) && !versions.iter().any(known) {
        let message = "`admissionReviewVersions` must name `v1`, as the API server knows no other: it refuses the object";
        say(field.map_or_else(|| webhook.headline(), |field| field.span), "admissionReviewVersions", message.into());
    }
    let name = webhook.name;
    if !name.is_empty() && name.split('.').filter(|part| !part.is_empty()).count() < 3 && !name.contains(['{', '$']) {
        say(webhook.headline(), "name", format!("`{name}` is no domain of three parts or more: the API server refuses the object"));
    }
}

/// Where the webhook is.
fn client(webhook: &Webhook<'_>, say: &mut dyn FnMut(Span, &str, String)) {
    let Some(client) = webhook.node.entry("clientConfig") else { return };
    let service = node_at(Some(&client.value), &["service"]);
    match (str_at(Some(&client.value), &["url"]), service) {
        (Field::Set(_, node), Some(_)) => {
            say(node.span, "clientConfig.url", "either `url` or `service`, not both: the API server refuses the object".into());
        }
        (_, Some(service)) => {
            if let Field::Set(path, node) = str_at(Some(service), &["path"])
                && !path.starts_with('/')
                && !path.contains(['{', '$'])
            {
                say(node.span, "clientConfig.service.path", "the path must begin with `/`: the API server refuses the object".into());
            }
        }
        (Field::Unset, None) if client.value.as_map().is_some() => {
            say(client.key_span, "clientConfig", "neither `url` nor `service`: the API server refuses the object".into());
        }
        (Field::Set(url, node), None) if !url.contains(['{', '$']) => {
            let why = if !url.starts_with("https://") {
                "must begin with `https://`"
            } else if url.contains(['?', '#', '@']) {
                "may have no user, query or fragment"
            } else {
                return;
            };
            say(node.span, "clientConfig.url", format!("the address {why}: the API server refuses the object"));
        }
        _ => {}
    }
}
