//! Writes `src/schema/versions.txt` from Kubernetes' own descriptions of its API, one per version, oldest first.
//!
//! ```text
//! for v in 1.25 … 1.37; do
//!   curl -Lo $v.json https://raw.githubusercontent.com/kubernetes/kubernetes/v$v.0/api/openapi-spec/swagger.json
//! done
//! cargo run -p plimsoll-core --example versions -- 1.25.json … 1.37.json > crates/core/src/schema/versions.txt
//! ```

use std::collections::BTreeMap;
use std::process::ExitCode;

use plimsoll_yaml::Node;

/// (group, kind) to its versions, each with the first and last minor version of Kubernetes that has it.
type Kinds = BTreeMap<(String, String), BTreeMap<String, (u32, u32)>>;

fn main() -> ExitCode {
    let mut kinds = Kinds::new();
    let mut newest = 0;
    for path in std::env::args().skip(1) {
        match read(&path, &mut kinds) {
            Ok(minor) => newest = minor,
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    print!("{}", table(&kinds, newest));
    ExitCode::SUCCESS
}

/// Adds what a file says; its name is the version.
fn read(path: &str, kinds: &mut Kinds) -> Result<u32, String> {
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).and_then(|name| name.strip_prefix("1."));
    let minor: u32 = name.and_then(|minor| minor.parse().ok()).ok_or("its name is no version, such as 1.37.json")?;
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let stream = plimsoll_yaml::read(&text);
    let root = stream.documents.first().and_then(|document| document.root.as_ref());
    let definitions = root.and_then(|root| root.get("definitions")).ok_or("no definitions")?;
    for definition in definitions.entries() {
        for gvk in definition.value.get("x-kubernetes-group-version-kind").map_or(&[][..], Node::items) {
            let part = |key: &str| gvk.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
            let (group, version, kind) = (part("group"), part("version"), part("kind"));
            if kind.ends_with("List") || kind.ends_with("Review") || kind.ends_with("Options") || kind == "Status" || kind == "WatchEvent" {
                continue;
            }
            kinds.entry((group, kind)).or_default().entry(version).or_insert((minor, minor)).1 = minor;
        }
    }
    Ok(minor)
}

/// One line per version and group that is gone (`-`, since which minor version) or has a stable successor (`+`, since which).
fn table(kinds: &Kinds, newest: u32) -> String {
    let mut lines: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for ((group, kind), versions) in kinds {
        // Stable before beta before alpha, and of those the newest.
        let rank = |version: &str| (!version.contains("alpha"), !version.contains("beta") && !version.contains("alpha"));
        let served = versions.iter().filter(|(_, (_, last))| *last == newest);
        let best = served.max_by_key(|(version, _)| (rank(version).0, rank(version).1, version.as_str()));
        let is_stable = best.is_some_and(|(version, _)| rank(version).1);
        for (version, (_, last)) in versions {
            let state = match best {
                _ if *last < newest => format!("-{}", last + 1),
                Some((_, (since, _))) if is_stable && !rank(version).1 => format!("+{since}"),
                _ => continue,
            };
            let group = if group.is_empty() { String::new() } else { format!("{group}/") };
            let successor = best.map_or("-".to_owned(), |(best, _)| format!("{group}{best}"));
            lines.entry(format!("{group}{version} {state} {successor}")).or_default().push(kind);
        }
    }
    let mut out = format!("Kubernetes 1.{newest}\n");
    for (line, kinds) in lines {
        out.push_str(&format!("{line} {}\n", kinds.join(" ")));
    }
    out
}
