//! A FROM for one fixed platform.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::delete_flag;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, Stage};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "platform-const",
    summary: "FROM is fixed to one platform",
    help: "Remove the flag and build with `--platform`, or use `$BUILDPLATFORM`.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3029", "buildkit:FromPlatformFlagConstDisallowed"],
    looks_for: Marks::PLATFORM,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some((flag, value)) = stage.from.and_then(|from| from.flag("platform")).and_then(|flag| Some((flag, flag.value.as_ref()?))) else {
        return;
    };
    let Ok(platform) = model.graph.expand_global(&value.text) else { return };
    if !platform.matched.is_empty() || !platform.unmatched.is_empty() {
        return;
    }
    let Some((os, architecture)) = parse(&platform.text) else { return };
    // `FROM --platform=linux/arm64 image AS build-arm64`: one stage per platform is the point there.
    let name = stage.name.map(|name| name.text.to_ascii_lowercase()).unwrap_or_default();
    if name.contains(os) || architecture.is_some_and(|architecture| name.contains(architecture)) {
        return;
    }
    let message = format!("`{}` is fixed: the image is never built for another platform, whatever the build asks for", value.text);
    out.report(value.span, message).unsafe_fix("Remove --platform", [delete_flag(flag, model.file.source)].into());
}

/// Operating system and architecture of a platform, in the names Go has for them. A lone word may be either.
///
/// Source: containerd's `platforms` package, `Parse`.
fn parse(platform: &str) -> Option<(&str, Option<&str>)> {
    let platform = platform.split('(').next().unwrap_or(platform);
    let mut parts = platform.split('/');
    let first = parts.next().filter(|first| !first.is_empty())?;
    match parts.next() {
        Some(architecture) => Some((first, Some(go_name(architecture)))),
        None if is_os(first) => Some((first, Some("amd64"))),
        None if is_architecture(go_name(first)) => Some(("linux", Some(go_name(first)))),
        None => None,
    }
}

fn is_os(word: &str) -> bool {
    matches!(word, "linux" | "windows" | "darwin" | "freebsd" | "netbsd" | "openbsd" | "solaris" | "aix" | "android" | "ios" | "plan9")
}

fn is_architecture(word: &str) -> bool {
    matches!(
        word,
        "amd64" | "386" | "arm" | "arm64" | "ppc64" | "ppc64le" | "mips" | "mips64" | "mips64le" | "riscv64" | "s390x" | "loong64" | "wasm"
    )
}

fn go_name(architecture: &str) -> &str {
    match architecture {
        "x86_64" | "x86-64" => "amd64",
        "i386" => "386",
        "aarch64" => "arm64",
        "armhf" | "armel" => "arm",
        other => other,
    }
}
