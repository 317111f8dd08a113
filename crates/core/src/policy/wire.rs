//! An [`ImagePolicy`] from the JSON that `plimsoll-policy` makes of one, for a core that does not carry the reader of policy files.
//!
//! It takes what was read and checked before; a text that is no such policy gives nothing. It is no format for people.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_yaml::{Node, Value};

use super::{Below, DigestRule, Entry, Exception, Host, ImagePolicy, Mode, Path, Pattern, Scope, Tags, TrustedBase, Unqualified};
use crate::Date;

impl ImagePolicy {
    /// Reads the JSON that `plimsoll_policy::wire` writes; `None` where it is something else. O(n).
    #[must_use]
    pub fn from_wire(text: &str) -> Option<ImagePolicy> {
        let stream = plimsoll_yaml::read(text);
        let root = stream.documents.first()?.root.as_ref()?;
        let scope = root.get("scope")?;
        let fields = texts(scope.get("fields")?)?;
        let has = |name: &str| fields.iter().any(|field| field == name);
        let digests = root.get("digests")?;
        Some(ImagePolicy {
            name: string(root, "name")?,
            mode: if flag(root, "warn")? { Mode::Warn } else { Mode::Enforce },
            unqualified: match root.get("unqualified")?.as_str() {
                None => Unqualified::DockerHub,
                Some("forbid") => Unqualified::Forbidden,
                Some(registry) => Unqualified::Registry(registry.into()),
            },
            allow: optional(root.get("allow")?, |list| all(list, entry))?,
            deny: all(root.get("deny")?, entry)?,
            digests: DigestRule {
                in_kubernetes: flag(digests, "kubernetes")?,
                in_dockerfiles: flag(digests, "dockerfiles")?,
                except: all(digests.get("except")?, pattern)?,
            },
            forbidden_tags: texts(root.get("forbidTags")?)?,
            trusted_bases: all(root.get("bases")?, |node| {
                Some(TrustedBase { entry: entry(node.get("entry")?)?, in_all_stages: flag(node, "all")? })
            })?,
            always_pull: flag(root, "alwaysPull")?,
            scope: Scope {
                kinds: optional(scope.get("kinds")?, texts)?,
                containers: has("containers"),
                init_containers: has("initContainers"),
                ephemeral_containers: has("ephemeralContainers"),
                image_volumes: has("imageVolumes"),
                exempt_namespaces: texts(scope.get("exempt")?)?,
            },
            exceptions: all(root.get("exceptions")?, exception)?,
        })
    }
}

fn string(node: &Node<'_>, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(String::from)
}

fn flag(node: &Node<'_>, key: &str) -> Option<bool> {
    node.get(key)?.as_bool()
}

/// Nothing for a null.
#[allow(clippy::option_option, reason = "a null is not the same as what cannot be read")]
fn optional<T>(node: &Node<'_>, read: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<Option<T>> {
    if node.is_null() { Some(None) } else { read(node).map(Some) }
}

fn all<T>(node: &Node<'_>, read: impl Fn(&Node<'_>) -> Option<T>) -> Option<Vec<T>> {
    matches!(node.value, Value::Seq(_)).then(|| node.items().iter().map(read).collect())?
}

fn texts(node: &Node<'_>) -> Option<Vec<String>> {
    all(node, |item| item.as_str().map(String::from))
}

fn entry(node: &Node<'_>) -> Option<Entry> {
    Some(Entry {
        at: string(node, "at")?,
        pattern: pattern(node.get("pattern")?)?,
        reason: optional(node.get("reason")?, |node| node.as_str().map(String::from))?,
    })
}

fn pattern(node: &Node<'_>) -> Option<Pattern> {
    let [kind, name] = node.get("host")?.items() else { return None };
    let name = String::from(name.as_str()?);
    let host = match kind.as_str()? {
        "any" => Host::Any,
        "is" => Host::Is(name),
        "hub" => Host::Hub,
        "below" => Host::Below(name),
        "ends" => Host::EndsWith(name),
        "starts" => Host::StartsWith(name),
        _ => return None,
    };
    let path = optional(node.get("path")?, |node| {
        let below = match node.get("below")?.as_str()? {
            "nothing" => Below::Nothing,
            "something" => Below::Something,
            _ => Below::Anything,
        };
        Some(Path::Components(all(node.get("components")?, texts)?, below))
    })?;
    let tags = match node.get("tags")? {
        tags if tags.is_null() => Tags::Any,
        tags => match (tags.as_str(), tags.items()) {
            (Some(tag), _) => Tags::Exactly(tag.into()),
            (None, [some, none]) => Tags::Globs(texts(some)?, texts(none)?),
            _ => return None,
        },
    };
    let digest = optional(node.get("digest")?, |node| node.as_str().map(String::from))?;
    Some(Pattern { text: string(node, "text")?, host, path: path.unwrap_or(Path::Any), tags, digest })
}

fn exception(node: &Node<'_>) -> Option<Exception> {
    let text = |key: &str| optional(node.get(key)?, |node| node.as_str().map(String::from));
    Some(Exception {
        id: string(node, "id")?,
        pattern: pattern(node.get("pattern")?)?,
        namespace: text("namespace")?,
        rules: texts(node.get("rules")?)?,
        reason: string(node, "reason")?,
        owner: text("owner")?,
        expires: Date::parse(node.get("expires")?.as_str()?)?,
    })
}
