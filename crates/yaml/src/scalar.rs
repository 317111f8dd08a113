//! What a scalar means: the resolution of go-yaml v2, which knows most of YAML 1.1, some of Go's number literals and nothing of base 60
//! (`resolve.go` of `go.yaml.in/yaml/v2`).
//!
//! It never looks at where a scalar stands: quoted text does not come here unless a tag asks for it.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::node::Value;

/// A resolved scalar before it becomes JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    /// The text itself.
    Text,
}

/// The tags that change what a scalar means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    None,
    /// `!`: the scalar is resolved like a plain one even if it is quoted.
    NonSpecific,
    Null,
    Bool,
    Int,
    Float,
    Binary,
    Merge,
    /// `!!str`, and everything unknown: the text itself.
    Text,
}

impl Tag {
    /// The tag with this name in the YAML namespace.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "null" => Tag::Null,
            "bool" => Tag::Bool,
            "int" => Tag::Int,
            "float" => Tag::Float,
            "binary" => Tag::Binary,
            "merge" => Tag::Merge,
            _ => Tag::Text,
        }
    }
}

/// Resolves a plain scalar. The first character decides whether there is anything to look at.
pub(crate) fn resolve(text: &str) -> Scalar {
    let Some(&first) = text.as_bytes().first() else { return Scalar::Null };
    match first {
        b'0'..=b'9' | b'+' | b'-' => special_float(text).or_else(|| number(text)).unwrap_or(Scalar::Text),
        b'.' => special_float(text).or_else(|| point_float(text)).unwrap_or(Scalar::Text),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        _ => Scalar::Text,
    }
}

fn word(text: &str) -> Scalar {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Scalar::Bool(false),
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => Scalar::Text,
    }
}

fn special_float(text: &str) -> Option<Scalar> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(Scalar::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(Scalar::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => Some(Scalar::Float(f64::NEG_INFINITY)),
        _ => None,
    }
}

/// A number that starts with a digit or a sign; underscores do not count.
fn number(text: &str) -> Option<Scalar> {
    let text = without_underscores(text);
    integer(&text).or_else(|| decimal_float(&text)).or_else(|| signed_binary(&text))
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.chars().filter(|&c| c != '_').collect()) } else { Cow::Borrowed(text) }
}

/// What Go's `strconv.ParseInt` and then `ParseUint` read with base 0.
fn integer(text: &str) -> Option<Scalar> {
    let (negative, signed, digits) = match text.as_bytes().first()? {
        b'-' => (true, true, text.get(1..)?),
        b'+' => (false, true, text.get(1..)?),
        _ => (false, false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // `from_str_radix` takes a sign of its own.
    if !digits.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    match (i64::try_from(magnitude), negative) {
        (Ok(n), false) => Some(Scalar::Int(n)),
        (Ok(n), true) => Some(Scalar::Int(-n)),
        (Err(_), true) => (magnitude == i64::MIN.unsigned_abs()).then_some(Scalar::Int(i64::MIN)),
        (Err(_), false) => (!signed).then_some(Scalar::UInt(magnitude)),
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, unless it is too large for a float.
fn decimal_float(text: &str) -> Option<Scalar> {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = split_digits(rest);
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let (digits, rest) = split_digits(fraction);
            if whole == 0 && digits == 0 {
                return None;
            }
            rest
        }
        None if whole == 0 => return None,
        None => rest,
    };
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let (digits, rest) = split_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
        if digits == 0 || !rest.is_empty() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    plimsoll_text::read_float(text).filter(|f| f.is_finite()).map(Scalar::Float)
}

/// How many digits the text starts with, and what follows them.
fn split_digits(text: &str) -> (usize, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (text.len() - rest.len(), rest)
}

/// `.5`: here Go wants underscores to stand between digits.
fn point_float(text: &str) -> Option<Scalar> {
    let bytes = text.as_bytes();
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let misplaced = |i: usize| !(digit(bytes.get(i.wrapping_sub(1))) && digit(bytes.get(i + 1)));
    if bytes.iter().enumerate().any(|(i, &b)| b == b'_' && misplaced(i)) {
        return None;
    }
    decimal_float(&without_underscores(text))
}

/// `0b-11`: go-yaml reads what follows the prefix as a number of its own.
fn signed_binary(text: &str) -> Option<Scalar> {
    let digits = text.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok().map(Scalar::Int)
}

/// Resolves a scalar that carries a tag; `None` if the text does not fit the tag.
pub(crate) fn resolve_tagged(text: &str, tag: Tag) -> Option<Scalar> {
    let scalar = resolve(text);
    match (tag, scalar) {
        (Tag::None | Tag::NonSpecific, _)
        | (Tag::Null, Scalar::Null)
        | (Tag::Bool, Scalar::Bool(_))
        | (Tag::Int, Scalar::Int(_) | Scalar::UInt(_))
        | (Tag::Float, Scalar::Float(_)) => Some(scalar),
        #[allow(clippy::cast_precision_loss)] // As in Go: the tag asks for it.
        (Tag::Float, Scalar::Int(n)) => Some(Scalar::Float(n as f64)),
        (Tag::Text | Tag::Merge | Tag::Binary, _) => Some(Scalar::Text),
        _ => None,
    }
}

/// The value that a scalar has once it went through JSON, where a whole float and an integer look the same;
/// `None` for infinities and not-a-number, which JSON does not have.
pub(crate) fn value<'a>(scalar: Scalar, text: Cow<'a, str>) -> Option<Value<'a>> {
    Some(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(b) => Value::Bool(b),
        Scalar::Int(n) => Value::Int(n),
        Scalar::UInt(n) => Value::UInt(n),
        Scalar::Float(f) => float(f)?,
        Scalar::Text => Value::String(text),
    })
}

/// A float as a JSON number: whole ones become integers.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::float_cmp)] // The exact round trip is the question.
pub(crate) fn float<'a>(f: f64) -> Option<Value<'a>> {
    if !f.is_finite() {
        return None;
    }
    let whole = f as i64;
    // 2⁶³ saturates to `i64::MAX`, which as a float is 2⁶³ again.
    Some(if whole as f64 == f && whole != i64::MAX { Value::Int(whole) } else { Value::Float(f) })
}

/// The JSON key that `sigs.k8s.io/yaml` makes of a scalar key; `None` where it gives up.
pub(crate) fn key<'a>(scalar: Scalar, text: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    Some(match scalar {
        Scalar::Text => text.clone(),
        Scalar::Bool(true) => Cow::Borrowed("true"),
        Scalar::Bool(false) => Cow::Borrowed("false"),
        Scalar::Int(n) => Cow::Owned(n.to_string()),
        Scalar::Float(f) => Cow::Owned(float_key(f)),
        Scalar::UInt(_) | Scalar::Null => return None,
    })
}

/// Go's `strconv.FormatFloat(f, 'g', -1, 32)`: the shortest digits that give the same 32-bit float, with an exponent of at least two
/// digits where it is below -4 or above 5.
#[allow(clippy::cast_possible_truncation)] // 32 bits are what the format is about.
fn float_key(f: f64) -> String {
    let f = f as f32;
    if f.is_nan() {
        return ".nan".to_string();
    }
    if f.is_infinite() {
        return if f > 0.0 { ".inf" } else { "-.inf" }.to_string();
    }
    let mut text = if f.is_sign_negative() { "-".to_string() } else { String::new() };
    match plimsoll_text::shortest_f32(f) {
        Some(shortest) => shortest.write_general(&mut text),
        None => text.push('0'),
    }
    text
}

/// The bytes of a `!!binary` as text (what is not UTF-8 is replaced, as it is in JSON); `None` if it is not base64.
/// Like Go's decoder it skips line breaks and insists on the padding.
#[must_use]
pub fn base64(text: &str) -> Option<String> {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b'\n' | b'\r')).collect();
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    let quads = digits.chunks(4);
    let last = quads.len();
    for (i, quad) in quads.enumerate() {
        let &[a, b, c, d] = quad else { return None };
        let padding = match (c, d) {
            (b'=', b'=') => 2,
            (_, b'=') => 1,
            _ => 0,
        };
        if padding > 0 && i + 1 < last {
            return None;
        }
        let c = if padding == 2 { b'A' } else { c };
        let d = if padding > 0 { b'A' } else { d };
        let bits = (sextet(a)? << 18) | (sextet(b)? << 12) | (sextet(c)? << 6) | sextet(d)?;
        let [_, bytes @ ..] = bits.to_be_bytes();
        out.extend(bytes.iter().take(3 - padding));
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

fn sextet(digit: u8) -> Option<u32> {
    Some(u32::from(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;

    use super::{Scalar, Tag, base64, float_key, key, resolve, resolve_tagged, value};
    use crate::node::Value;

    fn number(text: &str) -> Value<'_> {
        value(resolve(text), Cow::Borrowed(text)).expect("finite")
    }

    #[test]
    fn booleans_and_nulls_are_those_of_go_yaml() {
        for text in ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"] {
            assert_eq!(resolve(text), Scalar::Bool(true), "{text}");
        }
        for text in ["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"] {
            assert_eq!(resolve(text), Scalar::Bool(false), "{text}");
        }
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(resolve(text), Scalar::Null, "{text}");
        }
        for text in ["yEs", "tRUE", "oN", "nULL", "yess", "<<", "=", "nope"] {
            assert_eq!(resolve(text), Scalar::Text, "{text}");
        }
    }

    #[test]
    fn integers_have_the_bases_of_go() {
        let cases = [
            ("010", 8),
            ("0777", 511),
            ("0o10", 8),
            ("-0o7", -7),
            ("08", 8),
            ("09", 9),
            ("0x1F", 31),
            ("0b11", 3),
            ("-0b11", -3),
            ("0b-11", -3),
            ("+5", 5),
            ("1_000", 1000),
            ("0", 0),
            ("-0", 0),
            ("00", 0),
            ("020000", 8192),
            ("-9223372036854775808", i64::MIN),
        ];
        for (text, n) in cases {
            assert_eq!(number(text), Value::Int(n), "{text}");
        }
        assert_eq!(number("18446744073709551615"), Value::UInt(u64::MAX));
        assert_eq!(number("123456789012345678901"), Value::Float(123_456_789_012_345_678_901.0));
    }

    #[test]
    fn whole_floats_become_integers() {
        for (text, n) in [("1e3", 1000), ("12e03", 12000), ("0.", 0), ("1.0", 1), ("80.0", 80), ("-0.0", 0), ("1E2", 100), ("1_0.0", 10)] {
            assert_eq!(number(text), Value::Int(n), "{text}");
        }
        for (text, f) in [(".5", 0.5), ("+.5", 0.5), ("1.20", 1.2), ("5e-1", 0.5), ("9223372036854775808.0", 9_223_372_036_854_775_808.0)] {
            assert_eq!(number(text), Value::Float(f), "{text}");
        }
        assert_eq!(number(".2_5"), Value::Float(0.25));
    }

    #[test]
    fn what_only_looks_like_a_number_is_text() {
        let texts = [
            "0o8",
            "1:30",
            "12:30:45",
            "2001-01-01",
            "1,000",
            "50%",
            "+",
            "-",
            ".",
            "..",
            ".e5",
            "0x",
            "0b",
            "0o",
            "0b2",
            "1e",
            "e1",
            "--1",
            "0x7fffffffffffffffff",
            "1e400",
            "inf",
            "nan",
            "1.2.3",
            "_1",
            "._5",
            ".5_",
            "+18446744073709551615x",
            "0x-1",
            "1Gi",
        ];
        for text in texts {
            assert_eq!(resolve(text), Scalar::Text, "{text}");
        }
    }

    #[test]
    fn infinities_have_no_value() {
        for text in [".inf", "-.Inf", "+.INF", ".nan", ".NaN"] {
            assert_eq!(value(resolve(text), Cow::Borrowed(text)), None, "{text}");
        }
    }

    #[test]
    fn tags_ask_for_a_type() {
        assert_eq!(resolve_tagged("yes", Tag::Bool), Some(Scalar::Bool(true)));
        assert_eq!(resolve_tagged("yes", Tag::Text), Some(Scalar::Text));
        assert_eq!(resolve_tagged("3", Tag::Float), Some(Scalar::Float(3.0)));
        assert_eq!(resolve_tagged("08", Tag::Int), None);
        assert_eq!(resolve_tagged("x", Tag::Int), None);
        assert_eq!(resolve_tagged("1", Tag::Bool), None);
    }

    #[test]
    fn keys_become_strings() {
        let name = |text: &'static str| key(resolve(text), &Cow::Borrowed(text));
        assert_eq!(name("y").as_deref(), Some("true"));
        assert_eq!(name("off").as_deref(), Some("false"));
        assert_eq!(name("010").as_deref(), Some("8"));
        assert_eq!(name("1.10").as_deref(), Some("1.1"));
        assert_eq!(name(".inf").as_deref(), Some(".inf"));
        assert_eq!(name("~"), None);
        assert_eq!(name("18446744073709551615"), None);
    }

    #[test]
    fn float_keys_are_written_as_go_writes_them() {
        let cases = [
            (1.5, "1.5"),
            (1000.0, "1000"),
            (100_000.0, "100000"),
            (1e6, "1e+06"),
            (1.5e20, "1.5e+20"),
            (1e21, "1e+21"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1_234_567.0, "1.234567e+06"),
            (f64::NAN, ".nan"),
            (1e300, ".inf"),
            (0.1, "0.1"),
        ];
        for (f, text) in cases {
            assert_eq!(float_key(f), text);
        }
    }

    #[test]
    fn base64_is_strict_about_padding() {
        assert_eq!(base64("aGk=").as_deref(), Some("hi"));
        assert_eq!(base64("aG\nlv").as_deref(), Some("hio"));
        assert_eq!(base64("").as_deref(), Some(""));
        assert_eq!(base64("/w==").as_deref(), Some("\u{fffd}"));
        for text in ["aGk", "a", "aGk=aGk=", "aG k", "===="] {
            assert_eq!(base64(text), None, "{text}");
        }
    }
}
