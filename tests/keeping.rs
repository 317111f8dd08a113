//! The promises of `promises.rs`, held to over all texts there are.

use plimsoll_core::report::Kind;
use plimsoll_tests::{inputs, promises};

/// Where no folder of real files is set this still runs over the texts of the repository. Of `one_in` texts from elsewhere one
/// is taken: always the same.
fn over_all(kind: Kind, one_in: u64, promise: impl Fn(&str)) {
    let texts = inputs::all(kind, one_in);
    assert!(texts.len() > 100, "{} texts", texts.len());
    for (name, text) in texts {
        println!("{name}");
        promise(&text);
    }
}

#[test]
fn dockerfiles_are_linted_and_fixed_as_promised() {
    over_all(Kind::Dockerfile, 1, |text| promises::keep(Kind::Dockerfile, text));
}

#[test]
fn manifests_are_linted_and_fixed_as_promised() {
    over_all(Kind::Kubernetes, 8, |text| promises::keep(Kind::Kubernetes, text));
}

/// A value that is missing has no place that a fix could write to.
#[test]
fn nothing_is_written_against_a_colon() {
    promises::keep(Kind::Kubernetes, "apiVersion: \nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n");
}

/// A quote that opens in a key and never closes leaves nothing to put `=` behind.
#[test]
fn an_open_quote_is_not_filled() {
    promises::keep(Kind::Dockerfile, "FROM alpine:3.24\nLABEL \"org.opencontainers.M golang:1.27 AS build\n");
}

#[test]
fn edits_of_yaml_change_what_they_say() {
    over_all(Kind::Kubernetes, 16, promises::keep_in_edits);
}

#[test]
fn fixes_of_manifests_change_nothing_else() {
    over_all(Kind::Kubernetes, 4, promises::keep_in_fixes);
}
