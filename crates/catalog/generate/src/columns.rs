//! The columns of every data file, in one place for the reader and the writer.
//!
//! What each column means is told in `data/README.md`; nothing here interprets a cell.

pub(crate) const OFFICIAL: &[&str] = &["image", "flavour", "suite", "architectures", "tags"];
pub(crate) const EOL: &[&str] = &["family", "cycle", "release", "eol", "free-lts", "lts", "latest"];
pub(crate) const EOL_REPOSITORIES: &[&str] = &["repository", "family"];
pub(crate) const CODENAMES: &[&str] = &["word", "family", "cycle"];
pub(crate) const DISTROLESS: &[&str] = &[
    "name",
    "family",
    "suite",
    "alias",
    "tags",
    "architectures",
    "packages",
    "entrypoint",
    "policy-end",
    "libc",
    "openssl",
    "libstdc++",
    "runtime",
];
pub(crate) const DISTROLESS_RETIRED: &[&str] = &["name", "family", "successor"];
pub(crate) const FOOTPRINT: &[&str] =
    &["image", "amd64", "arm64", "kind", "built", "version", "packages", "shell", "manager", "curl", "wget", "gcc", "git", "source"];
pub(crate) const CHAINGUARD: &[&str] =
    &["name", "tags", "architectures", "packages", "user", "entrypoint", "shell", "apk", "curl", "wget", "gcc"];
pub(crate) const OTHER_TAGS: &[&str] = &["repository", "architectures", "tags", "source"];
pub(crate) const DEPRECATED: &[&str] = &["repository", "state", "since", "successors", "source"];
pub(crate) const USERS: &[&str] = &["repository", "word", "default", "name", "uid", "gid", "source"];
pub(crate) const REGISTRIES: &[&str] = &["host", "state", "successor", "official-prefix"];
pub(crate) const FAMILIES: &[&str] = &["family", "kind", "floor", "repositories"];
pub(crate) const OPTIONS: &[&str] =
    &["family", "option", "target", "stage", "effort", "risk", "requires", "blocked-by", "edits", "caveats"];
pub(crate) const PACKAGES: &[&str] = &["apt", "apk"];
pub(crate) const PATHS: &[&str] = &["debian", "alpine"];
pub(crate) const EVERYDAY_NAMES: &[&str] = &["name"];
