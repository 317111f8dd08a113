//! The productions of the grammar as scanners over byte ranges, and the cut of a text into its parts.
//!
//! Every scanner reads its range once, so a parse is linear. Nothing here knows Docker's defaults.

use core::ops::Range;

use crate::error::{Error, ErrorKind};

/// Longest repository path, in bytes.
const PATH_MAX: usize = 255;
/// Longest tag, in bytes.
const TAG_MAX: usize = 128;
/// Fewest digits of a digest before its algorithm is looked at.
const HEX_MIN: usize = 32;

/// A set of ASCII characters: one question for each byte of a text, where the text alternates between kinds that a comparison would
/// have to tell apart.
#[derive(Clone, Copy)]
struct Ascii(u128);

impl Ascii {
    /// `[a-z0-9]`.
    const LOWER: Ascii = Ascii::of(b"abcdefghijklmnopqrstuvwxyz0123456789");
    /// Of a tag.
    const TAG: Ascii = Ascii(Ascii::LOWER.0 | Ascii::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_.-").0);
    /// Hexadecimal digits of both cases.
    const HEX: Ascii = Ascii::of(b"0123456789abcdefABCDEF");

    const fn of(mut bytes: &[u8]) -> Ascii {
        let mut set = 0;
        while let [first, rest @ ..] = bytes {
            set |= 1 << *first;
            bytes = rest;
        }
        Ascii(set)
    }

    #[inline]
    const fn has(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> (byte & 127) & 1 != 0
    }
}

/// Where the parts of a reference stand in its text; not yet checked.
pub(crate) struct Cut {
    /// Registry, `/` and path.
    pub(crate) name: Range<usize>,
    pub(crate) tag: Option<Range<usize>>,
    pub(crate) digest: Option<Range<usize>>,
}

/// Cuts `text` at the first `@` and at the last `:` behind the last `/` before it.
pub(crate) fn cut(text: &str) -> Cut {
    let bytes = text.as_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@');
    let end = at.unwrap_or(bytes.len());
    let head = bytes.get(..end).unwrap_or_default();
    let colon = head.iter().rposition(|byte| matches!(byte, b':' | b'/')).filter(|index| head.get(*index) == Some(&b':'));
    Cut { name: 0..colon.unwrap_or(end), tag: colon.map(|index| index + 1..end), digest: at.map(|index| index + 1..bytes.len()) }
}

/// Whether `text` is a registry: host and optional port. O(n).
#[must_use]
pub fn is_domain(text: &str) -> bool {
    domain(text, 0..text.len()).is_ok()
}

/// Whether `text` is an image id: 64 lower-case hexadecimal digits and nothing else.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn bytes_of<'t>(text: &'t str, range: &Range<usize>) -> impl Iterator<Item = (usize, u8)> + use<'t> {
    let start = range.start;
    text.as_bytes().get(range.clone()).unwrap_or_default().iter().enumerate().map(move |(index, byte)| (start + index, *byte))
}

/// `domain`. The error stands at the first byte that cannot go on.
pub(crate) fn domain(text: &str, range: Range<usize>) -> Result<(), Error> {
    let fail = |offset| Err(Error::found(ErrorKind::RegistryInvalid, text, offset));
    let end = range.end;
    let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
    let host_end = if bytes.first() == Some(&b'[') {
        let Some(close) = bytes_of(text, &range).find(|(_, byte)| *byte == b']').map(|(index, _)| index) else {
            return Err(Error::at(ErrorKind::RegistryInvalid, end));
        };
        let inside = range.start + 1..close;
        if inside.is_empty() {
            return fail(close);
        }
        if let Some((bad, _)) = bytes_of(text, &inside).find(|(_, byte)| !byte.is_ascii_hexdigit() && *byte != b':') {
            return fail(bad);
        }
        close + 1
    } else {
        let colon = bytes_of(text, &range).find(|(_, byte)| *byte == b':').map_or(end, |(index, _)| index);
        host_name(text, range.start..colon)?;
        colon
    };
    if host_end == end {
        return Ok(());
    }
    let mut port = bytes_of(text, &(host_end..end));
    if port.next().is_none_or(|(_, byte)| byte != b':') {
        return fail(host_end);
    }
    if host_end + 1 == end {
        return Err(Error::at(ErrorKind::RegistryInvalid, end));
    }
    match port.find(|(_, byte)| !byte.is_ascii_digit()) {
        Some((bad, _)) => fail(bad),
        None => Ok(()),
    }
}

/// `dname`: letters and digits, with `-` inside a component and `.` between components.
fn host_name(text: &str, range: Range<usize>) -> Result<(), Error> {
    let mut before = b'.';
    for (index, byte) in bytes_of(text, &range) {
        let fits = match byte {
            b'-' => before != b'.',
            b'.' => before != b'.' && before != b'-',
            _ => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return Err(Error::found(ErrorKind::RegistryInvalid, text, index));
        }
        before = byte;
    }
    if matches!(before, b'.' | b'-') { Err(Error::at(ErrorKind::RegistryInvalid, range.end)) } else { Ok(()) }
}

/// `path` without its length limit. Upper-case letters pass; the offset of the first one is given back.
pub(crate) fn path(text: &str, range: Range<usize>) -> Result<Option<usize>, Error> {
    let mut upper = None;
    // The separator read so far (`.`, `_`, `-`), `/` at the start of a component, or 0 behind a letter.
    let mut open = b'/';
    let mut run = 0_u32;
    for (index, byte) in bytes_of(text, &range) {
        if Ascii::LOWER.has(byte) {
            open = 0;
            continue;
        }
        let fits = match byte {
            b'A'..=b'Z' => {
                upper = upper.or(Some(index));
                true
            }
            b'.' | b'/' => open == 0,
            b'_' => open == 0 || (open == b'_' && run < 2),
            b'-' => open == 0 || open == b'-',
            _ => false,
        };
        if !fits {
            return Err(Error::found(ErrorKind::NameInvalid, text, index));
        }
        let now = if byte.is_ascii_alphanumeric() { 0 } else { byte };
        run = if now == open { run.saturating_add(1) } else { 1 };
        open = now;
    }
    if open == 0 { Ok(upper) } else { Err(Error::at(ErrorKind::NameInvalid, range.end)) }
}

/// The length limit of `path`.
///
/// `implied` is the length of what normalising puts in front.
pub(crate) fn path_length(range: &Range<usize>, implied: usize) -> Result<(), Error> {
    if range.len() + implied > PATH_MAX { Err(Error::at(ErrorKind::NameTooLong, range.start)) } else { Ok(()) }
}

/// `tag`.
pub(crate) fn tag(text: &str, range: Range<usize>) -> Result<(), Error> {
    if range.is_empty() {
        return Err(Error::at(ErrorKind::TagInvalid, range.start));
    }
    let misplaced = |(index, byte): &(usize, u8)| !Ascii::TAG.has(*byte) || (*index == range.start && matches!(byte, b'.' | b'-'));
    if let Some((index, _)) = bytes_of(text, &range).find(misplaced) {
        return Err(Error::found(ErrorKind::TagInvalid, text, index));
    }
    if range.len() > TAG_MAX { Err(Error::at(ErrorKind::TagTooLong, range.start + TAG_MAX)) } else { Ok(()) }
}

/// `digest`, the shape only.
pub(crate) fn digest(text: &str, range: Range<usize>) -> Result<(), Error> {
    let mut word_start = true;
    let mut hex_start = None;
    for (index, byte) in bytes_of(text, &range) {
        let fits = match hex_start {
            Some(_) => Ascii::HEX.has(byte),
            None if word_start => byte.is_ascii_alphabetic(),
            None => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'.' | b':'),
        };
        if !fits {
            return Err(Error::found(ErrorKind::DigestInvalid, text, index));
        }
        if hex_start.is_none() {
            word_start = !byte.is_ascii_alphanumeric();
            if byte == b':' {
                hex_start = Some(index + 1);
            }
        }
    }
    match hex_start {
        Some(start) if range.end - start >= HEX_MIN => Ok(()),
        Some(start) => Err(Error::at(ErrorKind::DigestInvalid, start)),
        None => Err(Error::at(ErrorKind::DigestInvalid, range.end)),
    }
}
