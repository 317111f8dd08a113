//! What looks like a secret: by the name it is given, and by its own shape.
//!
//! It never sees where the text comes from; rules decide what a hit means there.

use plimsoll_text::find_byte;

/// Words that name a secret when a name ends with them or has them as a word of its own.
const SECRET: [&str; 12] =
    ["password", "passwd", "passphrase", "passcode", "pwd", "pass", "secret", "token", "apikey", "credential", "credentials", "bearer"];

/// Words that name one only together: `api_key`, `PRIVATE-KEY`.
const KEYS: [&str; 7] = ["api", "private", "access", "secret", "encryption", "signing", "auth"];

/// Last words that make the name one of something about a secret: where it is, how long it lives, what it is called.
const ABOUT: [&str; 57] = [
    "file",
    "path",
    "name",
    "dir",
    "directory",
    "folder",
    "url",
    "uri",
    "endpoint",
    "address",
    "addr",
    "host",
    "port",
    "ttl",
    "length",
    "len",
    "size",
    "count",
    "expiry",
    "expiration",
    "expires",
    "timeout",
    "lifetime",
    "validity",
    "age",
    "duration",
    "interval",
    "seconds",
    "minutes",
    "hours",
    "days",
    "enabled",
    "enable",
    "disabled",
    "required",
    "allowed",
    "type",
    "kind",
    "mode",
    "id",
    "policy",
    "header",
    "issuer",
    "audience",
    "field",
    "prefix",
    "suffix",
    "provider",
    "version",
    "namespace",
    "ref",
    "method",
    "algorithm",
    "alg",
    "user",
    "username",
    "env",
];

/// Words that make the name one of a switch or a bound, wherever they stand.
const ASKS: [&str; 12] = ["enable", "disable", "use", "max", "min", "allow", "require", "is", "has", "no", "skip", "public"];

/// How the names of objects that hold secrets end; a variable may name such an object instead of holding the secret.
const OBJECTS: [&str; 8] = ["-secret", "-secrets", "-cert", "-certs", "-tls", "-credentials", "-creds", "-token"];

/// Whether a name may be that of a secret, of a key or of something about them: asked first, because hardly any is. It goes by pairs of
/// letters, one of which every such word has. O(bytes).
#[must_use]
pub fn may_name_a_secret(name: &str) -> bool {
    /// For each letter, by its last five bits, those that make a pair with it when they stand before it.
    #[expect(clippy::indexing_slicing, reason = "it only runs in the compiler")]
    const BEFORE: [u32; 32] = {
        let mut before = [0; 32];
        let mut rest: &[&[u8; 2]] = &[b"be", b"cr", b"ey", b"ok", b"pw", b"sr", b"ss", b"sw", b"ut", b"wd"];
        while let [[first, second], behind @ ..] = rest {
            before[(*second & 31) as usize] |= 1 << (*first & 31);
            rest = behind;
        }
        before
    };
    let (mut found, mut last) = (0, 0);
    // Five bits are those of a capital letter and of a small one. A digit may be taken for a letter, which does no harm.
    for byte in name.bytes() {
        found |= BEFORE.get(usize::from(byte & 31)).copied().unwrap_or_default() >> last;
        last = byte & 31;
    }
    found & 1 == 1
}

/// Whether a variable, key or option of that name usually holds a secret: `DB_PASSWORD`, `api-key`, `clientSecret`.
/// Names of something about a secret (`PASSWORD_FILE`, `TOKEN_TTL`) are none. O(bytes).
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    if !may_name_a_secret(name) {
        return false;
    }
    let mut words = Words { rest: name };
    let (mut hit, mut last, mut azure) = (false, "", false);
    while let Some(word) = words.next() {
        // All keys of Azure's services are secrets: of storage, of a search, of a model.
        azure = azure || (last.is_empty() && word.eq_ignore_ascii_case("azure"));
        // Short words end too many others: `compass`, `bypass`.
        let may_end = |secret: &str| word.len() == secret.len() || (word.len() > secret.len() && secret.len() > 4);
        hit = hit
            || SECRET.iter().any(|secret| may_end(secret) && ends_with(word, secret))
            || (word.eq_ignore_ascii_case("key") && (azure || is_one_of(last, &KEYS)))
            || (word.eq_ignore_ascii_case("content") && last.eq_ignore_ascii_case("key"));
        last = word;
    }
    // Most names end here: what rules a secret out is asked of the few others.
    hit && !is_one_of(last, &ABOUT) && !has_one_of(name, &ASKS)
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a word of a name is one of these.
fn has_one_of(name: &str, wanted: &[&str]) -> bool {
    let mut words = Words { rest: name };
    core::iter::from_fn(|| words.next()).any(|word| is_one_of(word, wanted))
}

/// Whether a name speaks of a key or of authentication without saying that it is secret: `SSH_KEY`, `NPM_AUTH`,
/// `AWS_ACCESS_KEY_ID`, or of a login that comes with a password (`REGISTRY_USR`). The word `public` rules it out, as do names of something about it (`KEY_FILE`). O(bytes).
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    let mut words = Words { rest: name };
    let (mut hit, mut last, mut before) = (false, "", "");
    while let Some(word) = words.next() {
        hit = hit || is_one_of(word, &["auth", "key", "psw", "pword", "usr"]);
        (before, last) = (last, word);
    }
    let is_id = || last.eq_ignore_ascii_case("id") && before.eq_ignore_ascii_case("key");
    hit && (is_id() || !is_one_of(last, &ABOUT)) && !has_one_of(name, &["public", "pub"])
}

fn ends_with(word: &str, end: &str) -> bool {
    // The last letter alone tells most words apart.
    let (last, wanted) = (word.bytes().next_back(), end.bytes().next_back());
    last.zip(wanted).is_some_and(|(last, wanted)| last.eq_ignore_ascii_case(&wanted))
        && word.len().checked_sub(end.len()).and_then(|at| word.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// The words of a name: `AWS_SECRET-key` and `awsSecretKey` have three.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        // What is no ASCII is taken for letters.
        let part = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let start = self.rest.bytes().position(part)?;
        let (_, word) = self.rest.split_at_checked(start)?;
        let mut lower = false;
        let end = word.bytes().position(|byte| {
            let ends = !part(byte) || (lower && byte.is_ascii_uppercase());
            lower = byte.is_ascii_lowercase();
            ends
        });
        let (word, rest) = word.split_at_checked(end.unwrap_or(word.len()))?;
        self.rest = rest;
        Some(word)
    }
}

/// Whether a value cannot be the secret itself: nothing, a switch, a reference to another variable, a path, a placeholder.
#[must_use]
pub fn is_no_secret_value(value: &str) -> bool {
    let value = value.trim();
    let word = |known: &[&str]| known.iter().any(|known| value.eq_ignore_ascii_case(known));
    value.is_empty()
        || word(&["true", "false", "yes", "no", "on", "off", "null", "none", "nil", "disabled", "enabled"])
        || value.contains("$(")
        || value.contains("${")
        || value.contains("{{")
        || value.starts_with('$')
        || (value.starts_with('<') && value.ends_with('>'))
        || OBJECTS.iter().any(|end| value.ends_with(end))
        || value.starts_with(['/', '.'])
        || [
            "vault:",
            "op://",
            "ref+",
            "secretref:",
            "secret://",
            "file:",
            "arn:aws:",
            "projects/",
            "bao:",
            "gcp:secretmanager:",
            "azurekeyvault@",
        ]
        .iter()
        .any(|scheme| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Beginnings of the tokens that services issue, with the number of characters that follow at least.
/// Sources: the services' own descriptions of their token formats.
const SHAPES: [(&str, usize, &str); 19] = [
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "an AWS access key"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghu_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("ghr_", 36, "a GitHub token"),
    ("github_pat_", 40, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("sk_live_", 16, "a Stripe key"),
    ("rk_live_", 16, "a Stripe key"),
    ("AIza", 35, "a Google API key"),
    ("npm_", 36, "an npm token"),
    ("dckr_pat_", 20, "a Docker Hub token"),
    ("hvs.", 20, "a Vault token"),
    ("sk-ant-", 20, "an Anthropic key"),
    ("pypi-AgEIcHlwaS5vcmc", 20, "a PyPI token"),
];

/// The length of the shortest of them.
const SHORTEST: usize = 20;

/// What a value is by its shape alone, if it is a live credential: a private key in PEM, or a token of a known service. O(bytes).
#[must_use]
pub fn credential(value: &str) -> Option<&'static str> {
    let value = value.trim();
    // Most values are short, or paths, or begin with a variable.
    if value.len() < SHORTEST || !value.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-') {
        return None;
    }
    if value.starts_with("-----BEGIN ") && value.get(..64.min(value.len())).unwrap_or(value).contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    // Documentation writes them so.
    let is_example = || value.contains("EXAMPLE") || value.contains("xxxx") || value.contains("XXXX");
    let first = value.as_bytes().first();
    SHAPES.iter().filter(|(start, ..)| start.as_bytes().first() == first).find_map(|(start, more, what)| {
        let rest = value.strip_prefix(start)?;
        let key = rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        (key && rest.len() >= *more && rest.len() <= 400 && is_varied(rest) && !is_example()).then_some(*what)
    })
}

/// The first line of a settings file (`name=value` or `name: value`) that gives a secret its value: the name, and the line. O(bytes).
#[must_use]
pub fn assignment(text: &str) -> Option<(&str, &str)> {
    text.lines().map(str::trim).find_map(|line| {
        let at = line.find(['=', ':'])?;
        let (name, value) = line.split_at_checked(at)?;
        let name = name.strip_prefix("export ").unwrap_or(name).trim().trim_matches('"');
        let value = value.get(1..)?.trim().trim_end_matches([',', ';']);
        let bare = value.trim_matches(['"', '\'']);
        let is_name = name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        // What is no single word is prose or code; a word for a type is a description.
        let is_word = bare.len() >= 4
            && bare.bytes().all(|b| b.is_ascii_graphic())
            && !bare.starts_with(['{', '[', '(', '*', '&', '|', '>', '!', '%', '@', '<', '=', ':'])
            && !bare.contains(['(', '$', '<', '{'])
            && !bare.starts_with("__")
            && !TYPES.iter().any(|word| bare.eq_ignore_ascii_case(word));
        (is_name && is_word && is_secret_name(name) && !is_no_secret_value(bare)).then_some((name, line))
    })
}

/// What descriptions of settings write for a value.
const TYPES: [&str; 10] = ["string", "text", "number", "integer", "object", "optional", "required", "changeme", "redacted", "password"];

/// A placeholder repeats itself; a token does not.
fn is_varied(text: &str) -> bool {
    let mut seen = [false; 128];
    for b in text.bytes() {
        if let Some(slot) = seen.get_mut(usize::from(b)) {
            *slot = true;
        }
    }
    seen.iter().filter(|seen| **seen).count() >= 8
}

/// The password in a URL (`postgres://user:password@host`), as a byte range of `value`, unless it is a variable or a placeholder.
#[must_use]
pub fn url_password(value: &str) -> Option<core::ops::Range<usize>> {
    let (scheme, rest) = value.split_at_checked(find_byte(value.as_bytes(), b':')?)?;
    let rest = rest.strip_prefix("://")?;
    if scheme.is_empty() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
        return None;
    }
    let authority = rest.split(['/', '?', '#', ' ']).next()?;
    let (login, _) = authority.rsplit_once('@')?;
    let (user, password) = login.split_once(':')?;
    let start = scheme.len() + 3 + user.len() + 1;
    let masked = password.bytes().all(|b| matches!(b, b'*' | b'x' | b'X' | b'.'));
    (!masked && !is_no_secret_value(password)).then_some(start..start + password.len())
}

#[cfg(test)]
mod tests {
    use super::{SECRET, assignment, credential, is_no_secret_value, is_secret_name, may_name_a_secret, url_password};

    #[test]
    fn names_of_secrets() {
        for name in [
            "DB_PASSWORD",
            "PGPASSWORD",
            "api-key",
            "clientSecret",
            "AWS_SECRET_ACCESS_KEY",
            "GH_TOKEN",
            "MYSQL_PASS",
            "tls.private_key",
            "AZURE_STORAGE_KEY",
            "OCI_CLI_KEY_CONTENT",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "PASSWORD_FILE",
            "TOKEN_TTL",
            "SECRET_NAME",
            "COMPASS",
            "MAX_TOKENS",
            "KEY",
            "TOKENIZER",
            "ENABLE_TOKEN",
            "MYSQL_ALLOW_EMPTY_PASSWORD",
            "",
            "AWS_ACCESS_KEY_ID",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
        for word in SECRET.iter().chain(&["key", "auth", "psw", "pword", "usr"]) {
            assert!(may_name_a_secret(word) && may_name_a_secret(&word.to_ascii_uppercase()), "{word}");
        }
        assert!(!may_name_a_secret("PATH") && !may_name_a_secret("NODE_VERSION"));
    }

    #[test]
    fn values_that_are_none() {
        for value in ["", "true", "$(OTHER)", "/run/secrets/x", "<your token>", "vault:kv/x", "webhook-server-cert"] {
            assert!(is_no_secret_value(value), "{value}");
        }
        assert!(!is_no_secret_value("hunter2"));
    }

    #[test]
    fn shapes_of_credentials() {
        assert_eq!(credential("-----BEGIN RSA PRIVATE KEY-----\nabc"), Some("a private key"));
        assert_eq!(credential("ghp_0123456789abcdefghijABCDEFGHIJ012345"), Some("a GitHub token"));
        assert_eq!(credential("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), None);
        assert_eq!(credential("AKIAIOSFODNN7EXAMPLE"), None, "from the manual");
    }

    #[test]
    fn settings_files() {
        assert_eq!(assignment("a=b\n  db.password = h7xKq9\n"), Some(("db.password", "db.password = h7xKq9")));
        assert_eq!(assignment("export API_TOKEN='h7xKq9'"), Some(("API_TOKEN", "export API_TOKEN='h7xKq9'")));
        for text in ["# password=h7xKq9", "password: ${DB}", "token: string", "password: the one", "secret {", "password_file=/x/y", ""] {
            assert_eq!(assignment(text), None, "{text}");
        }
    }

    #[test]
    fn passwords_in_urls() {
        let password = |value: &'static str| url_password(value).map(|range| &value[range]);
        assert_eq!(password("postgres://app:s3:cret@db:5432/x"), Some("s3:cret"));
        assert_eq!(password("http://db:5432/a@b:c"), None);
        assert_eq!(password("amqp://user:$(PASS)@mq"), None);
        assert_eq!(password("amqp://user:***@mq"), None);
    }
}
