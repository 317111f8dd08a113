//! Content digests: `sha256:…`.
//!
//! It never computes a digest and never compares one with content.

use alloc::string::String;
use core::fmt;

use crate::error::{Error, ErrorKind};
use crate::grammar;

/// The hash functions that the image specification registers and every engine links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// SHA-256, 64 digits.
    Sha256,
    /// SHA-384, 96 digits.
    Sha384,
    /// SHA-512, 128 digits.
    Sha512,
}

impl Algorithm {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    const fn digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }
}

/// A digest as it stands in a reference. It has the shape `algorithm:hex`; whether algorithm and length
/// fit each other is checked by [`Digest::parse`] and by every parser of references, but not by
/// [`crate::Reference::with_digest`], as in `distribution/reference`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Reads a digest and checks algorithm, length and digits.
    ///
    /// # Errors
    /// [`ErrorKind::DigestInvalid`], [`ErrorKind::DigestUnsupported`] or [`ErrorKind::DigestLength`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let digest = Self::with_shape(text)?;
        digest.validate(0)?;
        Ok(digest)
    }

    /// Checks the shape only.
    pub(crate) fn with_shape(text: &str) -> Result<Self, Error> {
        grammar::digest(text, 0..text.len())?;
        Ok(Self::of_checked(text))
    }

    /// Of a text whose shape has been checked.
    pub(crate) fn of_checked(text: &str) -> Self {
        Self(String::from(text))
    }

    /// The second stage of checking; `at` is where the digest starts in the text that was given.
    pub(crate) fn validate(&self, at: usize) -> Result<(), Error> {
        let Some(algorithm) = self.algorithm() else {
            return Err(Error::at(ErrorKind::DigestUnsupported, at));
        };
        let hex_at = at + self.0.len() - self.hex().len();
        if self.hex().len() != algorithm.digits() {
            return Err(Error::at(ErrorKind::DigestLength, hex_at));
        }
        match self.hex().bytes().position(|byte| byte.is_ascii_uppercase()) {
            Some(upper) => Err(Error { kind: ErrorKind::DigestInvalid, offset: hex_at + upper, found: self.hex().chars().nth(upper) }),
            None => Ok(()),
        }
    }

    /// The whole text, `algorithm:hex`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash function, or `None` for one that is not supported.
    #[must_use]
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.0.split_once(':').and_then(|(name, _)| Algorithm::from_name(name))
    }

    /// The digits behind the colon.
    #[must_use]
    pub fn hex(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, hex)| hex)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Digest};
    use crate::error::ErrorKind;
    use alloc::string::String;

    fn of(name: &str, digit: char, count: usize) -> String {
        let mut text = String::from(name);
        text.push(':');
        text.extend(core::iter::repeat_n(digit, count));
        text
    }

    #[test]
    fn each_algorithm_has_its_own_length() {
        for (name, count, algorithm) in
            [("sha256", 64, Algorithm::Sha256), ("sha384", 96, Algorithm::Sha384), ("sha512", 128, Algorithm::Sha512)]
        {
            let digest = Digest::parse(&of(name, 'b', count)).expect("right length");
            assert_eq!(digest.algorithm(), Some(algorithm));
            assert_eq!(digest.hex().len(), count);
            for wrong in [count - 1, count + 1] {
                let error = Digest::parse(&of(name, 'b', wrong)).expect_err("wrong length");
                assert_eq!((error.kind, error.offset), (ErrorKind::DigestLength, 7));
            }
        }
    }

    #[test]
    fn shape_comes_before_algorithm_and_length() {
        let kind = |text: &str| Digest::parse(text).map_err(|error| (error.kind, error.offset));
        assert_eq!(kind(&of("md5", 'a', 32)), Err((ErrorKind::DigestUnsupported, 0)));
        assert_eq!(kind(&of("md5", 'a', 31)), Err((ErrorKind::DigestInvalid, 4)));
        assert_eq!(kind(&of("sha256", 'F', 64)), Err((ErrorKind::DigestInvalid, 7)));
        assert_eq!(kind(&of("sha256", 'g', 64)), Err((ErrorKind::DigestInvalid, 7)));
        assert_eq!(kind(&of("4sha", 'a', 64)), Err((ErrorKind::DigestInvalid, 0)));
        assert_eq!(kind(&of("sha..x", 'a', 64)), Err((ErrorKind::DigestInvalid, 4)));
        assert_eq!(kind(&of("sha+b64.x_y-z", 'a', 64)), Err((ErrorKind::DigestUnsupported, 0)));
        assert_eq!(kind("sha256"), Err((ErrorKind::DigestInvalid, 6)));
        assert_eq!(kind(""), Err((ErrorKind::DigestInvalid, 0)));
    }
}
