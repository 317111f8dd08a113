//! A kubeconfig as kube-apiserver reads the one of an admission webhook: which cluster and user its current context names, and
//! what the client makes of a server's address.
//!
//! After `k8s.io/client-go/tools/clientcmd` (loading and validation) and `k8s.io/client-go/rest` (`DefaultServerURL`). It never
//! looks at files that the kubeconfig names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;
use plimsoll_yaml::Node;

use super::object::{Object, items_at, node_at, str_at};

/// A kubeconfig.
#[derive(Clone, Copy, Debug)]
pub struct Kubeconfig<'a> {
    /// Its root map.
    pub root: &'a Node<'a>,
}

/// An entry of one of the lists `clusters`, `users` and `contexts`.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// Its name.
    pub name: &'a str,
    /// The list's item.
    pub item: &'a Node<'a>,
    /// What it names: its `cluster`, `user` or `context`, where that is a map.
    pub body: Option<&'a Node<'a>>,
    /// `clusters[0].cluster`.
    pub path: String,
}

impl<'a> Named<'a> {
    /// A field that is set to a text that is not empty.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<(&'a str, &'a Node<'a>)> {
        let node = node_at(self.body, &[field])?;
        node.as_str().filter(|text| !text.is_empty()).map(|text| (text, node))
    }

    /// Where a finding about the entry as a whole points: its `name:` entry, else its first one.
    #[must_use]
    pub fn headline(&self) -> Span {
        match (self.item.entry("name"), self.item.entries().first()) {
            (Some(entry), _) | (None, Some(entry)) => entry.key_span.to(entry.value.span),
            (None, None) => self.item.span,
        }
    }
}

/// Whether a document without `kind` is a kubeconfig: the loader takes it for one, and only a kubeconfig has these lists.
#[must_use]
pub fn looks_like_kubeconfig(root: &Node<'_>) -> bool {
    let lists = ["clusters", "users", "contexts"].iter().filter(|key| root.get(key).is_some_and(|list| !list.items().is_empty())).count();
    lists >= 2 && root.get("kind").is_none()
}

/// Whether two of the lists hold what only a kubeconfig holds, whatever it says of its kind and version.
fn is_shaped(root: &Node<'_>) -> bool {
    let lists = [("clusters", "cluster"), ("users", "user"), ("contexts", "context")];
    let holds = |(list, body): &&(&str, &str)| {
        items_at(Some(root), &[list])
            .iter()
            .any(|item| item.get("name").is_some() && item.get(body).is_some_and(|body| body.as_map().is_some()))
    };
    lists.iter().filter(holds).count() >= 2
}

impl<'a> Kubeconfig<'a> {
    /// The kubeconfig that an object is, or was meant as. A version that is missing is taken for `v1`.
    #[must_use]
    pub fn of(object: &Object<'a>) -> Option<Kubeconfig<'a>> {
        let has_lists = || ["clusters", "users", "contexts", "current-context"].iter().any(|key| object.root.get(key).is_some());
        let is_named = object.kind == "Config" && (object.api_version == "v1" || (object.api_version.is_empty() && has_lists()));
        let is_one = is_named || is_shaped(object.root);
        is_one.then_some(Kubeconfig { root: object.root })
    }

    /// The entries of `clusters`, `users` or `contexts`; `body` is the name of that list in the singular.
    #[must_use]
    pub fn list(&self, list: &str, body: &str) -> Vec<Named<'a>> {
        let items = items_at(Some(self.root), &[list]).iter().enumerate().filter(|(_, item)| item.as_map().is_some());
        items
            .map(|(i, item)| Named {
                name: str_at(Some(item), &["name"]).value().unwrap_or_default(),
                item,
                body: node_at(Some(item), &[body]).filter(|body| body.as_map().is_some()),
                path: format!("{list}[{i}].{body}"),
            })
            .collect()
    }

    /// The name of the current context with its place; `None` where it is missing or empty.
    #[must_use]
    pub fn current(&self) -> Option<(&'a str, &'a Node<'a>)> {
        let node = node_at(Some(self.root), &["current-context"])?;
        node.as_str().filter(|name| !name.is_empty()).map(|name| (name, node))
    }

    /// The context that is used.
    #[must_use]
    pub fn context(&self) -> Option<Named<'a>> {
        let (current, _) = self.current()?;
        self.list("contexts", "context").into_iter().find(|context| context.name == current)
    }

    /// The clusters that count: the one of the current context, or all where that names none.
    #[must_use]
    pub fn clusters(&self) -> Vec<Named<'a>> {
        self.that_count("clusters", "cluster")
    }

    /// The users that count: the one of the current context, or all where that names none.
    #[must_use]
    pub fn users(&self) -> Vec<Named<'a>> {
        self.that_count("users", "user")
    }

    fn that_count(&self, list: &str, body: &str) -> Vec<Named<'a>> {
        let mut all = self.list(list, body);
        let name = self.context().and_then(|context| context.text(body)).map(|(name, _)| name);
        if let Some(name) = name.filter(|name| all.iter().any(|entry| entry.name == *name)) {
            all.retain(|entry| entry.name == name);
        }
        all
    }

    /// Whether `user` is used against a server that is spoken to in plain text, where neither certificates nor tokens are sent.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let clusters = self.clusters();
        !clusters.is_empty() && clusters.iter().all(|cluster| cluster.text("server").is_some_and(|(text, _)| Server::read(text).is_plain()))
    }
}

/// Words in names and paths that say that a kubeconfig leads to a webhook of the API server.
const WEBHOOK_WORDS: [&str; 16] = [
    "webhook",
    "imagepolicy",
    "image-policy",
    "image_policy",
    "imagereview",
    "image-review",
    "image-check",
    "image-scan",
    "admission",
    "admit",
    "bouncer",
    "validat",
    "ipw",
    "gatekeep",
    "plimsoll",
    "kubewarden",
];

/// How the contexts and users of kubeconfigs are called that tools write for people and for parts of the cluster.
const GENERAL_STARTS: [&str; 17] = [
    "kind-",
    "minikube",
    "docker-desktop",
    "docker-for-desktop",
    "rancher-desktop",
    "colima",
    "orbstack",
    "microk8s",
    "k3d-",
    "k3s",
    "gke_",
    "arn:aws:",
    "do-",
    "kubernetes-admin",
    "system:",
    "default",
    "clusterUser_",
];

/// Whether a name has a word that says that its bearer is about a webhook.
#[must_use]
pub fn says_webhook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WEBHOOK_WORDS.iter().any(|word| name.contains(word))
}

/// Whether data stands for other data that is not shown.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.contains(['{', '$', '<', '…']) || text.contains("...") || ["OMITTED", "REDACTED", "BASE64"].iter().any(|word| text.contains(word))
}

impl<'a> Kubeconfig<'a> {
    /// Whether it says by itself that kube-apiserver reads it to ask a webhook: by a name, by a file it names, by a user who is the
    /// API server, or by an address with a path, which the API itself does not have.
    #[must_use]
    pub fn is_webhooks(&self) -> bool {
        let (clusters, users, contexts) = (self.list("clusters", "cluster"), self.list("users", "user"), self.list("contexts", "context"));
        let named = clusters.iter().chain(&users).chain(&contexts).any(|entry| says_webhook(entry.name));
        let files = ["server", "certificate-authority", "client-certificate", "client-key", "tokenFile"];
        let says = |entry: &Named<'_>| files.iter().filter_map(|field| entry.text(field)).any(|(text, _)| says_webhook(text));
        let server = |user: &Named<'_>| matches!(user.name.trim_start_matches("kube-"), "apiserver" | "api-server");
        let has_path = |cluster: &Named<'_>| cluster.text("server").is_some_and(|(text, _)| Server::has_own_path(text));
        named
            || clusters.iter().chain(&users).any(says)
            || users.iter().any(server)
            || (!self.is_general() && clusters.iter().any(has_path))
    }

    /// Whether it evidently is the way of a person, or of another part of the cluster, to the API.
    #[must_use]
    pub fn is_general(&self) -> bool {
        let (clusters, users, contexts) = (self.list("clusters", "cluster"), self.list("users", "user"), self.list("contexts", "context"));
        let named = |entry: &Named<'_>| GENERAL_STARTS.iter().any(|start| entry.name.starts_with(start));
        let plugin = |user: &Named<'_>| ["exec", "auth-provider"].iter().any(|field| node_at(user.body, &[field]).is_some());
        let api = |cluster: &Named<'_>| {
            cluster.name == "kubernetes"
                || cluster
                    .text("server")
                    .is_some_and(|(text, _)| text.contains(":6443") || text.contains(":16443") || text.contains("/k8s/"))
        };
        contexts.iter().any(|context| named(context) || context.text("namespace").is_some())
            || users.iter().any(|user| named(user) || plugin(user))
            || clusters.iter().any(|cluster| named(cluster) || api(cluster))
    }

    /// What happens with a file that the client refuses.
    #[must_use]
    pub fn refusal(&self) -> &'static str {
        if self.is_webhooks() { "kube-apiserver does not start" } else { "neither kubectl nor kube-apiserver takes the file" }
    }

    /// What happens with a file that the client takes and cannot use.
    #[must_use]
    pub fn failure(&self) -> &'static str {
        if self.is_webhooks() { "kube-apiserver starts, and every review fails" } else { "the file is read, and every request fails" }
    }

    /// Whether it only holds credentials for servers that are found in another way, as the one for dynamic webhooks does.
    #[must_use]
    pub fn is_credentials_only(&self) -> bool {
        let has = |list: &str| !items_at(Some(self.root), &[list]).is_empty();
        has("users") && !has("clusters") && !has("contexts")
    }
}

/// What the client makes of a cluster's `server`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server<'a> {
    /// A URL with its scheme and host.
    Url {
        /// As written.
        scheme: &'a str,
        /// Without port and user.
        host: &'a str,
        /// It has a query, which is dropped.
        query: bool,
    },
    /// A host with or without a port, which is taken for `http://`.
    Bare {
        /// Without port.
        host: &'a str,
    },
    /// Neither; kube-apiserver exits.
    Refused,
}

impl<'a> Server<'a> {
    /// Reads an address that is not empty.
    #[must_use]
    pub fn read(text: &'a str) -> Server<'a> {
        if let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            return match host(authority) {
                Some(host) => Server::Url { scheme, host, query: behind.contains('?') },
                None => Server::Refused,
            };
        }
        let end = text.find('/').unwrap_or(text.len());
        let (authority, path) = text.split_at_checked(end).unwrap_or((text, ""));
        match host(authority) {
            Some(host) if matches!(path, "" | "/") => Server::Bare { host },
            _ => Server::Refused,
        }
    }

    /// Whether an address goes on behind its host, other than a proxy's way to an API server does.
    fn has_own_path(text: &str) -> bool {
        let Some((_, rest)) = text.split_once("://") else { return false };
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
        path.len() > 1 && !path.starts_with("/k8s/") && !path.starts_with("/api") && !path.starts_with("/clusters/")
    }

    /// Whether it is spoken to without TLS.
    #[must_use]
    pub fn is_plain(self) -> bool {
        match self {
            Server::Url { scheme, .. } => scheme.eq_ignore_ascii_case("http"),
            Server::Bare { .. } => true,
            Server::Refused => false,
        }
    }

    /// Whether it is spoken to over TLS.
    #[must_use]
    pub fn is_https(self) -> bool {
        matches!(self, Server::Url { scheme, .. } if scheme.eq_ignore_ascii_case("https"))
    }

    /// Its host, where it has one.
    #[must_use]
    pub fn host(self) -> &'a str {
        match self {
            Server::Url { host, .. } | Server::Bare { host } => host,
            Server::Refused => "",
        }
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The host of `user@host:port`; `None` where Go's `net/url` refuses it or there is none.
fn host(authority: &str) -> Option<&str> {
    let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
    let (host, port) = match address.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port),
        None => match address.rsplit_once(':') {
            Some((host, _)) => (host, address.get(host.len()..)?),
            None => (address, ""),
        },
    };
    let port_ok = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()));
    let bracketed = address.starts_with('[');
    let host_ok = !host.is_empty()
        && host.bytes().all(|b| b > b' ' && b != 0x7f && !matches!(b, b'<' | b'>' | b'"' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'))
        && (bracketed || !host.contains(':'));
    (port_ok && host_ok).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn addresses_are_read_as_the_client_reads_them() {
        let url = |scheme, host, query| Server::Url { scheme, host, query };
        for (text, want) in [
            ("https://a.example:8443/review", url("https", "a.example", false)),
            ("HTTPS://a.example", url("HTTPS", "a.example", false)),
            ("https://[::1]:8443/x", url("https", "::1", false)),
            ("https://a.example/x?y=1", url("https", "a.example", true)),
            ("http://10.0.0.1", url("http", "10.0.0.1", false)),
            ("ftp://a.example", url("ftp", "a.example", false)),
            ("a.example:8443", Server::Bare { host: "a.example" }),
            ("10.0.0.1:8443/", Server::Bare { host: "10.0.0.1" }),
            ("a.example:8443/review", Server::Refused),
            ("https:/a.example", Server::Refused),
            ("https://", Server::Refused),
            ("https:///x", Server::Refused),
            ("https://a.example:port/", Server::Refused),
            (" https://a.example", Server::Refused),
        ] {
            assert_eq!(Server::read(text), want, "{text}");
        }
    }
}
