//! What the sources of `ADD` and `COPY` are: files, archives, URLs, repositories. It reads words and looks at nothing else.

use plimsoll_dockerfile::{Instruction, InstructionKind, Word};

/// The sources of a `COPY` or `ADD` that are paths in the build context: none with `--from`, no heredocs, nothing that is
/// loaded from the network.
pub fn context_sources<'m>(instruction: &'m Instruction<'m>) -> impl Iterator<Item = &'m Word<'m>> {
    let (sources, is_add): (&[Word<'m>], bool) = match &instruction.kind {
        InstructionKind::Copy(transfer) if instruction.flag("from").is_none() => (&transfer.sources, false),
        InstructionKind::Add(transfer) => (&transfer.sources, true),
        _ => (&[], false),
    };
    let is_heredoc = |word: &Word<'_>| instruction.heredocs.iter().any(|heredoc| heredoc.word == word.span);
    sources.iter().filter(move |source| !(is_heredoc(source) || is_add && remote(&source.text).is_some()))
}

/// A source of `ADD` that is loaded from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteSource {
    /// A file by `http` or `https`.
    File,
    /// A git repository.
    Git {
        /// A full commit hash is named.
        pinned: bool,
    },
}

/// What an expanded source of `ADD` loads from the network, if it does. BuildKit takes as repositories: `git://`, `git@` and
/// `ssh://` addresses, and URLs whose path ends in `.git`.
#[must_use]
pub fn remote(source: &str) -> Option<RemoteSource> {
    let http = strip_any(source, &["http://", "https://"]);
    let (address, reference) = source.split_once('#').unwrap_or((source, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let by_scheme = strip_any(source, &["git://", "ssh://", "git@"]).is_some();
    if by_scheme || (http.is_some() && path.ends_with(".git")) {
        let commit = reference.split(':').next().unwrap_or_default();
        let asked = query.split('&').filter_map(|part| part.split_once('='));
        let checked = asked.filter(|(name, _)| matches!(*name, "checksum" | "commit" | "ref")).any(|(_, value)| is_commit(value));
        return Some(RemoteSource::Git { pinned: is_commit(commit) || checked });
    }
    http.map(|_| RemoteSource::File)
}

fn strip_any<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether `ADD` unpacks a file of that name. The formats are those that Docker unpacks; a `.zip` is not among them.
#[must_use]
pub fn is_archive(path: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        ".tar", ".z", ".bz2", ".gz", ".lz", ".lzma", ".tz", ".tb2", ".tbz", ".tbz2", ".tgz", ".tlz", ".tpz", ".txz", ".xz", ".zst",
        ".tzst", ".tar.zst",
    ];
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends = |ending: &&str| {
        name.len().checked_sub(ending.len()).and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS.iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::{RemoteSource, is_archive, remote};

    #[test]
    fn sources() {
        assert_eq!(remote("https://example.com/a.tar.gz"), Some(RemoteSource::File));
        assert_eq!(remote("https://example.com/a.git"), Some(RemoteSource::Git { pinned: false }));
        assert_eq!(remote("git@example.com:a/b.git#v1"), Some(RemoteSource::Git { pinned: false }));
        assert_eq!(
            remote("https://example.com/a.git#0123456789012345678901234567890123456789:docs"),
            Some(RemoteSource::Git { pinned: true })
        );
        assert_eq!(remote("./http"), None);
    }

    #[test]
    fn archives() {
        assert!(is_archive("rootfs.tar.gz") && is_archive("a/b.TGZ") && is_archive("*.tar.xz") && is_archive("x.tar.Z"));
        assert!(!is_archive("a.zip") && !is_archive("a.tar/b") && !is_archive("."));
    }
}
