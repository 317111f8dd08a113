//! Reviews as trees of values, within a limit of memory.
//!
//! A tree takes more memory than its text: an object with one field is seven bytes of JSON and a node of some six hundred. So its parts are
//! weighed before it is read.

use serde_json::Value;

use crate::limits;

/// Bytes of a node of a map, which has room for eleven fields; of a list, which has room for four values; of one more value, with the room
/// that a list gets when it grows.
const OBJECT: usize = 640;
const LIST: usize = 176;
const VALUE: usize = 64;

/// Reads a review. O(n).
///
/// # Errors
/// Why it cannot be read, as a sentence.
pub(crate) fn read(json: &[u8]) -> Result<Value, String> {
    if weight(json) > limits::TREE {
        return Err("the review has too many parts to be looked at".into());
    }
    serde_json::from_slice(json).map_err(|error| format!("the review is no JSON: {error}"))
}

/// The memory that a tree of this text may take besides its strings; what is no JSON has some weight as well.
fn weight(json: &[u8]) -> usize {
    let mut sum = 0;
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        sum += match byte {
            b'{' => OBJECT,
            b'[' => LIST,
            b',' => VALUE,
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
                0
            }
            _ => 0,
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{LIST, OBJECT, VALUE, read, weight};
    use crate::limits;

    #[test]
    fn parts_weigh_and_strings_do_not() {
        assert_eq!(weight(br#"{"a":[1,2],"b":"{[,\"{[,"}"#), OBJECT + LIST + 2 * VALUE);
        assert_eq!(weight(b"\"\\"), 0);
    }

    #[test]
    fn a_small_text_of_many_parts_is_not_read_and_a_large_pod_is() {
        let mut many = "{\"\":0},".repeat(limits::BODY / 7 - 1);
        many.insert(0, '[');
        assert!(read(many.as_bytes()).is_err_and(|reason| reason.contains("too many parts")));
        // As much as is stored of a pod, twice, with what the API server notes of every field.
        let container = "{\"name\":\"a\",\"image\":\"ghcr.io/acme/a:1\",\"resources\":{\"limits\":{\"cpu\":\"1\"}},\"imagePullPolicy\":\"Always\"},\
                         {\".\":{},\"f:image\":{},\"f:imagePullPolicy\":{},\"f:name\":{},\"f:resources\":{\".\":{},\"f:limits\":{}}},";
        let large = format!("[{}0]", container.repeat((3 << 20) / container.len()));
        assert!(read(large.as_bytes()).is_ok());
    }
}
