//! The values of `RUN --mount`. Source of the rules: BuildKit's `commands_runmount.go`.
//!
//! Values that hold a variable are never judged: they are known only when the build runs.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::error::{Errors, SyntaxErrorKind};
use crate::flags::ReadFlag;
use crate::logical::{Logical, Word};
use crate::suggest::{nearest, shown};
use crate::syntax::{Mount, MountField, MountKind};
use crate::values;

const KINDS: [(&str, MountKind); 5] = [
    ("bind", MountKind::Bind),
    ("cache", MountKind::Cache),
    ("tmpfs", MountKind::Tmpfs),
    ("secret", MountKind::Secret),
    ("ssh", MountKind::Ssh),
];
const SHARINGS: [&str; 3] = ["shared", "private", "locked"];
const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

/// Reads the value of a `--mount` flag.
pub(crate) fn read<'a>(line: &Logical<'a>, read: &ReadFlag<'a, '_>, errors: &mut Errors) -> Mount<'a> {
    let text = &*read.decoded.text;
    let mut mount = Mount { kind: MountKind::Bind, fields: Vec::new(), span: read.flag.span };
    let Some(value) = &read.flag.value else { return mount };
    let Some(spans) = split(text, read.value_at) else {
        errors.push(SyntaxErrorKind::InvalidMount, value.span, &["failed to parse csv mounts: ", shown(&value.text)]);
        return mount;
    };
    for span in spans {
        let equals = span.of(text).find('=').map(|i| span.start + i);
        let word = |span: Span| unquote(read.decoded.word(line, span));
        let field = MountField {
            key: word(Span::new(span.start, equals.unwrap_or(span.end))),
            value: equals.map(|equals| word(Span::new(equals + 1, span.end))),
        };
        check_field(&mut mount.kind, &field, errors);
        mount.fields.push(field);
    }
    check_whole(&mount, errors);
    mount
}

/// Two quotes inside a quoted field are one quote.
fn unquote(mut word: Word<'_>) -> Word<'_> {
    if word.text.contains("\"\"") {
        word.text = Cow::Owned(word.text.replace("\"\"", "\""));
    }
    word
}

/// The fields of the comma-separated list from `start` on, quotes around a field removed; `None` where quotes stand inside a
/// field or do not end.
fn split(text: &str, start: usize) -> Option<Vec<Span>> {
    let mut fields = Vec::new();
    let mut at = start;
    loop {
        let rest = text.get(at..).filter(|rest| !(rest.is_empty() && fields.is_empty()))?;
        let (field, next) = if rest.starts_with('"') {
            let end = at + 1 + quoted_length(rest.get(1..)?)?;
            (Span::new(at + 1, end), end + 1)
        } else {
            let end = at + rest.find(',').unwrap_or(rest.len());
            (Span::new(at, end), end)
        };
        if next == field.end && field.of(text).contains('"') {
            return None;
        }
        fields.push(field);
        match text.as_bytes().get(next) {
            None => return Some(fields),
            Some(b',') => at = next + 1,
            Some(_) => return None,
        }
    }
}

/// The length of a quoted field up to the quote that ends it.
fn quoted_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((i, byte)) = bytes.next() {
        if byte == b'"' && bytes.next_if(|(_, b)| *b == b'"').is_none() {
            return Some(i);
        }
    }
    None
}

/// Checks a field; the type of the mount as far as it is known then decides, as in BuildKit, so order matters.
fn check_field(kind: &mut MountKind, field: &MountField<'_>, errors: &mut Errors) {
    let key = KEYS.into_iter().find(|k| k.eq_ignore_ascii_case(&field.key.text));
    let shown_key = shown(&field.key.text);
    let Some(value) = &field.value else {
        match key {
            Some("readonly" | "ro" | "readwrite" | "rw") => {}
            Some("required") => check_allowed("required", *kind, field, errors),
            _ => {
                let parts = &["invalid field '", shown_key, "' must be a key=value pair"];
                errors.push(SyntaxErrorKind::InvalidMount, field.key.span, parts);
            }
        }
        return;
    };
    let Some(key) = key else {
        let suggestion = nearest(&field.key.text, KEYS);
        let parts = &["unexpected key '", shown_key, "'"];
        return errors.suggest(SyntaxErrorKind::InvalidMount, field.key.span, parts, suggestion);
    };
    let text = &*value.text;
    // As in BuildKit a lone `$` at the end is no variable.
    if text.find('$').is_some_and(|i| i + 1 < text.len()) {
        match key {
            "from" => {
                let parts = &["'from' doesn't support variable expansion, define alias stage instead"];
                errors.push(SyntaxErrorKind::InvalidMount, value.span, parts);
            }
            "type" => *kind = MountKind::Unknown,
            _ => {}
        }
        return;
    }
    let valid = match key {
        "type" => {
            let found = KINDS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
            *kind = found.map_or(MountKind::Unknown, |(_, kind)| kind);
            if found.is_none() {
                let suggestion = nearest(text, KINDS.into_iter().map(|(name, _)| name));
                let parts = &["unsupported mount type \"", shown(text), "\""];
                errors.suggest(SyntaxErrorKind::InvalidMount, value.span, parts, suggestion);
            }
            true
        }
        "sharing" if !SHARINGS.into_iter().any(|s| s.eq_ignore_ascii_case(text)) => {
            let parts = &["unsupported sharing value \"", shown(text), "\""];
            return errors.suggest(SyntaxErrorKind::InvalidMount, value.span, parts, nearest(text, SHARINGS));
        }
        "readonly" | "ro" | "readwrite" | "rw" => values::bool(text).is_some(),
        "required" => {
            check_allowed(key, *kind, field, errors);
            values::bool(text).is_some()
        }
        "size" => {
            check_allowed(key, *kind, field, errors);
            values::is_size(text)
        }
        "mode" => values::unsigned(text, 8).is_some(),
        "uid" | "gid" => values::unsigned(text, 10).is_some(),
        _ => true,
    };
    if !valid {
        errors.push(SyntaxErrorKind::InvalidMount, value.span, &["invalid value for ", key, ": ", shown(text)]);
    }
}

/// `required` is for secrets and ssh, `size` for tmpfs.
fn check_allowed(key: &str, kind: MountKind, field: &MountField<'_>, errors: &mut Errors) {
    let allowed = match kind {
        MountKind::Unknown => true,
        MountKind::Tmpfs => key == "size",
        MountKind::Secret | MountKind::Ssh => key == "required",
        MountKind::Bind | MountKind::Cache => false,
    };
    if !allowed {
        let parts = &["unexpected key '", key, "' for mount type '", name(kind), "'"];
        errors.push(SyntaxErrorKind::InvalidMount, field.key.span, parts);
    }
}

/// What does not fit the type, and what a secret needs.
fn check_whole(mount: &Mount<'_>, errors: &mut Errors) {
    let kind = mount.kind;
    let has = |keys: &[&str]| mount.fields.iter().any(|f| keys.iter().any(|k| f.key.text.eq_ignore_ascii_case(k)));
    let error = |errors: &mut Errors, parts: &[&str]| errors.push(SyntaxErrorKind::InvalidMount, mount.span, parts);
    if matches!(kind, MountKind::Bind | MountKind::Tmpfs) {
        for key in ["mode", "uid", "gid"].into_iter().filter(|k| has(&[k])) {
            error(errors, &[key, " not allowed for \"", name(kind), "\" type mounts"]);
        }
    }
    if kind == MountKind::Secret {
        let (source, id) = (has(&["source", "src"]), has(&["id"]));
        if has(&["from"]) {
            error(errors, &["secret mount should not have a from"]);
        }
        if has(&["sharing"]) {
            error(errors, &["secret mount should not define sharing"]);
        }
        if !source && !id && !has(&["target", "dst", "destination"]) {
            error(errors, &["invalid secret mount. one of source, target required"]);
        }
        if source && id {
            error(errors, &["both source and id can't be set"]);
        }
    } else if !matches!(kind, MountKind::Cache | MountKind::Unknown) && has(&["sharing"]) {
        error(errors, &["invalid cache sharing set for ", name(kind), " mount"]);
    }
}

fn name(kind: MountKind) -> &'static str {
    KINDS.into_iter().find(|(_, k)| *k == kind).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use crate::{InstructionKind, Mount, MountKind, parse};

    fn mounts<'a>(source: &'a str) -> Vec<Mount<'a>> {
        match parse(source).instructions.remove(0).kind {
            InstructionKind::Run { mounts, .. } => mounts,
            _ => Vec::new(),
        }
    }

    #[test]
    fn fields_know_their_place() {
        let source = "RUN --mount=Type=cache,DST=/v,id=a --mount=\"type=secret,src=a b\" --mount=type=\\\nssh,\\\"target=x,\\\"\\\"y\\\" z";
        let [cache, secret, ssh] = &*mounts(source) else { panic!("three mounts") };
        assert_eq!((cache.kind, cache.target().map(|w| w.span.of(source))), (MountKind::Cache, Some("/v")));
        assert_eq!((secret.kind, secret.source().map(|w| w.span.of(source))), (MountKind::Secret, Some("a b")));
        assert_eq!((ssh.kind, ssh.target().map(|w| &*w.text)), (MountKind::Ssh, Some("x,\"y")));
        assert!(parse(source).errors.iter().all(|e| e.message.contains("build stage")));
    }

    #[test]
    fn faults() {
        let cases: [(&str, &[&str]); 17] = [
            ("target=/x,ro,from=a", &[]),
            ("type=$T,size=x$Y,required", &[]),
            ("type=secret,id=a,required,env=B", &[]),
            ("type=tmpfs,size=64m", &[]),
            ("type=bnid", &["bnid"]),
            ("form=a", &["form"]),
            ("x", &["x"]),
            ("from=$a", &["$a"]),
            ("required,type=secret,id=a", &["required"]),
            ("type=cache,size=1", &["size"]),
            ("ro=maybe", &["maybe"]),
            ("type=cache,mode=9", &["9"]),
            ("sharing=lock,type=cache", &["lock"]),
            ("mode=0755", &["--mount=mode=0755"]),
            ("type=secret", &["--mount=type=secret"]),
            ("", &[""]),
            ("a\\\"b", &["a\\\"b"]),
        ];
        for (value, expected) in cases {
            let source = format!("FROM x\nRUN --mount={value} y");
            let errors = parse(&source).errors;
            let found: Vec<&str> = errors.iter().map(|e| e.span.of(&source)).collect();
            assert_eq!(found, expected, "{value}");
        }
    }
}
