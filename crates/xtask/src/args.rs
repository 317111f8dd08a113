//! Command-line words: flags, `--name value` pairs and the rest.
//!
//! It knows no command; an argument that nobody asked for is an error that shows the usage.

use anyhow::{Result, bail};

/// The words after the command's name.
pub(crate) struct Args {
    usage: &'static str,
    words: Vec<String>,
}

impl Args {
    pub(crate) fn new(usage: &'static str, words: Vec<String>) -> Args {
        Args { usage, words }
    }

    pub(crate) fn wants_help(&self) -> bool {
        self.words.iter().any(|w| w == "--help" || w == "-h")
    }

    /// Whether `--name` is there; takes it away.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|w| w != name);
        self.words.len() != before
    }

    /// The value of `--name value` or `--name=value`; takes both away.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.words.iter().position(|w| w == name || w.strip_prefix(name).is_some_and(|rest| rest.starts_with('='))) else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some((_, value)) = word.split_once('=') {
            return Ok(Some(value.to_owned()));
        }
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        bail!("{name} wants a value\nusage: cargo xtask {}", self.usage)
    }

    /// The words that are left, where the command takes some; an unknown option is an error.
    pub(crate) fn rest(self) -> Result<Vec<String>> {
        if let Some(option) = self.words.iter().find(|w| w.starts_with('-')) {
            bail!("there is no option `{option}`\nusage: cargo xtask {}", self.usage);
        }
        Ok(self.words)
    }

    /// Says that nothing may be left.
    pub(crate) fn finish(self) -> Result<()> {
        let usage = self.usage;
        match self.rest()?.first() {
            Some(word) => bail!("`{word}` is one argument too many\nusage: cargo xtask {usage}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Args {
        Args::new("serve [--release] [--port N]", words.iter().map(|w| w.to_string()).collect())
    }

    #[test]
    fn values_come_in_both_spellings() {
        for words in [&["--port", "9000"][..], &["--port=9000"]] {
            let mut a = args(words);
            assert_eq!(a.value("--port").unwrap().as_deref(), Some("9000"));
            a.finish().unwrap();
        }
        assert!(args(&["--port"]).value("--port").is_err());
    }

    #[test]
    fn what_nobody_asked_for_is_an_error() {
        let mut a = args(&["--release", "--fast"]);
        assert!(a.flag("--release"));
        assert!(a.finish().unwrap_err().to_string().contains("--fast"));
        assert!(args(&["9000"]).finish().is_err());
    }
}
