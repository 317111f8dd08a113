//! Reads the JSON that the worker sends into the report's types.
//!
//! It does what these types need and no more: objects, lists, pairs, texts, whole numbers, words of enums. It trusts that the
//! sender is our own analysis only so far that a mistake is an error without words; it never panics. The usual reader would be a
//! quarter of the app's size.

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

/// The value that a whole text is.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader).ok()?;
    reader.blanks();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

/// Something is not as it should be.
#[derive(Debug)]
pub(crate) struct Wrong;

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("wrong")
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: std::fmt::Display>(_: T) -> Wrong {
        Wrong
    }
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// The next byte that is not blank.
    fn peek(&mut self) -> Option<u8> {
        self.blanks();
        self.rest.as_bytes().first().copied()
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

    fn expect(&mut self, word: &str) -> Result<(), Wrong> {
        if self.take(word) { Ok(()) } else { Err(Wrong) }
    }

    fn number(&mut self) -> Result<i64, Wrong> {
        self.blanks();
        let sign = if self.take("-") { -1 } else { 1 };
        let end = self.rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits.parse::<i64>().map(|number| number * sign).map_err(|_| Wrong)
    }

    fn text(&mut self) -> Result<String, Wrong> {
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\']).ok_or(Wrong)?;
            let (plain, rest) = self.rest.split_at(end);
            text.push_str(plain);
            let (mark, rest) = rest.split_at(1);
            self.rest = rest;
            if mark == "\"" {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Wrong> {
        let mut chars = self.rest.chars();
        let c = chars.next().ok_or(Wrong)?;
        self.rest = chars.as_str();
        Ok(match c {
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
                    let both = 0x10000 + ((high - 0xd800) << 10) + low.checked_sub(0xdc00).ok_or(Wrong)?;
                    char::from_u32(both).ok_or(Wrong)?
                } else {
                    char::from_u32(high).ok_or(Wrong)?
                }
            }
            other => other,
        })
    }

    fn hex(&mut self) -> Result<u32, Wrong> {
        let digits = self.rest.get(..4).ok_or(Wrong)?;
        self.rest = self.rest.get(4..).ok_or(Wrong)?;
        u32::from_str_radix(digits, 16).map_err(|_| Wrong)
    }

    /// Passes over a value that nobody wants.
    fn skip(&mut self) -> Result<(), Wrong> {
        let mut depth = 0_usize;
        loop {
            match self.peek().ok_or(Wrong)? {
                b'"' => drop(self.text()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.rest = &self.rest[1..];
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1).ok_or(Wrong)?;
                    self.rest = &self.rest[1..];
                }
                b',' | b':' if depth > 0 => self.rest = &self.rest[1..],
                _ => {
                    let end = self.rest.find([',', ']', '}', ' ', '\n']).unwrap_or(self.rest.len());
                    if end == 0 {
                        return Err(Wrong);
                    }
                    self.rest = &self.rest[end..];
                }
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// No type of the report holds these.
macro_rules! never {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Wrong> {
            Err(Wrong)
        })*
    };
}

/// Whole numbers, which the visitor checks against its own type.
macro_rules! whole_numbers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            visitor.visit_i64(self.number()?)
        })*
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'_> {
    type Error = Wrong;

    never! {
        deserialize_any deserialize_i8 deserialize_i16 deserialize_u8 deserialize_u16 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_map
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let value = self.take("true");
        if !value {
            self.expect("false")?;
        }
        visitor.visit_bool(value)
    }

    whole_numbers! { deserialize_i32 deserialize_i64 deserialize_u32 deserialize_u64 }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.expect("[")?;
        let value = visitor.visit_seq(Items { reader: self, first: true })?;
        self.expect("]")?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Wrong> {
        self.expect("{")?;
        let value = visitor.visit_map(Items { reader: self, first: true })?;
        self.expect("}")?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Wrong> {
        let word = self.text()?;
        visitor.visit_enum(word.as_str().into_deserializer())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Wrong> {
        Err(Wrong)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, _: V) -> Result<V::Value, Wrong> {
        Err(Wrong)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// What stands between brackets or braces.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl Items<'_, '_> {
    /// Goes to the next item, if there is one in front of `end`.
    fn next(&mut self, end: u8) -> Result<bool, Wrong> {
        if self.reader.peek() == Some(end) {
            return Ok(false);
        }
        if !self.first {
            self.reader.expect(",")?;
        }
        self.first = false;
        Ok(true)
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, '_> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Wrong> {
        if self.next(b']')? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> de::MapAccess<'de> for Items<'_, '_> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        if self.next(b'}')? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        self.reader.expect(":")?;
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_report::{Finding, Report, Severity};

    const REPORT: &str = r#"{"schemaVersion":1,"tool":{"name":"plimsoll","version":"0.1.0","rulesetVersion":"0","catalogDate":"2026-01-01"},
        "asOf":"2026-11-23","files":[{"uri":"a","kind":"dockerfile","incomplete":false,"score":null,"stages":[]}],"findings":[
        {"ruleId":"x","severity":"high","category":"image","message":"a \"b\" \\ \u00b5 \ud83d\ude00 \n","helpUri":"","uri":"a","newer":[{"x":[1,-2.5e3,"}"]},null],
        "range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"offsets":[1,2],"fixes":[],"fingerprint":"0","points":15,
        "gain":3,"aliases":["t:X"]}],"suppressed":[],"unusedIgnores":[],"images":[],
        "score":{"version":1,"value":62,"grade":"A+","base":62,"cap":79,"cappedBy":["x"],"categories":[{"id":"privilege","budget":30,"lost":1,"over":1}],
        "suppressed":0,"valueUnsuppressed":62,"incomplete":true}}"#;

    #[test]
    fn it_reads_what_the_usual_reader_reads() {
        let report: Report = read(REPORT).unwrap();
        assert_eq!(report, serde_json::from_str::<Report>(REPORT).unwrap());
        let finding: &Finding = &report.findings[0];
        assert_eq!((finding.severity, finding.message.as_str()), (Severity::High, "a \"b\" \\ µ 😀 \n"));
    }

    #[test]
    fn whole_numbers_keep_their_sign_and_size() {
        assert_eq!(read::<Vec<i32>>("[-30, 0 ,7]"), Some(vec![-30, 0, 7]));
        assert_eq!(read::<Vec<u32>>("[4294967295]"), Some(vec![u32::MAX]));
        assert!(read::<Vec<u32>>("[-1]").is_none() && read::<Vec<i32>>("[1.5]").is_none());
    }

    #[test]
    fn cut_off_or_changed_texts_are_errors() {
        for end in (0..REPORT.len()).filter(|end| REPORT.is_char_boundary(*end)) {
            assert!(read::<Report>(&REPORT[..end]).is_none(), "{end}");
        }
        assert!(read::<Report>(&REPORT.replace("high", "higher")).is_none());
        assert!(read::<Report>(&format!("{REPORT} x")).is_none());
        assert!(
            read::<Vec<u32>>("[1,,2]").is_none() && read::<Vec<u32>>("[4294967296]").is_none() && read::<String>(r#""\ud83d""#).is_none()
        );
    }
}
