//! Images that slip through an entry of another engine's list.
//!
//! For an entry a few images are made up that its engine should take for it though nobody who wrote it meant them. One is named only
//! if it is a reference, if the engine's way of comparing takes it, and if it lies outside of what the entry evidently means. No
//! policy of ours is judged here, and no image of the file.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::regex::Regex;
use crate::policy::{Answer, Below, Host, Path, Pattern, Subject, Tags, Unqualified, canonical_registry, glob_matches};

/// How an engine holds an entry against the text of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The image begins with it: `startswith` of Rego, `startsWith` of CEL, `K8sAllowedRepos`.
    Prefix,
    /// Exactly, or the beginning where it ends with `*`: `K8sAllowedReposv2`.
    Starred,
    /// A glob over the whole text, whose `*` crosses `/` and `.`: Kyverno.
    Glob,
    /// As a glob, also with the image's registry, tag and digest left out: Kubewarden's trusted-repos.
    Loose,
    /// A glob over the registry alone: trusted-repos.
    Registry,
    /// The image has it somewhere: `contains`.
    Contains,
    /// A regular expression that is looked for in the image: `regex.match` of Rego, `matches` of CEL.
    Search,
    /// Only the last component of the image's path.
    LastPart,
}

/// An image that an entry lets in and should not.
#[derive(Debug)]
pub struct Slip {
    /// The image.
    pub image: String,
    /// How the entry is compared; the middle of a sentence.
    pub how: &'static str,
    /// The entry as it was meant, where that can be said.
    pub mend: Option<String>,
}

impl Form {
    fn how(self) -> &'static str {
        match self {
            Form::Prefix => "is compared as the beginning of a text",
            Form::Starred | Form::Glob => "has a `*` that stands for any text, `/` and `.` as well",
            Form::Loose => "names no registry and is compared without the image's",
            Form::Registry => "takes in registries that anybody can have",
            Form::Contains => "may stand anywhere in the image's name",
            Form::Search => "is looked for as a regular expression",
            Form::LastPart => "is compared with the last part of the path alone",
        }
    }

    fn takes(self, entry: &str, image: &str) -> bool {
        match self {
            Form::Prefix => image.starts_with(entry),
            Form::Starred => entry.strip_suffix('*').map_or(image == entry, |start| image.starts_with(start)),
            Form::Glob => glob_matches(entry, image),
            Form::Contains => image.contains(entry),
            Form::Search => Regex::read(entry).is_some_and(|regexes| regexes.iter().any(|regex| regex.finds(image))),
            Form::Registry => image.split('/').next().is_some_and(|host| glob_matches(entry, host)),
            Form::LastPart => untagged(image).rsplit('/').next() == Some(entry),
            Form::Loose => {
                let name = image.split_once('/').map_or(image, |(_, name)| name);
                [image, untagged(image), name, untagged(name)].into_iter().any(|text| glob_matches(entry, text))
            }
        }
    }
}

/// An image without its tag and digest.
fn untagged(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or_default();
    let last = image.rfind('/').map_or(0, |slash| slash + 1);
    let colon = image.get(last..).unwrap_or_default().find(':');
    colon.and_then(|colon| image.get(..last + colon)).unwrap_or(image)
}

/// An image that an entry lets in and should not; `None` where it takes in what it says. O(n²) for globs, else O(n).
#[must_use]
pub fn slip(entry: &str, form: Form) -> Option<Slip> {
    let intents = intents(entry, form);
    let is_slip = |image: &String| {
        form.takes(entry, image)
            && Subject::read(image, &Unqualified::DockerHub)
                .is_ok_and(|subject| !intents.iter().any(|intent| intent.allows(&subject) == Answer::Yes))
    };
    let image = candidates(entry, form).into_iter().find(is_slip)?;
    Some(Slip { image, how: form.how(), mend: mend(entry, form) })
}

/// An entry that is a prefix: its registry, where it names one, and the rest.
fn split(text: &str) -> (Option<&str>, &str) {
    let (first, rest) = text.split_once('/').unwrap_or((text, ""));
    let is_port = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_host = match first.split_once(':') {
        Some((host, port)) if rest.is_empty() && !text.ends_with('/') => is_port(port) && (host.contains('.') || host == "localhost"),
        Some(_) => true,
        None => first.contains('.') || first == "localhost" || first.bytes().any(|byte| byte.is_ascii_uppercase()),
    };
    if is_host { (Some(first), rest) } else { (None, text) }
}

/// What an entry evidently means: a registry, a folder or repository with what is below, on Docker Hub where no registry is named.
fn intents(entry: &str, form: Form) -> Vec<Pattern> {
    let pattern = |host, path| Pattern { text: String::new(), host, path, tags: Tags::Any, digest: None };
    let plain;
    let base = match form {
        Form::Search => {
            plain = Regex::read(entry).map(|regexes| regexes.iter().map(Regex::intent).collect::<Vec<_>>()).unwrap_or_default();
            return plain.iter().filter(|text| !text.is_empty()).flat_map(|text| intents(text, Form::Prefix)).collect();
        }
        Form::Glob | Form::Starred | Form::Loose | Form::Registry => {
            if let Some((host, _)) = entry.strip_prefix('*').map(|rest| rest.split_once('/').unwrap_or((rest, "")))
                && host.starts_with('.')
                && !host.contains('*')
            {
                // Under one label, as in `*.io`, anybody can have a registry.
                let is_owned = host.matches('.').count() > 1;
                return if is_owned { vec![pattern(Host::Below(host.to_ascii_lowercase()), Path::Any)] } else { Vec::new() };
            }
            entry.split('*').next().unwrap_or_default()
        }
        Form::Prefix | Form::Contains | Form::LastPart => entry,
    };
    let base = base.trim_end_matches('/');
    if base.is_empty() {
        return Vec::new();
    }
    let (host, rest) = split(base);
    let components = |text: &str| -> Vec<Vec<String>> {
        untagged(text).split('/').filter(|part| !part.is_empty()).map(|part| vec![part.to_ascii_lowercase()]).collect()
    };
    match host {
        Some(host) => {
            let host = Host::Is(canonical_registry(host));
            let parts = components(rest);
            if parts.is_empty() {
                return vec![pattern(host, Path::Any)];
            }
            let is_hub = host.has_hub() && parts.len() == 1;
            let mut intents = vec![pattern(host.clone(), Path::Components(parts.clone(), Below::Anything))];
            if is_hub {
                intents.push(pattern(host, Path::Components(library(parts), Below::Nothing)));
            }
            intents
        }
        None => {
            let parts = components(base);
            vec![
                pattern(Host::Hub, Path::Components(library(parts.clone()), Below::Nothing)),
                pattern(Host::Hub, Path::Components(parts, Below::Anything)),
            ]
        }
    }
}

fn library(parts: Vec<Vec<String>>) -> Vec<Vec<String>> {
    [vec![String::from("library")]].into_iter().chain(parts).collect()
}

/// Images that an entry may let in besides what it means, likeliest first.
fn candidates(entry: &str, form: Form) -> Vec<String> {
    match form {
        Form::Prefix => open_end(entry),
        Form::Starred => entry.strip_suffix('*').map(open_end).unwrap_or_default(),
        Form::Glob => in_glob(entry),
        Form::Registry => {
            let host = |fill: &str| format!("{}/x:1", entry.replacen('*', fill, 1).replace('*', "x"));
            let fills = match entry.strip_prefix('*') {
                Some(rest) if rest.starts_with('.') => ["evil", "evil.example"],
                Some(_) => ["evil.example", "evil"],
                None => [".evil.example", "evil.example"],
            };
            if entry.contains('*') { fills.map(host).into() } else { Vec::new() }
        }
        Form::Loose if split(entry.split('*').next().unwrap_or_default()).0.is_some() => in_glob(entry),
        Form::Loose => {
            let name = entry.replace('*', "x");
            [format!("evil.example/{name}:1"), format!("evil.example/{name}")].into()
        }
        Form::LastPart => [format!("evil.example/x/{entry}:1")].into(),
        Form::Contains if entry.starts_with([':', '@']) => Vec::new(),
        Form::Contains => {
            let name = entry.trim_start_matches('/');
            let ends = if name.ends_with('/') { ["x:1", ""] } else { ["/x:1", "x:1"] };
            ends.map(|end| format!("evil.example/{name}{end}")).into()
        }
        Form::Search => Regex::read(entry).unwrap_or_default().iter().flat_map(Regex::samples).collect(),
    }
}

/// What goes on behind a prefix that does not end where a component does.
fn open_end(base: &str) -> Vec<String> {
    let last = base.rsplit('/').next().unwrap_or_default();
    let (host, rest) = split(base);
    let depth = rest.matches('/').count();
    if base.is_empty() || base == "*" {
        return vec!["evil.example/x:1".to_string()];
    }
    // Whoever owns the folder owns what is beside the repository in it; what follows a tag or a digest is theirs as well.
    if base.ends_with('/') || depth >= 1 || base.contains('@') || (host.is_none_or(|_| !rest.is_empty()) && last.contains(':')) {
        return Vec::new();
    }
    let ends: &[&str] = match host {
        Some(host) if rest.is_empty() && host.contains(':') => &["0/x:1"],
        Some(_) if !rest.is_empty() => &["evil/x:1"],
        _ => &[".evil.example/x:1", "evil.example/x:1", "evil/x:1"],
    };
    ends.iter().map(|end| format!("{base}{end}")).collect()
}

fn in_glob(entry: &str) -> Vec<String> {
    // `*:latest`, `*@sha256:*` and the like are about tags and digests.
    if entry.trim_start_matches(['*', '?']).starts_with([':', '@']) || entry.trim_matches(['*', '?']).is_empty() {
        return Vec::new();
    }
    let Some((before, after)) = entry.split_once('*') else { return Vec::new() };
    let filled = |fill: &str| {
        let text = format!("{before}{fill}{}", after.replace(['*', '?'], "x"));
        if text.ends_with('/') { format!("{text}x:1") } else { text }
    };
    if !before.contains('/') && !before.contains([':', '@']) {
        let fills: &[&str] = match (before.is_empty(), after.starts_with('/')) {
            (true, true) => &["evil.example", "evil.example/x"],
            (true, false) => &["evil.example/x", "evil.example/x/"],
            (false, _) => &[".evil.example/x", "evil.example/x", "evil/x"],
        };
        return fills.iter().map(|fill| filled(fill)).collect();
    }
    let in_folder = before.split_once('/').is_some_and(|(_, rest)| rest.contains('/'));
    if before.ends_with('/') || in_folder || split(before).0.is_none() { Vec::new() } else { vec![filled("evil/x")] }
}

/// The entry with its end closed, where that is evident.
fn mend(entry: &str, form: Form) -> Option<String> {
    let (base, star) = match form {
        Form::Prefix => (entry, ""),
        Form::Starred | Form::Glob => (entry.strip_suffix('*')?, "*"),
        _ => return None,
    };
    let is_closed = !base.contains('*') && split(base).0.is_some() && !base.ends_with(['/', '.', '-', '_', ':']);
    is_closed.then(|| format!("{base}/{star}"))
}

/// An image that an entry of a deny list means and does not stop; `None` where it stops them all. O(n).
#[must_use]
pub fn missed(entry: &str) -> Option<String> {
    let (host, rest) = split(entry);
    let last = |text: &str| if text.is_empty() { String::from("nginx") } else { text.trim_end_matches('/').to_string() };
    let image = match host.map(canonical_registry) {
        None if entry.trim().is_empty() => return None,
        None if entry.ends_with('/') => format!("docker.io/{entry}x:1"),
        None => format!("docker.io/{}", entry.trim_end_matches('/')),
        Some(host) if host == "docker.io" => last(rest.strip_prefix("library/").unwrap_or(rest)),
        // Hosts have no case; the text has.
        Some(host) => {
            let rest = if rest.is_empty() || rest.ends_with('/') { format!("{rest}x:1") } else { rest.to_string() };
            let written = entry.split('/').next().unwrap_or_default();
            let other = if written == host { host.to_ascii_uppercase() } else { host };
            format!("{other}/{rest}")
        }
    };
    (!image.starts_with(entry) && Subject::read(&image, &Unqualified::DockerHub).is_ok()).then_some(image)
}

#[cfg(test)]
mod tests {
    use super::{Form, missed, slip};

    #[test]
    fn what_slips_through() {
        for (form, entry, image) in [
            (Form::Prefix, "acme", "acme.evil.example/x:1"),
            (Form::Prefix, "registry.corp", "registry.corp.evil.example/x:1"),
            (Form::Prefix, "ghcr.io/acme", "ghcr.io/acmeevil/x:1"),
            (Form::Prefix, "registry.corp:5000", "registry.corp:50000/x:1"),
            (Form::Prefix, "docker.io", "docker.io.evil.example/x:1"),
            (Form::Prefix, "", "evil.example/x:1"),
            (Form::Prefix, "123.dkr.ecr.", "123.dkr.ecr.evil.example/x:1"),
            (Form::Starred, "acme*", "acme.evil.example/x:1"),
            (Form::Starred, "*", "evil.example/x:1"),
            (Form::Glob, "registry.corp*", "registry.corp.evil.example/x"),
            (Form::Glob, "*/acme/*", "evil.example/acme/x"),
            (Form::Glob, "*.gcr.io/*", "evil.example/x.gcr.io/x"),
            (Form::Glob, "ghcr.io/acme*", "ghcr.io/acmeevil/x"),
            (Form::Glob, "*nginx", "evil.example/xnginx"),
            (Form::Loose, "nginx", "evil.example/nginx:1"),
            (Form::Loose, "bitnami/*", "evil.example/bitnami/x:1"),
            (Form::Loose, "ghcr.io*", "ghcr.io.evil.example/x"),
            (Form::Registry, "ghcr.io*", "ghcr.io.evil.example/x:1"),
            (Form::Registry, "*.io", "evil.io/x:1"),
            (Form::Registry, "*", "evil.example/x:1"),
            (Form::Contains, "registry.corp/", "evil.example/registry.corp/x:1"),
            (Form::Contains, "acme", "evil.example/acme/x:1"),
            (Form::LastPart, "kyverno", "evil.example/x/kyverno:1"),
            (Form::Search, "registry\\.corp/", "evil.example/registry.corp/x"),
            (Form::Search, "^registry.corp/", "registryxcorp/x"),
            (Form::Search, "^registry\\.corp", "registry.corp.evil.example/x"),
            (Form::Search, "^(a\\.example|b\\.example)/|c", "evil.example/c"),
            (Form::Search, "^ghcr\\.io/acme.*$", "ghcr.io/acmeevil/x"),
            (Form::Search, "^.*/acme/.+$", "evil.example/x/acme/x"),
        ] {
            assert_eq!(slip(entry, form).map(|slip| slip.image).as_deref(), Some(image), "{form:?} {entry}");
        }
    }

    #[test]
    fn what_is_closed_lets_nothing_slip() {
        for (form, entry) in [
            (Form::Prefix, "acme/"),
            (Form::Prefix, "registry.corp/"),
            (Form::Prefix, "registry.corp:5000/"),
            (Form::Prefix, "ghcr.io/acme/"),
            (Form::Prefix, "ghcr.io/acme/app"),
            (Form::Prefix, "nginx:1.2"),
            (Form::Prefix, "acme/app"),
            (Form::Starred, "registry.corp/*"),
            (Form::Starred, "ubuntu:20.14"),
            (Form::Starred, "acme"),
            (Form::Glob, "registry.corp/*"),
            (Form::Glob, "ghcr.io/*/app"),
            (Form::Glob, "*:latest"),
            (Form::Glob, "*@sha256:*"),
            (Form::Glob, "nginx"),
            (Form::Loose, "quay.io/coreos/etcd"),
            (Form::Loose, "docker.io/library/*"),
            (Form::Registry, "ghcr.io"),
            (Form::Registry, "*.corp.example"),
            (Form::Contains, ":latest"),
            (Form::Search, "^registry\\.corp/"),
            (Form::Search, "^(registry\\.corp|ghcr\\.io/acme)/.+$"),
            (Form::Search, "^[0-9]{12}\\.dkr/"),
            (Form::Search, "@sha256:[a-f0-9]+$"),
            (Form::Search, ":latest$"),
        ] {
            let slip = slip(entry, form);
            assert!(slip.is_none(), "{form:?} {entry}: {slip:?}");
        }
    }

    #[test]
    fn what_a_deny_list_misses() {
        for (entry, image) in [
            ("docker.io/", "nginx"),
            ("docker.io/library/centos", "centos"),
            ("centos", "docker.io/centos"),
            ("acme/", "docker.io/acme/x:1"),
            ("k8s.gcr.io/", "K8S.GCR.IO/x:1"),
            ("quay.io/old/app", "QUAY.IO/old/app"),
        ] {
            assert_eq!(missed(entry).as_deref(), Some(image), "{entry}");
        }
    }
}
