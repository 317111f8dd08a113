//! The command line as it is typed. It says what may be typed and what it means; it never does anything.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, ColorChoice, Parser, Subcommand, ValueEnum, value_parser};
use plimsoll_core::report::{Kind, Severity};
use plimsoll_core::rule::Preset;
use plimsoll_core::{Build, Date, Vendor, pod_security};
use plimsoll_policy::generate::Target;

use crate::formats::Format;

/// Lints Dockerfiles and Kubernetes manifests: findings, an explained score, smaller base images.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, display_order = 100, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lint(Box<LintArgs>),
    Explain(ExplainArgs),
    Suggest(SuggestArgs),
    Rules(RulesArgs),
    Policy(PolicyArgs),
    Admit(AdmitArgs),
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    Completions(CompletionsArgs),
    /// Print the manual page, in roff
    Man,
}

/// Report what is wrong with Dockerfiles and manifests
#[derive(Debug, Args)]
#[command(after_help = LINT_NOTES)]
pub(crate) struct LintArgs {
    /// Files, folders, or - for stdin [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to read the input as; auto: told by the name, else by the text
    #[arg(long, value_enum, default_value_t = KindArg::Auto)]
    pub(crate) kind: KindArg,

    /// The name that stdin goes by in the report, and by which its kind is told
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,

    /// The form of the report [default: text]; may be given several times, each with an --output
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Vec<Format>,

    /// Where to write the report of the --format before it; - is stdout
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,

    /// A policy file: preset, severities, thresholds, and which images may be used
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,

    /// Which rules run: few and ranked; all but house style; all; those of another tool [default: the policy's, else default]
    #[arg(long, value_name = "NAME", value_parser = preset())]
    pub(crate) preset: Option<Preset>,

    /// Rules to run besides, by id or by another tool's name for them
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Rules not to run
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Which Dockerfile builds the image that a manifest names, where their names do not say so; may be given several times
    #[arg(long, value_name = "IMAGE=DOCKERFILE", value_parser = read_build)]
    pub(crate) builds: Vec<Build>,

    /// Makers whose images are suggested besides: chainguard, of which only `latest` is free of charge
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = vendor())]
    pub(crate) vendors: Vec<Vendor>,

    /// The date at which end of life is judged [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,

    /// The version of the Pod Security Standards that pods are judged by: v1.N or latest
    #[arg(long, default_value = "latest", value_name = "VERSION", value_parser = read_version, hide_default_value = true)]
    pub(crate) pod_security_version: pod_security::Version,

    /// The lowest severity that makes the exit code 1 [default: medium]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Exit 1 also where the score is lower than this
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(0..=100))]
    pub(crate) min_score: Option<u32>,

    /// Findings that do not count because they were there before: a file that --write-baseline wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write what is found into a baseline; the exit code is then 0 whatever it is
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// hadolint's settings for Dockerfiles [default: the file that hadolint finds]; none: do not use any
    #[arg(long, value_name = "FILE")]
    pub(crate) hadolint_config: Option<PathBuf>,

    /// Apply the fixes that keep the behaviour; the report is on the fixed files
    #[arg(long)]
    pub(crate) fix: bool,

    /// Apply also the fixes that may change the behaviour; with --diff, only show them
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change and write nothing
    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,

    /// No notes and no progress on stderr
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl LintArgs {
    /// Whether stdin is among the input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| is_dash(path)) || (self.paths.is_empty() && self.stdin_filename.is_some())
    }
}

const LINT_NOTES: &str = "\
A folder is searched for Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile, *.yaml, *.yml, *.json and *.kubeconfig (with --kind, for \
the names of that kind), hidden ones too. What .gitignore files exclude is left out, in a git repository or not, and so are \
.git folders and symbolic links. YAML and JSON without a Kubernetes object is left out as well, unless it is named or \
--kind is given.

Dockerfiles are judged by hadolint's settings as well: the first of .hadolint.yaml in the current folder, hadolint.yaml in \
$XDG_CONFIG_HOME or ~/.config, and hadolint's other places, never a file beside the Dockerfile; over it the HADOLINT_* \
variables; over both --ignore and --fail-on. error, warning, info and style are high, medium, low and info here. Beside a \
Dockerfile, <name>.dockerignore or .dockerignore is read.

Exit code: 0 nothing at or above --fail-on; 1 something is, or the score is under --min-score; 2 the command could not do \
its work, and stderr says why.";

/// Suggest smaller, maintained or correctly spelt images
#[derive(Debug, Args)]
#[command(after_help = SUGGEST_NOTES)]
pub(crate) struct SuggestArgs {
    /// Images (node:22), Dockerfiles, manifests, folders, or - for stdin
    #[arg(value_name = "IMAGE|PATH", required = true)]
    pub(crate) targets: Vec<String>,

    /// The form of the advice
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = SuggestFormat::Text)]
    pub(crate) format: SuggestFormat,

    /// Show the rewritten files as a diff, each hunk with its reason
    #[arg(long, conflicts_with = "write")]
    pub(crate) diff: bool,

    /// Write the rewritten files
    #[arg(long)]
    pub(crate) write: bool,

    /// Take this image instead of the recommended one, where it is suggested
    #[arg(long, value_name = "IMAGE")]
    pub(crate) take: Option<String>,

    /// Makers whose images are suggested besides: chainguard, of which only `latest` is free of charge
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = vendor())]
    pub(crate) vendors: Vec<Vendor>,

    /// The date at which end of life is judged [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,
}

const SUGGEST_NOTES: &str = "\
Of an image by its name everything is suggested that can stand in its place. Of a file it is said besides what in it speaks \
against each one, with the line; where nothing does, --diff and --write show and write the rewritten file. Of every image \
the recommended one is taken, or else the first that the file can be rewritten for.

Exit code: 0; 2 the command could not do its work, and stderr says why.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SuggestFormat {
    Text,
    Json,
}

/// Print a rule's page: what it reports, why, how to fix it, examples
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule's id, or another tool's name for it (DL3006, trivy:DS-0001)
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

/// List the rules
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = RulesFormat::Text)]
    pub(crate) format: RulesFormat,
}

/// Check policy files
#[derive(Debug, Args)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    pub(crate) command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Say whether a policy file can be used, and what in it is broader than it looks
    Check(PolicyCheckArgs),
    /// Make the policy of another engine, ready to apply
    Generate(PolicyGenerateArgs),
    /// Make a policy file of another engine's policy, and say what in that was broader than it looked
    Import(PolicyImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PolicyCheckArgs {
    /// The policy file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// The date at which exceptions are judged [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct PolicyGenerateArgs {
    /// For which engine
    #[arg(long = "for", value_name = "ENGINE", value_parser = target())]
    pub(crate) target: Target,

    /// The policy file
    #[arg(long, value_name = "FILE", default_value = "plimsoll.yaml")]
    pub(crate) policy: PathBuf,

    /// The folder to write to; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// The date whose exceptions are written [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct PolicyImportArgs {
    /// A constraint of Gatekeeper, a policy of Kyverno, the settings of Kubewarden's trusted-repos, or containers/image's policy.json
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// The day from which imported exceptions hold, for a year [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,
}

/// Answer a review of the API server: an ImageReview or AdmissionReview on stdin, the same with the verdict on stdout
#[derive(Debug, Args)]
pub(crate) struct AdmitArgs {
    /// The policy file
    #[arg(long, value_name = "FILE", default_value = "plimsoll.yaml")]
    pub(crate) policy: PathBuf,

    /// The date at which exceptions are judged [default: today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = read_date)]
    pub(crate) as_of: Option<Date>,
}

/// Answer the reviews of API servers over TLS, as an admission webhook
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
#[command(after_help = SERVE_NOTES)]
pub(crate) struct ServeArgs {
    /// The policy file
    #[arg(long, value_name = "FILE", default_value = "plimsoll.yaml")]
    pub(crate) policy: PathBuf,

    /// The certificate to show, in PEM, with those between it and its authority
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_cert: PathBuf,

    /// The key of the certificate, in PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_key: PathBuf,

    /// The authority of client certificates, in PEM: nobody is listened to without a certificate from it
    #[arg(long, value_name = "FILE")]
    pub(crate) client_ca: Option<PathBuf>,

    /// Answer /imagepolicy to anybody; without this and without --client-ca it denies everything
    #[arg(long, conflicts_with = "client_ca")]
    pub(crate) anonymous_image_reviews: bool,

    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443")]
    pub(crate) listen: std::net::SocketAddr,

    /// Where to tell /healthz, /readyz and /metrics over plain HTTP, for those who have no certificate
    #[arg(long, value_name = "ADDR")]
    pub(crate) status_listen: Option<std::net::SocketAddr>,

    /// Seconds to go on answering after SIGTERM while /readyz says no, until nobody sends requests here any more
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) drain: u64,

    /// The form of log lines, which go to stderr
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogFormat::Json)]
    pub(crate) log_format: LogFormat,
}

#[cfg(feature = "serve")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Json,
    Text,
}

#[cfg(feature = "serve")]
const SERVE_NOTES: &str = "\
/imagepolicy answers ImageReviews of the ImagePolicyWebhook plugin, /validate AdmissionReviews of a ValidatingWebhookConfiguration. \
`plimsoll policy generate --for imagepolicywebhook` makes the API server's files and a script for the certificates.

The files are read again every two seconds, and on SIGHUP. What cannot be used then changes nothing; the log, /readyz and /metrics say so. \
SIGTERM ends the process when the last request is answered.";

/// Print a script that completes the command line in a shell
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    Auto,
    Dockerfile,
    Kubernetes,
}

impl KindArg {
    /// The kind that is asked for; `None` where it is to be found out.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            KindArg::Auto => None,
            KindArg::Dockerfile => Some(Kind::Dockerfile),
            KindArg::Kubernetes => Some(Kind::Kubernetes),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Critical,
    High,
    #[default]
    Medium,
    Low,
    Info,
    Never,
}

impl FailOn {
    /// Whether a finding of that severity fails the run.
    pub(crate) fn fails(self, severity: Severity) -> bool {
        let lowest = match self {
            FailOn::Critical => Severity::Critical,
            FailOn::High => Severity::High,
            FailOn::Medium => Severity::Medium,
            FailOn::Low => Severity::Low,
            FailOn::Info => Severity::Info,
            FailOn::Never => return false,
        };
        severity >= lowest
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    Text,
    Json,
    Markdown,
}

fn preset() -> impl TypedValueParser<Value = Preset> {
    let names = Preset::NAMES.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).map(|name| Preset::named(&name).unwrap_or_default())
}

fn vendor() -> impl TypedValueParser<Value = Vendor> {
    PossibleValuesParser::new(["chainguard"]).map(|name| Vendor::named(&name).unwrap_or(Vendor::Chainguard))
}

fn target() -> impl TypedValueParser<Value = Target> {
    let of_name = |name: String| Target::NAMES.into_iter().find(|(known, _)| *known == name).map_or(Target::Rego, |(_, target)| target);
    PossibleValuesParser::new(Target::NAMES.map(|(name, _)| name)).map(of_name)
}

fn read_version(text: &str) -> Result<pod_security::Version, &'static str> {
    pod_security::Version::parse(text).ok_or("neither `latest` nor a version of the form v1.N")
}

fn read_build(text: &str) -> Result<Build, String> {
    match text.split_once('=') {
        Some((image, dockerfile)) if !image.is_empty() && !dockerfile.is_empty() => {
            let dockerfile = if cfg!(windows) { dockerfile.replace('\\', "/") } else { dockerfile.to_owned() };
            Ok(Build { image: image.to_owned(), dockerfile })
        }
        _ => Err("not of the form IMAGE=DOCKERFILE".to_owned()),
    }
}

fn read_date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("not a date of the form YYYY-MM-DD")
}

/// Where --format and --output stand among the arguments, which tells what belongs together.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Of each --format.
    pub(crate) formats: Vec<usize>,
    /// Of each --output.
    pub(crate) outputs: Vec<usize>,
}

/// Reads the places out of the arguments of `lint`.
pub(crate) fn places(matches: &ArgMatches) -> Places {
    let of = |name: &str| matches.indices_of(name).map(Iterator::collect).unwrap_or_default();
    Places { formats: of("format"), outputs: of("output") }
}

/// Whether a path stands for stdin or stdout.
pub(crate) fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

#[cfg(test)]
mod tests {
    use super::FailOn;
    use plimsoll_core::report::Severity;

    #[test]
    fn a_threshold_takes_its_own_severity_and_what_is_worse() {
        let failing = |threshold: FailOn| Severity::ALL.into_iter().filter(|severity| threshold.fails(*severity)).count();
        let thresholds = [FailOn::Never, FailOn::Critical, FailOn::High, FailOn::Medium, FailOn::Low, FailOn::Info];
        assert_eq!(thresholds.map(failing), [0, 1, 2, 3, 4, 5]);
    }
}
