//! Lists of registries as hadolint's `trustedRegistries` and the npm package's `allowedRegistries` have them.
//!
//! - `registry.example.com:5000` is that registry, port and all;
//! - `*` is every registry, `*.example.com` every one whose name ends so, `registry-*` every one whose name begins so;
//! - `docker.io/library/*` and `docker.io/library` are everything in that folder, `registry.example.com/team/app` is that
//!   repository and what is below it. Paths are compared by whole components.
//!
//! `docker.io`, `index.docker.io`, `registry-1.docker.io` and `hub.docker.com` are the same registry.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::pattern::{Below, Host, Path, Pattern, Tags};
use super::{Entry, ImagePolicy, canonical_registry};

impl ImagePolicy {
    /// The policy of a list of registries; an empty list lets everything in.
    #[must_use]
    pub fn of_registries(list: &[String]) -> ImagePolicy {
        let mut entries = Vec::new();
        for (number, text) in list.iter().enumerate() {
            let text = text.trim();
            let mut add = |host, path| {
                let pattern = Pattern { text: String::from(text), host, path, tags: Tags::Any, digest: None };
                entries.push(Entry { at: format!("allowedRegistries[{number}]"), pattern, reason: None });
            };
            let (host, path) = text.split_once('/').unwrap_or((text, ""));
            let path = path.strip_suffix('*').unwrap_or(path).trim_end_matches('/');
            let host = host_of(host);
            if path.is_empty() {
                add(host, Path::Any);
                continue;
            }
            // On Docker Hub `nginx` is short for `library/nginx`.
            if !path.contains('/') && host.has_hub() {
                let components = ["library", path].map(|component| vec![String::from(component)]);
                add(Host::Hub, Path::Components(components.into(), Below::Nothing));
            }
            let components = path.split('/').map(|component| vec![String::from(component)]).collect();
            add(host, Path::Components(components, Below::Anything));
        }
        ImagePolicy { allow: (!list.is_empty()).then_some(entries), ..ImagePolicy::default() }
    }
}

fn host_of(host: &str) -> Host {
    match (host.strip_prefix('*'), host.strip_suffix('*')) {
        (Some(""), _) => Host::Any,
        (Some(end), _) => Host::EndsWith(end.to_ascii_lowercase()),
        (None, Some(start)) => Host::StartsWith(start.to_ascii_lowercase()),
        (None, None) => match canonical_registry(host) {
            hub if matches!(hub.as_str(), "docker.io" | "registry-1.docker.io" | "hub.docker.com" | "registry.hub.docker.com") => Host::Hub,
            other => Host::Is(other),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::{ImagePolicy, Outcome, Place, World};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn outcome(entry: &str, image: &str) -> Outcome {
        let list: Vec<String> = [entry].iter().map(|entry| String::from(*entry)).collect();
        let place = Place::of(World::Dockerfile, crate::Date { year: 2026, month: 11, day: 23 });
        let policy = ImagePolicy::of_registries(&list);
        if image.contains('$') || image.contains('{') {
            policy.judge_open(image, &place).outcome
        } else {
            policy.judge(image, &place).outcome
        }
    }

    #[test]
    fn registries() {
        let allowed = |entry: &str, registry: &str| outcome(entry, &[registry, "/team/app"].concat()) == Outcome::Allowed;
        assert!(allowed("*", "any.example") && allowed("a.example:5000", "a.example:5000") && allowed(" a.example ", "a.example"));
        assert!(!allowed("a.example", "a.example:5000") && !allowed("a.example", "b.a.example") && !allowed("a.example", "a.example.evil"));
        assert!(allowed("*.a.example", "x.a.example") && !allowed("*.a.example", "a.example") && !allowed("*.a.example", "xa.example"));
        assert!(allowed("registry-*", "registry-2.a.example") && !allowed("registry-*", "my-registry-2.a.example"));
        for name in ["docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com"] {
            assert!(allowed(name, "docker.io") && allowed("docker.io", name), "{name}");
        }
        assert!(ImagePolicy::of_registries(&[]).is_empty());
    }

    #[test]
    fn paths_are_compared_by_whole_components() {
        let allowed = |entry: &str, image: &str| outcome(entry, image) == Outcome::Allowed;
        for entry in ["docker.io/library", "docker.io/library/", "docker.io/library/*", "*/library"] {
            assert!(allowed(entry, "node") && !allowed(entry, "libraryx/node") && !allowed(entry, "team/library"), "{entry}");
        }
        assert!(allowed("docker.io/nginx", "nginx") && !allowed("docker.io/nginx", "library/nginx/x"));
        assert!(allowed("docker.io/team/app", "team/app") && !allowed("docker.io/team/app", "team/app2"));
    }

    #[test]
    fn what_a_variable_leaves_open() {
        for (entry, text, wanted) in [
            ("*", "$A", Outcome::Allowed),
            ("a.example", "${A}", Outcome::Open),
            ("docker.io", "node:${A}", Outcome::Allowed),
            ("a.example", "node:${A}", Outcome::Denied),
            ("a.example", "host:${PORT}/app", Outcome::Open),
            ("docker.io", "team/{{ .app }}", Outcome::Allowed),
            ("a.example", "a.example/$A", Outcome::Allowed),
            ("a.example", "b.example/app:$A", Outcome::Denied),
            ("a.example/team", "a.example/team/$A", Outcome::Allowed),
            ("a.example/team", "a.example/team$A", Outcome::Open),
            ("a.example/team", "a.example/$A", Outcome::Open),
            ("docker.io/library", "node:$A", Outcome::Allowed),
        ] {
            assert_eq!(outcome(entry, text), wanted, "{entry} {text}");
        }
    }
}
