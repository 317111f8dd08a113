//! A secret in the environment of an image or among its build arguments.

use alloc::format;

use plimsoll_dockerfile::{InstructionKind, Keyword, Word};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::{Draft, Findings};
use crate::model::credentials::{Copied, names_credential_file};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};
use crate::secrets;

pub static RULE: Rule = Rule {
    id: "secret-in-env-or-arg",
    summary: "a secret is in ENV or ARG",
    help: "Use `RUN --mount=type=secret` while building, and give it to the container when it starts; then change it, since it is known now.",
    severity: Severity::High,
    category: Category::Secrets,
    aliases: &["hadolint:DL3064", "buildkit:SecretsUsedInArgOrEnv", "trivy:DS-0031", "cis:4.10"],
    looks_for: Marks::ENV.or(Marks::ARG),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut names_files = false;
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        let stage = model.stage_of(index);
        let in_result = model.is_in_result(stage);
        // BuildKit and Trivy do not look into an ONBUILD.
        let in_stage = stage.is_some() && instruction.keyword != Keyword::Onbuild;
        match &instruction.effective().kind {
            InstructionKind::Env(pairs) => {
                for pair in pairs {
                    names_files |= names_credential_file(unquoted(&pair.key.text));
                    if let Some(finding) = judge("ENV", &pair.key, pair.value.as_ref(), in_stage, true, out) {
                        finding.aliases(aliases(unquoted(&pair.key.text), in_stage, in_result));
                    }
                }
            }
            InstructionKind::Arg(names) => {
                for arg in names {
                    names_files |= names_credential_file(unquoted(&arg.name.text));
                    if let Some(finding) = judge("ARG", &arg.name, arg.default.as_ref(), in_stage, in_result, out) {
                        finding.aliases(aliases(unquoted(&arg.name.text), in_stage, in_result));
                    }
                }
            }
            _ => {}
        }
    }
    if names_files {
        copied_files(model, out);
    }
}

/// Variables that name a file of credentials, which is copied into the image. One that is mounted there later is no fault.
fn copied_files(model: &DockerModel<'_>, out: &mut Findings<'_>) {
    let mut copied: Option<Copied> = None;
    for stage in model.stages.iter().filter(|stage| stage.in_result) {
        model.graph.walk(model.file, stage.index, |_, instruction, scope| {
            let mut judge = |keyword: &str, key: &Word<'_>, value: Option<&Word<'_>>| {
                let name = unquoted(&key.text);
                let Some(value) = value.filter(|_| names_credential_file(name)) else { return };
                let Some(path) = scope.expand(&value.text).ok().filter(|path| path.unmatched.is_empty() && !path.text.is_empty()) else { return };
                let Some(place) = copied.get_or_insert_with(|| Copied::of(model)).holds(&path.text) else { return };
                out.report(value.span, format!("`{keyword} {name}` names a file of credentials that is copied into the image: everyone who gets the image has it"))
                    .help("Mount it with `RUN --mount=type=secret` while building, or into the container when it starts; then change it, since it is known now.")
                    .aliases(&["trivy:DS-0031", "cis:4.10"])
                    .related(place, "it is copied here");
            };
            match &instruction.kind {
                InstructionKind::Env(pairs) => pairs.iter().for_each(|pair| judge("ENV", &pair.key, pair.value.as_ref())),
                InstructionKind::Arg(names) => names.iter().for_each(|arg| judge("ARG", &arg.name, arg.default.as_ref())),
                _ => {}
            }
        });
    }
}

/// The message names the variable and never shows the value.
fn judge<'f>(
    keyword: &str,
    key: &Word<'_>,
    value: Option<&Word<'_>>,
    in_stage: bool,
    in_result: bool,
    out: &'f mut Findings<'_>,
) -> Option<&'f mut Draft> {
    let name = unquoted(&key.text);
    let written = value.map(|value| unquoted(&value.text)).filter(|value| !value.is_empty());
    if let Some((value, what)) = value.zip(written.and_then(secrets::credential)) {
        let message = format!("`{keyword} {name}` holds {what}: everyone who gets the image has it");
        return Some(out.report(value.span, message).severity(Severity::Critical));
    }
    if let Some(value) = value.filter(|_| written.and_then(secrets::url_password).is_some()) {
        return Some(out.report(value.span, format!("`{keyword} {name}` holds a URL with a password: everyone who gets the image has it")));
    }
    // The value of these is a path, which is no secret.
    if !secrets::may_name_a_secret(name) || names_credential_file(name) {
        return None;
    }
    let is_named = secrets::is_secret_name(name);
    let is_key = secrets::is_key_name(name) && !written.is_some_and(is_fingerprint);
    if !is_named && !is_key {
        let is_close = in_stage && has_a_secrets_word(name);
        let is_none = |text: &str| is_fingerprint(text) || secrets::is_no_secret_value(text) || text.bytes().all(|b| b.is_ascii_digit());
        let is_value = || !written.is_some_and(is_none);
        let message = || format!("`{keyword} {name}` has the name of a secret, or of something about one");
        return (is_close && is_value()).then(|| out.report(key.span, message()).severity(Severity::Info));
    }
    let shown = if keyword == "ENV" { "stays in the image's environment" } else { "stays in the image's history" };
    let (severity, message) = match written {
        None if keyword == "ENV" => {
            (Severity::Low, format!("`ENV {name}` is an empty secret: what fills it later is best not an environment variable"))
        }
        None if is_named && in_result => (Severity::Medium, format!("`ARG {name}` asks for a secret, which then {shown}")),
        None => (Severity::Low, format!("`ARG {name}` asks for a secret, which then stays in the build's records")),
        Some(text) if text.contains('$') => {
            let severity = if is_named { Severity::High } else { Severity::Medium };
            (severity, format!("`{keyword} {name}` takes over a secret, which then {shown}"))
        }
        Some(text) if secrets::is_no_secret_value(text) => return None,
        Some(_) if is_named => (Severity::High, format!("`{keyword} {name}` looks like a secret, and {shown}")),
        Some(text) => {
            let severity = if looks_random(text) { Severity::Medium } else { Severity::Low };
            (severity, format!("`{keyword} {name}` may be a secret, and {shown}"))
        }
    };
    Some(out.report(key.span, message).severity(severity))
}

/// Who of the peers reports the name there too: BuildKit what has one of its words between underscores, and no build argument in
/// front of the stages; Trivy what the final image is made of.
fn aliases(name: &str, in_stage: bool, in_result: bool) -> &'static [&'static str] {
    match (in_stage && has_a_secrets_word(name), in_result && in_stage) {
        (true, true) => RULE.aliases,
        (true, false) => &["hadolint:DL3064", "buildkit:SecretsUsedInArgOrEnv", "cis:4.10"],
        (false, true) => &["hadolint:DL3064", "trivy:DS-0031", "cis:4.10"],
        (false, false) => &["hadolint:DL3064", "cis:4.10"],
    }
}

/// BuildKit's expression: one of its words between underscores, and none that says that it is no secret.
fn has_a_secrets_word(name: &str) -> bool {
    let has = |words: &[&str]| name.split('_').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)));
    has(&["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"])
        && !has(&["public", "file", "version"])
}

/// Long, and with digits among the letters.
fn looks_random(text: &str) -> bool {
    text.len() >= 16 && text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The fingerprint of a public key, in hexadecimal digits.
fn is_fingerprint(value: &str) -> bool {
    value.split_whitespace().all(|part| {
        let digits = part.trim_start_matches("0x");
        matches!(digits.len(), 8 | 16 | 32 | 40 | 64) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    })
}
