//! The patterns of a policy file, from text.
//!
//! A pattern that takes in more than it looks is refused with an image that would slip through. It never judges an image.

use plimsoll_core::policy::{Below, Host, Path, Pattern, Tags, canonical_registry};
use plimsoll_reference::{DEFAULT_REGISTRY, Reference, is_domain};

/// How many alternatives the braces of one component may make.
const MAX_ALTERNATIVES: usize = 64;

/// `registry:`, a whole registry.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn registry(text: &str, is_deny: bool) -> Result<Pattern, String> {
    plain(text)?;
    if let Some((host, _)) = text.split_once('/') {
        return Err(format!("`{text}` names a repository; write `repository: {text}`, or `registry: {host}` for the whole registry"));
    }
    let host = match text.strip_suffix('*').filter(|start| is_deny && !start.is_empty() && !start.contains(['*', '?', '{'])) {
        // What refuses may be as broad as it likes.
        Some(start) => Host::StartsWith(start.to_ascii_lowercase()),
        None => host(text, is_deny)?,
    };
    Ok(Pattern { text: text.into(), host, path: Path::Any, tags: Tags::Any, digest: None })
}

/// `repository:`, one repository, or those that wildcards take in.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn repository(text: &str, is_deny: bool) -> Result<Pattern, String> {
    plain(text)?;
    if text.contains('@') {
        return Err(format!("`{text}` has a digest; write `image: {text}`"));
    }
    let (first, path) = text.split_once('/').unwrap_or((text, ""));
    let is_host = first == "localhost" || first.contains(['.', ':', '*', '[']);
    let is_any = first == "*" || (first == "**" && path.is_empty());
    if path.is_empty() && is_host && !is_any {
        return Err(format!("`{text}` is a registry; write `registry: {first}`"));
    }
    if !is_host || path.is_empty() {
        let meant = if text.contains('/') { text.to_owned() } else { format!("library/{text}") };
        return Err(format!(
            "`{text}` names no registry, so `evil.example/{text}` would be as good; write `docker.io/{meant}` if Docker Hub is meant"
        ));
    }
    let host = host(first, is_deny)?;
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains(':') {
        return Err(format!("`{text}` has a tag; write the tag in `tags:`, or `image: {text}` for exactly that image"));
    }
    if !is_deny && is_open_to_all(&host) {
        owner(text, first, path)?;
    }
    Ok(Pattern { text: text.into(), path: components(text, &host, path)?, host, tags: Tags::Any, digest: None })
}

/// Registries in which anybody can have a repository; a `.` in front means every registry below that name.
const OPEN_TO_ALL: [&str; 11] = [
    "docker.io",
    "quay.io",
    "ghcr.io",
    "gcr.io",
    "public.ecr.aws",
    "registry.gitlab.com",
    "ttl.sh",
    ".azurecr.io",
    ".pkg.dev",
    ".gcr.io",
    ".amazonaws.com",
];

/// Whether anybody can have a repository in a registry, or a registry of that kind.
#[must_use]
pub(crate) fn is_open_to_all(host: &Host) -> bool {
    match host {
        Host::Is(host) => OPEN_TO_ALL.iter().any(|known| host == known.trim_start_matches('.')) || host.starts_with("registry-1.docker"),
        Host::Below(end) => OPEN_TO_ALL.iter().any(|known| known.starts_with('.') && end.ends_with(known)),
        _ => false,
    }
}

/// Refuses a wildcard in the name of a folder's owner, where the rest of it may be anybody's.
fn owner(text: &str, host: &str, path: &str) -> Result<(), String> {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    // A single name on Docker Hub is that of an official image.
    let is_official = rest.is_none() && host == DEFAULT_REGISTRY;
    let Some(at) = first.find(['*', '?']).filter(|_| !is_official && first != "*" && !first.contains("**")) else { return Ok(()) };
    let start = first.get(..at).unwrap_or_default();
    let evil = format!("{}{}", first.replacen('*', "evil", 1).replace(['*', '?'], "x"), if rest.is_some() { "/x" } else { "" });
    let help = if start.is_empty() { "name the folders".to_owned() } else { format!("write `{host}/{start}/**` for all below `{start}`") };
    Err(format!("`{text}` takes in `{host}/{evil}` too, which may be somebody else's; {help}"))
}

/// `image:`, exactly one.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn image(text: &str) -> Result<Pattern, String> {
    plain(text)?;
    if text.contains(['*', '?', '{']) {
        return Err(format!("`{text}` has wildcards, and `image:` is exactly one image; use `repository:` and `tags:`"));
    }
    let (reference, spans) = Reference::parse_normalized_with_spans(text).map_err(|error| format!("`{text}`: {error}"))?;
    let Some(registry) = spans.registry else {
        return Err(format!("`{text}` names no registry; write `docker.io/…` if Docker Hub is meant"));
    };
    let host = host(registry.of(text), false)?;
    let tags = match (reference.tag(), reference.digest()) {
        (None, None) => return Err(format!("`{text}` has neither tag nor digest; write `repository: {text}` for all of them")),
        (Some(tag), None) => Tags::Exactly(tag.into()),
        (_, Some(_)) => Tags::Any,
    };
    let components = reference.repository().split('/').map(|component| vec![component.to_owned()]).collect();
    let digest = reference.digest().map(|digest| digest.as_str().to_owned());
    Ok(Pattern { text: text.into(), host, path: Path::Components(components, Below::Nothing), tags, digest })
}

/// What exceptions name: one image, or those that a repository's wildcards take in.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn any(text: &str) -> Result<Pattern, String> {
    let name = text.rsplit('/').next().unwrap_or_default();
    if name.contains([':', '@']) { image(text) } else { repository(text, false) }
}

/// `tags:`: globs, with a `!` those that are left out.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn tag(text: &str) -> Result<&str, String> {
    let glob = text.strip_prefix('!').unwrap_or(text);
    let is_tag = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'*' | b'?');
    if glob.is_empty() || !glob.bytes().all(is_tag) || glob.starts_with(['.', '-']) || glob.len() > 128 {
        return Err(format!("`{text}` is no tag: letters, digits, `_`, `.` and `-`, with `*` and `?` as wildcards"));
    }
    Ok(text)
}

/// A registry, also with `*.` in front.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn host(text: &str, is_deny: bool) -> Result<Host, String> {
    if text.is_empty() {
        return Err("the registry is empty, which would be every registry".into());
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(format!("write `{}` in lower case: hosts are compared without case", text.to_ascii_lowercase()));
    }
    if text == "*" {
        return if is_deny {
            Ok(Host::Any)
        } else {
            Err("`*` takes in every registry there is, `evil.example` too; name the registries, or leave `allow` out".into())
        };
    }
    let below = text.strip_prefix("*.");
    let name = below.unwrap_or(text);
    if let Some(at) = name.find(['*', '?', '{', '}']) {
        let start = name.get(..at).unwrap_or_default();
        return Err(format!(
            "`{text}`: a wildcard in a registry stands for whole labels on the left, as in `*.example.com`; `{start}*` would take in \
             `{start}.evil.example` too"
        ));
    }
    if !is_domain(name) {
        return Err(format!("`{text}` is no registry: a host name with an optional port is meant"));
    }
    if below.is_some() && name.split(':').next() == Some(DEFAULT_REGISTRY) {
        return Err(format!("`{text}`: Docker Hub is one registry, `{DEFAULT_REGISTRY}`"));
    }
    let domain = name.split(':').next().unwrap_or_default();
    if below.is_some() && (!domain.contains('.') || SUFFIXES.contains(&domain)) {
        return Err(format!("`{text}` takes in every registry under `.{name}`, `evil.{name}` too; name a domain that is yours"));
    }
    if !name.contains(['.', ':']) && name != "localhost" {
        return Err(format!(
            "`{text}` cannot be a registry: `{text}/app` is read as `docker.io/{text}/app`; write `repository: docker.io/{text}/**`"
        ));
    }
    let canonical = canonical_registry(name);
    Ok(if below.is_some() { Host::Below(format!(".{canonical}")) } else { Host::Is(canonical) })
}

/// Names of several labels below which anybody can have a name: the commonest of publicsuffix.org.
const SUFFIXES: [&str; 20] = [
    "ac.uk",
    "co.at",
    "co.id",
    "co.il",
    "co.in",
    "co.jp",
    "co.kr",
    "co.nz",
    "co.uk",
    "co.za",
    "com.ar",
    "com.au",
    "com.br",
    "com.cn",
    "com.mx",
    "com.tr",
    "github.io",
    "herokuapp.com",
    "org.uk",
    "web.app",
];

/// What can be said of any pattern.
fn plain(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("the entry is empty, which would be everything".into());
    }
    if let Some((_, rest)) = text.split_once("://") {
        return Err(format!("write it without the protocol: `{rest}`"));
    }
    match text.chars().find(|c| !c.is_ascii_graphic()) {
        Some(c) => Err(format!("`{}` is not a character of an image's name", c.escape_default())),
        None => Ok(()),
    }
}

fn components(text: &str, host: &Host, path: &str) -> Result<Path, String> {
    if path.ends_with('/') {
        return Err(format!("`{text}` ends with `/`; write `{text}**` for everything below it"));
    }
    let mut components = Vec::new();
    let mut below = Below::Nothing;
    let count = split(path).count();
    for (number, component) in split(path).enumerate() {
        if component == "**" {
            if number + 1 != count {
                return Err(format!("`{text}`: `**` is any depth and can only come last; `*` is one component"));
            }
            below = Below::Something;
        } else if component.contains("**") {
            return Err(format!("`{text}`: `**` is a component of its own"));
        } else {
            components.push(alternatives(text, component)?);
        }
    }
    let is_hub = matches!(host, Host::Is(host) if host == DEFAULT_REGISTRY);
    match (components.len(), below) {
        (0, _) => Ok(Path::Any),
        (1, Below::Nothing) if *host == Host::Any => {
            Err(format!("`{text}`: on Docker Hub that repository is `library/{path}`; name at least two components where the host is `*`"))
        }
        (1, Below::Nothing) if is_hub => {
            if components.iter().flatten().any(|glob| glob == "*") {
                return Err(format!(
                    "`{text}` is the official images alone; write `docker.io/library/*` for those, `docker.io/**` for everything on Docker Hub"
                ));
            }
            components.insert(0, vec!["library".to_owned()]);
            Ok(Path::Components(components, below))
        }
        _ => Ok(Path::Components(components, below)),
    }
}

/// The components of a path; a `/` in braces parts them as well, and is then refused as what it makes.
fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
}

/// `{a,b}-*` as `a-*` and `b-*`.
fn alternatives(text: &str, component: &str) -> Result<Vec<String>, String> {
    let bad = |why: &str| Err(format!("`{text}`: `{component}` {why}"));
    let mut done = vec![String::new()];
    let mut rest = component;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else { return bad("has an open `{`") };
        let options: Vec<&str> = inside.split(',').collect();
        if options.iter().any(|option| option.is_empty()) || inside.contains('{') {
            return bad("has braces with nothing in them, or braces in braces");
        }
        if done.len() * options.len() > MAX_ALTERNATIVES {
            return bad("has too many alternatives");
        }
        done = done.iter().flat_map(|start| options.iter().map(move |option| format!("{start}{before}{option}"))).collect();
        rest = after;
    }
    done.iter_mut().for_each(|start| start.push_str(rest));
    let is_good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-' | b'*' | b'?');
    for alternative in &done {
        if alternative.is_empty() {
            return bad("is empty: there is one `/` too many");
        }
        if alternative.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return bad("has an upper-case letter, which no repository has");
        }
        if !alternative.bytes().all(is_good) {
            return bad("is no component of a path: lower-case letters, digits, `.`, `_`, `-`, and `*`, `?`, `{a,b}`");
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::{any, image, registry, repository};

    #[test]
    fn what_is_broader_than_it_looks_is_refused_with_what_would_slip_through() {
        for (text, needle) in [
            ("acme", "docker.io/acme"),
            ("registry.corp*", "registry.corp.evil.example"),
            ("*", "every registry"),
            ("*.io", "evil.io"),
            ("GHCR.io", "ghcr.io"),
            ("ghcr.io/acme", "repository: ghcr.io/acme"),
            ("", "everything"),
            ("https://ghcr.io", "without the protocol"),
            ("gcr.i\u{43e}", "not a character"),
            ("ghcr.*", "ghcr..evil"),
        ] {
            let error = registry(text, false).unwrap_err();
            assert!(error.contains(needle), "{text}: {error}");
        }
        for (text, needle) in [
            ("nginx", "docker.io/library/nginx"),
            ("acme/*", "evil.example/acme/*"),
            ("*/acme/*", "every registry"),
            ("ghcr.io", "registry: ghcr.io"),
            ("ghcr.io/acme/", "ghcr.io/acme/**"),
            ("ghcr.io/**/app", "only come last"),
            ("ghcr.io/acme**", "component of its own"),
            ("ghcr.io/acme:1", "tags"),
            ("ghcr.io/Acme", "upper-case"),
            ("ghcr.io//acme", "too many"),
            ("docker.io/*", "official images"),
            ("ghcr.io/{a", "open"),
            ("ghcr.io/a@sha256:00", "image:"),
        ] {
            let error = repository(text, false).unwrap_err();
            assert!(error.contains(needle), "{text}: {error}");
        }
        for text in ["ghcr.io/acme/app", "nginx:1", "ghcr.io/acme/*:1", "ghcr.io/acme/app@sha256:00"] {
            assert!(image(text).is_err(), "{text}");
        }
        assert!(registry("*", true).is_ok() && repository("*/acme/**", true).is_ok());
        assert!(any("docker.io/legacy/**").is_ok() && any("docker.io/legacy/app:1").is_ok() && any("legacy/**").is_err());
    }
}
