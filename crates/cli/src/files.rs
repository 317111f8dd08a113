//! Which files a run looks at, and their bytes. It never writes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use plimsoll_core::detect;
use plimsoll_core::limits::MAX_BYTES;
use plimsoll_core::report::Kind;

use crate::args::is_dash;

/// The name of stdin where none is given.
const STDIN: &str = "stdin";

/// Folders that version control keeps for itself.
const OF_VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Input {
    /// Its name in the report.
    pub(crate) uri: String,
    /// Found in a folder, not named by the user.
    pub(crate) walked: bool,
    /// Where it is; `None` is stdin.
    pub(crate) path: Option<PathBuf>,
}

/// What the paths of a command line lead to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Sorted by uri; each once.
    pub(crate) inputs: Vec<Input>,
    /// What could not be looked at.
    pub(crate) errors: Vec<String>,
    /// Folders in which nothing was found.
    pub(crate) empty: Vec<String>,
}

/// Follows the paths; folders are walked for the names of `kind`.
pub(crate) fn find(paths: &[PathBuf], stdin_name: Option<&str>, kind: Option<Kind>) -> Found {
    let mut found = Found::default();
    for path in paths {
        if is_dash(path) {
            found.inputs.push(Input { uri: stdin_name.unwrap_or(STDIN).to_owned(), walked: false, path: None });
            continue;
        }
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => walk(path, kind, &mut found),
            Ok(_) => found.inputs.push(Input { uri: uri(path), walked: false, path: Some(path.clone()) }),
            Err(error) => found.errors.push(format!("{}: {error}", path.display())),
        }
    }
    // What is named as well as walked counts as named: `false` sorts first.
    found.inputs.sort();
    found.inputs.dedup_by(|again, first| again.uri == first.uri && again.path == first.path);
    found
}

fn walk(folder: &Path, kind: Option<Kind>, found: &mut Found) {
    let before = found.inputs.len();
    let entries = WalkBuilder::new(folder)
        // A development container's Dockerfile and a forge's workflows are in hidden folders.
        .hidden(false)
        // The same files everywhere: only what .gitignore files in the tree say, not what one user or clone has set up.
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name().to_str().is_none_or(|name| !OF_VERSION_CONTROL.contains(&name)))
        .build();
    for entry in entries {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && is_looked_for(&entry.file_name().to_string_lossy(), kind) {
                    let path = entry.into_path();
                    let path = path.strip_prefix("./").map(Path::to_path_buf).ok().filter(|_| folder == Path::new(".")).unwrap_or(path);
                    found.inputs.push(Input { uri: uri(&path), walked: true, path: Some(path) });
                }
            }
            Err(error) => found.errors.push(error.to_string()),
        }
    }
    if found.inputs.len() == before {
        found.empty.push(folder.display().to_string());
    }
}

/// Whether a walk takes a file of that name.
fn is_looked_for(name: &str, kind: Option<Kind>) -> bool {
    match kind {
        None => detect::is_dockerfile_name(name) || is_manifest_name(name),
        Some(Kind::Kubernetes) => is_manifest_name(name),
        Some(Kind::Dockerfile | Kind::Unknown) => detect::is_dockerfile_name(name),
    }
}

fn is_manifest_name(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "json", "kubeconfig"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The path as it was given, with `/`.
fn uri(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// What an input holds.
pub(crate) enum Content {
    /// All of it.
    Bytes(Vec<u8>),
    /// More than is analysed: how many bytes, at least.
    TooLarge(usize),
}

impl Input {
    /// Reads the input, but never more than is analysed.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn read(&self) -> io::Result<Content> {
        match &self.path {
            None => read(io::stdin().lock(), 0),
            Some(path) => {
                let file = File::open(path)?;
                let about = file.metadata()?;
                let bytes = usize::try_from(about.len()).unwrap_or(usize::MAX);
                if about.is_file() && bytes > MAX_BYTES { Ok(Content::TooLarge(bytes)) } else { read(file, bytes) }
            }
        }
    }
}

impl Input {
    /// The text of the `.dockerignore` that applies to the Dockerfile: `<name>.dockerignore` beside it, else `.dockerignore` there,
    /// in BuildKit's order. The folder of the Dockerfile is taken for the build context. `None` where there is none.
    pub(crate) fn dockerignore(&self) -> Option<String> {
        let path = self.path.as_deref()?;
        let mut own = path.file_name()?.to_owned();
        own.push(".dockerignore");
        [path.with_file_name(own), path.with_file_name(".dockerignore")].into_iter().find_map(|path| {
            let file = File::open(path).ok()?;
            match read(file, 0) {
                Ok(Content::Bytes(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                // A folder of that name, or nothing that anybody wrote by hand.
                Ok(Content::TooLarge(_)) | Err(_) => None,
            }
        })
    }
}

/// A pipe, or a file that grows, may hold more than was said.
fn read(from: impl Read, expected: usize) -> io::Result<Content> {
    let limit = MAX_BYTES + 1;
    let mut bytes = Vec::with_capacity((expected + 1).min(limit));
    from.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > MAX_BYTES { Content::TooLarge(bytes.len()) } else { Content::Bytes(bytes) })
}

#[cfg(test)]
mod tests {
    use super::{Content, is_looked_for, read};
    use plimsoll_core::limits::MAX_BYTES;
    use plimsoll_core::report::Kind;

    #[test]
    fn names_that_a_walk_takes() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "Dockerfile.dev",
            "api.Dockerfile",
            "Containerfile",
            "Pod.YAML",
            "a.yml",
            "a.json",
            "webhook.kubeconfig",
        ] {
            assert!(is_looked_for(name, None), "{name}");
        }
        for name in ["Dockerfiles", "Dockerfile.dockerignore", "Makefile", "yaml", "a.yaml.bak", "a.jsonl"] {
            assert!(!is_looked_for(name, None), "{name}");
        }
        assert!(!is_looked_for("a.yaml", Some(Kind::Dockerfile)) && is_looked_for("a.yaml", Some(Kind::Kubernetes)));
        assert!(is_looked_for("Dockerfile", Some(Kind::Dockerfile)) && !is_looked_for("Dockerfile", Some(Kind::Kubernetes)));
    }

    #[test]
    fn an_endless_file_is_not_read_to_its_end() {
        assert!(matches!(read(std::io::repeat(b'x'), 0), Ok(Content::TooLarge(bytes)) if bytes == MAX_BYTES + 1));
        assert!(matches!(read(&b"FROM a"[..], 6), Ok(Content::Bytes(bytes)) if bytes == b"FROM a"));
    }
}
