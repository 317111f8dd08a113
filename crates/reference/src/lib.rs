//! Container image references: grammar, normalisation, errors with a position.
//!
//! The grammar is the one of `distribution/reference`, which Docker, BuildKit, containerd and
//! Kubernetes share. All of it is ASCII; any other character is an error.
//!
//! ```ebnf
//! reference  = name, [ ":", tag ], [ "@", digest ] ;
//! name       = [ domain, "/" ], path ;
//! domain     = host, [ ":", digits ] ;                 (* the port has no upper bound *)
//! host       = dname | "[", ( hex | ":" ), { hex | ":" }, "]" ;
//! dname      = dcomp, { ".", dcomp } ;
//! dcomp      = alnum, [ { alnum | "-" }, alnum ] ;     (* upper case is allowed here and only here *)
//! path       = pcomp, { "/", pcomp } ;                 (* at most 255 characters *)
//! pcomp      = lower, { lower }, { separator, lower, { lower } } ;
//! separator  = "." | "_" | "__" | "-", { "-" } ;
//! lower      = "a" … "z" | "0" … "9" ;
//! tag        = ( alnum | "_" ), 127 * [ alnum | "_" | "." | "-" ] ;
//! digest     = algorithm, ":", hex, 31 * hex, { hex } ;
//! algorithm  = word, { ( "-" | "_" | "+" | "." ), word } ;
//! word       = letter, { alnum } ;
//! identifier = 64 * lower-case hex ;                   (* an image id, never a reference *)
//! ```
//!
//! Two readings of the same text exist. [`Reference::parse`] is the raw one: whatever stands before
//! the first `/` is a registry if it can be. [`Reference::parse_normalized`] is the one that tools
//! apply to what people write: `node` is `docker.io/library/node`.
//!
//! This crate never asks a registry, never judges whether an image exists and never trims its input.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;

mod digest;
mod error;
mod glob;
mod grammar;
mod reference;
mod spans;

pub use digest::{Algorithm, Digest};
pub use error::{Error, ErrorKind};
pub use grammar::{is_domain, is_identifier};
pub use reference::{AnyReference, DEFAULT_REGISTRY, DEFAULT_TAG, Reference};
pub use spans::{PartSpans, parts_spans};
