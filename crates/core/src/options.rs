//! What a run is asked to do.

use alloc::string::String;
use alloc::vec::Vec;
use plimsoll_report::{Kind, Severity};

use crate::Date;
use crate::labels::LabelSchema;
use crate::pod_security;
use crate::policy::ImagePolicy;
use crate::rule::{Preset, Rule};
use crate::rules;

/// A text to analyse.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, with `/`; the name helps to tell what it is.
    pub uri: String,
    /// Its text.
    pub text: String,
    /// What to read it as; `None` is found out.
    pub kind: Option<Kind>,
    /// Where the bytes it was made from were not UTF-8 for the first time, in bytes of `text`.
    pub not_utf8_at: Option<usize>,
    /// The text of the `.dockerignore` that applies to a Dockerfile; `None` where there is none or it is not known.
    pub dockerignore: Option<String>,
}

impl SourceFile {
    /// A text whose kind is found out.
    #[must_use]
    pub fn new(uri: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile { uri: uri.into(), text: text.into(), kind: None, not_utf8_at: None, dockerignore: None }
    }

    /// The same file, read as `kind`.
    #[must_use]
    pub fn with_kind(mut self, kind: Option<Kind>) -> Self {
        self.kind = kind;
        self
    }

    /// The same file with the text of the `.dockerignore` that applies to it.
    #[must_use]
    pub fn with_dockerignore(mut self, text: Option<String>) -> Self {
        self.dockerignore = text;
        self
    }

    /// A file as it is on disk. Bytes that are not UTF-8 become U+FFFD and are reported as `not-utf-8`.
    #[must_use]
    pub fn from_bytes(uri: impl Into<String>, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => SourceFile::new(uri, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let mut file = SourceFile::new(uri, String::from_utf8_lossy(error.as_bytes()).into_owned());
                file.not_utf8_at = Some(at);
                file
            }
        }
    }
}

/// Which Dockerfile builds an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The image as manifests name it, with or without a tag.
    pub image: String,
    /// The name of the Dockerfile among the files.
    pub dockerfile: String,
}

/// A maker of images besides Docker's official ones and distroless, whose images are suggested where that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Chainguard's images that are free of charge: only `latest`, so no version can be pinned.
    Chainguard,
}

impl Vendor {
    /// By its name in options, `chainguard`.
    #[must_use]
    pub fn named(name: &str) -> Option<Vendor> {
        (name == "chainguard").then_some(Vendor::Chainguard)
    }
}

/// How to judge.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which rules run.
    pub preset: Preset,
    /// Rules (ids or aliases) that run besides.
    pub select: Vec<String>,
    /// Rules (ids or aliases) that do not run.
    pub ignore: Vec<String>,
    /// The date at which end of life is judged.
    pub as_of: Date,
    /// Whether comments in a file may suppress findings.
    pub inline_ignores: bool,
    /// The version of the Pod Security Standards that pods are judged by.
    pub pod_security_version: pod_security::Version,
    /// Rules (ids or aliases) whose findings all have this severity; of several entries for a rule the first counts.
    pub severities: Vec<(String, Severity)>,
    /// Which images may be used, and where from.
    pub images: ImagePolicy,
    /// The labels that images are to have.
    pub labels: LabelSchema,
    /// Which Dockerfile builds which image, where their names do not say so.
    pub builds: Vec<Build>,
    /// Makers whose images are suggested besides.
    pub vendors: Vec<Vendor>,
    /// Findings that were there before and do not count: file and fingerprint, sorted.
    pub baseline: Vec<(String, String)>,
}

impl Options {
    /// The default preset, judged at `as_of`.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Options {
            preset: Preset::Default,
            select: Vec::new(),
            ignore: Vec::new(),
            as_of,
            inline_ignores: true,
            pod_security_version: pod_security::Version::LATEST,
            severities: Vec::new(),
            images: ImagePolicy::default(),
            labels: LabelSchema::default(),
            builds: Vec::new(),
            vendors: Vec::new(),
            baseline: Vec::new(),
        }
    }

    /// The names in `select`, `ignore` and `severities` that name no rule: a caller's mistake worth telling.
    #[must_use]
    pub fn unknown_rules(&self) -> Vec<&str> {
        let known = |name: &str| rules::RULES.iter().any(|rule| rule.is_named(name));
        self.select
            .iter()
            .chain(&self.ignore)
            .chain(self.severities.iter().map(|(name, _)| name))
            .map(String::as_str)
            .filter(|name| !known(name))
            .collect()
    }

    /// The severity that all findings of `rule` are to have.
    #[must_use]
    pub fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        self.severities.iter().find(|(name, _)| rule.is_named(name)).map(|(_, severity)| *severity)
    }

    /// Whether `rule` runs.
    #[must_use]
    pub fn runs(&self, rule: &Rule) -> bool {
        let named = |names: &[String]| names.iter().any(|name| rule.is_named(name));
        !named(&self.ignore) && (self.preset.runs(rule) || named(&self.select))
    }
}
