//! Packages that are installed without looking at their signature.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::Manager;

use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::delete_words;

pub static RULE: Rule = Rule {
    id: "package-signature-disabled",
    summary: "packages are installed without checking their signature",
    help: "Remove the option, and add the key of the repository instead.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &[
        "checkov:CKV2_DOCKER_7",
        "checkov:CKV2_DOCKER_8",
        "checkov:CKV2_DOCKER_9",
        "checkov:CKV2_DOCKER_10",
        "checkov:CKV2_DOCKER_11",
        "cis:4.11",
    ],
    looks_for: Marks::RUN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        if let Some((call, option)) = command.package.as_ref().and_then(|call| Some((call, call.unauthenticated()?))) {
            let span = command.place(call.option_span(option));
            let finding = out.report(span, format!("`{}` takes packages here that nobody has signed", call.manager.name()));
            finding.aliases(aliases(call.manager, option.is("--force-yes")));
            let words = call.args.get(option.word..=option.value_word.unwrap_or(option.word)).unwrap_or_default();
            if let Some(edit) = delete_words(command, model.file, words).filter(|_| !option.bundled) {
                finding.unsafe_fix("Remove it", [edit].into());
            }
        }
    }
    for run in model.runs {
        for text in &run.texts {
            // `deb [trusted=yes] …`, written into a list of sources.
            let script = text.script.text;
            if script.contains("sources.list")
                && let Some(at) = script.find("trusted=yes")
            {
                let span = text.place(Span::new(at, at + "trusted=yes".len()));
                // What lies in the image already comes from nowhere.
                let options_end = script.get(at..).and_then(|rest| rest.split_once(']'));
                let is_local = options_end.is_some_and(|(_, rest)| rest.trim_start().starts_with("file:"));
                if text.outer.is_none() && !is_local {
                    let finding = out.report(span, "`[trusted=yes]` makes apt take unsigned packages from this repository");
                    if let Some(edit) = without_option(model.file.source, span) {
                        finding.unsafe_fix("Remove it", [edit].into());
                    }
                    finding
                        .aliases(&["cis:4.11"])
                        .help("Store the key of the repository under /etc/apt/keyrings and name it with `signed-by=`.");
                }
            }
        }
    }
}

/// Takes an option out of `[arch=amd64 trusted=yes]`, the brackets too where it is the only one.
fn without_option(source: &str, option: Span) -> Option<Edit> {
    let before = source.get(..option.start)?.trim_end_matches(' ');
    let behind = source.get(option.end..)?;
    let rest = behind.trim_start_matches(' ');
    let end = source.len() - rest.len();
    let span = match (before.strip_suffix('['), rest.strip_prefix(']')) {
        // `deb [trusted=yes] https://…`: one of the blanks goes too.
        (Some(before), Some(rest)) => {
            let behind = rest.trim_start_matches(' ');
            (before.ends_with(' ') && !behind.starts_with(['\\', '`', '\r', '\n']))
                .then(|| Span::new(before.len(), source.len() - behind.len()))?
        }
        (Some(_), None) => Span::new(option.start, end),
        (None, _) => Span::new(before.len(), option.end),
    };
    (option.of(source) == "trusted=yes" && !span.of(source).contains('\n')).then(|| Edit { span, text: "".into() })
}

fn aliases(manager: Manager, force: bool) -> &'static [&'static str] {
    match manager {
        Manager::Apk => &["checkov:CKV2_DOCKER_7", "cis:4.11"],
        Manager::Rpm => &["checkov:CKV2_DOCKER_10", "cis:4.11"],
        manager if manager.is_yum() => &["checkov:CKV2_DOCKER_9", "cis:4.11"],
        manager if manager.is_apt() && force => &["checkov:CKV2_DOCKER_11", "cis:4.11"],
        manager if manager.is_apt() => &["checkov:CKV2_DOCKER_8", "cis:4.11"],
        _ => &["cis:4.11"],
    }
}
