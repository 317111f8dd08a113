//! A policy: what a file comes to.

use plimsoll_core::policy::{DigestRule, Entry, Exception, ImagePolicy, Pattern, Scope, TrustedBase};
use plimsoll_core::report::Severity;
use plimsoll_core::rule::Preset;

use crate::broad;
use crate::file::{File, Images, ScopeFile};
#[cfg(feature = "yaml")]
use crate::read::FileError;

/// What a policy file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The preset that rules start from.
    pub preset: Option<Preset>,
    /// What is said of single rules, sorted by their names.
    pub rules: Vec<(String, RuleSetting)>,
    /// The lowest score that passes.
    pub min_score: Option<u8>,
    /// The lowest severity that fails.
    pub fail_on: Option<FailOn>,
    /// What is said of images.
    pub images: ImagePolicy,
}

/// What is said of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// It does not run.
    Off,
    /// It runs.
    On,
    /// It runs, and its findings have this severity.
    Severity(Severity),
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A finding of that severity or a worse one.
    Severity(Severity),
    /// No finding.
    Never,
}

impl Policy {
    /// Reads a policy file in YAML. O(n).
    ///
    /// # Errors
    /// What cannot be used, with its place. The first fault is told.
    #[cfg(feature = "yaml")]
    pub fn parse(text: &str) -> Result<Policy, FileError> {
        // Editors of Windows begin a file with a byte order mark, which Kubernetes passes over too.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match serde_yaml::from_str::<Option<File>>(text) {
            Ok(Some(file)) => Ok(Policy::of(file)),
            Ok(None) => Err(FileError::of("the file is empty; a policy that says nothing is written `kind: Policy`", None)),
            Err(error) => {
                let place = error.location().map(|place| (place.line(), place.column()));
                Err(FileError::in_yaml(text, &error.to_string(), place))
            }
        }
    }

    /// Entries that take in more than most people would think, and what else is worth a second look; none of it is an error.
    #[must_use]
    pub fn warnings(&self, as_of: crate::Date) -> Vec<String> {
        broad::warnings(&self.images, as_of)
    }

    /// Lays what the policy says over the options of a run, as far as they do not say it themselves.
    #[cfg(feature = "lint")]
    pub fn apply(&self, options: &mut plimsoll_core::Options) {
        if let Some(preset) = self.preset {
            options.preset = preset;
        }
        for (rule, setting) in &self.rules {
            match setting {
                RuleSetting::Off => options.ignore.push(rule.clone()),
                RuleSetting::On => options.select.push(rule.clone()),
                RuleSetting::Severity(severity) => {
                    options.select.push(rule.clone());
                    options.severities.push((rule.clone(), *severity));
                }
            }
        }
        options.images = self.images.clone();
    }

    pub(crate) fn of(file: File) -> Policy {
        let images = file.images.unwrap_or_default();
        let gate = file.gate;
        let defaults = file.defaults.and_then(|defaults| defaults.registry);
        let exceptions = file.exceptions.into_iter().flatten().enumerate().map(|(number, exception)| {
            let exception = exception.0;
            Exception {
                id: exception.id.unwrap_or_else(|| format!("exceptions[{number}]")),
                pattern: exception.pattern,
                namespace: exception.namespace,
                rules: exception.rules,
                reason: exception.reason,
                owner: exception.owner,
                expires: exception.expires,
            }
        });
        Policy {
            preset: file.preset.map(|preset| preset.0),
            rules: file.rules.unwrap_or_default().0.into_iter().collect(),
            min_score: gate.as_ref().and_then(|gate| gate.min_score).map(|score| score.0),
            fail_on: gate.and_then(|gate| gate.fail_on).map(|fail_on| fail_on.0),
            images: ImagePolicy {
                name: file.metadata.map(|metadata| metadata.name.0.0).unwrap_or_default(),
                mode: file.mode.map(|mode| mode.0).unwrap_or_default(),
                unqualified: defaults.map(|registry| registry.0).unwrap_or_default(),
                exceptions: exceptions.collect(),
                scope: file.scope.map(scope).unwrap_or_default(),
                ..lists(images)
            },
        }
    }
}

fn lists(images: Images) -> ImagePolicy {
    let entry = |list: &str, number: usize, pattern: Pattern, reason| Entry { at: format!("images.{list}[{number}]"), pattern, reason };
    let digests = images.require_digest.map(|rule| {
        let worlds = rule.worlds.map(|worlds| worlds.0.into_iter().map(|world| world.0.0).collect::<Vec<bool>>());
        DigestRule {
            in_kubernetes: worlds.as_ref().is_none_or(|worlds| worlds.contains(&true)),
            in_dockerfiles: worlds.is_some_and(|worlds| worlds.contains(&false)),
            except: rule.except.into_iter().flatten().map(|pattern| pattern.0.0).collect(),
        }
    });
    let allow = images.allow.map(|list| list.into_iter().enumerate().map(|(i, raw)| entry("allow", i, raw.0.0, raw.0.1)).collect());
    let bases = images.trusted_base_images.into_iter().flatten().enumerate().map(|(number, base)| TrustedBase {
        entry: entry("trustedBaseImages", number, base.0.pattern, base.0.reason),
        in_all_stages: base.0.in_all_stages,
    });
    ImagePolicy {
        allow,
        deny: images.deny.into_iter().flatten().enumerate().map(|(i, raw)| entry("deny", i, raw.0.0, raw.0.1)).collect(),
        digests: digests.unwrap_or_default(),
        forbidden_tags: images.forbid_tags.into_iter().flatten().map(|tag| tag.0.0).collect(),
        trusted_bases: bases.collect(),
        always_pull: images.pull_policy.is_some_and(|pull| pull.require_always_unless_digest),
        ..ImagePolicy::default()
    }
}

fn scope(file: ScopeFile) -> Scope {
    let fields = file.fields.map(|fields| fields.0.into_iter().map(|field| field.0.0).collect::<Vec<_>>());
    let has = |name: &str| fields.as_ref().is_none_or(|fields| fields.iter().any(|field| field == name));
    Scope {
        kinds: file.kinds.map(|kinds| kinds.0.into_iter().map(|kind| kind.0.0).collect()),
        containers: has("containers"),
        init_containers: has("initContainers"),
        ephemeral_containers: has("ephemeralContainers"),
        image_volumes: has("imageVolumes"),
        exempt_namespaces: file.namespaces.and_then(|names| names.exempt).into_iter().flatten().map(|name| name.0.0).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FailOn, Policy, RuleSetting};
    use crate::Settings;
    use plimsoll_core::policy::Mode;
    use plimsoll_core::report::Severity;
    use plimsoll_core::rule::Preset;

    #[test]
    fn a_file_with_everything() {
        let text = "\
apiVersion: plimsoll.dev/v1
kind: Policy
metadata: {name: prod}
mode: warn
preset: strict
defaults: {registry: forbid, unparseable: deny}
images:
  allow:
    - registry: registry.k8s.io
    - registry: '*.dkr.ecr.eu-west-1.amazonaws.com'
    - {repository: 'docker.io/library/{nginx,redis}', tags: ['1.*', '!*-rc*']}
    - image: quay.io/coreos/etcd:v3
  deny:
    - repository: docker.io/library/centos
      reason: EOL
  requireDigest: {in: [kubernetes], except: ['ghcr.io/acme/**']}
  forbidTags: [latest, '*-SNAPSHOT']
  trustedBaseImages:
    - {repository: gcr.io/distroless/**, stages: final}
  pullPolicy: {requireAlwaysUnlessDigest: true}
scope:
  kinds: [Pod, Deployment]
  fields: [containers, initContainers]
  namespaces: {exempt: [kube-system]}
rules: {no-from: off, root-user: {severity: high}, image-tag-latest: on}
exceptions:
  - id: EX-17
    match: {image: 'docker.io/legacy/**', namespace: billing, rule: [image-registry-not-allowed]}
    reason: vendor image
    owner: team-billing
    expires: 2027-01-31
    ticket: INC-42
gate: {minScore: 80, failOn: high}
";
        let policy = Policy::parse(text).unwrap();
        assert_eq!(
            (policy.preset, policy.min_score, policy.fail_on),
            (Some(Preset::Strict), Some(80), Some(FailOn::Severity(Severity::High)))
        );
        assert_eq!(policy.rules.len(), 3);
        assert_eq!(policy.rules[1], ("no-from".to_owned(), RuleSetting::Off));
        let images = &policy.images;
        assert_eq!((images.name.as_str(), images.mode), ("prod", Mode::Warn));
        assert_eq!(images.allow.as_ref().map(Vec::len), Some(4));
        assert!(images.always_pull && images.digests.in_kubernetes && !images.digests.in_dockerfiles);
        assert!(images.scope.containers && !images.scope.image_volumes);
        assert_eq!(images.exceptions[0].expires.to_string(), "2027-01-31");
        // The same as JSON.
        let json = serde_json::to_string(&serde_yaml::from_str::<serde_json::Value>(text).unwrap()).unwrap();
        assert_eq!(Settings::parse_json(&json), Ok(Settings { policy, as_of: None }));
    }

    #[test]
    fn mistakes_have_a_place_and_a_way_out() {
        for (text, place, needle) in [
            ("kind: Policy\nimages:\n  alow: []\n", "3:3", "did you mean `allow`?"),
            ("kind: Policy\nimagse: {}\n", "2:1", "did you mean `images`?"),
            ("images:\n  allow:\n    - registry: ghcr.io\n    - registry: 'ghcr.io*'\n", "4:17", "ghcr.io.evil.example"),
            ("images:\n  allow:\n    - repository: nginx\n", "3:19", "docker.io/library/nginx"),
            ("images:\n  allow:\n    - ghcr.io\n", "3:7", "a map with `registry`"),
            ("images:\n  allow:\n    - {}\n", "3:7", "exactly one"),
            ("images:\n  allow: ghcr.io\n", "2:10", "this is the text \"ghcr.io\", where a list, each entry behind `- `, belongs"),
            ("images: []\n", "1:9", "this is a list, where a map with `allow`"),
            ("images: {allow: [{registry: '*.co.uk'}]}\n", "1:29", "`evil.co.uk` too"),
            ("images:\n  allow: []\n deny: []\n", "3:2", "did not find expected key, while parsing a block mapping"),
            ("gate: {minScore: 101}\n", "1:18", "this is the number 101, where a whole number from 0 to 100 belongs"),
            ("gate: {minScore: -1}\n", "1:18", "from 0 to 100"),
            ("gate: {minScore: '80'}\n", "1:18", "from 0 to 100"),
            ("images: {allow: []}\nmode: warn\nimages: {}\n", "3:1", "`images` is given twice"),
            ("kind: Policy\n--- # of\nkind: Policy\n", "2:1", "one document"),
            ("---\nkind: Policy\r\nimages:\r\n  alow: []\r\n", "4:3", "did you mean `allow`?"),
            ("\u{feff}kind: Policy\nimags: {}\n", "2:1", "did you mean `images`?"),
            ("images:\n\tallow: []\n", "2:1", "a tab character"),
            ("images:\n  allow:\n  \t- registry: a.example\n", "3:3", "a tab character"),
            ("images: {allow: [{repository: gcr.io/proj*}]}\n", "1:31", "`gcr.io/projevil`"),
            ("images: {allow: [{repository: 'ghcr.io/acme*/**'}]}\n", "1:31", "write `ghcr.io/acme/**`"),
            ("images: {requireDigest: {in: []}}\n", "1:30", "the list is empty"),
            ("scope: {kinds: []}\n", "1:16", "leave the key out"),
            ("scope: {namespaces: {exempt: ['kube-*']}}\n", "1:31", "compared in full"),
            ("exceptions:\n  - match: {image: docker.io/a/b, rule: [no-from]}\n", "2:42", "`rules:`"),
            ("images:\n  allow:\n    -\n", "3:6", "exactly one"),
            ("images:\n  allow:\n    - registry: ''\n", "3:17", "everything"),
            ("rules: {no-form: off}\n", "1:9", "did you mean `no-from`?"),
            ("rules: {no-from: of}\n", "1:18", "none of off, on"),
            ("mode: audit\n", "1:7", "none of enforce, warn"),
            ("defaults: {unparseable: allow}\n", "1:25", "always denied"),
            ("exceptions:\n  - match: {image: docker.io/a/**}\n    reason: x\n", "2:5", "missing field `expires`"),
            ("exceptions:\n  - match: {image: docker.io/a/**}\n    reason: x\n    expires: 2027-02-30\n", "4:14", "no date"),
            ("gate: {failOn: worst}\n", "1:16", "critical, high"),
            ("images:\n  allow: []\n  allow: []\n", "3:3", "`allow` is given twice"),
            ("apiVersion: v2\n", "1:13", "plimsoll.dev/v1"),
            ("kind: Policy\n\tmode: warn\n", "2:1", "a tab character"),
        ] {
            let error = Policy::parse(text).unwrap_err();
            assert!(error.message.contains(needle), "{text}: {error}");
            assert_eq!(error.place.map(|(line, column)| format!("{line}:{column}")).as_deref(), Some(place), "{text}: {error}");
        }
        assert!(Policy::parse("").is_err() && Policy::parse("- a\n").is_err());
        assert!(Policy::parse("\u{feff}kind: Policy\r\nimages: {allow: [{repository: 'ghcr.io/*/app'}]}\r\n").is_ok());
    }
}
