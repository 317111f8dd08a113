//! Whether a value has the form of its type.

use super::LabelType;

/// Whether `value` has the form of `label`. Linear.
pub(crate) fn is_valid(label: LabelType, value: &str) -> bool {
    match label {
        LabelType::Text => true,
        LabelType::Url => is_uri(value),
        LabelType::Rfc3339 => is_rfc3339(value),
        LabelType::Semver => is_semver(value),
        LabelType::Hash => matches!(value.len(), 7..=40 | 64) && value.bytes().all(|b| b.is_ascii_hexdigit()),
        LabelType::Spdx => is_license(value),
        LabelType::Email => is_mailbox(value),
    }
}

/// `scheme ":" rest` of characters that RFC 3986 knows, `%` only before two digits.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let is_known = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
    let escapes = rest.split('%').skip(1).all(|after| after.get(..2).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())));
    is_scheme && !rest.trim_matches('/').is_empty() && rest.bytes().all(is_known) && escapes
}

/// RFC 3339, section 5.6: `1996-12-19T16:39:57.5-08:00`.
fn is_rfc3339(text: &str) -> bool {
    fn number(text: &str, from: usize, to: usize) -> Option<u32> {
        text.get(from..to).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    }
    fn time(text: &str) -> Option<bool> {
        let (year, month, day) = (number(text, 0, 4)?, number(text, 5, 7)?, number(text, 8, 10)?);
        let (hour, minute, second) = (number(text, 11, 13)?, number(text, 14, 16)?, number(text, 17, 19)?);
        let days = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Some(false),
        };
        let marks = text.bytes().zip(0..19).all(|(b, at)| match at {
            4 | 7 => b == b'-',
            10 => matches!(b, b'T' | b't' | b' '),
            13 | 16 => b == b':',
            _ => true,
        });
        let rest = text.get(19..)?;
        let zone = match rest.strip_prefix('.') {
            Some(fraction) => {
                let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                (zone.len() < fraction.len()).then_some(zone)?
            }
            None => rest,
        };
        let is_zone = matches!(zone, "Z" | "z")
            || (zone.len() == 6
                && zone.starts_with(['+', '-'])
                && zone.get(3..4) == Some(":")
                && number(zone, 1, 3)? <= 23
                && number(zone, 4, 6)? <= 59);
        Some(marks && (1..=days).contains(&day) && hour <= 23 && minute <= 59 && second <= 60 && is_zone)
    }
    time(text) == Some(true)
}

/// The grammar of semver.org 2.0.0.
fn is_semver(text: &str) -> bool {
    let (version, build) = text.split_once('+').map_or((text, None), |(version, build)| (version, Some(build)));
    let (core, pre) = version.split_once('-').map_or((version, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() && (part == "0" || !part.starts_with('0'));
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_pre = |part: &str| is_word(part) && (!part.bytes().all(|b| b.is_ascii_digit()) || is_number(part));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(is_pre))
        && build.is_none_or(|build| build.split('.').all(is_word))
}

/// An SPDX license expression of identifiers on the SPDX list, deprecated ones included.
fn is_license(text: &str) -> bool {
    let mode = spdx::ParseMode { allow_deprecated: true, ..spdx::ParseMode::STRICT };
    spdx::Expression::parse_mode(text, mode).is_ok()
}

/// `addr-spec` of RFC 5322 without comments and obsolete forms.
fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.chars().all(|c| c.is_ascii_alphanumeric() || !c.is_ascii() || "!#$%&'*+-/=?^_`{|}~".contains(c))
    };
    let quoted = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_local = match quoted {
        Some(inner) => !inner.contains(['"', '\\']) && !inner.chars().any(char::is_control),
        None => local.split('.').all(is_atom),
    };
    let is_label = |label: &str| {
        let edge = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
        label.starts_with(edge) && label.ends_with(edge) && label.chars().all(|c| edge(c) || c == '-')
    };
    is_local && local.len() <= 64 && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::is_valid;
    use crate::labels::LabelType;

    fn check(label: LabelType, valid: &[&str], invalid: &[&str]) {
        for value in valid {
            assert!(is_valid(label, value), "{label:?} {value}");
        }
        for value in invalid {
            assert!(!is_valid(label, value), "{label:?} {value}");
        }
    }

    #[test]
    fn values() {
        check(LabelType::Text, &["", "anything"], &[]);
        check(
            LabelType::Url,
            &["https://example.com/a?b=c%20d", "mailto:me@example.com", "git+ssh://a"],
            &["example.com", "http://", "a b:c", "https://exa mple.com", "https://example.com/%zz", "1x:y", ""],
        );
        check(
            LabelType::Rfc3339,
            &["2026-11-23T08:00:00Z", "2024-02-29t23:59:60.25+05:30", "1996-12-19 16:39:57-08:00"],
            &[
                "2026-11-23",
                "2026-02-29T08:00:00Z",
                "2026-13-01T08:00:00Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T08:00:00",
                "2026-11-23T08:00:00.Z",
            ],
        );
        check(
            LabelType::Semver,
            &["1.2.3", "0.0.0", "1.0.0-rc.1", "1.0.0-0a.-", "1.0.0+b.01", "1.0.0-a+b"],
            &["1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3.4", ""],
        );
        check(
            LabelType::Hash,
            &["43c572f", "43c572f1272b8c171db14c65f5a8a3f4a1a5c3d1"],
            &["43c57", "main", "43c572g", "43c572f1272b8c171db14c65f5a8a3f4a1a5c3d1aa"],
        );
        check(
            LabelType::Spdx,
            &["MIT", "Apache-2.0 OR MIT", "GPL-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-ours"],
            &["Beerware licence", "Apache", "MIT OR", ""],
        );
        check(
            LabelType::Email,
            &["me@example.com", "first.last+tag@sub.example.com", "\"odd name\"@example.com", "root@localhost"],
            &["me", "@example.com", "me@", "a..b@example.com", "me@-example.com", "me@example..com", "two words@example.com"],
        );
    }
}
