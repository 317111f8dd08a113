//! The lists of a policy as regular expressions, for engines that have nothing better.
//!
//! All of them are anchored, in the common part of RE2 and Rust's `regex`: no look-around, letters of hosts as classes, `$` as the
//! end of the text. [`VALID`] says what is an image reference at all, so that the others may be loose about its grammar.

use plimsoll_core::Date;
use plimsoll_core::policy::{Below, Exception, Host, ImagePolicy, ORIGIN_RULE, Path, Pattern, REST_RULE, Tags, Unqualified, glob_matches};

/// Text that is an image reference, its lengths aside (distribution/reference, reference.go): a registry and a path, one component, or
/// a path whose first component has no dot. The one bounded repeat of each of its parts is the reason why this is no part of others.
pub(crate) const VALID: &str = concat!(
    r"^(?:(?:\[[a-fA-F0-9:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?/",
    r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*",
    r"|[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*",
    r"|[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)+",
    r")(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:@(?:sha256|sha384|sha512):[a-f0-9]+)?$"
);

/// Text that is no reference although it has the form of one: an image id, a tag or path that is too long, a digest of another length
/// than its algorithm's.
pub(crate) const INVALID: [&str; 6] = [
    "^[a-f0-9]{64}$",
    r":[A-Za-z0-9_][A-Za-z0-9_.-]{128}",
    r"^(?:[^/]*[A-Z.:][^/]*/|localhost/)[a-z0-9._/-]{256}",
    r"^(?:(?:index\.)?docker\.io/)?[a-z0-9._-]{248}[a-z0-9._-]*(?:[:@]|$)",
    r"@sha256:(?:[a-f0-9]{0,63}|[a-f0-9]{65}[a-f0-9]*)$",
    r"@(?:sha384:(?:[a-f0-9]{0,95}|[a-f0-9]{97}[a-f0-9]*)|sha512:(?:[a-f0-9]{0,127}|[a-f0-9]{129}[a-f0-9]*))$",
];

/// Both together, and without `localhost/` in front: a path of several components without a registry that is too long.
pub(crate) const LONG_SHORT: [&str; 2] = ["^[a-z0-9_-]+/", "^[a-z0-9._/-]{256}"];

/// A name without a registry; `localhost/` must be excluded besides.
pub(crate) const SHORT: &str = r"^(?:[^/]*|[a-z0-9_-]+/.*)$";

/// How long an expression may get: engines bound the size of what is compiled.
const MAX_LENGTH: usize = 4_000;

const TAG: &str = "[A-Za-z0-9_.-]";
const DIGEST: &str = "(?:@[a-z0-9:]+)?";

/// What takes in an image: one expression of `named`, or, where the image does not begin with `localhost/`, one of `short`.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    pub(crate) named: Vec<Rule>,
    pub(crate) short: Vec<Rule>,
}

/// Matches where `yes` does and `no` does not.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) yes: String,
    pub(crate) no: Option<String>,
}

/// A policy in expressions.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) deny: Matcher,
    /// `None`: everything.
    pub(crate) allow: Option<Matcher>,
    pub(crate) is_short_forbidden: bool,
    /// Tags that are forbidden, also none where that is `latest`.
    pub(crate) forbidden_tags: Option<String>,
    /// Images that need no digest; `None`: none needs one.
    pub(crate) digest_except: Option<Matcher>,
    /// By namespace: what need not come from the allow list.
    pub(crate) origin_exceptions: Vec<(Option<String>, Matcher)>,
    /// By namespace: what need not keep to tags and digests.
    pub(crate) rest_exceptions: Vec<(Option<String>, Matcher)>,
}

impl Matcher {
    pub(crate) fn is_empty(&self) -> bool {
        self.named.is_empty() && self.short.is_empty()
    }
}

impl Compiled {
    /// The exceptions are those of that day: the engines are asked without a date.
    pub(crate) fn of(policy: &ImagePolicy, as_of: Date) -> Compiled {
        let default = &policy.unqualified;
        let matcher = |patterns: &mut dyn Iterator<Item = &Pattern>, is_deny: bool| matcher(patterns, default, is_deny);
        let active: Vec<&Exception> = policy.exceptions.iter().filter(|exception| exception.is_active(as_of)).collect();
        let exceptions = |rule: &str| {
            let holds = |exception: &&&Exception| exception.rules.is_empty() || exception.rules.iter().any(|name| name == rule);
            let one = |exception: &&Exception| (exception.namespace.clone(), matcher(&mut std::iter::once(&exception.pattern), false));
            active.iter().filter(holds).map(one).collect()
        };
        Compiled {
            deny: matcher(&mut policy.deny.iter().map(|entry| &entry.pattern), true),
            allow: policy.allow.as_ref().map(|list| matcher(&mut list.iter().map(|entry| &entry.pattern), false)),
            is_short_forbidden: *default == Unqualified::Forbidden,
            forbidden_tags: forbidden_tags(&policy.forbidden_tags),
            digest_except: policy.digests.in_kubernetes.then(|| matcher(&mut policy.digests.except.iter(), false)),
            origin_exceptions: exceptions(ORIGIN_RULE),
            rest_exceptions: exceptions(REST_RULE),
        }
    }
}

fn matcher(patterns: &mut dyn Iterator<Item = &Pattern>, default: &Unqualified, is_deny: bool) -> Matcher {
    let mut all = Matcher::default();
    let (mut named, mut short) = (Vec::new(), Vec::new());
    for pattern in patterns {
        let (long_names, short_names) = (named_names(pattern, is_deny), short_names(pattern, default, is_deny));
        if pattern.digest.is_none() && pattern.tags == Tags::Any {
            named.extend(long_names);
            short.extend(short_names);
            continue;
        }
        for (names, list) in [(long_names, &mut all.named), (short_names, &mut all.short)] {
            if !names.is_empty() {
                list.push(tagged(&names.join("|"), pattern, is_deny));
            }
        }
    }
    for (names, list) in [(named, &mut all.named), (short, &mut all.short)] {
        list.extend(chunks(names).map(|names| Rule { yes: format!("^(?:{names})(?::{TAG}+)?{DIGEST}$"), no: None }));
    }
    all
}

/// The names put together, as long as they stay short enough.
fn chunks(names: Vec<String>) -> impl Iterator<Item = String> {
    let mut chunks: Vec<String> = Vec::new();
    for name in names {
        match chunks.last_mut().filter(|last| last.len() + name.len() < MAX_LENGTH) {
            Some(last) => {
                last.push('|');
                last.push_str(&name);
            }
            None => chunks.push(name),
        }
    }
    chunks.into_iter()
}

/// The names with the tags or the digest of a pattern.
fn tagged(names: &str, pattern: &Pattern, is_deny: bool) -> Rule {
    if let Some(digest) = &pattern.digest {
        return Rule { yes: format!("^(?:{names})(?::{TAG}+)?@{digest}$"), no: None };
    }
    let (some, none): (Vec<&String>, Vec<&String>) = match &pattern.tags {
        Tags::Any => (Vec::new(), Vec::new()),
        Tags::Exactly(tag) => (vec![tag], Vec::new()),
        Tags::Globs(some, none) => (some.iter().collect(), none.iter().collect()),
    };
    let is_exact = matches!(pattern.tags, Tags::Exactly(_));
    let digest = if is_exact && !is_deny { "" } else { DIGEST };
    let globs = |globs: &[&String]| globs.iter().map(|glob| glob_expression(glob, TAG)).collect::<Vec<_>>().join("|");
    let tags = if some.is_empty() { format!("{TAG}+") } else { globs(&some) };
    let fits = |globs: &[&String]| globs.iter().any(|glob| glob_matches(glob, "latest"));
    let optional = if (some.is_empty() || fits(&some)) && !fits(&none) { "?" } else { "" };
    Rule {
        yes: format!("^(?:{names})(?::(?:{tags}){digest}){optional}$"),
        no: (!none.is_empty()).then(|| format!("^(?:{names}):(?:{}){DIGEST}$", globs(&none))),
    }
}

fn forbidden_tags(globs: &[String]) -> Option<String> {
    let tags = globs.iter().map(|glob| glob_expression(glob, TAG)).collect::<Vec<_>>().join("|");
    let optional = if globs.iter().any(|glob| glob_matches(glob, "latest")) { "?" } else { "" };
    (!globs.is_empty()).then(|| format!("^(?:.*/)?[^/:@]+(?::(?:{tags})){optional}$"))
}

/// Registry and repository, as written with a registry.
fn named_names(pattern: &Pattern, is_deny: bool) -> Vec<String> {
    let is_hub_only = matches!(&pattern.host, Host::Is(host) if host == "docker.io") || pattern.host == Host::Hub;
    let host = host_expression(&pattern.host, is_deny);
    let path = path_expression(&pattern.path, false);
    let mut names: Vec<String> = path.into_iter().map(|path| format!("{host}/{path}")).collect();
    if pattern.host.has_hub() || (is_deny && is_hub_only) {
        let hub = if is_hub_only { host } else { host_expression(&Host::Is("docker.io".into()), false) };
        if matches!(pattern.host, Host::StartsWith(_) | Host::EndsWith(_)) {
            // By its other name it does not begin or end so.
            names.extend(path_expression(&pattern.path, false).into_iter().map(|path| format!("{hub}/{path}")));
        }
        names.extend(official(&pattern.path).map(|path| format!("{hub}/{path}")));
    }
    names
}

/// Repositories, as written without a registry.
fn short_names(pattern: &Pattern, default: &Unqualified, is_deny: bool) -> Vec<String> {
    let (is_there, is_hub) = match default {
        Unqualified::DockerHub | Unqualified::Forbidden => (pattern.host.has_hub(), true),
        Unqualified::Registry(registry) => {
            let subject = plimsoll_core::policy::Subject {
                registry: Some(registry.as_str().into()),
                repository: "a".into(),
                is_path_open: false,
                tag: None,
                digest: None,
                is_tag_open: false,
                is_short: true,
            };
            let everything = Pattern { path: Path::Any, tags: Tags::Any, digest: None, ..pattern.clone() };
            let answer = if is_deny { everything.denies(&subject) } else { everything.allows(&subject) };
            (answer == plimsoll_core::policy::Answer::Yes, false)
        }
    };
    if !is_there {
        return Vec::new();
    }
    let mut names = path_expression(&pattern.path, true);
    if is_hub {
        names.extend(official(&pattern.path));
    }
    names
}

/// On Docker Hub a name of one component lies in `library/`: the names of those that the path takes in there.
fn official(path: &Path) -> Option<String> {
    let Path::Components(components, below) = path else { return None };
    let is_library = components.first()?.iter().any(|glob| glob_matches(glob, "library"));
    match (components.len(), below) {
        _ if !is_library => None,
        (2, Below::Nothing | Below::Anything) => components.get(1).map(|component| one_of(component, "[a-z0-9._-]")),
        (1, Below::Something | Below::Anything) => Some("[a-z0-9._-]+".into()),
        _ => None,
    }
}

/// A path; `is_short` asks for those that are read as one without a registry before it.
fn path_expression(path: &Path, is_short: bool) -> Vec<String> {
    const ANY: &str = "[a-z0-9._/-]+";
    // The first of several components has no dot: it would be a registry.
    const ANY_SHORT: &str = "(?:[a-z0-9._-]+|[a-z0-9_-]+/[a-z0-9._/-]+)";
    let Path::Components(components, below) = path else { return vec![if is_short { ANY_SHORT } else { ANY }.into()] };
    let mut text = String::new();
    let is_alone = components.len() == 1 && *below == Below::Nothing;
    for (number, component) in components.iter().enumerate() {
        let is_first_of_short = is_short && number == 0 && !is_alone;
        let dotless: Vec<String> = component.iter().filter(|glob| !is_first_of_short || !glob.contains('.')).cloned().collect();
        if dotless.is_empty() {
            return Vec::new();
        }
        if number > 0 {
            text.push('/');
        }
        text.push_str(&one_of(&dotless, if is_first_of_short { "[a-z0-9_-]" } else { "[a-z0-9._-]" }));
    }
    match below {
        Below::Nothing => {}
        Below::Something => text.push_str("/[a-z0-9._/-]+"),
        Below::Anything => text.push_str("(?:/[a-z0-9._/-]+)?"),
    }
    vec![text]
}

fn one_of(globs: &[String], class: &str) -> String {
    let all: Vec<String> = globs.iter().map(|glob| glob_expression(glob, class)).collect();
    match all.as_slice() {
        [one] => one.clone(),
        _ => format!("(?:{})", all.join("|")),
    }
}

fn glob_expression(glob: &str, class: &str) -> String {
    let mut text = String::new();
    for c in glob.chars() {
        match c {
            '*' => text.extend([class, "*"]),
            '?' => text.push_str(class),
            '.' => text.push_str(r"\."),
            _ => text.push(c),
        }
    }
    text
}

fn host_expression(host: &Host, is_deny: bool) -> String {
    const HUB: [&str; 4] = ["docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"];
    match host {
        Host::Any => "[^/]+".into(),
        Host::Hub => format!("(?:{})", HUB.map(one_host).join("|")),
        Host::Is(name) if is_deny && name == "docker.io" => host_expression(&Host::Hub, false),
        Host::Is(name) => one_host(name),
        Host::Below(end) => format!(r"(?:[A-Za-z0-9-]+\.)+{}", one_host(end.trim_start_matches('.'))),
        Host::EndsWith(end) => format!(r"[A-Za-z0-9.:-]*{}", folded(end)),
        Host::StartsWith(start) => format!(r"{}[A-Za-z0-9.:-]*", folded(start)),
    }
}

/// A host in any case, with the default port or without.
fn one_host(name: &str) -> String {
    let has_port = name.rsplit_once(':').is_some_and(|(host, _)| !host.starts_with('[') || host.ends_with(']'));
    let is_plain = name.contains('.') || name == "localhost" || name.ends_with(']');
    let port = if is_plain && !has_port { "(?::0*443)?" } else { "" };
    let index = if name == "docker.io" { format!("(?:{})?", folded("index.")) } else { String::new() };
    format!("{index}{}{port}", folded(name))
}

fn folded(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' => folded.extend(['[', c.to_ascii_uppercase(), c, ']']),
            '.' | '[' | ']' => folded.extend(['\\', c]),
            _ => folded.push(c),
        }
    }
    folded
}
