//! Settings of hadolint: its configuration file, its environment variables, and what they mean for Dockerfiles here.
//!
//! The file is looked for where hadolint looks and nowhere else: a Dockerfile is judged the same from the same folder by both,
//! and a folder that somebody else wrote cannot bring settings of its own along. Manifests are never judged by it.

mod file;

use std::env;
use std::path::{Path, PathBuf};

use plimsoll_core::Options;
use plimsoll_core::policy::ImagePolicy;
use plimsoll_core::report::Severity;

use crate::args::FailOn;
use crate::failure::Failure;
use crate::names;
use file::{LabelName, Level, OneOrMore, Settings};

/// The value of --hadolint-config that turns the settings off.
pub(crate) const NONE: &str = "none";

/// What hadolint's settings come to.
#[derive(Debug, Default)]
pub(crate) struct Hadolint {
    /// The file they are from, where there is one.
    pub(crate) path: Option<PathBuf>,
    settings: Settings,
}

impl Hadolint {
    /// Reads the settings: those of `given`, else of the first file that hadolint would find, and over them those of the
    /// environment. `None` where there are none.
    ///
    /// # Errors
    /// Where a file or a variable says what cannot be understood.
    pub(crate) fn read(given: Option<&Path>) -> Result<Option<Hadolint>, Failure> {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        if given == Some(Path::new(NONE)) {
            return Ok(None);
        }
        let path = given.map(Path::to_path_buf).or_else(|| places(variable).into_iter().find(|path| path.is_file()));
        let mut settings = match &path {
            Some(path) => Settings::read(path)?,
            None => Settings::default(),
        };
        let is_set = overlay(&mut settings, variable)?;
        Ok((is_set || path.is_some()).then_some(Hadolint { path, settings }))
    }

    /// How Dockerfiles are judged that would be judged by `options` without these settings. The rules that the command line
    /// ignores take the place of those that the settings ignore, as with hadolint's own `--ignore`.
    pub(crate) fn options(&self, options: &Options) -> Options {
        let mut options = options.clone();
        let settings = &self.settings;
        if options.ignore.is_empty() {
            options.ignore = settings.ignored.clone().unwrap_or_default();
        }
        for (rules, severity) in settings.overrides() {
            options.severities.extend(rules.iter().map(|rule| (rule.clone(), severity)));
            // Whoever gives a rule a severity wants to hear of it, also where the preset leaves it out.
            options.select.extend(rules.iter().cloned());
        }
        options.inline_ignores &= settings.disable_ignore_pragma != Some(true);
        if let Some(list) = &settings.trusted_registries
            && options.images.is_empty()
        {
            options.images = ImagePolicy::of_registries(&list.0);
        }
        options.labels.labels = settings.label_schema.iter().flatten().map(|(name, label)| (name.clone(), label.0)).collect();
        options.labels.strict = settings.strict_labels == Some(true);
        options
    }

    /// The threshold for Dockerfiles, where the settings name one.
    pub(crate) fn fail_on(&self) -> Option<FailOn> {
        if self.settings.no_fail == Some(true) { Some(FailOn::Never) } else { self.settings.failure_threshold.map(Level::fail_on) }
    }

    /// What the user may want to know: settings that have no meaning here, names that are no rules.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let settings = &self.settings;
        if let Some(format) = &settings.format {
            notes.push(format!("hadolint's format `{format}` is not used; --format says what is printed"));
        }
        let overridden = settings.overrides().flat_map(|(rules, _)| rules);
        for name in settings.ignored.iter().flatten().chain(overridden).filter(|name| !is_peers(name) && names::rules(name).is_empty()) {
            notes.push(format!("hadolint's settings: {}", names::unknown(name)));
        }
        notes
    }
}

impl Settings {
    /// Rules by the severity that they are given.
    fn overrides(&self) -> impl Iterator<Item = (&[String], Severity)> {
        let lists = self.overridden.iter().flat_map(|lists| {
            [
                (&lists.error, Severity::High),
                (&lists.warning, Severity::Medium),
                (&lists.info, Severity::Low),
                (&lists.style, Severity::Info),
            ]
        });
        lists.filter_map(|(rules, severity)| Some((rules.as_deref()?, severity)))
    }
}

/// Whether a name has the form of hadolint's and ShellCheck's: some of those rules only they have.
fn is_peers(name: &str) -> bool {
    let digits = name.strip_prefix("DL").or_else(|| name.strip_prefix("SC"));
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Where hadolint looks for its file, in its order; with both endings each.
fn places(variable: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let folder = |name: &str| variable(name).map(PathBuf::from);
    let home = folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let mut stems = vec![PathBuf::from(".hadolint")];
    stems.extend(folder(if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_CONFIG_HOME" }).map(|folder| folder.join("hadolint")));
    if let Some(home) = home {
        stems.extend([".config/hadolint", ".hadolint/hadolint", "hadolint/config", ".hadolint"].map(|stem| home.join(stem)));
    }
    let endings = |stem: PathBuf| ["yaml", "yml"].map(|ending| PathBuf::from(format!("{}.{ending}", stem.display())));
    stems.into_iter().flat_map(endings).collect()
}

/// Lays the variables over the settings; whether there are any is the answer.
fn overlay(settings: &mut Settings, variable: impl Fn(&str) -> Option<String>) -> Result<bool, Failure> {
    let mut is_set = false;
    let mut text = |name: &str| {
        let value = variable(&format!("HADOLINT_{name}"));
        is_set |= value.is_some();
        value
    };
    let list = |value: String| value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect::<Vec<_>>();
    let is_true = |value: String| matches!(value.to_ascii_lowercase().as_str(), "1" | "y" | "yes" | "on" | "t" | "true");
    settings.ignored = text("IGNORE").map(list).or(settings.ignored.take());
    settings.trusted_registries = text("TRUSTED_REGISTRIES").map(list).map(OneOrMore).or(settings.trusted_registries.take());
    settings.no_fail = text("NOFAIL").map(is_true).or(settings.no_fail);
    settings.strict_labels = text("STRICT_LABELS").map(is_true).or(settings.strict_labels);
    settings.disable_ignore_pragma = text("DISABLE_IGNORE_PRAGMA").map(is_true).or(settings.disable_ignore_pragma);
    settings.format = text("FORMAT").or(settings.format.take());
    if let Some(level) = text("FAILURE_THRESHOLD") {
        let unknown = || Failure(format!("HADOLINT_FAILURE_THRESHOLD: `{level}` is none of {}", Level::words()));
        settings.failure_threshold = Some(Level::named(&level).ok_or_else(unknown)?);
    }
    if let Some(labels) = text("REQUIRE_LABELS") {
        let mut schema = Vec::new();
        for item in list(labels) {
            // A label's name may hold a colon of its own.
            let (name, word) = item.rsplit_once(':').unwrap_or((&item, ""));
            let unknown = || Failure(format!("HADOLINT_REQUIRE_LABELS: `{word}` is none of {}", LabelName::words()));
            schema.push((name.to_owned(), LabelName::named(word).ok_or_else(unknown)?));
        }
        settings.label_schema = Some(schema.into_iter().collect());
    }
    let lists = settings.overridden.get_or_insert_default();
    lists.error = text("OVERRIDE_ERROR").map(list).or(lists.error.take());
    lists.warning = text("OVERRIDE_WARNING").map(list).or(lists.warning.take());
    lists.info = text("OVERRIDE_INFO").map(list).or(lists.info.take());
    lists.style = text("OVERRIDE_STYLE").map(list).or(lists.style.take());
    Ok(is_set)
}

#[cfg(test)]
mod tests {
    use super::{Hadolint, Settings, overlay, places};
    use crate::args::FailOn;
    use plimsoll_core::labels::LabelType;
    use plimsoll_core::policy::ImagePolicy;
    use plimsoll_core::report::Severity;
    use plimsoll_core::{Date, Options};

    fn hadolint(yaml: &str, variables: &[(&str, &str)]) -> Hadolint {
        let mut settings = Settings::parse(yaml).unwrap();
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        overlay(&mut settings, variable).unwrap();
        Hadolint { path: None, settings }
    }

    fn options(ignore: &[&str]) -> Options {
        let mut options = Options::new(Date::parse("2026-11-23").unwrap());
        options.ignore = ignore.iter().map(|name| (*name).to_owned()).collect();
        options
    }

    #[test]
    fn a_file_becomes_options() {
        let read = hadolint(
            "ignored: [DL3006, SC2086]\noverride:\n  error: [DL3059]\n  style:\n  - DL3009\nfailure-threshold: warning\n\
             trustedRegistries: docker.io\nlabel-schema: {a: url, b: text}\nstrict-labels: true\ndisable-ignore-pragma: true\n",
            &[],
        );
        let options = read.options(&options(&[]));
        assert_eq!(options.ignore, ["DL3006", "SC2086"]);
        assert_eq!(options.severities, [("DL3059".to_owned(), Severity::High), ("DL3009".to_owned(), Severity::Info)]);
        assert_eq!(options.select, ["DL3059", "DL3009"]);
        assert_eq!(options.images, ImagePolicy::of_registries(&["docker.io".to_owned()]));
        assert_eq!(options.labels.labels, [("a".to_owned(), LabelType::Url), ("b".to_owned(), LabelType::Text)]);
        assert!(options.labels.strict && !options.inline_ignores);
        assert_eq!(read.fail_on(), Some(FailOn::Medium));
    }

    #[test]
    fn the_command_line_is_over_the_variables_and_those_over_the_file() {
        let read = hadolint(
            "ignored: [DL3006]\nfailure-threshold: error\nno-fail: false\noverride: {info: [DL3001]}\n",
            &[
                ("HADOLINT_IGNORE", "DL3007, DL3008"),
                ("HADOLINT_FAILURE_THRESHOLD", "style"),
                ("HADOLINT_OVERRIDE_ERROR", "DL3002"),
                ("HADOLINT_REQUIRE_LABELS", "a:b:semver,c"),
            ],
        );
        let merged = read.options(&options(&[]));
        assert_eq!(merged.ignore, ["DL3007", "DL3008"]);
        assert_eq!(merged.severities.len(), 2);
        assert_eq!(merged.labels.labels, [("a:b".to_owned(), LabelType::Semver), ("c".to_owned(), LabelType::Text)]);
        assert_eq!(read.options(&options(&["no-from"])).ignore, ["no-from"]);
        assert_eq!(read.fail_on(), Some(FailOn::Info));
        assert_eq!(hadolint("failure-threshold: error", &[("HADOLINT_NOFAIL", "True")]).fail_on(), Some(FailOn::Never));
    }

    #[test]
    fn what_has_no_meaning_here_is_told() {
        let notes = hadolint("format: tty\nignored: [DL3006, SC1091, DL9999, no-such-rule, no-from]\n", &[]).notes();
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].contains("tty") && notes[1].contains("no-such-rule"), "{notes:?}");
    }

    #[test]
    fn the_folder_at_hand_comes_first() {
        let places = places(|name| Some(format!("/{name}")));
        assert_eq!(places.len(), 12);
        assert_eq!(places[0].as_os_str(), ".hadolint.yaml");
        assert!(places[2].ends_with("hadolint.yaml") && places[11].ends_with(".hadolint.yml"));
        assert_eq!(super::places(|_| None).len(), 2);
    }
}
