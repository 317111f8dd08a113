//! Volumes that are parts of the node's file system, and how far they reach.
//!
//! It never judges mounts: what a volume is decides, however a container mounts it.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use super::object::str_at;
use super::workload::Workload;

/// What of the node a path gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Some folder or file.
    Plain,
    /// A place that holds the node's configuration, keys, processes or other containers' data.
    Sensitive,
    /// The socket of a container runtime, or a folder that holds one.
    Socket,
    /// A folder that is there for the pod: keys and data of the control plane, in a pod of the control plane.
    Own,
}

/// A `hostPath` volume.
#[derive(Clone, Debug)]
pub struct HostPath<'a> {
    /// Its number among the volumes.
    pub index: usize,
    /// The volume's name.
    pub name: &'a str,
    /// Its path as written, where it is a string.
    pub path: Option<&'a str>,
    /// The path, or the `hostPath` key where there is none.
    pub span: Span,
    /// What it gives away.
    pub reach: Reach,
}

/// The `hostPath` volumes of a pod. An empty `hostPath: {}` is one too, as for Pod Security.
#[must_use]
pub fn host_paths<'a>(workload: &Workload<'a>) -> Vec<HostPath<'a>> {
    let runs_control_plane = workload.runs_control_plane();
    let reach = |path: &str| if runs_control_plane && is_control_planes(path) { Reach::Own } else { reach(path) };
    let volumes = workload.volumes().iter().enumerate();
    volumes
        .filter_map(|(index, volume)| {
            let entry = volume.entry("hostPath").filter(|entry| !entry.value.is_null())?;
            let path = str_at(Some(&entry.value), &["path"]).value();
            let span = entry.value.get("path").filter(|path| !path.is_null()).map_or(entry.key_span, |path| path.span);
            let name = str_at(Some(volume), &["name"]).value().unwrap_or_default();
            Some(HostPath { index, name, path, span, reach: path.map_or(Reach::Plain, reach) })
        })
        .collect()
}

/// Sockets of container runtimes.
const SOCKETS: [&str; 5] = ["docker.sock", "containerd.sock", "crio.sock", "podman.sock", "cri-dockerd.sock"];

/// Folders that hold such a socket.
const SOCKET_FOLDERS: [&str; 7] =
    ["/run", "/var/run", "/run/containerd", "/var/run/containerd", "/run/crio", "/var/run/crio", "/run/podman"];

/// Folders of which no part is harmless.
const SENSITIVE: [&str; 15] = [
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/kubelet",
    "/var/log",
    "/var/run",
];

/// Folders that are sensitive themselves, though not everything in them is.
const SENSITIVE_ABOVE: [&str; 3] = ["/", "/var", "/var/lib"];

/// What everyone may read on any node: certificates of public authorities, the time zone, the system's name. Not the kernel's modules
/// in `/lib`: who writes there is root with the next one that is loaded.
const PUBLIC: [&str; 8] = [
    "/etc/ca-certificates",
    "/etc/localtime",
    "/etc/os-release",
    "/etc/ssl/certs",
    "/etc/timezone",
    "/usr/local/share/ca-certificates",
    "/usr/share/ca-certificates",
    "/usr/share/zoneinfo",
];

/// What the control plane's programs are given of their node, by kubeadm and by those who add an audit log or an admission's settings.
const CONTROL_PLANES: [&str; 9] = [
    "/etc/ca-certificates",
    "/etc/kubernetes",
    "/etc/pki",
    "/etc/ssl",
    "/usr/libexec/kubernetes",
    "/usr/local/share/ca-certificates",
    "/usr/share/ca-certificates",
    "/var/lib/etcd",
    "/var/log/kubernetes",
];

fn is_control_planes(path: &str) -> bool {
    let path = clean(path);
    CONTROL_PLANES.iter().any(|folder| is_under(&path, folder))
}

fn is_under(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn reach(path: &str) -> Reach {
    let path = clean(path);
    let path = path.as_str();
    let name = path.rsplit('/').next().unwrap_or_default();
    let under = |folder: &str| is_under(path, folder);
    if SOCKETS.contains(&name) || SOCKET_FOLDERS.contains(&path) {
        Reach::Socket
    } else if PUBLIC.iter().any(|folder| under(folder)) {
        Reach::Plain
    } else if SENSITIVE_ABOVE.contains(&path) || SENSITIVE.iter().any(|folder| under(folder)) {
        Reach::Sensitive
    } else {
        Reach::Plain
    }
}

/// The path without `.`, `..` and repeated slashes.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut out = String::with_capacity(path.len());
    for part in parts {
        out.push('/');
        out.push_str(part);
    }
    if out.is_empty() { "/".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::{Reach, reach};

    #[test]
    fn paths_reach_as_far_as_they_really_go() {
        for path in ["/var/run/docker.sock", "/run/k3s/containerd/containerd.sock", "/var/run/", "/var/lib/../run", "//run/./containerd"] {
            assert_eq!(reach(path), Reach::Socket, "{path}");
        }
        for path in ["/", "/etc/kubernetes", "/proc", "/var/lib/kubelet/pods", "/data/../etc", "/var/log", "/lib/modules"] {
            assert_eq!(reach(path), Reach::Sensitive, "{path}");
        }
        for path in ["/data", "/etc/ssl/certs/", "/etcetera", "/opt/app", "/mnt/docker.sock.d", "/home/me/x"] {
            assert_eq!(reach(path), Reach::Plain, "{path}");
        }
    }
}
