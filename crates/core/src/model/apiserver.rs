//! A container that runs kube-apiserver: its flags as pflag reads them, and its mounts.
//!
//! It never judges values; a flag whose value comes from a variable (`$(NAME)`) is known to be set and no more.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_report::Severity;
use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Node, Style};

use super::object::{Field, bool_at, items_at, node_at, str_at};
use super::workload::{Container, Workload};
use crate::nearest::nearest;
use crate::yaml_edit;

/// The flags of a kube-apiserver.
#[derive(Debug)]
pub struct ApiServer<'a> {
    /// In the order in which they are read.
    pub flags: Vec<Flag<'a>>,
    /// The word that names the program.
    pub program: Span,
    /// The list that ends the command line; none where that is one text for a shell.
    list: Option<&'a Node<'a>>,
}

/// A flag with its value.
#[derive(Clone, Debug)]
pub struct Flag<'a> {
    /// Its name with dashes, as newer servers read it.
    pub name: String,
    /// Its name as written.
    pub written: String,
    /// How many dashes stand before it.
    pub dashes: usize,
    /// Its value; `None` for a boolean flag without one.
    pub value: Option<Cow<'a, str>>,
    /// The whole flag.
    pub span: Span,
    /// The value alone, where it stands verbatim in the text.
    pub value_span: Option<Span>,
    /// The item of the list that holds all of the flag, where it can be edited.
    item: Option<usize>,
}

impl Flag<'_> {
    /// The value; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    /// The value, else the flag.
    #[must_use]
    pub fn place(&self) -> Span {
        self.value_span.filter(|span| !span.is_empty()).unwrap_or(self.span)
    }

    /// The flag on admission that this one nearly is, where it is none: there are no others that differ so little.
    /// `--admission-controller-config-file` stands in old comments of the sources.
    #[must_use]
    pub fn meant(&self) -> Option<&'static str> {
        const KNOWN: [&str; 4] =
            ["enable-admission-plugins", "disable-admission-plugins", "admission-control-config-file", "admission-control"];
        // One argument with a blank in it is one long name.
        let first = self.name.split(' ').next().unwrap_or_default();
        match first {
            _ if KNOWN.contains(&self.name.as_str()) => None,
            "admission-controller-config-file" => Some("admission-control-config-file"),
            _ => nearest(first, KNOWN),
        }
    }

    /// Whether a variable makes the value.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.text().contains("$(") || self.text().contains("{{") || self.text().contains("${")
    }
}

/// A word of the command line.
struct Word<'a> {
    text: Cow<'a, str>,
    node: &'a Node<'a>,
    /// Where its text stands, if verbatim.
    inner: Option<Span>,
    /// Its place in the list that ends the command line.
    item: Option<usize>,
}

/// What may stand before the program.
const WRAPPERS: [&str; 9] = ["exec", "go-runner", "tini", "dumb-init", "nice", "env", "nohup", "hyperkube", "--"];

/// Flags that take no value of their own: a word behind them is none of theirs.
const BOOLEAN: [&str; 10] = [
    "profiling",
    "anonymous-auth",
    "allow-privileged",
    "service-account-lookup",
    "enable-bootstrap-token-auth",
    "enable-aggregator-routing",
    "enable-garbage-collector",
    "kubelet-https",
    "contention-profiling",
    "audit-log-compress",
];

impl<'a> ApiServer<'a> {
    /// The kube-apiserver that a container runs, if it is one.
    #[must_use]
    pub fn of(container: &Container<'a>, source: &'a str) -> Option<ApiServer<'a>> {
        let (command, args) = (items_at(Some(container.node), &["command"]), items_at(Some(container.node), &["args"]));
        let named = |node: &&Node<'_>| node.as_str().is_some_and(|text| text.contains("apiserver"));
        let image = str_at(Some(container.node), &["image"]).value().unwrap_or_default();
        let by_image =
            command.is_empty() && args.first().and_then(Node::as_str).is_some_and(|arg| arg.starts_with("--")) && is_image(image);
        if !by_image && !command.iter().chain(args).any(|node| named(&node)) {
            return None;
        }
        let last = node_at(Some(container.node), &[if args.is_empty() { "command" } else { "args" }]);
        let mut words: Vec<Word<'a>> = Vec::new();
        for (nodes, is_last) in [(command, args.is_empty()), (args, true)] {
            for (i, node) in nodes.iter().enumerate() {
                let text = node.as_str().unwrap_or_default();
                words.push(Word { text: text.into(), node, inner: inner(node, text, source), item: is_last.then_some(i) });
            }
        }
        let mut list = last;
        if words.first().is_some_and(|word| matches!(basename(&word.text), "sh" | "bash" | "ash" | "dash")) {
            let script = words.iter().position(|word| word.text.starts_with('-') && word.text.ends_with('c'))?;
            let node = words.get(script + 1)?.node;
            words = split(node).into_iter().map(|text| Word { text: Cow::Owned(text), node, inner: None, item: None }).collect();
            list = None;
        }
        let program = if by_image { None } else { Some(program(&words)?) };
        let at = program.and_then(|at| words.get(at)).map_or_else(|| container.headline(), |word| word.node.span);
        let behind = words.get(program.map_or(0, |at| at + 1)..).unwrap_or_default();
        // What is added behind a `--` is no flag.
        let list = list.filter(|_| behind.iter().all(|word| word.text != "--"));
        Some(ApiServer { flags: flags(behind), program: at, list })
    }

    /// The flag that counts among several of one name: the last.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag<'a>> {
        self.flags.iter().rev().find(|flag| flag.name == name)
    }

    /// A boolean flag; `default` where it is not given, `None` where a variable sets it.
    #[must_use]
    pub fn is_on(&self, name: &str, default: bool) -> Option<bool> {
        match self.flag(name) {
            None => Some(default),
            Some(flag) if flag.value.is_none() => Some(true),
            Some(flag) => match flag.text() {
                "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
                "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
                _ => None,
            },
        }
    }

    /// The items of a list flag with their places: several flags of one name add up, and each is split as CSV.
    #[must_use]
    pub fn items(&self, name: &str) -> Vec<(String, Span)> {
        let mut items = Vec::new();
        for flag in self.flags.iter().filter(|flag| flag.name == name) {
            for (text, from, to) in csv(flag.text()) {
                let span = flag.value_span.map_or(flag.span, |value| Span::new(value.start + from, value.start + to));
                items.push((text, span));
            }
        }
        items
    }

    /// Whether one of a list flag's values is made by a variable.
    #[must_use]
    pub fn is_open(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag.name == name && flag.is_open())
    }

    /// The plugins that are switched on by name, by either flag.
    #[must_use]
    pub fn enabled(&self) -> Vec<(String, Span)> {
        let mut all = self.items("enable-admission-plugins");
        all.extend(self.items("admission-control"));
        all
    }

    /// Whether a plugin that is off by default runs; `None` where a variable may switch it on.
    #[must_use]
    pub fn enables(&self, plugin: &str) -> Option<bool> {
        let on = self.enabled().iter().any(|(name, _)| name == plugin);
        // A flag that does not exist keeps the server from starting.
        if !on && self.flags.iter().any(|flag| flag.meant().is_some_and(|name| name.ends_with("plugins"))) {
            return None;
        }
        if on {
            return Some(true);
        }
        (!self.is_open("enable-admission-plugins") && !self.is_open("admission-control")).then_some(false)
    }

    /// An edit that gives a flag a value: its own is replaced, a missing flag is added behind the others.
    #[must_use]
    pub fn set(&self, source: &str, name: &str, value: &str) -> Option<Vec<Edit>> {
        match self.flag(name) {
            Some(flag) => Some([Edit { span: flag.value_span?, text: value.into() }].into()),
            None => yaml_edit::add_item(source, self.list?, &format!("--{name}={value}")),
        }
    }

    /// An edit that takes a flag out.
    #[must_use]
    pub fn remove(&self, source: &str, flag: &Flag<'_>) -> Option<Vec<Edit>> {
        yaml_edit::remove_item(source, self.list?, flag.item?)
    }

    /// An edit that adds a word to a list flag.
    #[must_use]
    pub fn add(&self, source: &str, name: &str, word: &str) -> Option<Vec<Edit>> {
        match self.flag(name) {
            Some(flag) => {
                let span = flag.value_span?;
                let text = if span.is_empty() { word.to_string() } else { format!(",{word}") };
                Some([Edit { span: Span::at(span.end), text }].into())
            }
            None => yaml_edit::add_item(source, self.list?, &format!("--{name}={word}")),
        }
    }
}

fn is_image(image: &str) -> bool {
    let name = basename(image);
    name.split([':', '@']).next() == Some("kube-apiserver")
}

fn basename(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

/// Where in the command line the program stands; nothing but wrappers and their flags may stand before it.
fn program(words: &[Word<'_>]) -> Option<usize> {
    for (i, word) in words.iter().enumerate() {
        let name = basename(&word.text);
        let behind_hyperkube = || i > 0 && words.get(i - 1).is_some_and(|word| basename(&word.text) == "hyperkube");
        if name == "kube-apiserver" || (name == "apiserver" && behind_hyperkube()) {
            return Some(i);
        }
        if !WRAPPERS.contains(&name) && !name.starts_with('-') && !name.contains('=') && name.parse::<u8>().is_err() {
            return None;
        }
    }
    None
}

/// Where the text of a scalar stands in the file, if it stands there as it is.
pub(crate) fn inner(node: &Node<'_>, text: &str, source: &str) -> Option<Span> {
    let quote = usize::from(matches!(node.style, Style::Single | Style::Double));
    let span = Span::new(node.span.start + quote, node.span.end.checked_sub(quote)?);
    (!node.shared && span.of(source) == text).then_some(span)
}

/// The words of a shell's command line: quotes grouped, line continuations gone. Enough for a list of flags.
fn split(node: &Node<'_>) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    let mut chars = node.as_str().unwrap_or_default().chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '\'' | '"') => (quote, open) = (Some(c), true),
            (Some(mark), c) if c == mark => quote = None,
            (None | Some('"'), '\\') => match chars.next() {
                Some('\n') | None => {}
                Some(c) => word.push(c),
            },
            (None, c) if c.is_whitespace() || c == ';' || c == '&' => {
                if open || !word.is_empty() {
                    words.push(core::mem::take(&mut word));
                }
                open = false;
            }
            (_, c) => word.push(c),
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    words
}

fn flags<'a>(words: &[Word<'a>]) -> Vec<Flag<'a>> {
    let mut flags = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let bare = word.text.trim_start_matches('-');
        let dashes = word.text.len() - bare.len();
        if word.text == "--" {
            break;
        }
        if dashes == 0 || dashes > 2 || bare.is_empty() {
            continue;
        }
        let (written, value) = bare.split_once('=').map_or((bare, None), |(name, value)| (name, Some(value)));
        let mut flag = Flag {
            name: written.replace('_', "-"),
            written: written.to_string(),
            dashes,
            value: value.map(|value| Cow::Owned(value.to_string())),
            span: word.inner.unwrap_or(word.node.span),
            value_span: None,
            item: word.item,
        };
        match (value, words.get(at)) {
            (Some(value), _) => flag.value_span = word.inner.map(|span| Span::new(span.end - value.len(), span.end)),
            (None, Some(next)) if !next.text.starts_with('-') && !BOOLEAN.contains(&flag.name.as_str()) => {
                at += 1;
                flag.value = Some(next.text.clone());
                flag.value_span = next.inner;
                flag.span = flag.span.to(next.inner.unwrap_or(next.node.span));
                flag.item = None;
            }
            _ => {}
        }
        flags.push(flag);
    }
    flags
}

/// The fields of one line of CSV as Go's `encoding/csv` reads them, each with its place. A quote that Go refuses stays in
/// the field, which then is no known name.
pub(crate) fn csv(text: &str) -> Vec<(String, usize, usize)> {
    let mut fields = Vec::new();
    let mut from = 0;
    if text.is_empty() {
        return fields;
    }
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let quoted = rest.strip_prefix('"').and_then(|rest| {
            let end = rest.find('"')?;
            let behind = rest.get(end + 1..)?;
            (behind.is_empty() || behind.starts_with(',')).then(|| (rest.get(..end).unwrap_or_default(), end + 2))
        });
        let (field, length) = quoted.unwrap_or_else(|| {
            let end = rest.find(',').unwrap_or(rest.len());
            (rest.get(..end).unwrap_or_default(), end)
        });
        fields.push((field.to_string(), from, from + length));
        from += length + 1;
        if from > text.len() {
            return fields;
        }
    }
}

/// A volume that a container mounts.
#[derive(Clone, Debug)]
pub struct Mount<'a> {
    /// The item of `volumeMounts`.
    pub node: &'a Node<'a>,
    /// The volume's name.
    pub name: &'a str,
    /// Where it is mounted, without a slash at the end.
    pub path: &'a str,
    /// The volume.
    pub volume: Option<&'a Node<'a>>,
    /// Whether it is read-only.
    pub read_only: Field<'a, bool>,
    /// Its number.
    pub index: usize,
}

/// What a container mounts, with the volumes of its pod.
#[must_use]
pub fn mounts<'a>(container: &Container<'a>, workload: &Workload<'a>) -> Vec<Mount<'a>> {
    let items = items_at(Some(container.node), &["volumeMounts"]).iter().enumerate();
    items
        .filter_map(|(index, node)| {
            let name = str_at(Some(node), &["name"]).value()?;
            let path = str_at(Some(node), &["mountPath"]).value()?;
            let volume = workload.volumes().iter().find(|volume| str_at(Some(volume), &["name"]).value() == Some(name));
            Some(Mount { node, name, path: path.trim_end_matches('/'), volume, read_only: bool_at(Some(node), &["readOnly"]), index })
        })
        .collect()
}

/// What a mount brings, as far as a file in it depends on that.
#[derive(Clone, Debug)]
pub struct Mounted {
    /// Its number among the mounts.
    pub index: usize,
    /// The folder or file it is, without a slash at the end.
    pub path: String,
    /// Where to point, if the container can write there.
    pub writable: Option<Span>,
    /// Its `subPath`, if it has one.
    sub_path: Option<Span>,
    /// Its volume.
    volume: Volume,
}

/// The volume of a mount.
#[derive(Clone, Debug)]
enum Volume {
    /// The pod has none of that name.
    Missing,
    /// A part of the host, with the type that is wanted of it.
    Host(Option<(String, Span)>),
    /// Another kind, by its name.
    Other(String, Span),
}

impl Mounted {
    /// A folder that kubeadm mounts by itself, read-only.
    #[must_use]
    pub fn given(path: &str) -> Mounted {
        Mounted { index: 0, path: path.into(), writable: None, sub_path: None, volume: Volume::Host(None) }
    }

    /// A mount that kubeadm makes of an item of `extraVolumes`.
    #[must_use]
    pub fn by_kubeadm(item: &Node<'_>, index: usize) -> Option<Mounted> {
        Some(Mounted {
            index,
            path: str_at(Some(item), &["mountPath"]).value()?.trim_end_matches('/').into(),
            writable: writable(item, bool_at(Some(item), &["readOnly"])),
            sub_path: None,
            volume: Volume::Host(typed(str_at(Some(item), &["pathType"]))),
        })
    }

    /// Why a file that it holds does not come by it: the place, how bad that is, and the sentence.
    #[must_use]
    pub fn faults(&self, file: &str) -> Vec<(Span, Severity, String)> {
        let mut found = Vec::new();
        if let Some(span) = self.sub_path {
            let message = "with `subPath` a part of the host's folder is mounted: look whether it holds the file";
            found.push((span, Severity::Low, message.into()));
        }
        match &self.volume {
            Volume::Other(name, span) => {
                let message =
                    format!("volume `{name}` is no `hostPath`: a static pod sees no ConfigMap and no Secret, and `{file}` is not in it");
                found.push((*span, Severity::High, message));
            }
            Volume::Host(Some((kind, span))) => {
                let why = match (kind.as_str(), self.path == file) {
                    ("DirectoryOrCreate", true) => "makes an empty folder in place of the file",
                    ("Directory", true) => "wants a folder where a file is named",
                    ("File" | "FileOrCreate", false) => "wants a file, and is mounted as the folder that holds the file",
                    ("FileOrCreate", true) => "makes an empty file where there is none",
                    _ => return found,
                };
                found.push((*span, Severity::High, format!("`{kind}` {why}: kube-apiserver does not start")));
            }
            Volume::Missing | Volume::Host(None) => {}
        }
        found
    }

    /// Whether it is, or holds, a file.
    #[must_use]
    pub fn holds(&self, file: &str) -> bool {
        file.strip_prefix(self.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Mount<'_> {
    /// What it brings.
    #[must_use]
    pub fn brings(&self) -> Mounted {
        let host = self.volume.map(|volume| (volume, node_at(Some(volume), &["hostPath"])));
        Mounted {
            index: self.index,
            path: self.path.into(),
            writable: self.volume.and_then(|_| writable(self.node, self.read_only)),
            sub_path: self
                .node
                .entry("subPath")
                .and_then(|entry| entry.value.as_str().filter(|text| !text.is_empty()).map(|_| entry.key_span.to(entry.value.span))),
            volume: match host {
                None => Volume::Missing,
                Some((_, Some(host))) => Volume::Host(typed(str_at(Some(host), &["type"]))),
                Some((volume, None)) => Volume::Other(self.name.into(), volume.get("name").map_or(volume.span, |name| name.span)),
            },
        }
    }
}

fn typed(kind: Field<'_, &str>) -> Option<(String, Span)> {
    if let Field::Set(kind, node) = kind { Some((kind.into(), node.span)) } else { None }
}

/// Where to point, if a mount is not read-only.
fn writable(node: &Node<'_>, read_only: Field<'_, bool>) -> Option<Span> {
    matches!(read_only, Field::Unset | Field::Set(false, _)).then(|| {
        let path = || node.get("mountPath").map_or(node.span, |path| path.span);
        node.entry("readOnly").map_or_else(path, |entry| entry.value.span)
    })
}

/// The flags that name a file by which the API server goes and which it only reads.
pub const READ_FILES: [&str; 9] = [
    "admission-control-config-file",
    "audit-policy-file",
    "audit-webhook-config-file",
    "authentication-config",
    "authentication-token-webhook-config-file",
    "authorization-config",
    "authorization-webhook-config-file",
    "egress-selector-config-file",
    "encryption-provider-config",
];

/// The mount that holds `path`: the deepest whose path is it, or a folder above it.
#[must_use]
pub fn mount_of<'m, 'a>(mounts: &'m [Mount<'a>], path: &str) -> Option<&'m Mount<'a>> {
    let under = |mount: &&Mount<'_>| path.strip_prefix(mount.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    mounts.iter().filter(under).max_by_key(|mount| mount.path.len())
}

#[cfg(test)]
mod tests {
    use super::csv;
    use alloc::vec::Vec;

    #[test]
    fn lists_are_split_as_csv() {
        let names = |text: &str| csv(text).into_iter().map(|(name, ..)| name).collect::<Vec<_>>();
        assert_eq!(names("A,B"), ["A", "B"]);
        assert_eq!(names("A,\"B\""), ["A", "B"]);
        assert_eq!(names("\"A,B\""), ["A,B"]);
        assert_eq!(names("A, B,"), ["A", " B", ""]);
        assert_eq!(names("'A,B'"), ["'A", "B'"]);
        assert_eq!(names("A\"B\",C"), ["A\"B\"", "C"]);
        assert!(names("").is_empty());
        assert_eq!(csv("A,BC").last().map(|(_, from, to)| (*from, *to)), Some((2, 4)));
    }
}
