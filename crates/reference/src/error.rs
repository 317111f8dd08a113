//! What is wrong with a reference, where, and what to write instead.
//!
//! It never carries the input itself: the caller has it, and the offset points into it.

use core::fmt;

/// Why a text is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no name at all.
    NameEmpty,
    /// A repository path holds an upper-case letter and is right otherwise.
    NameUppercase,
    /// A repository path holds a character, a separator or an empty part that is not allowed.
    NameInvalid,
    /// A repository path is over 255 characters, `library/` included once it is normalised.
    NameTooLong,
    /// What stands as a registry host or port cannot be one.
    RegistryInvalid,
    /// A tag is empty, starts with `.` or `-`, or holds a character that is not allowed.
    TagInvalid,
    /// A tag is over 128 characters.
    TagTooLong,
    /// A digest is not `algorithm:hex` with at least 32 digits, or its digits are not lower case.
    DigestInvalid,
    /// A digest's algorithm is none of sha256, sha384 and sha512.
    DigestUnsupported,
    /// A digest has not as many digits as its algorithm makes.
    DigestLength,
    /// 64 hexadecimal digits alone are an image id, not a name.
    Identifier,
    /// The text is a reference, but not written out in full.
    NotCanonical,
    /// A pattern for [`crate::AnyReference::familiar_matches`] has an open class or escape.
    BadPattern,
}

/// An error with the place it was found at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// Why the text was refused.
    pub kind: ErrorKind,
    /// Byte offset into the text that was given.
    pub offset: usize,
    /// The character at `offset` where a character is the cause; `None` where the text ends too early
    /// or the fault is the part as a whole.
    pub found: Option<char>,
}

impl Error {
    /// A fault of a part as a whole.
    pub(crate) const fn at(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset, found: None }
    }

    /// A fault caused by the character at `offset` of `text`.
    pub(crate) fn found(kind: ErrorKind, text: &str, offset: usize) -> Self {
        Self { kind, offset, found: text.get(offset..).and_then(|rest| rest.chars().next()) }
    }
}

impl ErrorKind {
    /// What is wrong and what to do, without a place.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::NameEmpty => ("the image name is empty", "write a name such as `debian:trixie-slim`"),
            Self::NameUppercase => ("the repository name has an upper-case letter", "write the repository in lower case"),
            Self::NameInvalid => (
                "the repository name is not valid",
                "use lower-case letters and digits, parted by one `.`, one or two `_`, or `-`, with `/` between its parts",
            ),
            Self::NameTooLong => ("the repository name is over 255 characters", "shorten it"),
            Self::RegistryInvalid => (
                "the registry is not valid",
                "write a host name with an optional numeric port, such as `registry.example.com:5000`, or an IPv6 address in `[` `]`",
            ),
            Self::TagInvalid => {
                ("the tag is not valid", "start it with a letter, a digit or `_`, and go on with letters, digits, `_`, `.` or `-`")
            }
            Self::TagTooLong => ("the tag is over 128 characters", "shorten it"),
            Self::DigestInvalid => ("the digest is not valid", "write `sha256:` and 64 lower-case hexadecimal digits"),
            Self::DigestUnsupported => ("the digest's algorithm is not known", "use a sha256, sha384 or sha512 digest"),
            Self::DigestLength => {
                ("the digest has the wrong number of digits", "write all of them: 64 for sha256, 96 for sha384, 128 for sha512")
            }
            Self::Identifier => {
                ("64 hexadecimal digits are an image id, not an image name", "write a name, or `name@sha256:` and the digits")
            }
            Self::NotCanonical => {
                ("the reference is not written out in full", "write registry and repository, such as `docker.io/library/debian`")
            }
            Self::BadPattern => ("the pattern is not valid", "close every `[` with `]` and put a character behind every `\\`"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, help) = self.kind.texts();
        f.write_str(what)?;
        if let Some(found) = self.found {
            // `{:?}` quotes and escapes, so that a control character cannot spoil a terminal.
            write!(f, " ({found:?})")?;
        }
        write!(f, " at offset {}: {help}", self.offset)
    }
}

impl core::error::Error for Error {}
