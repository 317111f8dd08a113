//! What the rules on single flags of kube-apiserver share: most of them are one line of the CIS Kubernetes Benchmark.
//!
//! It never reports a flag whose value a variable makes.

use alloc::format;
use alloc::string::{String, ToString};

use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Container;
use crate::model::apiserver::ApiServer;

/// A boolean flag that should be off, and is on; `default` is what it is when it is not given.
pub fn off(name: &str, default: bool, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    if server.is_on(name, default) != Some(true) {
        return;
    }
    let (span, what) = match server.flag(name) {
        Some(flag) => (flag.place(), format!("`--{name}` is on")),
        None => (server.program, format!("`--{name}` is on, as it is by default")),
    };
    let edits = server.set(cx.source, name, "false");
    let finding = out.report(span, format!("{what}: {why}")).path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix(format!("Set --{name}=false"), edits);
    }
}

/// A boolean flag that is on by default, and is switched off.
pub fn on(name: &str, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let Some(flag) = server.flag(name).filter(|_| server.is_on(name, true) == Some(false)) else { return };
    let edits = server.set(cx.source, name, "true");
    let finding = out.report(flag.place(), format!("`--{name}` is off: {why}")).path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix(format!("Set --{name}=true"), edits);
    }
}

/// Flags that should all be given, with a value.
pub fn required(names: &[&str], why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let missing = |name: &&&str| server.flag(name).is_none_or(|flag| flag.text().is_empty());
    let Some(name) = names.iter().find(missing) else { return };
    let span = server.flag(name).map_or(server.program, |flag| flag.span);
    out.report(span, format!("`--{name}` is not set: {why}")).path(container.path.clone());
}

/// A flag that should not be given.
pub fn forbidden(name: &str, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let Some(flag) = server.flag(name).filter(|flag| !flag.text().is_empty()) else { return };
    let finding = out.report(flag.span, format!("`--{name}` is set: {why}")).path(container.path.clone());
    if let Some(edits) = server.remove(cx.source, flag) {
        finding.unsafe_fix(format!("Remove --{name}"), edits);
    }
}

/// A number that should be at least `least`.
pub fn at_least(name: &str, least: u64, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let (span, what) = match server.flag(name) {
        None => (server.program, format!("`--{name}` is not set")),
        Some(flag) => match flag.text().parse::<u64>() {
            Ok(count) if count < least => (flag.place(), format!("`--{name}` is {count}")),
            _ => return,
        },
    };
    let edits = server.set(cx.source, name, &least.to_string());
    let finding = out.report(span, format!("{what}: {why}")).path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix(format!("Set --{name}={least}"), edits);
    }
}

/// A port with a number that it should not have: 0 where `is_zero`, any other where not.
pub fn port(name: &str, is_zero: bool, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let Some(flag) = server.flag(name) else { return };
    if flag.text().parse::<u64>().is_ok_and(|port| (port == 0) == is_zero) {
        out.report(flag.place(), format!("`--{name}={}`: {why}", flag.text())).path(container.path.clone());
    }
}

/// A plugin that should be on, and is off unless it is named.
pub fn plugin_missing(plugin: &str, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    if server.enables(plugin) != Some(false) {
        return;
    }
    // The old flag and the new one exclude each other.
    let list = if server.flag("admission-control").is_some() { "admission-control" } else { "enable-admission-plugins" };
    let span = server.flag(list).map_or(server.program, |flag| flag.place());
    let edits = server.add(cx.source, list, plugin);
    let finding = out.report(span, format!("the plugin `{plugin}` is not enabled: {why}")).path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix(format!("Enable {plugin}"), edits);
    }
}

/// A plugin that is on by default and should stay so.
pub fn plugin_disabled(plugin: &str, why: &str, container: &Container<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };
    let disabled = server.items("disable-admission-plugins").into_iter().find(|(name, _)| name == plugin);
    // The old flag lists all that run.
    let old = server.flag("admission-control").filter(|flag| !flag.is_open() && server.enables(plugin) == Some(false));
    let Some(span) = disabled.map(|(_, span)| span).or_else(|| old.map(|flag| flag.place())) else { return };
    out.report(span, format!("the plugin `{plugin}` is switched off: {why}")).path(container.path.clone());
}

/// What a list flag holds, where its value is known; `None` where it is not given or a variable makes it.
pub fn list(server: &ApiServer<'_>, name: &str) -> Option<(alloc::vec::Vec<(String, Span)>, Span)> {
    let flag = server.flag(name).filter(|_| !server.is_open(name))?;
    Some((server.items(name), flag.place()))
}
