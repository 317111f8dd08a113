//! The policy file as it is written. Unknown keys are refused everywhere, so that a spelling mistake is no setting without effect.

use std::collections::BTreeMap;
use std::fmt;

use plimsoll_core::Date;
use plimsoll_core::policy::{Mode, ORIGIN_RULE, Pattern, REST_RULE, Tags, Unqualified};
use plimsoll_core::report::Severity;
use plimsoll_core::rule::Preset;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::pattern;
use crate::policy::{FailOn, RuleSetting};
use crate::read::{Checked, Filled, Map, Score, Text, Word};

/// The rule about tags and digests.
#[cfg(feature = "yaml")]
pub(crate) const TAG_RULE: &str = REST_RULE;

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default, expecting = "a map with `apiVersion`, `kind`, …, a policy,")]
pub(crate) struct File {
    #[serde(rename = "apiVersion")]
    _api_version: Option<Text<ApiVersion>>,
    #[serde(rename = "kind")]
    _kind: Option<Text<KindName>>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) mode: Option<Text<Mode>>,
    pub(crate) defaults: Option<Defaults>,
    pub(crate) preset: Option<Text<Preset>>,
    pub(crate) images: Option<Images>,
    pub(crate) scope: Option<ScopeFile>,
    pub(crate) rules: Option<Rules>,
    pub(crate) exceptions: Option<Vec<Map<ExceptionFile>>>,
    pub(crate) gate: Option<Gate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `name`")]
pub(crate) struct Metadata {
    pub(crate) name: Text<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `registry`")]
pub(crate) struct Defaults {
    pub(crate) registry: Option<Text<Unqualified>>,
    #[serde(rename = "unparseable")]
    _unparseable: Option<Text<Deny>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default, expecting = "a map with `allow`, `deny`, …")]
pub(crate) struct Images {
    pub(crate) allow: Option<Vec<Map<AllowEntry>>>,
    pub(crate) deny: Option<Vec<Map<DenyEntry>>>,
    pub(crate) require_digest: Option<DigestFile>,
    pub(crate) forbid_tags: Option<Vec<Text<TagGlob>>>,
    pub(crate) trusted_base_images: Option<Vec<Map<BaseEntry>>>,
    pub(crate) pull_policy: Option<PullPolicy>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `in` and `except`")]
pub(crate) struct DigestFile {
    #[serde(rename = "in")]
    pub(crate) worlds: Option<Filled<Text<WorldName>>>,
    pub(crate) except: Option<Vec<Text<Except>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "a map with `requireAlwaysUnlessDigest`")]
pub(crate) struct PullPolicy {
    pub(crate) require_always_unless_digest: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `kinds`, `fields` and `namespaces`")]
pub(crate) struct ScopeFile {
    pub(crate) kinds: Option<Filled<Text<ObjectKind>>>,
    pub(crate) fields: Option<Filled<Text<FieldName>>>,
    pub(crate) namespaces: Option<Namespaces>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `exempt`")]
pub(crate) struct Namespaces {
    pub(crate) exempt: Option<Vec<Text<Namespace>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "a map with `minScore` and `failOn`")]
pub(crate) struct Gate {
    pub(crate) min_score: Option<Score>,
    pub(crate) fail_on: Option<Text<FailOn>>,
}

/// An entry of `allow`.
#[derive(Debug)]
pub(crate) struct AllowEntry(pub(crate) Pattern, pub(crate) Option<String>);

/// An entry of `deny`.
#[derive(Debug)]
pub(crate) struct DenyEntry(pub(crate) Pattern, pub(crate) Option<String>);

/// An entry of `trustedBaseImages`.
#[derive(Debug)]
pub(crate) struct BaseEntry {
    pub(crate) pattern: Pattern,
    pub(crate) reason: Option<String>,
    pub(crate) in_all_stages: bool,
}

/// The keys of entries that let in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `registry`, `repository` or `image`")]
pub(crate) struct RawEntry<R, P> {
    registry: Option<R>,
    repository: Option<P>,
    image: Option<Text<Image>>,
    tags: Option<Vec<Text<TagRule>>>,
    reason: Option<String>,
}

/// The keys of a trusted base image; spelled out, because serde cannot refuse unknown keys in a flattened map.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `registry`, `repository` or `image`")]
pub(crate) struct RawBase {
    registry: Option<Text<Registry>>,
    repository: Option<Text<Repository>>,
    image: Option<Text<Image>>,
    tags: Option<Vec<Text<TagRule>>>,
    reason: Option<String>,
    stages: Option<Text<Stages>>,
}

fn entry(places: [Option<Pattern>; 3], tags: Option<Vec<Text<TagRule>>>) -> Result<Pattern, String> {
    let is_image = places.last().is_some_and(Option::is_some);
    let mut places = places.into_iter().flatten();
    let (Some(mut pattern), None) = (places.next(), places.next()) else {
        return Err("an entry has exactly one of `registry`, `repository` and `image`".into());
    };
    if let Some(tags) = tags {
        if is_image {
            return Err("`image` is exactly one image: `tags` goes with `registry` and `repository`".into());
        }
        if tags.is_empty() {
            return Err("`tags` is empty, so that no tag would do; leave it out for all tags".into());
        }
        let (none, some): (Vec<String>, Vec<String>) = tags.into_iter().map(|tag| tag.0.0).partition(|tag| tag.starts_with('!'));
        pattern.tags = Tags::Globs(some, none.into_iter().map(|tag| tag.trim_start_matches('!').to_owned()).collect());
    }
    Ok(pattern)
}

impl Checked for AllowEntry {
    type Raw = RawEntry<Text<Registry>, Text<Repository>>;
    const WHAT: &'static str = "a map with `registry`, `repository` or `image`";

    fn check(raw: Self::Raw) -> Result<Self, String> {
        let places = [raw.registry.map(|text| text.0.0), raw.repository.map(|text| text.0.0), raw.image.map(|text| text.0.0)];
        entry(places, raw.tags).map(|pattern| AllowEntry(pattern, raw.reason))
    }
}

impl Checked for DenyEntry {
    type Raw = RawEntry<Text<DenyRegistry>, Text<DenyRepository>>;
    const WHAT: &'static str = "a map with `registry`, `repository` or `image`";

    fn check(raw: Self::Raw) -> Result<Self, String> {
        let places = [raw.registry.map(|text| text.0.0), raw.repository.map(|text| text.0.0), raw.image.map(|text| text.0.0)];
        entry(places, raw.tags).map(|pattern| DenyEntry(pattern, raw.reason))
    }
}

impl Checked for BaseEntry {
    type Raw = RawBase;
    const WHAT: &'static str = "a map with `registry`, `repository` or `image`";

    fn check(raw: Self::Raw) -> Result<Self, String> {
        let places = [raw.registry.map(|text| text.0.0), raw.repository.map(|text| text.0.0), raw.image.map(|text| text.0.0)];
        let in_all_stages = raw.stages.is_some_and(|stages| stages.0.0);
        entry(places, raw.tags).map(|pattern| BaseEntry { pattern, reason: raw.reason, in_all_stages })
    }
}

/// An exception.
#[derive(Debug)]
pub(crate) struct ExceptionFile {
    pub(crate) id: Option<String>,
    pub(crate) pattern: Pattern,
    pub(crate) namespace: Option<String>,
    pub(crate) rules: Vec<String>,
    pub(crate) reason: String,
    pub(crate) owner: Option<String>,
    pub(crate) expires: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `match`, `reason` and `expires`")]
pub(crate) struct RawException {
    id: Option<Text<Name>>,
    #[serde(rename = "match")]
    matches: RawMatch,
    reason: Text<Name>,
    owner: Option<Text<Name>>,
    expires: Text<Day>,
    #[serde(rename = "ticket")]
    _ticket: Option<Text<Name>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `image`")]
struct RawMatch {
    image: Text<Except>,
    namespace: Option<Text<Namespace>>,
    rule: Option<Vec<Text<ImageRule>>>,
}

impl Checked for ExceptionFile {
    type Raw = RawException;
    const WHAT: &'static str = "a map with `match`, `reason` and `expires`";

    fn check(raw: RawException) -> Result<Self, String> {
        let text = |text: Text<Name>| text.0.0;
        Ok(ExceptionFile {
            id: raw.id.map(text),
            pattern: raw.matches.image.0.0,
            namespace: raw.matches.namespace.map(|name| name.0.0),
            rules: raw.matches.rule.into_iter().flatten().map(|rule| rule.0.0).collect(),
            reason: text(raw.reason),
            owner: raw.owner.map(text),
            expires: raw.expires.0.0,
        })
    }
}

/// `rules`: the setting of each rule.
#[derive(Debug, Default)]
pub(crate) struct Rules(pub(crate) BTreeMap<String, RuleSetting>);

impl<'de> Deserialize<'de> for Rules {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Rules;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of rules")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rules, A::Error> {
                let mut rules = BTreeMap::new();
                while let Some((name, setting)) = map.next_entry::<Text<RuleName>, RuleSetting>()? {
                    let name = name.0.0;
                    if rules.insert(name.clone(), setting).is_some() {
                        return Err(de::Error::custom(format!("`{name}` is set twice")));
                    }
                }
                Ok(Rules(rules))
            }
        }
        from.deserialize_map(Reader)
    }
}

/// `off`, `on`, a severity, or `{severity: …}`.
impl<'de> Deserialize<'de> for RuleSetting {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = RuleSetting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`off`, `on` or a severity")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<RuleSetting, E> {
                match word {
                    "off" => Ok(RuleSetting::Off),
                    "on" => Ok(RuleSetting::On),
                    _ => severity(word).map(RuleSetting::Severity).map_err(E::custom),
                }
            }

            // YAML 1.1 makes booleans of `on` and `off`: so they arrive from a JSON that was made of YAML.
            fn visit_bool<E: de::Error>(self, on: bool) -> Result<RuleSetting, E> {
                Ok(if on { RuleSetting::On } else { RuleSetting::Off })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleSetting, A::Error> {
                let raw = RawSetting::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(RuleSetting::Severity(raw.severity.0.0))
            }
        }
        from.deserialize_any(Reader)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `severity`")]
struct RawSetting {
    severity: Text<SeverityName>,
}

fn severity(word: &str) -> Result<Severity, String> {
    let known = Severity::ALL.into_iter().find(|severity| severity.word() == word);
    known.ok_or_else(|| format!("`{word}` is none of off, on, critical, high, medium, low, info"))
}

/// Declares a value that is written as one text.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident($value:ty) = $what:literal, |$text:ident| $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name(#[allow(dead_code, reason = "some words are only checked")] pub(crate) $value);

        impl Word for $name {
            const WHAT: &'static str = $what;

            fn read($text: &str) -> Result<Self, String> {
                $read.map($name)
            }
        }
    };
}

word!(ApiVersion(()) = "`plimsoll.dev/v1`", |text| one_of(text, &["plimsoll.dev/v1"]).map(|_| ()));
word!(KindName(()) = "`Policy`", |text| one_of(text, &["Policy"]).map(|_| ()));
word!(Deny(()) = "`deny`", |text| match text {
    "deny" => Ok(()),
    _ => Err(format!("`{text}`: what is no image reference is always denied; `deny` is the one value")),
});
word!(Name(String) = "a text", |text| if text.trim().is_empty() { Err("the text is empty".to_owned()) } else { Ok(text.to_owned()) });
word!(Registry(Pattern) = "a registry", |text| pattern::registry(text, false));
word!(Repository(Pattern) = "a repository", |text| pattern::repository(text, false));
word!(DenyRegistry(Pattern) = "a registry", |text| pattern::registry(text, true));
word!(DenyRepository(Pattern) = "a repository", |text| pattern::repository(text, true));
word!(Image(Pattern) = "an image with its tag or digest", |text| pattern::image(text));
word!(Except(Pattern) = "a repository or an image", |text| pattern::any(text));
word!(TagRule(String) = "a glob of tags", |text| pattern::tag(text).map(str::to_owned));
word!(TagGlob(String) = "a glob of tags", |text| match text.strip_prefix('!') {
    Some(_) => Err(format!("`{text}`: a list of forbidden tags has no `!`")),
    None => pattern::tag(text).map(str::to_owned),
});
word!(Stages(bool) = "`final` or `all`", |text| one_of(text, &["final", "all"]).map(|word| word == "all"));
word!(WorldName(bool) = "`kubernetes` or `dockerfile`", |text| one_of(text, &["kubernetes", "dockerfile"])
    .map(|word| word == "kubernetes"));
word!(FieldName(String) = "a list of containers", |text| {
    one_of(text, &["containers", "initContainers", "ephemeralContainers", "imageVolumes"]).map(str::to_owned)
});
word!(ObjectKind(String) = "a kind", |text| match text.bytes().next() {
    Some(byte) if byte.is_ascii_uppercase() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(text.to_owned()),
    _ => Err(format!("`{text}` is no kind: one is written like `Deployment`")),
});
word!(Namespace(String) = "a namespace", |text| {
    let is_label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !text.is_empty() && text.len() <= 63 && text.bytes().all(is_label) && !text.starts_with('-') && !text.ends_with('-') {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no namespace: names are compared in full, and have small letters, digits and `-` alone"))
    }
});
word!(ImageRule(String) = "a rule about images", |text| one_of(text, &[ORIGIN_RULE, REST_RULE]).map(str::to_owned).map_err(|error| {
    format!("{error}: exceptions are about images; set another rule under `rules:`, or leave one place out by a comment there")
}));
word!(SeverityName(Severity) = "a severity", |text| severity(text));
word!(Day(Date) = "a date", |text| Date::parse(text).ok_or_else(|| format!("`{text}` is no date of the form YYYY-MM-DD")));
word!(RuleName(String) = "a rule", |text| rule(text));

#[cfg(feature = "lint")]
fn rule(text: &str) -> Result<String, String> {
    use plimsoll_core::nearest::nearest;
    use plimsoll_core::rules::RULES;
    if RULES.iter().any(|rule| rule.is_named(text)) {
        return Ok(text.to_owned());
    }
    Err(match nearest(text, RULES.iter().map(|rule| rule.id)) {
        Some(meant) => format!("there is no rule `{text}`; did you mean `{meant}`?"),
        None => format!("there is no rule `{text}`"),
    })
}

#[cfg(not(feature = "lint"))]
fn rule(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

fn one_of<'t>(text: &'t str, known: &[&str]) -> Result<&'t str, String> {
    if known.contains(&text) { Ok(text) } else { Err(format!("`{text}` is none of {}", known.join(", "))) }
}

impl Word for Mode {
    const WHAT: &'static str = "`enforce` or `warn`";

    fn read(text: &str) -> Result<Self, String> {
        one_of(text, &["enforce", "warn"]).map(|word| if word == "warn" { Mode::Warn } else { Mode::Enforce })
    }
}

impl Word for Preset {
    const WHAT: &'static str = "the name of a preset";

    fn read(text: &str) -> Result<Self, String> {
        Preset::named(text).ok_or_else(|| format!("`{text}` is none of {}", Preset::NAMES.map(|(name, _)| name).join(", ")))
    }
}

impl Word for FailOn {
    const WHAT: &'static str = "a severity, or `never`";

    fn read(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(FailOn::Never);
        }
        let known = Severity::ALL.into_iter().find(|severity| severity.word() == text);
        known.map(FailOn::Severity).ok_or_else(|| format!("`{text}` is none of critical, high, medium, low, info, never"))
    }
}

impl Word for Unqualified {
    const WHAT: &'static str = "a registry, or `forbid`";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "forbid" => Ok(Unqualified::Forbidden),
            "docker.io" => Ok(Unqualified::DockerHub),
            _ => match pattern::host(text, false)? {
                plimsoll_core::policy::Host::Is(host) => Ok(Unqualified::Registry(host)),
                _ => Err(format!("`{text}` is no single registry")),
            },
        }
    }
}
