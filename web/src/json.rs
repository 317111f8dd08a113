//! JSON texts as trees of values, and how values become Rust types.
//!
//! It does what the report needs and no more: no fractions, no escapes in keys. A mistake in a text is `None`; nothing panics, and
//! nesting is bounded. The report's own types are in `reading`. serde's way of reading them would be a tenth of the app's size.

use std::borrow::Cow;

/// How deep values may be nested; a report's are a dozen deep.
const DEEPEST: usize = 64;

/// A value.
#[derive(Debug)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json<'a>>),
    Object(Vec<(&'a str, Json<'a>)>),
}

/// A type that values are read as. What is read is taken out of the value.
pub(crate) trait Read: Sized {
    /// The value as this type; `None` where it is of another.
    fn read(json: &mut Json<'_>) -> Option<Self>;
}

/// The value that a whole text is.
pub(crate) fn read<T: Read>(text: &str) -> Option<T> {
    let mut reader = Reader { rest: text };
    let mut value = reader.value(0)?;
    reader.blanks();
    if reader.rest.is_empty() { T::read(&mut value) } else { None }
}

impl<'a> Json<'a> {
    /// A field of an object; one that is missing is null.
    pub(crate) fn field<T: Read>(&mut self, name: &str) -> Option<T> {
        match self.get(name) {
            Some(value) => T::read(value),
            None => T::read(&mut Json::Null),
        }
    }

    fn get(&mut self, name: &str) -> Option<&mut Json<'a>> {
        match self {
            Json::Object(fields) => fields.iter_mut().find(|(field, _)| *field == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The words of a text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number(&self) -> Option<i64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(json: &mut Json<'_>) -> Option<bool> {
        match json {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

impl Read for u32 {
    fn read(json: &mut Json<'_>) -> Option<u32> {
        json.number()?.try_into().ok()
    }
}

impl Read for i32 {
    fn read(json: &mut Json<'_>) -> Option<i32> {
        json.number()?.try_into().ok()
    }
}

impl Read for String {
    fn read(json: &mut Json<'_>) -> Option<String> {
        match json {
            Json::Text(text) => Some(std::mem::take(text)),
            _ => None,
        }
    }
}

impl Read for Cow<'static, str> {
    fn read(json: &mut Json<'_>) -> Option<Cow<'static, str>> {
        String::read(json).map(Cow::Owned)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: &mut Json<'_>) -> Option<Option<T>> {
        match json {
            Json::Null => Some(None),
            json => T::read(json).map(Some),
        }
    }
}

/// A list that is missing is empty.
impl<T: Read> Read for Vec<T> {
    fn read(json: &mut Json<'_>) -> Option<Vec<T>> {
        match json {
            Json::Null => Some(Vec::new()),
            Json::List(items) => {
                let mut read = Vec::with_capacity(items.len());
                for item in items {
                    read.push(T::read(item)?);
                }
                Some(read)
            }
            _ => None,
        }
    }
}

impl<T: Read> Read for (T, T) {
    fn read(json: &mut Json<'_>) -> Option<(T, T)> {
        match json {
            Json::List(items) => match items.as_mut_slice() {
                [first, second] => Some((T::read(first)?, T::read(second)?)),
                _ => None,
            },
            _ => None,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn take(&mut self, word: &str) -> bool {
        self.blanks();
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, word: &str) -> Option<()> {
        self.take(word).then_some(())
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        self.blanks();
        match self.rest.bytes().next()? {
            b'"' => self.text().map(Json::Text),
            b'[' if depth < DEEPEST => self.list(depth + 1),
            b'{' if depth < DEEPEST => self.object(depth + 1),
            b'-' | b'0'..=b'9' => self.number().map(Json::Number),
            b't' => self.expect("true").map(|()| Json::Bool(true)),
            b'f' => self.expect("false").map(|()| Json::Bool(false)),
            _ => self.expect("null").map(|()| Json::Null),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json<'a>> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.take("]") {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if !self.take(",") {
                self.expect("]")?;
                return Some(Json::List(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json<'a>> {
        self.expect("{")?;
        let mut fields = Vec::new();
        if self.take("}") {
            return Some(Json::Object(fields));
        }
        loop {
            self.expect("\"")?;
            let (name, rest) = self.rest.split_once('"').filter(|(name, _)| !name.contains('\\'))?;
            self.rest = rest;
            self.expect(":")?;
            fields.push((name, self.value(depth)?));
            if !self.take(",") {
                self.expect("}")?;
                return Some(Json::Object(fields));
            }
        }
    }

    /// A number; its fraction and exponent are read and dropped, for only fields that nobody reads have them.
    fn number(&mut self) -> Option<i64> {
        let end = self.rest.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        let whole = number.find(['.', 'e', 'E']).unwrap_or(number.len());
        number[..whole].parse().ok()
    }

    fn text(&mut self) -> Option<String> {
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            let (plain, rest) = self.rest.split_at(end);
            text.push_str(plain);
            let (mark, rest) = rest.split_at(1);
            self.rest = rest;
            if mark == "\"" {
                return Some(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let high = self.hex()?;
                if (0xd800..0xdc00).contains(&high) {
                    self.expect("\\u")?;
                    let low = self.hex()?;
                    let both = 0x10000 + ((high - 0xd800) << 10) + low.checked_sub(0xdc00)?;
                    char::from_u32(both)?
                } else {
                    char::from_u32(high)?
                }
            }
            other => other,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        self.rest = self.rest.get(4..)?;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_marks() {
        assert_eq!(read::<String>(r#""a \"b\" \\ \u00b5 \ud83d\ude00 \n""#).unwrap(), "a \"b\" \\ µ 😀 \n");
        assert!(read::<String>(r#""\ud83d""#).is_none() && read::<String>(r#""open"#).is_none());
    }

    #[test]
    fn whole_numbers_keep_their_sign_and_size() {
        assert_eq!(read::<Vec<i32>>("[-30, 0 ,7]"), Some(vec![-30, 0, 7]));
        assert_eq!(read::<Vec<u32>>("[4294967295]"), Some(vec![u32::MAX]));
        assert!(read::<Vec<u32>>("[-1]").is_none() && read::<Vec<u32>>("[4294967296]").is_none());
        assert!(read::<Vec<u32>>("[1,,2]").is_none() && read::<Vec<u32>>("[1,]").is_none() && read::<Vec<u32>>("[1] x").is_none());
    }

    #[test]
    fn nesting_ends_somewhere() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Reader { rest: &nested(DEEPEST) }.value(0).is_some());
        assert!(Reader { rest: &nested(100_000) }.value(0).is_none());
    }
}
