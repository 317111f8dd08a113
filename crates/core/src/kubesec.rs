//! kubesec's score of an object: the rules, points, names and order of kubesec v2 (`controlplaneio/kubesec`, `pkg/ruler` and
//! `pkg/rules`), without its schema validation.
//!
//! This is for those who compare with kubesec or come from it. So everything odd about it is kept: one container is enough for a
//! point, names and paths match by parts of their text, jobs are hardly looked at. Nothing here feeds Plimsoll's own rules and
//! score. The reasons are worded anew. It never reads more than one object: of a List, which kubesec does not look into, each item is
//! scored as if it stood alone.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_report::{Kubesec, KubesecRule, KubesecScoring, Text};
use plimsoll_yaml::{Node, Value};

use crate::model::{Object, node_at};

/// The score of an object of a manifest. Linear in the size of the object, and quick for kinds that kubesec does not know.
#[must_use]
pub fn score(object: &Object<'_>) -> Kubesec {
    document(Some(object.root), object.kind)
}

/// The score of whatever a document holds, if anything; `kind` is what it is where it does not say so itself. What has no kind gets
/// every rule as advice.
#[must_use]
pub fn document(root: Option<&Node<'_>>, kind: &str) -> Kubesec {
    let at = |path: &[&str]| node_at(root, path);
    let (known, name) = match at(&["kind"]) {
        None if kind.is_empty() => (None, String::new()),
        None => (Some(kind), kind.to_string()),
        // Anything but a text is no kind that a rule applies to.
        Some(node) => (Some(text_of(node).unwrap_or_default()), printed(node)),
    };
    let object = match known {
        None => String::from("Unknown"),
        Some(_) => {
            let word = |path: &[&str], default: &str| at(path).map_or_else(|| default.to_string(), printed);
            format!("{name}/{}.{}", word(&["metadata", "name"], "undefined"), word(&["metadata", "namespace"], "default"))
        }
    };
    let kinds = known.map_or(ANY, bit);
    let subject = Subject { root, pod: at(pod_path(known.unwrap_or_default())) };
    let mut score = 0;
    let mut scoring = KubesecScoring::default();
    for rule in RULES.iter().filter(|rule| rule.kinds & kinds != 0) {
        let matches = known.is_some() && (rule.matches)(&subject);
        let list = match (matches, rule.points > 0) {
            (true, true) => &mut scoring.passed,
            (true, false) => &mut scoring.critical,
            (false, true) => &mut scoring.advise,
            (false, false) => continue,
        };
        if matches {
            score += i32::from(rule.points);
        }
        list.push(rule.in_report());
    }
    let message = match score {
        _ if kinds == 0 => String::from("This resource kind is not supported by kubesec"),
        0.. => format!("Passed with a score of {score} points"),
        _ => format!("Failed with a score of {score} points"),
    };
    Kubesec { object, score, message, scoring }
}

/// What a rule looks at.
struct Subject<'a> {
    root: Option<&'a Node<'a>>,
    /// The pod spec, where kubesec looks for it.
    pod: Option<&'a Node<'a>>,
}

struct Rule {
    id: &'static str,
    points: i8,
    kinds: u16,
    selector: &'static str,
    reason: &'static str,
    /// Whether one container, volume or field is as the rule says.
    matches: fn(&Subject<'_>) -> bool,
}

impl Rule {
    fn in_report(&self) -> KubesecRule {
        KubesecRule {
            id: Text::Borrowed(self.id),
            selector: Text::Borrowed(self.selector),
            reason: Text::Borrowed(self.reason),
            points: i32::from(self.points),
        }
    }
}

const PODS: u16 = 0b1111;
const STATEFUL_SET: u16 = 0b100;
const SECRETS: u16 = 0b111_1111;
const BINDINGS: u16 = 0b1_1000_0000;
const ANY: u16 = u16::MAX;

fn bit(kind: &str) -> u16 {
    const KINDS: [&str; 9] =
        ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "RoleBinding", "ClusterRoleBinding"];
    KINDS.iter().position(|known| *known == kind).map_or(0, |i| 1 << i)
}

fn pod_path(kind: &str) -> &'static [&'static str] {
    match kind {
        "Pod" => &["spec"],
        "CronJob" => &["spec", "jobTemplate", "spec", "template", "spec"],
        _ => &["spec", "template", "spec"],
    }
}

const CONTEXT: &str = "securityContext";
const ADD: [&str; 3] = [CONTEXT, "capabilities", "add"];
const DROP: [&str; 3] = [CONTEXT, "capabilities", "drop"];
const SECCOMP: [&str; 3] = [CONTEXT, "seccompProfile", "type"];
const APPARMOR: [&str; 3] = [CONTEXT, "appArmorProfile", "type"];
const SECCOMP_SELECTOR: &str = ".spec .securityContext .seccompProfile .type | \
    .spec .containers[] .securityContext .seccompProfile .type | \
    .spec .initContainers[] .securityContext .seccompProfile .type | \
    .spec .ephemeralContainers[] .securityContext .seccompProfile .type";
const APPARMOR_SELECTOR: &str = ".spec .securityContext .appArmorProfile .type | \
    .spec .containers[] .securityContext .appArmorProfile .type | \
    .spec .initContainers[] .securityContext .appArmorProfile .type | \
    .spec .ephemeralContainers[] .securityContext .appArmorProfile .type";

/// The rules in the order of every list of a report: by points, the biggest first, then by selector.
static RULES: [Rule; 30] = [
    Rule {
        id: "BindingsToSystemAnonymous",
        points: -30,
        kinds: BINDINGS,
        selector: ".subjects[] .name == \"system:anonymous\"",
        reason: "Whoever reaches the API server without credentials gets these rights",
        matches: |s| listed(node_at(s.root, &["subjects"]), &["name"]).any(|name| printed(name).contains("system:anonymous")),
    },
    Rule {
        id: "CapSysAdmin",
        points: -30,
        kinds: PODS,
        selector: "containers[] .securityContext .capabilities .add == SYS_ADMIN",
        reason: "SYS_ADMIN is close to being root on the node",
        matches: |s| s.container(|at| node_at(Some(at), &ADD).map(|add| printed(add).contains("SYS_ADMIN"))),
    },
    Rule {
        id: "Privileged",
        points: -30,
        kinds: PODS,
        selector: "containers[] .securityContext .privileged == true",
        reason: "A privileged container has the devices and rights of its node",
        matches: |s| s.container(|at| flag(at, "privileged")),
    },
    Rule {
        id: "HostIPC",
        points: -9,
        kinds: PODS,
        selector: ".spec .hostIPC == true",
        reason: "Processes can talk to those of the node through shared memory",
        matches: |s| s.is("hostIPC", true),
    },
    Rule {
        id: "HostNetwork",
        points: -9,
        kinds: PODS,
        selector: ".spec .hostNetwork == true",
        reason: "The pod sees the node's network, with what listens on its loopback interface",
        matches: |s| s.is("hostNetwork", true),
    },
    Rule {
        id: "HostPID",
        points: -9,
        kinds: PODS,
        selector: ".spec .hostPID == true",
        reason: "The pod sees the node's processes, with their environment and arguments",
        matches: |s| s.is("hostPID", true),
    },
    Rule {
        id: "ProcMount",
        points: -9,
        kinds: PODS,
        selector: "volumes[] .hostPath .path == /proc",
        reason: "The node's /proc shows its processes and lets some of its settings be changed",
        matches: |s| s.host_path("/proc"),
    },
    Rule {
        id: "DockerSock",
        points: -9,
        kinds: PODS,
        selector: "volumes[] .hostPath .path == /var/run/docker.sock",
        reason: "Through Docker's socket a container can start others as root on the node",
        matches: |s| s.host_path("/var/run/docker.sock"),
    },
    Rule {
        id: "AllowPrivilegeEscalation",
        points: -7,
        kinds: PODS,
        selector: "containers[] .securityContext .allowPrivilegeEscalation == true",
        reason: "A process can become more than it was started as, through setuid programs for instance",
        matches: |s| s.container(|at| flag(at, "allowPrivilegeEscalation")),
    },
    Rule {
        id: "SecretsAsEnvironmentVariables",
        points: -5,
        kinds: SECRETS,
        selector: ".spec .containers[] .env[] .valueFrom .secretKeyRef | .spec .containers[] .envFrom[] .secretRef | \
            .spec .initContainers[] .env[] .valueFrom .secretKeyRef | .spec .initContainers[] .envFrom[] .secretRef | \
            .spec .ephemeralContainers[] .env[] .valueFrom .secretKeyRef | .spec .ephemeralContainers[] .envFrom[] .secretRef",
        reason: "Environment variables are easily logged and handed on; a mounted file is not",
        matches: |s| s.container(|at| Some(has_secret(at))),
    },
    Rule {
        id: "HostAliases",
        points: -3,
        kinds: PODS,
        selector: ".spec .hostAliases",
        reason: "Names belong into the cluster's DNS, not into the hosts file of single pods",
        matches: |s| node_at(s.pod, &["hostAliases"]).is_some(),
    },
    Rule {
        id: "ApparmorAny",
        points: 3,
        kinds: PODS,
        selector: APPARMOR_SELECTOR,
        reason: "AppArmor confines what a process may touch, known attack or not",
        matches: |s| s.container_or_pod(|at| Some(text_of(node_at(Some(at), &APPARMOR)?)? != "Unconfined")),
    },
    Rule {
        id: "ServiceAccountName",
        points: 3,
        kinds: PODS,
        selector: ".spec .serviceAccountName",
        reason: "An account of its own can be given just the rights that the pod needs",
        matches: |s| node_at(s.pod, &["serviceAccountName"]).is_some(),
    },
    Rule {
        id: "AutomountServiceAccountToken",
        points: 1,
        kinds: PODS,
        selector: ".spec .automountServiceAccountToken == false",
        reason: "A pod that does not talk to the API server needs no token for it",
        matches: |s| s.is("automountServiceAccountToken", false),
    },
    Rule {
        id: "HostUsers",
        points: 1,
        kinds: PODS,
        selector: ".spec .hostUsers == false",
        reason: "In a user namespace, root in the container is nobody on the node",
        matches: |s| s.is("hostUsers", false),
    },
    Rule {
        id: "ApparmorUnconfined",
        points: -1,
        kinds: PODS,
        selector: APPARMOR_SELECTOR,
        reason: "Without AppArmor a process may touch whatever its user may",
        matches: |s| s.container_or_pod(|at| Some(text_of(node_at(Some(at), &APPARMOR)?)? == "Unconfined")),
    },
    Rule {
        id: "SeccompAny",
        points: 1,
        kinds: PODS,
        selector: SECCOMP_SELECTOR,
        reason: "A seccomp profile keeps a process from system calls that it has no use for",
        matches: |s| s.container_or_pod(|at| Some(text_of(node_at(Some(at), &SECCOMP)?)? != "Unconfined")),
    },
    Rule {
        id: "SeccompUnconfined",
        points: -1,
        kinds: PODS,
        selector: SECCOMP_SELECTOR,
        reason: "Without a seccomp profile every system call can be tried",
        matches: |s| s.container_or_pod(|at| Some(text_of(node_at(Some(at), &SECCOMP)?)? == "Unconfined")),
    },
    Rule {
        id: "VolumeClaimAccessModeReadWriteOnce",
        points: 1,
        kinds: STATEFUL_SET,
        selector: ".spec .volumeClaimTemplates[] .spec .accessModes | index(\"ReadWriteOnce\")",
        reason: "A volume that one node mounts is not written to from two sides",
        matches: |s| {
            let once = |modes: &Node<'_>| format!("accessModes:{}", printed(modes)).contains("accessModes:[ReadWriteOnce]");
            s.no_claim() || listed(s.claims(), &["spec", "accessModes"]).any(once)
        },
    },
    Rule {
        id: "VolumeClaimRequestsStorage",
        points: 1,
        kinds: STATEFUL_SET,
        selector: ".spec .volumeClaimTemplates[] .spec .resources .requests .storage",
        reason: "A volume of a stated size is one that the application fits in",
        matches: |s| s.no_claim() || listed(s.claims(), &["spec", "resources", "requests", "storage"]).next().is_some(),
    },
    Rule {
        id: "RunAsGroup",
        points: 1,
        kinds: PODS,
        selector: ".spec, .spec.containers[] | .securityContext .runAsGroup -gt 10000",
        reason: "A high group id is no group of the node",
        matches: |s| s.container_or_pod(|at| high_id(at, "runAsGroup")),
    },
    Rule {
        id: "RunAsNonRoot",
        points: 1,
        kinds: PODS,
        selector: ".spec, .spec.containers[] | .securityContext .runAsNonRoot == true",
        reason: "An image that would run as root is not started",
        matches: |s| s.container_or_pod(|at| flag(at, "runAsNonRoot")),
    },
    Rule {
        id: "RunAsUser",
        points: 1,
        kinds: PODS,
        selector: ".spec, .spec.containers[] | .securityContext .runAsUser -gt 10000",
        reason: "A high user id is no user of the node",
        matches: |s| s.container_or_pod(|at| high_id(at, "runAsUser")),
    },
    Rule {
        id: "LimitsCPU",
        points: 1,
        kinds: PODS,
        selector: "containers[] .resources .limits .cpu",
        reason: "A limit keeps a container from taking its node's CPU from all others",
        matches: |s| s.resource("limits", "cpu"),
    },
    Rule {
        id: "LimitsMemory",
        points: 1,
        kinds: PODS,
        selector: "containers[] .resources .limits .memory",
        reason: "A limit keeps a container from filling its node's memory",
        matches: |s| s.resource("limits", "memory"),
    },
    Rule {
        id: "RequestsCPU",
        points: 1,
        kinds: PODS,
        selector: "containers[] .resources .requests .cpu",
        reason: "Requests let the scheduler share out CPU fairly",
        matches: |s| s.resource("requests", "cpu"),
    },
    Rule {
        id: "RequestsMemory",
        points: 1,
        kinds: PODS,
        selector: "containers[] .resources .requests .memory",
        reason: "Requests let the scheduler share out memory fairly",
        matches: |s| s.resource("requests", "memory"),
    },
    Rule {
        id: "CapDropAny",
        points: 1,
        kinds: PODS,
        selector: "containers[] .securityContext .capabilities .drop",
        reason: "Every capability less is one less to attack the kernel with",
        matches: |s| {
            s.container(|at| {
                let drop = node_at(Some(at), &DROP)?;
                Some(!drop.items().is_empty() && !printed(drop).contains("<nil>"))
            })
        },
    },
    Rule {
        id: "CapDropAll",
        points: 1,
        kinds: PODS,
        selector: "containers[] .securityContext .capabilities .drop | index(\"ALL\")",
        reason: "A container keeps only the capabilities that it says it needs",
        matches: |s| s.container(|at| Some(printed(node_at(Some(at), &DROP)?).to_ascii_uppercase().contains("ALL"))),
    },
    Rule {
        id: "ReadOnlyRootFilesystem",
        points: 1,
        kinds: PODS,
        selector: "containers[] .securityContext .readOnlyRootFilesystem == true",
        reason: "An intruder cannot put programs into a file system that nobody can write to",
        matches: |s| s.container(|at| flag(at, "readOnlyRootFilesystem")),
    },
];

impl<'a> Subject<'a> {
    fn is(&self, field: &str, value: bool) -> bool {
        node_at(self.pod, &[field]).and_then(Node::as_bool) == Some(value)
    }

    /// All containers, of whatever sort.
    fn containers(&self) -> impl Iterator<Item = &'a Node<'a>> {
        ["initContainers", "containers", "ephemeralContainers"].into_iter().flat_map(|list| counted(node_at(self.pod, &[list])))
    }

    /// Whether the check holds for one container. It says nothing (`None`) where what it looks at has another type.
    fn container(&self, check: impl Fn(&Node<'_>) -> Option<bool>) -> bool {
        self.containers().any(|container| check(container) == Some(true))
    }

    /// The same, where a container that says nothing has what its pod says.
    fn container_or_pod(&self, check: impl Fn(&Node<'_>) -> Option<bool>) -> bool {
        let of_pod = self.pod.and_then(&check);
        self.containers().any(|container| check(container).or(of_pod) == Some(true))
    }

    fn host_path(&self, part: &str) -> bool {
        listed(node_at(self.pod, &["volumes"]), &["hostPath", "path"]).any(|path| printed(path).contains(part))
    }

    /// Whether a resource has a key at all, in one of the containers proper.
    fn resource(&self, list: &str, name: &str) -> bool {
        listed(node_at(self.pod, &["containers"]), &["resources", list, name]).next().is_some()
    }

    fn claims(&self) -> Option<&'a Node<'a>> {
        node_at(self.root, &["spec", "volumeClaimTemplates"])
    }

    fn no_claim(&self) -> bool {
        listed(self.claims(), &["spec"]).next().is_none()
    }
}

/// What is found by counting through a value: the items of a list; a map counts its keys, and each number then leads to the map
/// itself.
fn counted<'a>(node: Option<&'a Node<'a>>) -> &'a [Node<'a>] {
    match node {
        Some(Node { value: Value::Seq(items), .. }) => items,
        Some(map) if !map.entries().is_empty() => core::slice::from_ref(map),
        _ => &[],
    }
}

/// The values at `path` in the items of a list. The last key must be there; its value may be null.
fn listed<'a, 'p>(list: Option<&'a Node<'a>>, path: &'p [&'p str]) -> impl Iterator<Item = &'a Node<'a>> + use<'a, 'p> {
    list.map_or(&[][..], Node::items).iter().filter_map(move |item| item.path(path))
}

fn flag(at: &Node<'_>, field: &str) -> Option<bool> {
    node_at(Some(at), &[CONTEXT, field])?.as_bool()
}

fn high_id(at: &Node<'_>, field: &str) -> Option<bool> {
    Some(node_at(Some(at), &[CONTEXT, field])?.as_f64()? > 10000.0)
}

fn has_secret(container: &Node<'_>) -> bool {
    let any = |list: &str, path: &[&str]| counted(node_at(Some(container), &[list])).iter().any(|item| node_at(Some(item), path).is_some());
    any("env", &["valueFrom", "secretKeyRef"]) || any("envFrom", &["secretRef"])
}

/// A text; what an unrendered template left in one is part of it.
fn text_of<'a>(node: &'a Node<'_>) -> Option<&'a str> {
    match &node.value {
        Value::String(text) | Value::Template(text) => Some(text),
        _ => None,
    }
}

/// A value as Go prints it with `%v`.
fn printed(node: &Node<'_>) -> String {
    let mut out = String::new();
    print(node, &mut out);
    out
}

/// Recursion ends where the tree does, at `plimsoll_yaml::MAX_DEPTH`.
fn print(node: &Node<'_>, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("<nil>"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(_) | Value::UInt(_) | Value::Float(_) => print_number(node.as_f64().unwrap_or_default(), out),
        Value::String(text) | Value::Template(text) => out.push_str(text),
        Value::Seq(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                print(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            let mut entries: Vec<_> = map.entries.iter().collect();
            plimsoll_text::sort_by(&mut entries, |a, b| a.key.cmp(&b.key));
            out.push_str("map[");
            for (i, entry) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                out.push_str(&entry.key);
                out.push(':');
                print(&entry.value, out);
            }
            out.push(']');
        }
    }
}

/// The shortest digits that mean the number; with an exponent below -4 or above 5 in the form `1.5e+06`.
fn print_number(number: f64, out: &mut String) {
    if number.is_sign_negative() {
        out.push('-');
    }
    match plimsoll_text::shortest(number) {
        Some(shortest) => shortest.write_general(out),
        None => out.push('0'),
    }
}

#[cfg(test)]
mod tests;
