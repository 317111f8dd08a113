//! YAML and JSON text → trees with byte spans, read the way Kubernetes reads them.
//!
//! Kubernetes reads manifests with go-yaml v2 (mostly YAML 1.1: `yes` is a boolean, `010` is eight, `<<` merges, the last of
//! two equal keys wins) and then with a JSON decoder; text that starts with `{"` is read as JSON at once
//! (`k8s.io/apimachinery/pkg/util/yaml`, `sigs.k8s.io/yaml`, `go.yaml.in/yaml/v2`). [`read`] gives the values that come out there,
//! and where each of them is written.
//!
//! It never fails: what is wrong is recorded in [`Stream::errors`], and a broken document does not take the others with it.
//! It never knows what a manifest means, and it never does I/O.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;

mod error;
mod events;
mod json;
mod node;
mod scalar;
mod split;
mod tabs;
mod template;
mod tree;
mod yaml;

pub use error::{ErrorKind, SyntaxError};
pub use node::{Entry, Map, Node, Style, Value};
pub use plimsoll_text::Span;
pub use scalar::base64;

use alloc::borrow::Cow;
use alloc::vec::Vec;

/// How deep collections may nest; what lies deeper is cut off with an [`ErrorKind::LimitExceeded`].
///
/// Go's YAML and JSON decoders stop at 10,000 levels. Real manifests stay below 60, and whoever walks the tree recursively has as
/// little as a megabyte of stack in a browser, so the limit is much lower here.
pub const MAX_DEPTH: usize = 512;

/// How many nodes aliases and merge keys may add to one stream, so that a few lines of nested aliases cannot fill the memory.
/// Nodes that are written out in the text are not counted.
pub const MAX_ALIAS_NODES: usize = 1_000_000;

/// In which language a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML documents.
    Yaml,
    /// Concatenated JSON values: the text begins with `{` and a key in double quotes, or `{}`.
    Json,
}

/// Everything that was read from one text.
#[derive(Clone, Debug)]
pub struct Stream<'a> {
    /// The text; all spans refer to it.
    pub source: &'a str,
    /// How it was read.
    pub format: Format,
    /// The documents in their order; empty and comment-only ones are left out.
    pub documents: Vec<Document<'a>>,
    /// The comments in their order.
    pub comments: Vec<Comment>,
    /// What is wrong with the text, sorted by position.
    pub errors: Vec<SyntaxError>,
}

/// One document of a stream.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The value; `None` where an error left nothing of it.
    pub root: Option<Node<'a>>,
    /// The text of the document with its comments: from behind the separator before it up to the separator behind it.
    pub span: Span,
    /// Keys that are given again in the same map, sorted by position. Those that come from a merge key do not count.
    pub duplicates: Vec<Duplicate<'a>>,
    /// An error in [`Stream::errors`] lies in this document: Kubernetes refuses it.
    pub valid: bool,
    /// All of the text is in the tree. If not, something may be in the text and not in the tree.
    pub complete: bool,
    /// The document is an unrendered template (Helm, Jinja, ERB). Values that a template makes are [`Value::Template`]; that a key is
    /// missing in the tree says nothing, since any action may add it.
    pub template: bool,
    /// The document follows a `...` without a `---`: Kubernetes drops it silently.
    pub dropped: bool,
}

/// A key that an earlier entry of the same map has already; the later one wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate<'a> {
    /// The key, as [`Entry::key`].
    pub key: Cow<'a, str>,
    /// The later key.
    pub span: Span,
    /// The first key.
    pub first: Span,
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line, its line break not included.
    pub span: Span,
    /// There is nothing else on its line.
    pub own_line: bool,
}

/// Reads a text. It never fails and never panics: what is wrong is in [`Stream::errors`], and what could be read is in the tree.
/// O(bytes · log bytes), apart from what aliases add ([`MAX_ALIAS_NODES`]).
///
/// ```
/// let source = "spec: {replicas: 010, paused: no}\n";
/// let stream = plimsoll_yaml::read(source);
/// let root = stream.documents[0].root.as_ref().unwrap();
/// let replicas = root.path(&["spec", "replicas"]).unwrap();
/// assert_eq!(replicas.as_i64(), Some(8), "a leading zero makes an octal number");
/// assert_eq!(replicas.span.of(source), "010");
/// assert_eq!(root.path(&["spec", "paused"]).and_then(|n| n.as_bool()), Some(false));
/// ```
#[must_use]
pub fn read(source: &str) -> Stream<'_> {
    let format = if is_json(source) { Format::Json } else { Format::Yaml };
    let mut stream = Stream { source, format, documents: Vec::new(), comments: Vec::new(), errors: Vec::new() };
    let start = if format == Format::Json { json::read(&mut stream) } else { 0 };
    yaml::read(&mut stream, start);
    plimsoll_text::sort_by_key(&mut stream.errors, |e| e.span);
    stream
}

/// Kubernetes looks for a `{` at the start, and since 1.33 (`YAMLOrJSONDecoder`) reads as YAML what cannot be read as JSON: a
/// flow map such as `{apiVersion: v1, kind: Pod}`. What begins as JSON does, with a key in double quotes, is meant as JSON, and
/// its mistakes are told as such: the API server and older clients take nothing else. A template that starts with an action
/// is no more JSON than YAML, but it is going to be YAML.
fn is_json(source: &str) -> bool {
    let inside = source.trim_start().strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|text| text.is_empty() || text.starts_with(['"', '}']))
}
