//! The npm package: `pkg/dist`, which the hand-written entries in `pkg/` load.
//!
//! One wasm serves every entry; what differs is how it gets in.

use std::fs;

use anyhow::{Context, Result};

use crate::run::say;
use crate::site::{Mode, copy};
use crate::{root, wasm};

/// Builds `pkg/dist`.
///
/// # Errors
/// Where a step fails.
pub(crate) fn pkg() -> Result<()> {
    let built = wasm::build(&wasm::CORE, Mode::Release)?;
    let dist = root().join("pkg/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("cannot clear pkg/dist")?;
    }
    copy(&built, &dist, &wasm::is_shipped)?;
    copy(&wasm::build(&wasm::POLICY, Mode::Release)?, &dist, &wasm::is_shipped)?;
    let bytes = fs::read(dist.join("plimsoll_bg.wasm")).context("cannot read pkg/dist/plimsoll_bg.wasm")?;
    fs::write(dist.join("inline.js"), format!("export default \"{}\";\n", base64(&bytes))).context("cannot write pkg/dist/inline.js")?;
    say(&format!("pkg/dist/ is ready: {} bytes of wasm; `npm pack ./pkg` makes the tarball", bytes.len()));
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let number = group.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            // n bytes fill n + 1 places.
            let letter = if place <= group.len() { char::from(ALPHABET[(number >> (18 - 6 * place)) & 63]) } else { '=' };
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 4648, section 10.
    #[test]
    fn base64_is_the_standards() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }
}
