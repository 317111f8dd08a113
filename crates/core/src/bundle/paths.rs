//! Absolute paths of Linux, as texts. It looks at no file system: links are unknown to it.

use alloc::string::String;
use alloc::vec::Vec;

/// The absolute path that `path` means in `folder`, without `.`, `..`, empty parts and a slash at the end.
#[must_use]
pub(crate) fn normal(path: &str, folder: &str) -> String {
    let base = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut text = String::from("/");
    text.push_str(&parts.join("/"));
    text
}

/// Whether `folder` is `path` or one of its parents; both as [`normal`] makes them.
#[must_use]
pub(crate) fn covers(folder: &str, path: &str) -> bool {
    folder == "/" || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{covers, normal};

    #[test]
    fn paths() {
        assert_eq!(normal("a/./b//c/../d/", "/x"), "/x/a/b/d");
        assert_eq!(normal("/a/", "/x"), "/a");
        assert_eq!(normal("..", "/"), "/");
        assert!(covers("/a", "/a") && covers("/a", "/a/b") && covers("/", "/a"));
        assert!(!covers("/a", "/ab") && !covers("/a/b", "/a"));
    }
}
