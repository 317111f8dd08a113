//! The place in a JSON text as people write it: `images.allow[0].registry`.
//!
//! The text has been read before as JSON: what is no JSON gives some place, and never a panic.

/// One step from the whole text to a value.
enum Step {
    /// The key of the value that is being read; `None` where none has been read to its colon.
    Key(Option<String>),
    /// The number of the item.
    Item(usize),
}

/// The place of a reader that has read so many lines, and so many bytes of the last one, both from one as serde_json counts; empty for the
/// whole. O(bytes).
#[must_use]
pub fn at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    after(text, before + column)
}

fn after(text: &str, bytes: usize) -> String {
    let mut steps: Vec<Step> = Vec::new();
    let mut word: Option<String> = None;
    let (mut is_escaped, mut last) = (false, String::new());
    for (index, c) in text.char_indices() {
        if index >= bytes {
            break;
        }
        if let Some(open) = &mut word {
            match c {
                '"' if !is_escaped => last = word.take().unwrap_or_default(),
                _ => open.push(c),
            }
            is_escaped = c == '\\' && !is_escaped;
            continue;
        }
        match c {
            '"' => word = Some(String::new()),
            '{' => steps.push(Step::Key(None)),
            '[' => steps.push(Step::Item(0)),
            '}' | ']' => drop(steps.pop()),
            ':' => {
                if let Some(Step::Key(key)) = steps.last_mut() {
                    *key = Some(std::mem::take(&mut last));
                }
            }
            ',' => match steps.last_mut() {
                Some(Step::Key(key)) => *key = None,
                Some(Step::Item(number)) => *number += 1,
                None => {}
            },
            _ => {}
        }
    }
    shown(&steps)
}

fn shown(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Key(None) => {}
            Step::Key(Some(key)) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Step::Item(number) => {
                text.push('[');
                text.push_str(&number.to_string());
                text.push(']');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{after, at};

    #[test]
    fn every_kind_of_place() {
        let text = r#"{"a":{"b":[1,{"c\"}":"x,]"}],"d":2}}"#;
        let behind = |end: &str| after(text, text.find(end).unwrap() + end.len());
        assert_eq!(behind("{"), "");
        assert_eq!(behind(r#""a""#), "");
        assert_eq!(behind(r#""a":"#), "a");
        assert_eq!(behind("[1"), "a.b[0]");
        assert_eq!(behind(r#"[1,{"#), "a.b[1]");
        assert_eq!(behind(r#""x,]""#), r#"a.b[1].c\"}"#);
        assert_eq!(behind("}]"), "a.b");
        assert_eq!(behind("2"), "a.d");
        assert_eq!(behind("2}"), "a");
        assert_eq!(after(text, 1000), "");
        assert_eq!(at("{\n  \"a\":\n  [1,\n2]}", 3, 3), "a[0]");
        for bytes in 0..text.len() {
            drop(after(&text[bytes..], text.len()));
        }
    }
}
