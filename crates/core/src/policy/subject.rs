//! An image as a policy sees it: which registry, repository, tag and digest a text means, in one spelling.

use alloc::borrow::Cow;
use alloc::string::String;

use plimsoll_reference::{DEFAULT_REGISTRY, Error, Reference};

/// The folder of Docker Hub that a name of one component lies in.
const OFFICIAL: &str = "library/";

/// What a name without a registry means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Unqualified {
    /// Docker Hub, as in Docker, containerd and Kubernetes.
    #[default]
    DockerHub,
    /// Another registry, as a node may be set up.
    Registry(String),
    /// It is refused: what it means is up to the node.
    Forbidden,
}

/// An image, or as much of one as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The registry in its one spelling; `None` where it is open.
    pub registry: Option<Cow<'a, str>>,
    /// The repository; where it is open, the part that is known.
    pub repository: Cow<'a, str>,
    /// Whether the repository may go on.
    pub is_path_open: bool,
    /// The tag as written.
    pub tag: Option<Cow<'a, str>>,
    /// The digest as written.
    pub digest: Option<Cow<'a, str>>,
    /// Whether tag and digest are open.
    pub is_tag_open: bool,
    /// No registry is written.
    pub is_short: bool,
}

/// A registry in its one spelling: lower case, `index.docker.io` as `docker.io`, without port 443 where the name is one without it.
#[must_use]
pub fn canonical_registry(written: &str) -> String {
    let lower = written.to_ascii_lowercase();
    let host = match lower.rsplit_once(':') {
        // `foo:443/x` without its port is a path of Docker Hub, and the colons of `[::1]` are no port's.
        Some((host, port))
            if port.trim_start_matches('0') == "443" && (host.contains('.') || host.ends_with(']') || host == "localhost") =>
        {
            host
        }
        _ => &lower,
    };
    String::from(if host == "index.docker.io" { DEFAULT_REGISTRY } else { host })
}

impl<'a> Subject<'a> {
    /// The image that a text means. O(n).
    ///
    /// # Errors
    /// `Err(None)` where the text is a path whose first component looks like a registry and cannot be one; else the parser's error.
    pub fn read(text: &'a str, unqualified: &Unqualified) -> Result<Subject<'a>, Option<Error>> {
        let (reference, spans) = Reference::parse_normalized_with_spans(text).map_err(Some)?;
        let is_short = spans.registry.is_none();
        if reference.registry().is_empty() {
            return Err(None);
        }
        let (registry, repository) = match (is_short, unqualified) {
            (true, Unqualified::Registry(registry)) => (registry.clone(), String::from(spans.repository.of(text))),
            _ => (canonical_registry(reference.registry()), String::from(reference.repository())),
        };
        Ok(Subject {
            repository: Cow::Owned(official(&registry, repository)),
            registry: Some(Cow::Owned(registry)),
            is_path_open: false,
            tag: spans.tag.map(|span| Cow::Borrowed(span.of(text))),
            digest: reference.digest().map(|digest| Cow::Owned(String::from(digest.as_str()))),
            is_tag_open: false,
            is_short,
        })
    }

    /// What is known of a text that variables or a template leave open: the part before them.
    #[must_use]
    pub fn read_open(text: &'a str, unqualified: &Unqualified) -> Subject<'a> {
        let (start, rest) = text.split_at(text.find(['$', '{']).unwrap_or(text.len()));
        // In `app:${TAG}` the variable is a tag; in `${IMAGE}`, `app${X}` and `app:${X}/y` anything may come of it.
        let name_end = start.rfind('/').map_or(0, |slash| slash + 1);
        let tag_start = start.get(name_end..).unwrap_or_default().find([':', '@']).map(|at| name_end + at);
        let tag_start = tag_start.filter(|_| !rest.contains('/'));
        let open = Subject {
            registry: None,
            repository: Cow::Borrowed(""),
            is_path_open: true,
            tag: None,
            digest: None,
            is_tag_open: true,
            is_short: false,
        };
        let name = start.get(..tag_start.unwrap_or(start.len())).unwrap_or_default();
        if !name.contains('/') && tag_start.is_none() {
            return open;
        }
        let (first, path) = name.split_once('/').unwrap_or(("", name));
        let is_named = first.contains(['.', ':']) || first == "localhost" || first.bytes().any(|byte| byte.is_ascii_uppercase());
        let (registry, path) = match unqualified {
            _ if is_named => (canonical_registry(first), path),
            Unqualified::Registry(registry) => (registry.clone(), name),
            Unqualified::DockerHub | Unqualified::Forbidden => (String::from(DEFAULT_REGISTRY), name),
        };
        let repository = String::from(path);
        Subject {
            repository: Cow::Owned(if tag_start.is_some() { official(&registry, repository) } else { repository }),
            registry: Some(Cow::Owned(registry)),
            is_path_open: tag_start.is_none(),
            is_short: !is_named,
            ..open
        }
    }

    /// Registry and repository.
    #[must_use]
    pub fn name(&self) -> String {
        [self.registry.as_deref().unwrap_or_default(), "/", &self.repository].concat()
    }

    /// The tag that is pulled: `latest` where neither tag nor digest is written, none where a digest decides.
    #[must_use]
    pub fn effective_tag(&self) -> Option<&str> {
        if self.digest.is_some() { None } else { Some(self.tag.as_deref().unwrap_or("latest")) }
    }
}

/// On Docker Hub a repository of one component lies in `library/`.
fn official(registry: &str, repository: String) -> String {
    if registry == DEFAULT_REGISTRY && !repository.contains('/') { [OFFICIAL, &repository].concat() } else { repository }
}

#[cfg(test)]
mod tests {
    use super::{Subject, Unqualified, canonical_registry};
    use alloc::string::String;

    #[test]
    fn registries_have_one_spelling() {
        for (written, canonical) in [
            ("GHCR.io", "ghcr.io"),
            ("index.docker.io", "docker.io"),
            ("Docker.IO:443", "docker.io"),
            ("a.example:0443", "a.example"),
            ("a.example:8443", "a.example:8443"),
            ("[::1]:443", "[::1]"),
            ("[::443]", "[::443]"),
            ("localhost:443", "localhost"),
            ("foo:443", "foo:443"),
        ] {
            assert_eq!(canonical_registry(written), canonical);
        }
    }

    #[test]
    fn images_have_one_spelling() {
        let name = |text: &str| Subject::read(text, &Unqualified::DockerHub).map(|subject| subject.name()).ok();
        for text in
            ["nginx", "library/nginx", "docker.io/nginx", "index.docker.io/library/nginx", "Docker.io/nginx", "docker.io:443/nginx:1"]
        {
            assert_eq!(name(text).as_deref(), Some("docker.io/library/nginx"), "{text}");
        }
        assert_eq!(name("localhost/nginx").as_deref(), Some("localhost/nginx"));
        assert_eq!(name("foo_bar.com/x"), None);
        assert_eq!(name("Nginx"), None);
        let mirror = Unqualified::Registry(String::from("mirror.example"));
        assert_eq!(Subject::read("nginx:1", &mirror).map(|subject| subject.name()).ok().as_deref(), Some("mirror.example/nginx"));
    }
}
