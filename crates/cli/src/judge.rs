//! By what each file is judged: the command line's options, and for Dockerfiles hadolint's settings on top of them.

use plimsoll_core::report::{Kind, Report, Severity};
use plimsoll_core::{Options, SourceFile, detect};

use crate::args::FailOn;
use crate::hadolint::Hadolint;

/// The options and thresholds of a run.
#[derive(Debug)]
pub(crate) struct Judge {
    options: Options,
    fail_on: FailOn,
    dockerfiles: Option<(Options, FailOn)>,
}

impl Judge {
    /// What is asked for; `hadolint` holds for Dockerfiles.
    pub(crate) fn new(fail_on: Option<FailOn>, options: Options, hadolint: Option<&Hadolint>) -> Judge {
        let dockerfiles = hadolint.map(|hadolint| (hadolint.options(&options), fail_on.or(hadolint.fail_on()).unwrap_or_default()));
        Judge { options, fail_on: fail_on.unwrap_or_default(), dockerfiles }
    }

    /// The options of the run as a whole.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The options for one file.
    pub(crate) fn options_for(&self, source: &SourceFile) -> &Options {
        match &self.dockerfiles {
            Some((options, _)) if is_dockerfile(source) => options,
            _ => &self.options,
        }
    }

    /// Whether a finding of the report is at or above the threshold for its file.
    pub(crate) fn fails(&self, report: &Report) -> bool {
        report.findings.iter().any(|finding| self.fails_at(report, &finding.uri, finding.severity))
    }

    fn fails_at(&self, report: &Report, uri: &str, severity: Severity) -> bool {
        let Some((_, fail_on)) = &self.dockerfiles else { return self.fail_on.fails(severity) };
        let file = report.files.binary_search_by(|file| file.uri.as_str().cmp(uri)).ok().and_then(|at| report.files.get(at));
        let is_dockerfile = file.is_some_and(|file| file.kind == Kind::Dockerfile);
        if is_dockerfile { fail_on.fails(severity) } else { self.fail_on.fails(severity) }
    }
}

/// Whether a file is read as a Dockerfile.
pub(crate) fn is_dockerfile(source: &SourceFile) -> bool {
    source.kind.unwrap_or_else(|| detect::kind(&source.uri, &source.text)) == Kind::Dockerfile
}
