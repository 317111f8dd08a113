//! The Pod Security Standards, as Kubernetes' own admission plugin judges by them (`k8s.io/pod-security-admission`, policy
//! versions 1.0 to [`Version::LATEST`]): which level lets an object's pods in, and what fails.
//!
//! Pods are judged after the API's defaults: null is absent, a volume without a source is an `emptyDir`, and with `hostNetwork` each
//! container port is a host port. It never judges images, resources or access rights, of which the standards say nothing, and it
//! never refuses a value of the wrong type: the API does that before anyone judges, so here such a value counts as absent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use plimsoll_report::{PodSecurity, PodSecurityFailure, PodSecurityLevel as Level, Text};
use plimsoll_yaml::{Entry, Node, Value};

use crate::model::{Container, Workload, bool_at, int_at, items_at, node_at};

/// A version of the standards, never one that is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    minor: u8,
}

impl Version {
    /// The newest version known here.
    pub const LATEST: Version = Version { minor: 37 };

    /// Reads `latest` or `v1.N`. A version that is newer than [`Version::LATEST`] is judged as that, as Kubernetes does it too.
    ///
    /// ```
    /// use plimsoll_core::pod_security::Version;
    /// assert_eq!(Version::parse("v1.900"), Some(Version::LATEST));
    /// assert_eq!(Version::parse("1.25"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Version> {
        if text == "latest" {
            return Some(Version::LATEST);
        }
        let digits = text.strip_prefix("v1.")?;
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
        // What does not fit is newer than everything known.
        is_number.then(|| Version { minor: digits.parse().unwrap_or(u8::MAX) }.min(Version::LATEST))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v1.{}", self.minor)
    }
}

/// How many places of one check are listed. The level does not depend on it.
pub const MAX_PLACES: usize = 10;

/// Judges the pods of a workload. `None` for kinds that the standards do not cover, and where there is no pod spec.
/// Linear in the size of the pod spec.
#[must_use]
pub fn judge(workload: &Workload<'_>, version: Version) -> Option<PodSecurity> {
    if !matches!(workload.object.group(), "" | "apps" | "extensions" | "batch") {
        return None;
    }
    let failed = run(workload, workload.spec?, version, "");
    // The checks of the baseline come first.
    let level = match failed.first().map(|failure| failure.level) {
        None => Level::Restricted,
        Some(Level::Restricted) => Level::Baseline,
        Some(_) => Level::Privileged,
    };
    Some(PodSecurity { version: version.to_string(), level, failed })
}

/// The fields at which the pods of any workload fail one check of the newest version.
#[must_use]
pub fn failures(workload: &Workload<'_>, check: &str) -> Vec<String> {
    let failed = workload.spec.map(|spec| run(workload, spec, Version::LATEST, check));
    failed.into_iter().flatten().map(|failure| failure.path).collect()
}

/// What fails of one check, or of all where none is named.
fn run(workload: &Workload<'_>, spec: &Node<'_>, version: Version, only: &str) -> Vec<PodSecurityFailure> {
    let says = |path: &[&str], value| bool_at(Some(spec), path).value() == Some(value);
    let pod = Pod {
        workload,
        spec,
        minor: version.minor,
        windows: version.minor >= 25 && text_at(spec, &["os", "name"]) == "windows",
        own_users: version.minor >= 35 && says(&["hostUsers"], false),
        host_network: says(&["hostNetwork"], true),
    };
    let mut failed = Vec::new();
    for check in CHECKS.iter().filter(|check| check.versions.contains(&version.minor)) {
        if only.is_empty() || check.id == only {
            (check.run)(&pod, &mut Failures { check, from: failed.len(), list: &mut failed });
        }
    }
    failed
}

/// What the checks look at.
struct Pod<'a> {
    workload: &'a Workload<'a>,
    spec: &'a Node<'a>,
    minor: u8,
    /// The pods say that they run Windows, which some checks let pass from 1.25 on.
    windows: bool,
    /// The pods have users of their own, which some checks let pass from 1.35 on.
    own_users: bool,
    host_network: bool,
}

struct Check {
    id: &'static str,
    level: Level,
    versions: core::ops::RangeInclusive<u8>,
    run: fn(&Pod<'_>, &mut Failures<'_>),
}

const fn baseline(id: &'static str, since: u8, run: fn(&Pod<'_>, &mut Failures<'_>)) -> Check {
    Check { id, level: Level::Baseline, versions: since..=u8::MAX, run }
}

const fn restricted(id: &'static str, since: u8, run: fn(&Pod<'_>, &mut Failures<'_>)) -> Check {
    Check { id, level: Level::Restricted, versions: since..=u8::MAX, run }
}

/// The checks, each level's in the order of their names. Where a check of the restricted level takes the place of one of the baseline,
/// both are listed: they fail at different levels.
static CHECKS: [Check; 20] = [
    baseline("appArmorProfile", 0, app_armor),
    baseline("capabilities_baseline", 0, capabilities_baseline),
    baseline("hostNamespaces", 0, host_namespaces),
    baseline("hostPathVolumes", 0, host_path_volumes),
    baseline("hostPorts", 0, host_ports),
    baseline("hostProbesAndHostLifecycle", 34, host_probes),
    baseline("privileged", 0, privileged),
    baseline("procMount", 0, |pod, out| {
        if !pod.own_users {
            proc_mount(pod, out);
        }
    }),
    baseline("seLinuxOptions", 0, se_linux),
    Check { id: "seccompProfile_baseline", level: Level::Baseline, versions: 0..=18, run: seccomp_annotations },
    baseline("seccompProfile_baseline", 19, seccomp_baseline),
    baseline("sysctls", 0, sysctls),
    baseline("windowsHostProcess", 0, windows_host_process),
    restricted("allowPrivilegeEscalation", 8, privilege_escalation),
    restricted("capabilities_restricted", 22, capabilities_restricted),
    restricted("procMount_restricted", 35, proc_mount),
    restricted("restrictedVolumes", 0, volume_types),
    restricted("runAsNonRoot", 0, run_as_non_root),
    restricted("runAsUser", 23, run_as_user),
    restricted("seccompProfile_restricted", 19, seccomp_restricted),
];

/// Capabilities that the baseline lets a container add.
pub(crate) const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Sysctls that the baseline lets a pod set, with the version since which it does.
const SYSCTLS: [(&str, u8); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_notsent_lowat", 37),
];

/// Types of SELinux domains that the baseline lets run, with the version since which it does.
const SELINUX_TYPES: [(&str, u8); 5] =
    [("", 0), ("container_t", 0), ("container_init_t", 0), ("container_kvm_t", 0), ("container_engine_t", 31)];

/// Sources of volumes that the restricted level lets in. Any other key of a volume but its name counts as another source.
const VOLUMES: [&str; 9] =
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

const CONTEXT: &str = "securityContext";

/// Collects where one check fails.
struct Failures<'a> {
    check: &'static Check,
    from: usize,
    list: &'a mut Vec<PodSecurityFailure>,
}

impl Failures<'_> {
    /// The field `keys` below `node`, which is called `base`, or as many of the keys as are written.
    fn at(&mut self, base: &str, node: &Node<'_>, keys: &[&str]) {
        let mut path = String::from(base);
        let mut node = node;
        for key in keys {
            match node.get(key) {
                Some(child) if !child.is_null() => node = child,
                _ => break,
            }
            path.push('.');
            path.push_str(key);
        }
        self.path(path);
    }

    fn path(&mut self, path: String) {
        if self.list.len() - self.from < MAX_PLACES {
            self.list.push(PodSecurityFailure { check: Text::Borrowed(self.check.id), level: self.check.level, path });
        }
    }
}

impl<'a> Pod<'a> {
    /// What may have a security context: the pod, then its containers.
    fn holders(&self) -> impl Iterator<Item = (&'a str, &'a Node<'a>)> {
        let containers = self.workload.containers.iter().map(|container| (container.path.as_str(), container.node));
        core::iter::once((&*self.workload.spec_path, self.spec)).chain(containers)
    }

    fn containers(&self) -> &'a [Container<'a>] {
        &self.workload.containers
    }

    fn annotations(&self) -> &'a [Entry<'a>] {
        node_at(self.workload.metadata, &["annotations"]).map_or(&[], Node::entries)
    }

    fn annotation_path(&self, key: &str) -> String {
        let parent = self.workload.spec_path.strip_suffix("spec").unwrap_or_default();
        format!("{parent}metadata.annotations[{key}]")
    }
}

/// The text of a value; nothing where it is absent or no text. An unrendered value is judged as it stands.
fn text<'a>(node: Option<&'a Node<'a>>) -> &'a str {
    match node.map(|node| &node.value) {
        Some(Value::String(text) | Value::Template(text)) => text,
        _ => "",
    }
}

fn text_at<'a>(node: &'a Node<'a>, path: &[&str]) -> &'a str {
    text(node_at(Some(node), path))
}

/// Whether a list of things with the version since which they are allowed has this one.
fn allows(list: &[(&str, u8)], name: &str, minor: u8) -> bool {
    list.iter().any(|(known, since)| *known == name && *since <= minor)
}

/// Whether a profile of seccomp or AppArmor is of a type that the baseline lets in.
fn is_safe_profile(profile: &Node<'_>) -> bool {
    matches!(text_at(profile, &["type"]), "RuntimeDefault" | "Localhost")
}

fn unsafe_profiles(pod: &Pod<'_>, field: &str, out: &mut Failures<'_>) {
    for (base, node) in pod.holders() {
        if node_at(Some(node), &[CONTEXT, field]).is_some_and(|profile| !is_safe_profile(profile)) {
            out.at(base, node, &[CONTEXT, field, "type"]);
        }
    }
}

fn app_armor(pod: &Pod<'_>, out: &mut Failures<'_>) {
    unsafe_profiles(pod, "appArmorProfile", out);
    for entry in pod.annotations().iter().filter(|entry| entry.key.starts_with("container.apparmor.security.beta.kubernetes.io/")) {
        let value = text(Some(&entry.value));
        if !matches!(value, "" | "runtime/default") && !value.starts_with("localhost/") {
            out.path(pod.annotation_path(&entry.key));
        }
    }
}

/// The first item of `capabilities.add` of each container that is not allowed.
fn added_capabilities(pod: &Pod<'_>, allowed: &[&str], out: &mut Failures<'_>) {
    for container in pod.containers() {
        let added = items_at(Some(container.node), &[CONTEXT, "capabilities", "add"]);
        if let Some(i) = added.iter().position(|name| !allowed.contains(&text(Some(name)))) {
            out.path(format!("{}.{CONTEXT}.capabilities.add[{i}]", container.path));
        }
    }
}

fn capabilities_baseline(pod: &Pod<'_>, out: &mut Failures<'_>) {
    added_capabilities(pod, &CAPABILITIES, out);
}

fn capabilities_restricted(pod: &Pod<'_>, out: &mut Failures<'_>) {
    if pod.windows {
        return;
    }
    for container in pod.containers() {
        const DROP: [&str; 3] = [CONTEXT, "capabilities", "drop"];
        if !items_at(Some(container.node), &DROP).iter().any(|name| text(Some(name)) == "ALL") {
            out.at(&container.path, container.node, &DROP);
        }
    }
    added_capabilities(pod, &["NET_BIND_SERVICE"], out);
}

fn host_namespaces(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
        if bool_at(Some(pod.spec), &[field]).value() == Some(true) {
            out.at(&pod.workload.spec_path, pod.spec, &[field]);
        }
    }
}

fn host_path_volumes(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for (i, volume) in pod.workload.volumes().iter().enumerate() {
        if node_at(Some(volume), &["hostPath"]).is_some() {
            out.path(format!("{}.volumes[{i}].hostPath", pod.workload.spec_path));
        }
    }
}

fn host_ports(pod: &Pod<'_>, out: &mut Failures<'_>) {
    let is_set = |port: &Node<'_>, field: &str| int_at(Some(port), &[field]).value().is_some_and(|number| number != 0);
    for container in pod.containers() {
        for (i, port) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
            if is_set(port, "hostPort") || (pod.host_network && is_set(port, "containerPort")) {
                out.at(&format!("{}.ports[{i}]", container.path), port, &["hostPort"]);
            }
        }
    }
}

fn host_probes(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const HANDLERS: [&[&str]; 5] =
        [&["livenessProbe"], &["readinessProbe"], &["startupProbe"], &["lifecycle", "postStart"], &["lifecycle", "preStop"]];
    for container in pod.containers() {
        for handler in HANDLERS {
            for action in ["httpGet", "tcpSocket"] {
                let Some(node) = node_at(Some(container.node), handler) else { continue };
                if !text_at(node, &[action, "host"]).is_empty() {
                    out.at(&format!("{}.{}", container.path, handler.join(".")), node, &[action, "host"]);
                }
            }
        }
    }
}

fn privileged(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for container in pod.containers() {
        if bool_at(Some(container.node), &[CONTEXT, "privileged"]).value() == Some(true) {
            out.at(&container.path, container.node, &[CONTEXT, "privileged"]);
        }
    }
}

fn proc_mount(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for container in pod.containers() {
        if node_at(Some(container.node), &[CONTEXT, "procMount"]).is_some_and(|mount| text(Some(mount)) != "Default") {
            out.at(&container.path, container.node, &[CONTEXT, "procMount"]);
        }
    }
}

fn se_linux(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for (base, node) in pod.holders() {
        let Some(options) = node_at(Some(node), &[CONTEXT, "seLinuxOptions"]) else { continue };
        for field in ["type", "user", "role"] {
            let value = text_at(options, &[field]);
            if !(if field == "type" { allows(&SELINUX_TYPES, value, pod.minor) } else { value.is_empty() }) {
                out.at(base, node, &[CONTEXT, "seLinuxOptions", field]);
            }
        }
    }
}

/// Before 1.19, seccomp profiles were annotations.
fn seccomp_annotations(pod: &Pod<'_>, out: &mut Failures<'_>) {
    let mut names: Vec<&str> = pod.containers().iter().map(|container| container.name).collect();
    plimsoll_text::sort_by(&mut names, Ord::cmp);
    for entry in pod.annotations() {
        let of_container = entry.key.strip_prefix("container.seccomp.security.alpha.kubernetes.io/");
        let applies =
            entry.key == "seccomp.security.alpha.kubernetes.io/pod" || of_container.is_some_and(|name| names.binary_search(&name).is_ok());
        let value = text(Some(&entry.value));
        if applies && !matches!(value, "runtime/default" | "docker/default") && !value.starts_with("localhost/") {
            out.path(pod.annotation_path(&entry.key));
        }
    }
}

fn seccomp_baseline(pod: &Pod<'_>, out: &mut Failures<'_>) {
    unsafe_profiles(pod, "seccompProfile", out);
}

fn seccomp_restricted(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const PROFILE: [&str; 2] = [CONTEXT, "seccompProfile"];
    if pod.windows {
        return;
    }
    unsafe_profiles(pod, "seccompProfile", out);
    if node_at(Some(pod.spec), &PROFILE).is_some_and(is_safe_profile) {
        return;
    }
    for container in pod.containers() {
        if node_at(Some(container.node), &PROFILE).is_none() {
            out.at(&container.path, container.node, &PROFILE);
        }
    }
}

fn sysctls(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for (i, sysctl) in items_at(Some(pod.spec), &[CONTEXT, "sysctls"]).iter().enumerate() {
        if !allows(&SYSCTLS, text_at(sysctl, &["name"]), pod.minor) {
            out.at(&format!("{}.{CONTEXT}.sysctls[{i}]", pod.workload.spec_path), sysctl, &["name"]);
        }
    }
}

fn windows_host_process(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const FIELD: [&str; 3] = [CONTEXT, "windowsOptions", "hostProcess"];
    for (base, node) in pod.holders() {
        if bool_at(Some(node), &FIELD).value() == Some(true) {
            out.at(base, node, &FIELD);
        }
    }
}

fn privilege_escalation(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const FIELD: [&str; 2] = [CONTEXT, "allowPrivilegeEscalation"];
    for container in pod.containers().iter().filter(|_| !pod.windows) {
        if bool_at(Some(container.node), &FIELD).value() != Some(false) {
            out.at(&container.path, container.node, &FIELD);
        }
    }
}

fn volume_types(pod: &Pod<'_>, out: &mut Failures<'_>) {
    for (i, volume) in pod.workload.volumes().iter().enumerate() {
        let sources = || volume.entries().iter().filter(|entry| entry.key != "name" && !entry.value.is_null());
        if let Some(source) = sources().next().filter(|_| !sources().any(|entry| VOLUMES.contains(&&*entry.key))) {
            out.path(format!("{}.volumes[{i}].{}", pod.workload.spec_path, source.key));
        }
    }
}

fn run_as_non_root(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const FIELD: [&str; 2] = [CONTEXT, "runAsNonRoot"];
    if pod.own_users {
        return;
    }
    let of_pod = bool_at(Some(pod.spec), &FIELD).value();
    if of_pod == Some(false) {
        out.at(&pod.workload.spec_path, pod.spec, &FIELD);
    }
    for container in pod.containers() {
        if bool_at(Some(container.node), &FIELD).value().or(of_pod) != Some(true) {
            out.at(&container.path, container.node, &FIELD);
        }
    }
}

fn run_as_user(pod: &Pod<'_>, out: &mut Failures<'_>) {
    const FIELD: [&str; 2] = [CONTEXT, "runAsUser"];
    for (base, node) in pod.holders().filter(|_| !pod.own_users) {
        if int_at(Some(node), &FIELD).value() == Some(0) {
            out.at(base, node, &FIELD);
        }
    }
}

#[cfg(test)]
mod tests;
