//! A base image of an account that need not be its software's maker.

use alloc::format;

use plimsoll_report::{Category, ImageOrigin, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "base-image-not-official",
    summary: "the base image comes from an account on Docker Hub that is not known",
    help: "Build on an official image, on one of the software's own makers, or on one of your own registry.",
    severity: Severity::Info,
    category: Category::Image,
    preset: Preset::Strict,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// Accounts on Docker Hub under which the makers of a software publish it themselves.
const MAKERS: &[&str] = &[
    "almalinux",
    "amazon",
    "apache",
    "bitnami",
    "curlimages",
    "datadog",
    "denoland",
    "docker",
    "elastic",
    "envoyproxy",
    "gitea",
    "gitlab",
    "grafana",
    "hashicorp",
    "istio",
    "jenkins",
    "jupyter",
    "keycloak",
    "kong",
    "minio",
    "moby",
    "mongodb",
    "newrelic",
    "nginx",
    "nginxinc",
    "opensuse",
    "oven",
    "portainer",
    "prom",
    "pytorch",
    "redis",
    "rockylinux",
    "rustlang",
    "semgrep",
    "snyk",
    "sonatype",
    "tensorflow",
    "tonistiigi",
    "traefik",
    "valkey",
];

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let is_base = matches!(image.origin, ImageOrigin::From | ImageOrigin::CopyFrom | ImageOrigin::MountFrom);
    let Some(known) = cx.known(image).filter(|known| is_base && &*known.registry == "docker.io") else { return };
    let Some((account, _)) = known.repository.split_once('/').filter(|(account, _)| *account != "library") else { return };
    let is_known = known.official().is_some() || known.applied().own.is_some() || known.deprecated().is_some();
    if is_known || MAKERS.contains(&account) || known.misspelling().is_some() {
        return;
    }
    out.report(image.repository_span(), format!("anybody may publish on Docker Hub: nothing is known of the account `{account}`"));
}
