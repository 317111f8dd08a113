//! Reading one comment as an ignore: our own form and the peers'. It never looks at what the comment stands beside.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use super::{Dialect, Ignore, Scope};
use crate::Date;

/// Reads one comment (`span` covers it from its `#`). `None`: it is no ignore. `Err`: it is meant as one but cannot be
/// read, by us or by the tool it is for; the text says why.
#[must_use]
pub(crate) fn parse(source: &str, span: Span) -> Option<Result<Ignore, &'static str>> {
    let text = span.of(source).trim_start_matches('#').trim_start();
    let first = text.as_bytes().first()?;
    // Most comments are none of these; one letter tells.
    match first {
        b'p' => word(text, "plimsoll").map(|rest| ours(source, span, rest)).or_else(|| colon(text, "plimsoll")),
        b'h' => word(text, "hadolint").and_then(|rest| hadolint(source, span, rest)).or_else(|| colon(text, "hadolint")),
        b's' => word(text, "shellcheck").and_then(|rest| shellcheck(source, span, rest)).map(Ok),
        b't' => trivy(source, span, text),
        b'b' | b'c' => checkov(source, span, text).or_else(|| buildkit(source, span, text)),
        b'd' => dockerfile_utils(span, text).map(Ok),
        _ => None,
    }
}

/// Whether the form of a comment is one that only Dockerfiles have.
#[must_use]
pub(crate) fn is_for_dockerfiles(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start();
    ["hadolint", "check"].iter().any(|tool| text.starts_with(tool)) && !text.starts_with("checkov")
}

/// `tool: ignore=…`, which other tools would write.
fn colon(text: &str, tool: &str) -> Option<Result<Ignore, &'static str>> {
    let rest = text.strip_prefix(tool)?.trim_start().strip_prefix(':')?.trim_start();
    let list = rest.strip_prefix("ignore")?.trim_start();
    list.starts_with('=').then_some(Err("there is no colon behind the name of the tool"))
}

/// The text behind `name` and the blanks that follow it.
fn word<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(name)?;
    let trimmed = rest.trim_start();
    (trimmed.len() < rest.len()).then_some(trimmed)
}

/// `plimsoll [stage|file] ignore=a,b -- reason`.
fn ours(source: &str, span: Span, text: &str) -> Result<Ignore, &'static str> {
    let (scope, text) = if let Some(rest) = word(text, "stage") {
        (Scope::Stage, rest)
    } else if let Some(rest) = word(text, "file") {
        (Scope::File, rest)
    } else {
        (Scope::Next, text)
    };
    let list =
        text.strip_prefix("ignore").map(str::trim_start).and_then(|t| t.strip_prefix('=')).ok_or("write `ignore=rule-id -- reason`")?;
    let (list, reason) = match list.split_once(" --") {
        Some((list, reason)) => (list, Some(reason)),
        None => (list, None),
    };
    let names = names(source, span, list);
    if names.is_empty() {
        return Err("name at least one rule behind `ignore=`");
    }
    Ok(Ignore { span, dialect: Dialect::Plimsoll, scope, names, reason: reason_of(reason), until: None })
}

fn reason_of(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|reason| !reason.is_empty()).map(ToOwned::to_owned)
}

/// `hadolint [global|stage] ignore=DL3006,SC2086 # reason`. A list with anything but `DL…` and `SC…` codes, or anything
/// but a reason behind it, voids the comment for hadolint, which does not say so.
fn hadolint(source: &str, span: Span, text: &str) -> Option<Result<Ignore, &'static str>> {
    let (scope, text) = if let Some(rest) = word(text, "global") {
        (Scope::File, rest)
    } else if let Some(rest) = word(text, "stage") {
        (Scope::StageBelow, rest)
    } else {
        (Scope::LineBelow, text)
    };
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (verb, rest) = text.split_at_checked(end)?;
    if verb == "shell" {
        let is_empty = rest.trim_start().strip_prefix('=').is_some_and(|shell| shell.trim().is_empty());
        return is_empty.then_some(Err("name the shell behind `shell=`"));
    }
    let Some(list) = rest.trim_start().strip_prefix('=').filter(|_| verb == "ignore") else {
        let is_meant = matches!(verb, "ignore" | "ignored" | "disable" | "skip") && (rest.is_empty() || names_code(rest));
        return is_meant.then_some(Err("write `ignore=DL3000,DL3001`, then nothing or `# reason`"));
    };
    let (list, reason) = match list.split_once('#') {
        Some((list, reason)) => (list, Some(reason)),
        None => (list, None),
    };
    let names = names(source, span, list);
    let code = |name: &str| name.bytes().all(|b| matches!(b, b'D' | b'L' | b'S' | b'C' | b'0'..=b'9'));
    if names.is_empty() || !names.iter().all(|(name, _)| code(name)) {
        return Some(Err("hadolint takes codes such as DL3006 alone, and a reason only behind `#`"));
    }
    Some(Ok(Ignore { span, dialect: Dialect::Hadolint, scope, names, reason: reason_of(reason), until: None }))
}

/// Whether a text begins with one of hadolint's codes, past signs and blanks.
fn names_code(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '=', ':']);
    ["DL", "SC"].iter().any(|kind| text.strip_prefix(kind).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

/// `shellcheck disable=SC2086,SC2046 shell=bash # reason`; ranges of codes are not read.
fn shellcheck(source: &str, span: Span, text: &str) -> Option<Ignore> {
    let (text, reason) = match text.split_once('#') {
        Some((text, reason)) => (text, Some(reason)),
        None => (text, None),
    };
    let list = text.split_whitespace().find_map(|part| part.strip_prefix("disable="))?;
    let names = names(source, span, list);
    (!names.is_empty()).then(|| Ignore {
        span,
        dialect: Dialect::Shellcheck,
        scope: Scope::Next,
        names,
        reason: reason_of(reason),
        until: None,
    })
}

/// `trivy:ignore:DS-0002 trivy:ignore:AVD-DS-0001:exp:2027-01-31 reason`. Of several days the first ends all of the comment.
fn trivy(source: &str, span: Span, text: &str) -> Option<Result<Ignore, &'static str>> {
    if !text.starts_with("trivy:ignore:") {
        return None;
    }
    let mut all = Vec::new();
    let mut until: Option<Date> = None;
    for part in text.split_whitespace().map_while(|part| part.strip_prefix("trivy:ignore:")) {
        let mut sections = part.split(':');
        all.extend(names(source, span, sections.next().unwrap_or(part)));
        while let Some(section) = sections.next() {
            if section == "exp" {
                let Some(day) = sections.next().and_then(Date::parse) else {
                    return Some(Err("`exp:` takes a day such as 2027-01-31"));
                };
                until = Some(until.map_or(day, |until| until.min(day)));
            }
        }
    }
    if all.is_empty() {
        return Some(Err("name a check behind `trivy:ignore:`"));
    }
    Some(Ok(Ignore { span, dialect: Dialect::Trivy, scope: Scope::Next, names: all, reason: None, until }))
}

/// `checkov:skip=CKV_DOCKER_5,CKV2_DOCKER_1:reason`; also under the tool's older and newer names.
fn checkov(source: &str, span: Span, text: &str) -> Option<Result<Ignore, &'static str>> {
    let rest = ["checkov", "bridgecrew", "cortex"].iter().find_map(|tool| text.strip_prefix(tool))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix("skip")?.trim_start();
    let Some(list) = rest.strip_prefix('=') else {
        let is_meant = rest.is_empty() || rest.trim_start_matches([' ', ':']).starts_with("CKV");
        return is_meant.then_some(Err("write `skip=CKV_DOCKER_1:reason`"));
    };
    let (list, reason) = match list.split_once(':') {
        Some((list, reason)) => (list, Some(reason)),
        None => (list, None),
    };
    let names = names(source, span, list);
    if names.is_empty() {
        return Some(Err("name a check behind `skip=`"));
    }
    Some(Ok(Ignore { span, dialect: Dialect::Checkov, scope: Scope::File, names, reason: reason_of(reason), until: None }))
}

/// `check=skip=WorkdirRelativePath;error=true // reason` in the comments above an instruction. The value ends at the
/// first space.
fn buildkit(source: &str, span: Span, text: &str) -> Option<Result<Ignore, &'static str>> {
    let value = text.strip_prefix("check")?.trim_start().strip_prefix('=')?.trim_start();
    let (value, reason) = match value.split_once(' ') {
        Some((value, rest)) => (value, rest.trim_start().strip_prefix("//")),
        None => (value, None),
    };
    let is_unknown =
        |part: &str| part.trim().split_once('=').is_some_and(|(option, _)| !matches!(option, "skip" | "error" | "experimental"));
    if value.split(';').any(is_unknown) {
        return Some(Err("`check=` takes `skip=`, `error=` and `experimental=`, parted by `;`"));
    }
    let list = value.split(';').find_map(|part| part.trim().strip_prefix("skip="))?;
    let names = names(source, span, list);
    if names.is_empty() {
        return Some(Err("name a check behind `skip=`"));
    }
    Some(Ok(Ignore { span, dialect: Dialect::Buildkit, scope: Scope::Block, names, reason: reason_of(reason), until: None }))
}

/// `dockerfile-utils: ignore`: all findings of the next instruction.
fn dockerfile_utils(span: Span, text: &str) -> Option<Ignore> {
    let rest = text.strip_prefix("dockerfile-utils")?.trim_start().strip_prefix(':')?;
    (rest.trim() == "ignore").then(|| Ignore {
        span,
        dialect: Dialect::DockerfileUtils,
        scope: Scope::Next,
        names: Vec::from([("all".to_owned(), span)]),
        reason: None,
        until: None,
    })
}

/// The comma-separated names in `list`, which is a part of `source` inside `span`.
fn names(source: &str, span: Span, list: &str) -> Vec<(String, Span)> {
    let mut from = span.of(source).find(list).map_or(span.start, |at| span.start + at);
    let mut names = Vec::new();
    for part in list.split(',') {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim();
        if !name.is_empty() {
            names.push((name.to_owned(), Span::new(from + lead, from + lead + name.len())));
        }
        from += part.len() + 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::parse;
    use crate::ignores::Scope;
    use plimsoll_text::Span;

    type Read = (Scope, Vec<String>, Option<String>);

    fn read(comment: &str) -> Option<Result<Read, &'static str>> {
        let parsed = parse(comment, Span::new(0, comment.len()))?;
        Some(parsed.map(|ignore| {
            for (name, span) in &ignore.names {
                assert!(name == "all" || span.of(comment) == name);
            }
            (ignore.scope, ignore.names.into_iter().map(|(name, _)| name).collect(), ignore.reason)
        }))
    }

    fn ok(scope: Scope, names: &[&str], reason: Option<&str>) -> Option<Result<Read, &'static str>> {
        Some(Ok((scope, names.iter().map(|name| (*name).to_owned()).collect(), reason.map(ToOwned::to_owned))))
    }

    #[test]
    fn our_own_form() {
        assert_eq!(
            read("# plimsoll ignore=root-user, DL3007 -- needs port 53"),
            ok(Scope::Next, &["root-user", "DL3007"], Some("needs port 53"))
        );
        assert_eq!(read("#plimsoll file ignore = pip-cache"), ok(Scope::File, &["pip-cache"], None));
        assert_eq!(read("# plimsoll stage ignore=a"), ok(Scope::Stage, &["a"], None));
        assert!(matches!(read("# plimsoll ignore="), Some(Err(_))));
        assert!(read("# plimsoll: the line on a hull").is_none());
    }

    #[test]
    fn hadolint_voids_a_comment_with_a_bad_code() {
        assert_eq!(read("# hadolint ignore=DL3006 # why"), ok(Scope::LineBelow, &["DL3006"], Some("why")));
        assert_eq!(read("# hadolint stage ignore=DL3011,DL3002"), ok(Scope::StageBelow, &["DL3011", "DL3002"], None));
        assert_eq!(read("# hadolint global ignore = DL3003 , DL3006"), ok(Scope::File, &["DL3003", "DL3006"], None));
        for void in
            ["ignore=crazy,DL3002", "ignore=DL3002 because", "ignore=", "ignore", "ignored=DL3002", "ignore DL3002", "disable=DL3002"]
        {
            assert!(matches!(read(&alloc::format!("# hadolint {void}")), Some(Err(_))), "{void}");
        }
        assert!(matches!(read("# hadolint: ignore=DL3002"), Some(Err(_))));
        assert!(matches!(read("# hadolint shell="), Some(Err(_))));
        for talk in ["# hadolint ignores this file", "# hadolint, ignore this", "# hadolint shell=bash", "# hadolint ignore the next one"] {
            assert!(read(talk).is_none(), "{talk}");
        }
    }

    #[test]
    fn the_other_peers() {
        assert_eq!(read("# trivy:ignore:DS-0002 trivy:ignore:AVD-DS-0001 why"), ok(Scope::Next, &["DS-0002", "AVD-DS-0001"], None));
        assert_eq!(
            read("#checkov:skip=CKV_DOCKER_5,CKV2_DOCKER_1:no root"),
            ok(Scope::File, &["CKV_DOCKER_5", "CKV2_DOCKER_1"], Some("no root"))
        );
        assert_eq!(read("# check=skip=A,B;error=true // fine"), ok(Scope::Block, &["A", "B"], Some("fine")));
        assert_eq!(read("# check=skip=A, B"), ok(Scope::Block, &["A"], None), "the value ends at the first space");
        assert_eq!(read("# dockerfile-utils: ignore"), ok(Scope::Next, &["all"], None));
        for bad in
            ["# trivy:ignore:", "# trivy:ignore:DS-0001:exp:soon", "#checkov:skip", "# checkov:skip=", "# check=skip=", "# check=skpi=A"]
        {
            assert!(matches!(read(bad), Some(Err(_))), "{bad}");
        }
        assert_eq!(vec![read("# check this"), read("# trivy: ignore"), read("# checkov")], vec![None, None, None]);
    }

    #[test]
    fn shellchecks_comments() {
        assert_eq!(read("# shellcheck disable=SC2086,SC2046 shell=bash # words"), ok(Scope::Next, &["SC2086", "SC2046"], Some("words")));
        assert!(read("# shellcheck shell=bash").is_none());
    }
}
