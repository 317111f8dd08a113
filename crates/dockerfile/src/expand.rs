//! Word expansion: quotes, escapes and `$variables` the way BuildKit's `shell/lex.go` reads them.
//!
//! It applies to the arguments Docker itself expands (FROM, COPY, ENV, …), never to the text of RUN, CMD and ENTRYPOINT,
//! which belongs to a shell. It never runs anything and never looks at the real environment.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::{Span, has_any};

use crate::glob::{Glob, GlobError};

/// Where the values of variables come from.
pub trait Env {
    /// The value of a variable; `None` where it is not set.
    fn get(&self, name: &str) -> Option<&str>;
}

/// The environment without variables.
impl Env for () {
    fn get(&self, _: &str) -> Option<&str> {
        None
    }
}

impl Env for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Option<&str> {
        BTreeMap::get(self, name).map(String::as_str)
    }
}

/// An expanded word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded<'w> {
    /// The text after expansion, quotes removed.
    pub text: Cow<'w, str>,
    /// The variables that were used and are set, sorted.
    pub matched: Vec<&'w str>,
    /// The variables that were used and are not set, sorted; also those with a default such as `${X:-y}`.
    pub unmatched: Vec<&'w str>,
}

/// One of the words a text falls into after expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitWord {
    /// The word.
    pub text: String,
    /// The part of the input it was made of.
    pub span: Span,
}

/// Why a word cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandError<'w> {
    /// One sentence in BuildKit's wording.
    pub message: String,
    /// Offset in the word at which it was noticed.
    pub offset: usize,
    /// Whether the word is written wrongly, so that no value of a variable makes it right.
    pub is_syntax: bool,
    /// The variables used so far that are set, sorted.
    pub matched: Vec<&'w str>,
    /// The variables used so far that are not set, sorted.
    pub unmatched: Vec<&'w str>,
}

/// How deep `${a:-${b:-…}}` may go. Recursion and the copies made on the way out stay bounded; nobody writes four.
const MAX_DEPTH: usize = 32;

/// How much longer than the word its expansion may get. Without a bound a chain of `ENV b=$a$a` doubles for ever.
const MAX_GROWTH: usize = 16 * 1024;

/// The settings of an expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexer {
    /// The escape character of the Dockerfile.
    pub escape: char,
    /// Keep quotes in the result.
    pub raw_quotes: bool,
    /// Keep escape characters in the result.
    pub raw_escapes: bool,
    /// Quotes are ordinary characters.
    pub ignore_quotes: bool,
    /// Variables that are not set stay as they are written.
    pub keep_unset: bool,
}

impl Lexer {
    /// The settings for arguments of instructions.
    #[must_use]
    pub const fn new(escape: char) -> Self {
        Self { escape, raw_quotes: false, raw_escapes: false, ignore_quotes: false, keep_unset: false }
    }

    /// The settings for the body of an unquoted `COPY`/`ADD` heredoc: quotes mean nothing there and the escape character
    /// is always a backslash.
    #[must_use]
    pub const fn heredoc_body() -> Self {
        Self { escape: '\\', raw_quotes: false, raw_escapes: false, ignore_quotes: true, keep_unset: false }
    }

    /// The settings with which heredocs are looked for: everything stays as written, the words are cut.
    pub(crate) const fn raw() -> Self {
        Self { escape: '\\', raw_quotes: true, raw_escapes: true, ignore_quotes: false, keep_unset: true }
    }

    /// Expands a word; white space in it is kept. O(word + values used).
    ///
    /// # Errors
    /// Unbalanced quotes and braces, bad substitutions, `${x?}` of an unset variable; also nesting deeper than 32 and
    /// results more than 16 KiB longer than the word.
    pub fn process_word<'w>(&self, word: &'w str, env: &dyn Env) -> Result<Expanded<'w>, ExpandError<'w>> {
        if self.is_plain(word) {
            return Ok(Expanded { text: Cow::Borrowed(word), ..Expanded::default() });
        }
        let mut run = Run::new(self, word, env);
        match run.until(None, self.raw_escapes, None) {
            Ok(text) => Ok(Expanded { text: Cow::Owned(text), matched: sorted(run.matched), unmatched: sorted(run.unmatched) }),
            Err(fault) => Err(run.error(fault)),
        }
    }

    /// What [`Lexer::process_word`] makes of a word, without the names of its variables; `None` where that fails.
    /// Quotes around all of the word fall away without a copy.
    pub(crate) fn value<'w>(&self, word: &'w str, env: &dyn Env) -> Option<Cow<'w, str>> {
        let inner = match word.as_bytes() {
            [b'"', .., b'"'] | [b'\'', .., b'\''] if !self.raw_quotes && !self.ignore_quotes => word.get(1..word.len() - 1).unwrap_or(word),
            _ => word,
        };
        if self.is_plain(inner) {
            return Some(Cow::Borrowed(inner));
        }
        Run::new(self, word, env).until(None, self.raw_escapes, None).ok().map(Cow::Owned)
    }

    /// Expands a text and splits it at white space: that of the text and that of unquoted values.
    ///
    /// # Errors
    /// As [`Lexer::process_word`].
    pub fn process_words<'w>(&self, text: &'w str, env: &dyn Env) -> Result<Vec<SplitWord>, ExpandError<'w>> {
        let mut run = Run::new(self, text, env);
        let mut words = Words::default();
        match run.until(None, self.raw_escapes, Some(&mut words)) {
            Ok(_) => Ok(words.finish()),
            Err(fault) => Err(run.error(fault)),
        }
    }

    /// Whether expansion leaves the word as it is.
    fn is_plain(&self, word: &str) -> bool {
        let escape = u8::try_from(self.escape).unwrap_or(b'$');
        !has_any(word.as_bytes(), [b'$', b'\'', b'"', escape])
    }
}

/// The names in order, each once.
fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    plimsoll_text::sort_by(&mut names, Ord::cmp);
    names.dedup();
    names
}

/// A failed expansion, before the variables are added.
struct Fault {
    message: String,
    offset: usize,
    is_syntax: bool,
}

/// The words found so far.
#[derive(Default)]
struct Words {
    done: Vec<SplitWord>,
    text: String,
    span: Span,
    in_word: bool,
}

impl Words {
    /// Adds a character that splits words if it is white space.
    fn add(&mut self, c: char, from: Span) {
        if !c.is_whitespace() {
            self.add_raw(c, from);
        } else if self.in_word && !self.text.is_empty() {
            self.flush();
        }
    }

    fn add_raw(&mut self, c: char, from: Span) {
        self.extend(from);
        self.text.push(c);
    }

    fn add_raw_str(&mut self, s: &str, from: Span) {
        self.extend(from);
        self.text.push_str(s);
    }

    fn extend(&mut self, from: Span) {
        self.span = if self.in_word { self.span.to(from) } else { from };
        self.in_word = true;
    }

    fn flush(&mut self) {
        self.done.push(SplitWord { text: core::mem::take(&mut self.text), span: self.span });
        self.in_word = false;
    }

    fn finish(mut self) -> Vec<SplitWord> {
        if !self.text.is_empty() {
            self.flush();
        }
        self.done
    }
}

/// One expansion under way.
struct Run<'r, 'w> {
    lexer: &'r Lexer,
    word: &'w str,
    at: usize,
    env: &'r dyn Env,
    /// In the order of their use, maybe several times.
    matched: Vec<&'w str>,
    unmatched: Vec<&'w str>,
    raw_escapes: bool,
    depth: usize,
    limit: usize,
}

impl<'r, 'w: 'r> Run<'r, 'w> {
    fn new(lexer: &'r Lexer, word: &'w str, env: &'r dyn Env) -> Self {
        let limit = word.len().saturating_add(MAX_GROWTH);
        let (matched, unmatched) = (Vec::new(), Vec::new());
        Self { lexer, word, at: 0, env, matched, unmatched, raw_escapes: lexer.raw_escapes, depth: 0, limit }
    }

    fn error(self, fault: Fault) -> ExpandError<'w> {
        let Fault { message, offset, is_syntax } = fault;
        ExpandError { message, offset, is_syntax, matched: sorted(self.matched), unmatched: sorted(self.unmatched) }
    }

    /// The word is written wrongly.
    fn fault<T>(&self, parts: &[&str]) -> Result<T, Fault> {
        Err(Fault { message: parts.concat(), offset: self.at, is_syntax: true })
    }

    /// The values make it fail.
    fn fault_of_values<T>(&self, parts: &[&str]) -> Result<T, Fault> {
        self.fault(parts).map_err(|fault| Fault { is_syntax: false, ..fault })
    }

    fn peek(&self) -> Option<char> {
        self.word.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Expands up to `stop` (which is consumed) or to the end.
    fn until(&mut self, stop: Option<char>, raw_escapes: bool, mut words: Option<&mut Words>) -> Result<String, Fault> {
        let outer = core::mem::replace(&mut self.raw_escapes, raw_escapes);
        // Room for a usual word.
        let mut out = String::with_capacity((self.word.len() - self.at).min(128));
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.next();
                self.raw_escapes = outer;
                return Ok(out);
            }
            let from = self.at;
            let quoted = match c {
                '$' => self.dollar()?,
                '\'' if !self.lexer.ignore_quotes => self.single_quoted()?,
                '"' if !self.lexer.ignore_quotes => self.double_quoted()?,
                '<' => self.heredoc_operator(),
                _ => {
                    self.plain(c, stop, &mut out, words.as_deref_mut());
                    continue;
                }
            };
            out.push_str(&quoted);
            if out.len() > self.limit {
                return self.fault_of_values(&["the expanded text is too long"]);
            }
            if let Some(words) = words.as_deref_mut() {
                let span = Span::new(from, self.at);
                if c == '$' {
                    quoted.chars().for_each(|c| words.add(c, span));
                } else {
                    words.add_raw_str(&quoted, span);
                }
            }
        }
        match stop {
            Some(stop) => self.fault(&["unexpected end of statement while looking for matching ", stop.encode_utf8(&mut [0; 4])]),
            None => Ok(out),
        }
    }

    /// Copies what stands before the next byte that `ends` takes or that escapes another.
    fn run(&mut self, out: &mut String, ends: impl Fn(u8) -> bool) {
        let rest = self.word.get(self.at..).unwrap_or_default();
        let length = rest.bytes().position(|byte| char::from(byte) == self.lexer.escape || ends(byte)).unwrap_or(rest.len());
        out.push_str(rest.get(..length).unwrap_or_default());
        self.at += length;
    }

    /// Characters without meaning of their own up to `stop`, or an escaped one.
    fn plain(&mut self, c: char, stop: Option<char>, out: &mut String, words: Option<&mut Words>) {
        let from = self.at;
        self.next();
        let Some(words) = words else {
            if c != self.lexer.escape {
                out.push(c);
                self.run(out, |byte| matches!(byte, b'$' | b'\'' | b'"' | b'<') || stop == Some(char::from(byte)));
                return;
            }
            out.extend(self.raw_escapes.then_some(c));
            let escaped = self.next();
            out.extend(escaped);
            return;
        };
        if c != self.lexer.escape {
            out.push(c);
            words.add(c, Span::new(from, self.at));
            return;
        }
        if self.raw_escapes {
            out.push(c);
            words.add_raw(c, Span::new(from, self.at));
        }
        if let Some(escaped) = self.next() {
            out.push(escaped);
            words.add_raw(escaped, Span::new(from, self.at));
        }
    }

    /// `<<` keeps the blanks behind it, so that `<< EOF` is one word.
    fn heredoc_operator(&mut self) -> Cow<'r, str> {
        let from = self.at;
        self.next();
        if self.peek() == Some('<') {
            self.next();
            while self.peek().is_some_and(char::is_whitespace) {
                self.next();
            }
        }
        Cow::Borrowed(Span::new(from, self.at).of(self.word))
    }

    fn single_quoted(&mut self) -> Result<Cow<'r, str>, Fault> {
        let from = self.at;
        self.next();
        let inside = self.word.get(self.at..).unwrap_or_default();
        let Some(length) = inside.find('\'') else {
            self.at = self.word.len();
            return self.fault(&["unexpected end of statement while looking for matching single-quote"]);
        };
        let content = Span::new(self.at, self.at + length);
        self.at = content.end + 1;
        let span = if self.lexer.raw_quotes { Span::new(from, self.at) } else { content };
        Ok(Cow::Borrowed(span.of(self.word)))
    }

    fn double_quoted(&mut self) -> Result<Cow<'r, str>, Fault> {
        let from = self.at;
        self.next();
        let inside = self.word.get(self.at..).unwrap_or_default();
        let ends = |byte: u8| matches!(byte, b'$' | b'"') || char::from(byte) == self.lexer.escape;
        let plain = inside.bytes().position(ends).filter(|length| inside.as_bytes().get(*length) == Some(&b'"'));
        if let Some(length) = plain {
            let content = Span::new(self.at, self.at + length);
            self.at = content.end + 1;
            let span = if self.lexer.raw_quotes { Span::new(from, self.at) } else { content };
            return Ok(Cow::Borrowed(span.of(self.word)));
        }
        // Room for a usual value.
        let mut out = String::with_capacity(inside.len().min(128));
        if self.lexer.raw_quotes {
            out.push('"');
        }
        loop {
            match self.peek() {
                None => return self.fault(&["unexpected end of statement while looking for matching double-quote"]),
                Some('"') => {
                    self.next();
                    if self.lexer.raw_quotes {
                        out.push('"');
                    }
                    return Ok(Cow::Owned(out));
                }
                Some('$') => {
                    let value = self.dollar()?;
                    out.push_str(&value);
                    if out.len() > self.limit {
                        return self.fault_of_values(&["the expanded text is too long"]);
                    }
                }
                Some(c) if c == self.lexer.escape => {
                    self.next();
                    if self.raw_escapes {
                        out.push(c);
                    }
                    // Only these are escaped in double quotes; before all else the escape character stays.
                    match self.peek() {
                        None => {}
                        Some(e) if e == '"' || e == '$' || e == self.lexer.escape => {
                            self.next();
                            out.push(e);
                        }
                        Some(_) => out.push(c),
                    }
                }
                Some(_) => self.run(&mut out, |byte| matches!(byte, b'$' | b'"')),
            }
        }
    }

    /// `$name` or `${…}`.
    fn dollar(&mut self) -> Result<Cow<'r, str>, Fault> {
        let from = self.at;
        self.next();
        if self.peek() == Some('{') {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return self.fault_of_values(&["variables are nested too deeply"]);
            }
            let value = self.braces(from)?;
            self.depth -= 1;
            return Ok(value);
        }
        let name = self.name();
        if name.is_empty() {
            return Ok(Cow::Borrowed("$"));
        }
        Ok(Cow::Borrowed(match self.lookup(name) {
            Some(value) => value,
            None if self.lexer.keep_unset => Span::new(from, self.at).of(self.word),
            None => "",
        }))
    }

    /// `${…}`; `from` is the place of the `$`.
    fn braces(&mut self, from: usize) -> Result<Cow<'r, str>, Fault> {
        self.next();
        match self.peek() {
            None => return self.fault(&["syntax error: missing '}'"]),
            Some('{' | '}' | ':') => return self.fault(&["syntax error: bad substitution"]),
            Some(_) => {}
        }
        let name = self.name();
        let modifier_at = self.at;
        let Some(mut modifier) = self.next() else { return self.fault(&["syntax error: missing '}'"]) };
        if modifier == '}' {
            let value = self.lookup(name);
            if value.is_none() && self.lexer.keep_unset {
                return Ok(Cow::Owned(["${", name, "}"].concat()));
            }
            return Ok(Cow::Borrowed(value.unwrap_or_default()));
        }
        if modifier == '/' {
            return self.replace(name, from).map(Cow::Owned);
        }
        let null_is_unset = modifier == ':';
        if null_is_unset {
            let Some(c) = self.next() else { return self.fault(&["syntax error: missing '}'"]) };
            modifier = c;
        } else if !matches!(modifier, '+' | '-' | '?' | '#' | '%') {
            return self.unsupported(modifier_at);
        }
        let written = Span::new(modifier_at, self.at);
        let trims = matches!(modifier, '#' | '%');
        let word = self.nested('}', trims, "syntax error: missing '}'")?;
        let value = self.lookup(name);
        if value.is_none() && self.lexer.keep_unset {
            return Ok(Cow::Owned(["${", name, written.of(self.word), &word, "}"].concat()));
        }
        let given = value.filter(|v| !(null_is_unset && v.is_empty()));
        match modifier {
            '-' => Ok(given.map_or(Cow::Owned(word), Cow::Borrowed)),
            '+' => Ok(Cow::Owned(if given.is_some() { word } else { String::new() })),
            '?' => match given {
                Some(value) => Ok(Cow::Borrowed(value)),
                None if !word.is_empty() => self.fault_of_values(&[name, ": ", &word]),
                None if value.is_none() => self.fault_of_values(&[name, ": is not allowed to be unset"]),
                None => self.fault_of_values(&[name, ": is not allowed to be empty"]),
            },
            '#' | '%' if !null_is_unset => {
                let longest = word.starts_with(modifier);
                let pattern = if longest { word.get(1..).unwrap_or_default() } else { &word };
                let value = value.unwrap_or_default();
                let result = Glob::new(pattern).and_then(|mut glob| match modifier {
                    '#' => glob.trim_prefix(value, longest),
                    _ => glob.trim_suffix(value, longest),
                });
                result.map(Cow::Owned).or_else(|e| self.bad_pattern(pattern, e))
            }
            _ => self.unsupported(modifier_at),
        }
    }

    /// `${name/pattern/text}` and `${name//pattern/text}`, from behind the first slash.
    fn replace(&mut self, name: &'w str, from: usize) -> Result<String, Fault> {
        let all = self.peek() == Some('/');
        if all {
            self.next();
        }
        let pattern = self.nested('/', true, "syntax error: missing '/' in ${}")?;
        let by = self.nested('}', true, "syntax error: missing '}'")?;
        let value = self.lookup(name);
        if value.is_none() && self.lexer.keep_unset {
            return Ok(Span::new(from, self.at).of(self.word).to_string());
        }
        let value = value.unwrap_or_default();
        // A pattern that matches everywhere inserts the text at every place.
        if by.len().saturating_mul(value.len().saturating_add(1)) > self.limit.saturating_mul(64) {
            return self.fault_of_values(&["the expanded text is too long"]);
        }
        let result = Glob::new(&pattern).and_then(|mut glob| glob.replace(value, &by, all));
        result.or_else(|e| self.bad_pattern(&pattern, e))
    }

    /// The word behind a modifier. At the end of the text `missing` says what did not come.
    fn nested(&mut self, stop: char, raw_escapes: bool, missing: &str) -> Result<String, Fault> {
        match self.until(Some(stop), raw_escapes, None) {
            Err(_) if self.at >= self.word.len() => self.fault(&[missing]),
            result => result,
        }
    }

    fn bad_pattern<T>(&self, pattern: &str, error: GlobError) -> Result<T, Fault> {
        match error {
            GlobError::Escape(c) => {
                let escaped: String = c.into_iter().collect();
                self.fault(&["invalid pattern (", pattern, ") in substitution: invalid escape '\\", &escaped, "'"])
            }
            GlobError::Steps => self.fault_of_values(&["the pattern of a substitution takes too long to match"]),
        }
    }

    fn unsupported<T>(&self, from: usize) -> Result<T, Fault> {
        let rest = self.word.get(from..).unwrap_or_default();
        let length = if rest.starts_with(':') { 2 } else { 1 };
        let modifier: String = rest.chars().take(length).collect();
        self.fault(&["unsupported modifier (", &modifier, ") in substitution"])
    }

    /// Reads a name: digits, one special parameter, or letters, digits and underscores.
    fn name(&mut self) -> &'w str {
        let rest = self.word.get(self.at..).unwrap_or_default();
        let length = match rest.chars().next() {
            Some(c) if c.is_numeric() => rest.find(|c: char| !c.is_numeric()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => Some(1),
            _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_'),
        };
        let span = Span::new(self.at, self.at + length.unwrap_or(rest.len()));
        self.at = span.end;
        span.of(self.word)
    }

    fn lookup(&mut self, name: &'w str) -> Option<&'r str> {
        let value = self.env.get(name);
        if value.is_some() { &mut self.matched } else { &mut self.unmatched }.push(name);
        value
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::Lexer;

    fn env() -> BTreeMap<String, String> {
        [("a", "A"), ("e", ""), ("p", "x/y/z"), ("s", "one two")].map(|(k, v)| (k.to_string(), v.to_string())).into()
    }

    fn expand(word: &str) -> Result<String, String> {
        Lexer::new('\\').process_word(word, &env()).map(|e| e.text.into_owned()).map_err(|e| e.message)
    }

    #[test]
    fn modifiers() {
        let cases = [
            ("$a${a}\\$a'$a'\"$a\\$a\\n\"", "AA$a$aA$a\\n"),
            ("${e-x}${e:-x}${u-y}${u:-${a}}", "xyA"),
            ("${e+x}${e:+y}${u+z}${a:+w}", "xw"),
            ("${p#*/}|${p##*/}|${p%/*}|${p%%/*}", "y/z|z|x/y|x"),
            ("${p/\\//-}|${p//\\//-}|${p//?/.}", "x-y/z|x-y-z|....."),
            ("$.$", "$.$"),
            ("$1a$é", "a"),
        ];
        for (word, expected) in cases {
            assert_eq!(expand(word).as_deref(), Ok(expected), "{word}");
        }
    }

    #[test]
    fn faults_say_where() {
        let error = Lexer::new('\\').process_word("ab${u?no u}", &env()).unwrap_err();
        assert_eq!((&*error.message, error.offset, &*error.unmatched), ("u: no u", 11, &["u"][..]));
        assert_eq!(expand("${a").unwrap_err(), "syntax error: missing '}'");
        assert_eq!(expand("${a/b}").unwrap_err(), "syntax error: missing '/' in ${}");
        assert_eq!(expand("${a~b}").unwrap_err(), "unsupported modifier (~) in substitution");
        assert_eq!(expand("${a:=b}").unwrap_err(), "unsupported modifier (:=) in substitution");
        assert_eq!(expand(&"${u:-".repeat(32)).unwrap_err(), "syntax error: missing '}'");
        assert_eq!(expand(&"${u:-".repeat(33)).unwrap_err(), "variables are nested too deeply");
    }

    #[test]
    fn words_split_at_the_blanks_of_unquoted_values() {
        let text = "x$s \"$s\" ${u} ''";
        let words = Lexer::new('\\').process_words(text, &env()).unwrap();
        let words: Vec<(&str, &str)> = words.iter().map(|w| (&*w.text, w.span.of(text))).collect();
        assert_eq!(words, [("xone", "x$s"), ("two", "$s"), ("one two", "\"$s\"")]);
    }

    #[test]
    fn heredoc_bodies_keep_their_quotes() {
        let body = Lexer::heredoc_body().process_word("it's \"$a\" \\$a `x`\n", &env()).unwrap();
        assert_eq!(body.text, "it's \"A\" $a `x`\n");
    }

    #[test]
    fn the_escape_character_is_the_file_s() {
        let text = Lexer::new('`').process_word("c:\\dir\\$a`$a", &env()).unwrap().text;
        assert_eq!(text, "c:\\dir\\A$a");
    }
}
