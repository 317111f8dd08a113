//! An image from a registry on this machine or this network.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-insecure",
    summary: "the registry is one of this machine or this network",
    help: "Use a registry with a name and a certificate.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// Whether a host, without its port, is one that only this machine or this network knows (RFC 1918, RFC 6762).
fn is_local(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") || host.starts_with("[::1]") || host.ends_with(".local") || host.ends_with(".localhost") {
        return true;
    }
    if !host.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let mut numbers = host.split('.').map(|part| part.parse::<u8>().ok());
    match (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten(), numbers.next()) {
        (Some(10 | 127), Some(_), Some(_), Some(_), None) | (Some(192), Some(168), Some(_), Some(_), None) => true,
        (Some(172), Some(second), Some(_), Some(_), None) => (16..32).contains(&second),
        _ => false,
    }
}

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference() else { return };
    let registry = reference.registry();
    let host = if registry.starts_with('[') { registry } else { registry.split(':').next().unwrap_or(registry) };
    if is_local(host) {
        let message = format!("`{registry}` has no certificate that others trust: who answers in its place is not noticed");
        out.report(image.registry_span(), message);
    }
}
