//! Readings, spans, errors and round trips, on inputs of our own.

use plimsoll_reference::{AnyReference, ErrorKind, Reference, parts_spans};
use proptest::prelude::*;

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn normalized(text: &str) -> Reference {
    Reference::parse_normalized(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn fault(text: &str) -> (ErrorKind, usize) {
    let error = Reference::parse_normalized(text).expect_err(text);
    (error.kind, error.offset)
}

#[test]
fn one_image_has_many_spellings() {
    for text in ["redis", "library/redis", "docker.io/redis", "docker.io/library/redis", "index.docker.io/redis"] {
        assert_eq!(normalized(text).to_string(), "docker.io/library/redis", "{text}");
        assert_eq!(normalized(text).familiar(), "redis", "{text}");
    }
    assert_eq!(normalized("registry-1.docker.io/redis").registry(), "registry-1.docker.io");
    assert_eq!(normalized("localhost").to_string(), "docker.io/library/localhost");
    assert_eq!(normalized("localhost/app").registry(), "localhost");
    assert_eq!(normalized("Team/app").registry(), "Team");
    assert_eq!(normalized("my_host.example/app").registry(), "", "a name that no host can have");
}

#[test]
fn raw_and_normalised_readings_differ() {
    assert_eq!(Reference::parse("team/app").map(|r| r.registry().to_owned()), Ok("team".into()));
    assert_eq!(normalized("team/app").repository(), "team/app");
}

#[test]
fn docker_ref_has_one_of_tag_and_digest() {
    let docker = |text: &str| Reference::parse_docker_ref(text).map(|r| r.familiar());
    assert_eq!(docker("redis"), Ok("redis:latest".into()));
    assert_eq!(docker(&format!("redis:8@sha256:{HEX}")), Ok(format!("redis@sha256:{HEX}")));
}

#[test]
fn ids_and_digests_are_no_names() {
    assert_eq!(fault(HEX), (ErrorKind::Identifier, 0));
    assert_eq!(normalized(&HEX[1..]).repository(), format!("library/{}", &HEX[1..]));
    assert!(matches!(Reference::parse_any(HEX), Ok(AnyReference::Digest(digest)) if digest.hex() == HEX));
    assert!(matches!(Reference::parse_any(&format!("sha256:{HEX}")), Ok(AnyReference::Digest(_))));
}

#[test]
fn canonical_names_only() {
    let kind = |text: &str| Reference::parse_named(text).map(|_| ()).map_err(|error| error.kind);
    assert_eq!(kind("docker.io/library/redis:8"), Ok(()));
    assert_eq!(kind("docker.io/redis:8"), Err(ErrorKind::NotCanonical));
    assert_eq!(kind("index.docker.io/library/redis"), Err(ErrorKind::NotCanonical));
    assert_eq!(kind("quay.example/redis"), Ok(()));
}

#[test]
fn errors_point_at_the_fault() {
    for (text, kind, offset) in [
        ("", ErrorKind::NameEmpty, 0),
        (":8", ErrorKind::NameInvalid, 0),
        ("redis ", ErrorKind::NameInvalid, 5),
        ("Redis", ErrorKind::NameUppercase, 0),
        ("team/reDis:8", ErrorKind::NameUppercase, 7),
        ("team//redis", ErrorKind::NameInvalid, 5),
        ("team/redis/", ErrorKind::NameInvalid, 11),
        ("re..dis", ErrorKind::NameInvalid, 3),
        ("re___dis", ErrorKind::NameInvalid, 4),
        ("re_.dis", ErrorKind::NameInvalid, 3),
        ("$IMAGE:8", ErrorKind::NameInvalid, 0),
        ("r\u{e9}dis", ErrorKind::NameInvalid, 1),
        ("redis:", ErrorKind::TagInvalid, 6),
        ("redis:-8", ErrorKind::TagInvalid, 6),
        ("redis:8 alpine", ErrorKind::TagInvalid, 7),
        ("host.example:http/app", ErrorKind::RegistryInvalid, 13),
        ("host.example:/app", ErrorKind::RegistryInvalid, 13),
        ("host..example/app", ErrorKind::RegistryInvalid, 5),
        ("https://host.example/app", ErrorKind::RegistryInvalid, 6),
        ("[::1]", ErrorKind::NameInvalid, 0),
        ("[::1/app", ErrorKind::RegistryInvalid, 4),
        ("redis@", ErrorKind::DigestInvalid, 6),
        ("redis@sha256:abc", ErrorKind::DigestInvalid, 13),
    ] {
        assert_eq!(fault(text), (kind, offset), "{text}");
    }
    assert_eq!(fault(&format!("redis@md5:{}", &HEX[..32])), (ErrorKind::DigestUnsupported, 6));
    assert_eq!(fault(&format!("redis@sha256:{}", &HEX[..63])), (ErrorKind::DigestLength, 13));
    let long = "a".repeat(128);
    assert!(Reference::parse_normalized(&format!("redis:{long}")).is_ok());
    assert_eq!(fault(&format!("redis:{long}b")), (ErrorKind::TagTooLong, 134));
}

#[test]
fn the_path_limit_counts_what_is_implied() {
    let path = "a".repeat(247);
    assert!(Reference::parse_normalized(&path).is_ok());
    assert_eq!(fault(&format!("{path}b")), (ErrorKind::NameTooLong, 0));
    assert!(Reference::parse_normalized(&format!("host.example/{path}bbbbbbbb")).is_ok());
    assert_eq!(fault(&format!("host.example/{path}bbbbbbbbb")), (ErrorKind::NameTooLong, 13));
}

#[test]
fn messages_say_what_where_and_what_to_do() {
    let message = Reference::parse_normalized("team/reDis").expect_err("upper case").to_string();
    assert_eq!(message, "the repository name has an upper-case letter ('D') at offset 7: write the repository in lower case");
    let message = Reference::parse_normalized("redis:\u{1b}[0m").expect_err("escape").to_string();
    assert!(message.starts_with("the tag is not valid ('\\u{1b}') at offset 6: "), "{message}");
}

#[test]
fn spans_cover_the_parts_as_written() {
    let text = format!("host.example:5000/team/app:1.2@sha256:{HEX}");
    let spans = parts_spans(&text).expect("valid");
    assert_eq!(spans.registry.map(|span| span.of(&text)), Some("host.example:5000"));
    assert_eq!(spans.repository.of(&text), "team/app");
    assert_eq!(spans.tag.map(|span| span.of(&text)), Some("1.2"));
    assert_eq!(spans.digest.map(|span| span.of(&text)), Some(&text[31..]));
    let spans = parts_spans("redis:8").expect("valid");
    assert_eq!((spans.registry, spans.repository.of("redis:8"), spans.tag.map(|s| s.start)), (None, "redis", Some(6)));
    let spans = parts_spans("localhost:8080").expect("valid");
    assert_eq!(spans.tag.map(|s| s.start), Some(10), "without a slash it is a tag, never a port");
}

#[test]
fn long_input_is_read_in_one_pass() {
    let size = 10_000_000;
    assert_eq!(fault(&"a/".repeat(size / 2)).0, ErrorKind::NameInvalid);
    assert_eq!(fault(&"a".repeat(size)).0, ErrorKind::NameTooLong);
    assert_eq!(fault(&":".repeat(size)).0, ErrorKind::NameInvalid);
    assert_eq!(fault(&"[".repeat(size)).0, ErrorKind::NameInvalid);
    assert_eq!(fault(&format!("a@b:{}", "f".repeat(size))).0, ErrorKind::DigestUnsupported);
}

proptest! {
    #[test]
    fn no_input_panics_and_spans_lie_in_the_text(text in ".{0,80}") {
        if let Ok((reference, spans)) = Reference::parse_normalized_with_spans(&text) {
            prop_assert!(reference.repository().ends_with(spans.repository.of(&text)));
            prop_assert_eq!(reference.tag().unwrap_or_default(), spans.tag.map_or("", |span| span.of(&text)));
        } else if let Err(error) = Reference::parse_normalized(&text) {
            prop_assert!(error.offset <= text.len() && text.is_char_boundary(error.offset));
        }
    }

    #[test]
    fn near_grammar_input_round_trips(
        text in "((([a-cA-C.:_-]{1,6}|localhost|docker\\.io|\\[[0-9a-f:]{1,5}\\])/){0,1}[a-c0._/-]{1,12})(:[A-Za-z0-9_.-]{1,6}){0,1}(@sha256:[0-9a-f]{64}){0,1}"
    ) {
        if let Ok(reference) = Reference::parse_normalized(&text) {
            let full = reference.to_string();
            let again = Reference::parse_normalized(&full);
            prop_assert_eq!(again.as_ref(), Ok(&reference), "{}", full);
            prop_assert_eq!(Reference::parse_normalized(&reference.familiar()), Ok(reference.clone()));
            prop_assert_eq!(Reference::parse_named(&full), Ok(reference));
        }
        if let Ok(reference) = Reference::parse(&text) {
            prop_assert_eq!(Reference::parse(&reference.to_string()), Ok(reference));
        }
    }

    #[test]
    fn well_formed_parts_come_back(
        registry in "[a-z][a-z0-9]{0,8}\\.[a-z]{2,4}(:[0-9]{1,5}){0,1}",
        repository in "[a-z0-9]{1,5}((/|\\.|_|__|-|---)[a-z0-9]{1,4}){0,4}",
        tag in proptest::option::of("[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}"),
    ) {
        prop_assume!(registry != "docker.io" && registry != "index.docker.io");
        let mut text = format!("{registry}/{repository}");
        if let Some(tag) = &tag {
            text = format!("{text}:{tag}");
        }
        let reference = Reference::parse_normalized(&text).expect("made of valid parts");
        prop_assert_eq!(reference.registry(), registry);
        prop_assert_eq!(reference.repository(), repository);
        prop_assert_eq!(reference.tag(), tag.as_deref());
        prop_assert_eq!(reference.to_string(), text);
    }
}
