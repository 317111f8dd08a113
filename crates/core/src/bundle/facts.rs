//! What one file tells the others of its bundle: names, labels, ports, references, and what an image or a container does.
//!
//! Facts are owned and small, so that a file's tree need not be kept. They never judge.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use super::paths::{covers, normal};
use super::select::Selector;
use super::setup::SetUp;

/// What a file tells.
#[derive(Debug, Default)]
pub struct Facts {
    /// Its objects, in file order.
    pub objects: Vec<ObjectFacts>,
    /// The image that a Dockerfile builds.
    pub image: Option<ImageFacts>,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Its place.
    pub span: Span,
    /// Its place can be written to: the text stands there, and for this one place alone.
    pub own: bool,
}

/// A setting that may be missing, or may be known not to be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting<T> {
    /// Nobody says anything.
    Unset,
    /// It is said here.
    Set(T, Span),
    /// A template, a variable or a wrong type.
    Unknown,
}

impl<T: Copy + PartialEq> Setting<T> {
    /// Its place, where it is set to exactly `value`.
    #[must_use]
    pub fn is(self, value: T) -> Option<Span> {
        match self {
            Setting::Set(it, span) if it == value => Some(span),
            _ => None,
        }
    }

    /// Whether nobody says anything.
    #[must_use]
    pub fn is_unset(self) -> bool {
        matches!(self, Setting::Unset)
    }
}

/// A Kubernetes object.
#[derive(Debug)]
pub struct ObjectFacts {
    /// Its number in the file.
    pub index: usize,
    /// Its API group.
    pub group: String,
    /// Its kind.
    pub kind: String,
    /// Its name; empty where missing or not known.
    pub name: String,
    /// Its namespace; `None` where it says none or it is not known.
    pub namespace: Option<String>,
    /// All of it is known: no template, no patch, nothing unreadable.
    pub complete: bool,
    /// Where a finding about it as a whole points.
    pub headline: Span,
    /// What matters of its kind.
    pub what: What,
    /// What it is in an admission set-up.
    pub set_up: Option<Box<SetUp>>,
}

/// What matters of an object, by its kind.
#[derive(Debug)]
pub enum What {
    /// Nothing but that it is there.
    Other,
    /// It makes pods.
    Pods(PodFacts),
    /// A core Service.
    Service(ServiceFacts),
    /// An Ingress: the Services it leads to.
    Ingress(Vec<Backend>),
    /// A HorizontalPodAutoscaler: the target, and the least number of replicas.
    Autoscaler(Option<Target>, i64),
    /// A NetworkPolicy.
    NetworkPolicy(PolicyFacts),
    /// A PodDisruptionBudget.
    Budget(BudgetFacts),
    /// A Secret.
    Secret(SecretFacts),
    /// A ServiceAccount.
    Account(AccountFacts),
    /// A RoleBinding or ClusterRoleBinding: kind and name of the role.
    Binding(Option<Target>),
    /// A ValidatingAdmissionPolicyBinding: the name of its policy.
    PolicyBinding(Option<Word>),
}

/// An object that is named by kind and name.
#[derive(Debug)]
pub struct Target {
    /// The API group; empty for the core one.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: Word,
}

/// A core Service.
#[derive(Debug)]
pub struct ServiceFacts {
    /// Which pods it leads to; `None` where it has no selector or needs none.
    pub selector: Option<Selector>,
    /// Its ports.
    pub ports: Vec<ServicePort>,
    /// It has no address of its own (`clusterIP: None`), or may have none.
    pub headless: bool,
}

/// A port of a Service.
#[derive(Debug)]
pub struct ServicePort {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its number, where known, and the place of it.
    pub number: Option<(i64, Span)>,
    /// Where it leads to, where that is written.
    pub target: Option<PortName>,
}

/// A port by number or by name.
#[derive(Clone, Debug)]
pub struct PortName {
    /// The number, where it is one.
    pub number: Option<i64>,
    /// As written.
    pub word: Word,
}

/// A Service an Ingress leads to.
#[derive(Debug)]
pub struct Backend {
    /// Its name.
    pub service: Word,
    /// Its port, where written.
    pub port: Option<PortName>,
}

/// A NetworkPolicy.
#[derive(Debug)]
pub struct PolicyFacts {
    /// Which pods it is for.
    pub selector: Selector,
    /// It lets nothing in, or nothing out, of what it is for.
    pub denies: bool,
}

/// A PodDisruptionBudget.
#[derive(Debug)]
pub struct BudgetFacts {
    /// Which pods it is for.
    pub selector: Selector,
    /// `minAvailable` and its place.
    pub min_available: Option<(Least, Span)>,
}

/// How many pods must be available.
#[derive(Clone, Copy, Debug)]
pub enum Least {
    /// So many.
    Pods(i64),
    /// So many of a hundred.
    Percent(u8),
}

impl Least {
    /// How many that are of `pods`; parts of a pod are rounded up, as the disruption controller does.
    #[must_use]
    pub fn of(self, pods: i64) -> i64 {
        match self {
            Least::Pods(number) => number,
            Least::Percent(share) => pods.saturating_mul(share.into()).saturating_add(99) / 100,
        }
    }
}

/// A Secret.
#[derive(Debug)]
pub struct SecretFacts {
    /// Its type and the place of it; `Opaque` at the headline where none is written. `None` where it is not known.
    pub kind: Option<Word>,
    /// What its credentials are like.
    pub credentials: Credentials,
}

/// The credentials for registries that a Secret holds.
#[derive(Debug)]
pub enum Credentials {
    /// The key for its type is missing.
    Missing,
    /// They cannot be judged: made by a template or a tool, or immutable placeholders.
    Unknown,
    /// They cannot be read, and why.
    Broken(&'static str, Span),
    /// The registries they are for, as written.
    For(Vec<String>, Span),
}

/// A ServiceAccount.
#[derive(Debug)]
pub struct AccountFacts {
    /// Whether it mounts its token: `None` where it does not say.
    pub mounts_token: Option<bool>,
    /// Its pull secrets.
    pub pull_secrets: Vec<Word>,
}

/// An object that makes pods.
#[derive(Debug)]
pub struct PodFacts {
    /// The labels of its pods; `None` where they are not all known.
    pub labels: Option<Vec<(String, String)>>,
    /// The service account, `default` where none is named; `None` where it is not known.
    pub account: Option<Word>,
    /// Whether it asks for the account's token or not; `None` where it leaves that to the account.
    pub mounts_token: Option<bool>,
    /// Its pull secrets.
    pub pull_secrets: Vec<Word>,
    /// `replicas`, where written.
    pub replicas: Option<(i64, Span)>,
    /// `serviceName`, where written.
    pub service_name: Option<Word>,
    /// It goes on until it is stopped: no Job, no CronJob, no pod that ends by itself.
    pub long_running: bool,
    /// Its pods run Windows.
    pub windows: bool,
    /// Its containers.
    pub containers: Vec<ContainerFacts>,
}

/// A container.
#[derive(Debug)]
pub struct ContainerFacts {
    /// Its name; empty where missing.
    pub name: String,
    /// How messages call it.
    pub label: String,
    /// Its field: `spec.containers[0]`.
    pub path: String,
    /// It runs to its end before the others start.
    pub init: bool,
    /// It was added to a running pod.
    pub ephemeral: bool,
    /// Where a finding about it as a whole points.
    pub headline: Span,
    /// Its image, as written.
    pub image: Option<Word>,
    /// The user that holds for it.
    pub run_as_user: Setting<i64>,
    /// Whether root is forbidden.
    pub run_as_non_root: Setting<bool>,
    /// Whether its file system is read-only.
    pub read_only_root: Setting<bool>,
    /// `command`, where it is not empty; `None` where it is not known.
    pub command: Option<Vec<Word>>,
    /// `args`, where it is not empty; `None` where it is not known.
    pub args: Option<Vec<Word>>,
    /// Exec probes and lifecycle hooks: what they are called, and what they run.
    pub hooks: Vec<(&'static str, Vec<Word>)>,
    /// Its ports.
    pub ports: Vec<ContainerPort>,
    /// Whether all its ports are known.
    pub ports_known: bool,
    /// The ports its probes and hooks ask: what asks, and which.
    pub probes: Vec<(&'static str, PortName)>,
    /// It has a probe of any kind, or might.
    pub has_probe: bool,
    /// What is mounted; `None` where that is not known.
    pub mounts: Option<Vec<Mount>>,
}

/// A port of a container.
#[derive(Debug)]
pub struct ContainerPort {
    /// Its number.
    pub number: i64,
    /// Its name; empty where it has none.
    pub name: String,
    /// The protocol in upper case.
    pub protocol: String,
    /// The place of the number.
    pub span: Span,
}

/// A volume's mount.
#[derive(Debug)]
pub struct Mount {
    /// The folder or file it covers.
    pub path: String,
    /// Whether the container can write there.
    pub writable: bool,
}

/// The user an image starts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum User {
    /// Root, and whether that is certain.
    Root(bool),
    /// Another one, by number.
    Number(String),
    /// Another one, by name.
    Name(String),
    /// Not root; whether by name or number is not known.
    Ordinary,
    /// Not known.
    Unknown,
}

/// What runs by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// There is none.
    Absent,
    /// Shell form, or a shell in exec form that is handed one text: the text.
    Shell(String),
    /// Exec form: the words.
    Exec(Vec<String>),
    /// Not known.
    Unknown,
}

/// What the image of a Dockerfile is like when it starts.
#[derive(Debug)]
pub struct ImageFacts {
    /// The base image of the last stage's chain as it is called; `scratch`, or empty.
    pub base: String,
    /// The place of the last stage's `FROM`.
    pub from: Span,
    /// The user.
    pub user: User,
    /// The `USER` that says so.
    pub user_span: Option<Span>,
    /// The ports that are exposed: first, last, protocol in upper case, place.
    pub exposed: Vec<(i64, i64, String, Span)>,
    /// Whether these may not be all.
    pub exposed_open: bool,
    /// `ENTRYPOINT`.
    pub entrypoint: (Entry, Option<Span>),
    /// `CMD`.
    pub cmd: (Entry, Option<Span>),
    /// Folders that `VOLUME` names.
    pub volumes: Vec<Word>,
    /// The working folder, where its process writes there.
    pub written: Option<Word>,
    /// `HEALTHCHECK`, where there is one.
    pub healthcheck: Option<Span>,
    /// Which programs it has.
    pub programs: Programs,
}

/// Which programs an image has.
#[derive(Debug, Default)]
pub struct Programs {
    /// There is no shell and no tool but what was copied.
    pub bare: bool,
    /// Programs that it has not, where that is known of single ones.
    pub lacks: Vec<&'static str>,
    /// Programs that were copied.
    pub copied: Vec<String>,
    /// It may have got any program on the way: nothing can be said.
    pub open: bool,
}

impl ImageFacts {
    /// Whether a port is exposed; the protocol is in upper case.
    #[must_use]
    pub fn exposes(&self, number: i64, protocol: &str) -> bool {
        self.exposed.iter().any(|(first, last, of, _)| (*first..=*last).contains(&number) && of == protocol)
    }
}

impl Mount {
    /// Whether it covers a folder, by being mounted there or over a parent.
    #[must_use]
    pub fn is_over(&self, folder: &str) -> bool {
        covers(&normal(&self.path, "/"), folder)
    }
}

/// Shells and the tools that come with an operating system, of which an image without a shell has none.
const TOOLS: &str = " [ ash awk bash busybox cat chmod chown cp curl cut dash date dig du echo env expr false find getent grep head \
     hostname id kill killall ksh ln ls mkdir mv nc netstat nslookup pgrep pidof ping pkill printenv printf ps pwd readlink rm sed \
     sh sleep sort stat sync tail tee test timeout top touch tr true uname wc wget whoami xargs zsh ";

/// Where programs are looked for that are called without a folder.
pub(super) const FOLDERS: [&str; 6] = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

impl Programs {
    /// Whether a program that is called like this is known not to be there, with these volumes mounted.
    #[must_use]
    pub fn lack(&self, program: &str, mounts: &[Mount]) -> bool {
        let (folder, name) = program.rsplit_once('/').unwrap_or(("", program));
        // A program in a folder of its own was put there by somebody.
        if self.open || (!folder.is_empty() && !FOLDERS.contains(&folder)) || self.copied.iter().any(|copied| copied == name) {
            return false;
        }
        let mounted = |folder: &str| mounts.iter().any(|mount| mount.is_over(folder) || covers(folder, &normal(&mount.path, "/")));
        if (folder.is_empty() && FOLDERS.iter().any(|folder| mounted(folder))) || (!folder.is_empty() && mounted(folder)) {
            return false;
        }
        self.lacks.contains(&name) || (self.bare && TOOLS.split(' ').any(|tool| !tool.is_empty() && tool == name))
    }
}
