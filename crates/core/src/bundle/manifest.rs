//! What the objects of a manifest tell the other files.
//!
//! It reads and never judges: what has the wrong type or is made by a template is not known.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::{Node, Value};

use super::facts::{
    AccountFacts, Backend, BudgetFacts, ContainerFacts, ContainerPort, Least, ObjectFacts, PodFacts, PolicyFacts, PortName, ServiceFacts,
    ServicePort, Setting, Target, What, Word,
};
use super::registries;
use super::select::{Selector, pairs};
use super::setup;
use crate::model::{Container, Field, Manifest, Object, Role, Workload, bool_at, int_at, items_at, node_at, place, str_at};

/// What the objects tell. Linear in their size.
#[must_use]
pub(crate) fn facts(manifest: &Manifest<'_>, workloads: &[Workload<'_>], source: &str) -> Vec<ObjectFacts> {
    let mut workloads = workloads.iter().peekable();
    manifest
        .objects
        .iter()
        .map(|object| {
            let mut own = core::iter::from_fn(|| workloads.next_if(|workload| workload.object.index == object.index));
            let workload = own.next();
            let others: Vec<&Workload<'_>> = own.collect();
            ObjectFacts {
                index: object.index,
                group: object.group().to_string(),
                kind: object.kind.to_string(),
                name: object.name().to_string(),
                namespace: object.namespace().filter(|name| !name.is_empty()).map(ToString::to_string),
                complete: !object.template && !is_open(object.root),
                headline: object.headline(),
                set_up: setup::of(object, workload, source).map(Box::new),
                what: workload.map_or_else(|| what(object), |workload| What::Pods(pods(workload, &others))),
            }
        })
        .collect()
}

/// Whether the name or the namespace is made by a template.
fn is_open(root: &Node<'_>) -> bool {
    ["name", "namespace"].iter().any(|key| root.path(&["metadata", key]).is_some_and(Node::is_template))
}

fn what(object: &Object<'_>) -> What {
    let root = object.root;
    match (object.group(), object.kind) {
        ("", "Service") => What::Service(service(root)),
        ("networking.k8s.io" | "extensions", "Ingress") => What::Ingress(backends(root)),
        ("autoscaling", "HorizontalPodAutoscaler") => {
            let least = int_at(Some(root), &["spec", "minReplicas"]).value().unwrap_or(1);
            What::Autoscaler(target(root, &["spec", "scaleTargetRef"], "apiVersion"), least)
        }
        ("networking.k8s.io", "NetworkPolicy") => What::NetworkPolicy(policy(object)),
        ("policy", "PodDisruptionBudget") => What::Budget(BudgetFacts {
            selector: selector(root, object),
            min_available: node_at(Some(root), &["spec", "minAvailable"]).and_then(|node| Some((least(node)?, node.span))),
        }),
        ("", "Secret") => What::Secret(registries::secret(object)),
        ("", "ServiceAccount") => What::Account(AccountFacts {
            mounts_token: bool_at(Some(root), &["automountServiceAccountToken"]).value(),
            pull_secrets: names(items_at(Some(root), &["imagePullSecrets"])),
        }),
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => What::Binding(target(root, &["roleRef"], "apiGroup")),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => What::PolicyBinding(word_at(root, &["spec", "policyName"])),
        _ => What::Other,
    }
}

impl<T: Copy + PartialEq> Field<'_, T> {
    /// The value with its place.
    fn set(self) -> Option<(T, Span)> {
        match self {
            Field::Set(value, node) => Some((value, node.span)),
            Field::Unset | Field::Wrong(_) => None,
        }
    }

    /// The same as a fact.
    fn setting(self, complete: bool) -> Setting<T> {
        match self {
            Field::Set(value, node) => Setting::Set(value, node.span),
            Field::Unset if complete => Setting::Unset,
            Field::Unset | Field::Wrong(_) => Setting::Unknown,
        }
    }
}

fn word(node: &Node<'_>) -> Option<Word> {
    Some(Word { text: node.as_str()?.to_string(), span: node.span, own: !node.shared })
}

fn word_at(node: &Node<'_>, path: &[&str]) -> Option<Word> {
    node_at(Some(node), path).and_then(word)
}

fn text_at(node: &Node<'_>, path: &[&str]) -> String {
    str_at(Some(node), path).value().unwrap_or_default().to_string()
}

fn port(node: &Node<'_>) -> Option<PortName> {
    let number = node.as_i64();
    let text = match (number, node.as_str()) {
        (Some(number), _) => number.to_string(),
        (None, text) => text?.to_string(),
    };
    // The kubelet reads a text of digits as a number where no port has it as a name.
    Some(PortName { number: number.or_else(|| text.parse().ok()), word: Word { text, span: node.span, own: !node.shared } })
}

fn protocol(node: &Node<'_>) -> String {
    str_at(Some(node), &["protocol"]).value().unwrap_or("TCP").to_ascii_uppercase()
}

fn names(items: &[Node<'_>]) -> Vec<Word> {
    // The empty name is one too: a mistake that the pull secrets' rule tells of.
    items.iter().filter_map(|item| word_at(item, &["name"])).collect()
}

fn target(root: &Node<'_>, path: &[&str], group: &str) -> Option<Target> {
    let node = node_at(Some(root), path)?;
    let version = str_at(Some(node), &[group]).value().unwrap_or_default();
    let group = if group == "apiVersion" { version.split_once('/').map_or("", |(group, _)| group) } else { version };
    let name = word_at(node, &["name"]).filter(|name| !name.text.is_empty())?;
    Some(Target { group: group.to_string(), kind: str_at(Some(node), &["kind"]).value()?.to_string(), name })
}

fn service(root: &Node<'_>) -> ServiceFacts {
    let external = str_at(Some(root), &["spec", "type"]).value() == Some("ExternalName");
    let selector = node_at(Some(root), &["spec", "selector"]).filter(|node| !external && !node.entries().is_empty());
    let ports = items_at(Some(root), &["spec", "ports"]).iter().map(|port| ServicePort {
        name: text_at(port, &["name"]),
        number: int_at(Some(port), &["port"]).set(),
        target: node_at(Some(port), &["targetPort"]).and_then(self::port),
    });
    let address = str_at(Some(root), &["spec", "clusterIP"]);
    ServiceFacts {
        selector: selector.map(|node| Selector::of_labels(node, node.span)),
        ports: ports.collect(),
        headless: matches!(address, Field::Set("None", _) | Field::Wrong(_)),
    }
}

/// The Services of an Ingress, in the form of today and in that of `extensions/v1beta1`.
fn backends(root: &Node<'_>) -> Vec<Backend> {
    let spec = node_at(Some(root), &["spec"]);
    let mut nodes: Vec<&Node<'_>> = ["defaultBackend", "backend"].iter().filter_map(|key| node_at(spec, &[key])).collect();
    for rule in items_at(spec, &["rules"]) {
        nodes.extend(items_at(Some(rule), &["http", "paths"]).iter().filter_map(|path| node_at(Some(path), &["backend"])));
    }
    let read = |node: &Node<'_>| {
        let (service, number) = match word_at(node, &["service", "name"]) {
            Some(service) => {
                let number = node_at(Some(node), &["service", "port", "number"]);
                (service, number.or_else(|| node_at(Some(node), &["service", "port", "name"])))
            }
            None => (word_at(node, &["serviceName"])?, node_at(Some(node), &["servicePort"])),
        };
        Some(Backend { service, port: number.and_then(port) })
    };
    nodes.into_iter().filter_map(read).collect()
}

/// A number, or less than all of a hundred, which is another fault.
fn least(node: &Node<'_>) -> Option<Least> {
    match &node.value {
        Value::Int(number) => Some(Least::Pods(*number)),
        Value::String(text) => text.strip_suffix('%')?.parse().ok().filter(|share| *share < 100).map(Least::Percent),
        _ => None,
    }
}

fn selector(root: &Node<'_>, object: &Object<'_>) -> Selector {
    match root.entry("spec").and_then(|spec| spec.value.entry("selector")).filter(|entry| !entry.value.is_null()) {
        Some(entry) => Selector::of(&entry.value, entry.key_span.to(entry.value.span)),
        None => Selector { known: false, span: object.headline(), ..Selector::default() },
    }
}

fn policy(object: &Object<'_>) -> PolicyFacts {
    let spec = node_at(Some(object.root), &["spec"]);
    let span = place(object.root, &["spec", "podSelector"]).unwrap_or_else(|| object.headline());
    let selector = match node_at(spec, &["podSelector"]) {
        Some(node) => Selector::of(node, span),
        // A policy without a selector is for all pods, as is one with an empty one.
        None => Selector { known: !object.template, span, ..Selector::default() },
    };
    let types: Vec<&str> = items_at(spec, &["policyTypes"]).iter().filter_map(Node::as_str).collect();
    let empty = |key: &str| items_at(spec, &[key]).is_empty();
    let ingress = types.is_empty() || types.contains(&"Ingress");
    PolicyFacts { selector, denies: (ingress && empty("ingress")) || (types.contains(&"Egress") && empty("egress")) }
}

/// Of several templates in one object the first stands for the pods; the containers are those of all.
fn pods(workload: &Workload<'_>, others: &[&Workload<'_>]) -> PodFacts {
    let object = workload.object;
    let complete = workload.is_complete();
    let labels = match node_at(workload.metadata, &["labels"]) {
        Some(node) => pairs(node),
        None => Some(Vec::new()),
    };
    let account = match workload.service_account() {
        Field::Unset | Field::Set("", _) => complete.then(|| Word { text: "default".to_string(), span: object.headline(), own: false }),
        Field::Set(name, node) => Some(Word { text: name.to_string(), span: node.span, own: !node.shared }),
        Field::Wrong(_) => None,
    };
    let ends = matches!((object.group(), object.kind), ("batch", "Job" | "CronJob"))
        || matches!(str_at(workload.spec, &["restartPolicy"]), Field::Set("Never" | "OnFailure", _) | Field::Wrong(_));
    PodFacts {
        labels: labels.filter(|_| complete),
        account,
        mounts_token: match workload.bool_at(&["automountServiceAccountToken"]) {
            Field::Set(mounts, _) => Some(mounts),
            Field::Unset => None,
            // What has the wrong type is not the account's to answer.
            Field::Wrong(_) => Some(true),
        },
        pull_secrets: names(items_at(workload.spec, &["imagePullSecrets"])),
        replicas: int_at(Some(object.root), &["spec", "replicas"]).set(),
        service_name: word_at(object.root, &["spec", "serviceName"]),
        long_running: !ends,
        windows: workload.is_windows(),
        containers: [workload]
            .iter()
            .chain(others)
            .flat_map(|workload| workload.containers.iter().map(|container| self::container(container, workload)))
            .collect(),
    }
}

const PROBES: [(&str, &str); 3] =
    [("startupProbe", "startup probe"), ("livenessProbe", "liveness probe"), ("readinessProbe", "readiness probe")];

fn container(container: &Container<'_>, workload: &Workload<'_>) -> ContainerFacts {
    let complete = workload.is_complete();
    let node = container.node;
    let own = |path: &[&str]| node_at(Some(node), path);
    let (mut hooks, mut probes) = (Vec::new(), Vec::new());
    let lifecycle = [("postStart", "postStart hook"), ("preStop", "preStop hook")].map(|(key, name)| (name, own(&["lifecycle", key])));
    let actions = PROBES.map(|(key, name)| (name, own(&[key])));
    for (name, action) in actions.into_iter().chain(lifecycle) {
        let Some(action) = action else { continue };
        if let Some(words) = words(action.path(&["exec", "command"])).filter(|words| !words.is_empty()) {
            hooks.push((name, words));
        }
        let ports = [["httpGet", "port"], ["tcpSocket", "port"], ["grpc", "port"]];
        probes.extend(ports.iter().filter_map(|path| node_at(Some(action), path)).filter_map(port).map(|port| (name, port)));
    }
    let ports = items_at(Some(node), &["ports"]);
    let known: Vec<ContainerPort> = ports.iter().filter_map(container_port).collect();
    let ports_known = known.len() == ports.len() && own(&["ports"]).is_none_or(|ports| matches!(ports.value, Value::Seq(_)));
    let list = |key: &str| if complete { words(own(&[key])) } else { own(&[key]).and_then(|node| words(Some(node))) };
    ContainerFacts {
        name: container.name.to_string(),
        label: container.label().to_string(),
        path: container.path.clone(),
        init: container.role == Role::Init,
        ephemeral: container.role == Role::Ephemeral,
        headline: container.headline(),
        image: word_at(node, &["image"]),
        run_as_user: workload.security(container, &["runAsUser"], int_at).setting(complete),
        run_as_non_root: workload.security(container, &["runAsNonRoot"], bool_at).setting(complete),
        read_only_root: bool_at(Some(node), &["securityContext", "readOnlyRootFilesystem"]).setting(complete),
        command: list("command"),
        args: list("args"),
        hooks,
        ports: known,
        ports_known: ports_known && complete,
        probes,
        has_probe: !complete || PROBES.iter().any(|(key, _)| own(&[key]).is_some()),
        mounts: mounts(container, workload).filter(|_| complete),
    }
}

/// The words of a list; none where it is missing, `None` where one of them is no string.
fn words(list: Option<&Node<'_>>) -> Option<Vec<Word>> {
    match list.filter(|list| !list.is_null()) {
        None => Some(Vec::new()),
        Some(list) if matches!(list.value, Value::Seq(_)) => list.items().iter().map(word).collect(),
        Some(_) => None,
    }
}

fn container_port(port: &Node<'_>) -> Option<ContainerPort> {
    let (number, span) = int_at(Some(port), &["containerPort"]).set()?;
    Some(ContainerPort { number, name: text_at(port, &["name"]), protocol: protocol(port), span })
}

/// What is mounted into a container. Volumes made from the API's objects can only be read.
fn mounts(container: &Container<'_>, workload: &Workload<'_>) -> Option<Vec<super::facts::Mount>> {
    const READ_ONLY: [&str; 5] = ["configMap", "secret", "projected", "downwardAPI", "image"];
    let volume = |name: &str| workload.volumes().iter().find(|volume| str_at(Some(volume), &["name"]).value() == Some(name));
    let list = node_at(Some(container.node), &["volumeMounts"]);
    if list.is_some_and(|list| !matches!(list.value, Value::Seq(_))) {
        return None;
    }
    let read = |mount: &Node<'_>| {
        let read_only = bool_at(Some(mount), &["readOnly"]).is(true).is_some();
        let source = str_at(Some(mount), &["name"]).value().and_then(volume);
        let from_api = source.is_some_and(|volume| READ_ONLY.iter().any(|kind| node_at(Some(volume), &[kind]).is_some()));
        let path = str_at(Some(mount), &["mountPath"]).value()?.to_string();
        Some(super::facts::Mount { path, writable: !read_only && !from_api })
    };
    items_at(Some(container.node), &["volumeMounts"]).iter().map(read).collect()
}
