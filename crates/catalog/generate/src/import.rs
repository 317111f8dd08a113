//! Snapshots (JSON) to data files.
//!
//! It carries facts and figures over and never a sentence. Tables that are kept by hand are not touched.

use std::path::Path;

use serde_json::{Map, Value};

use crate::columns;
use crate::table::render;

fn read(folder: &Path, name: &str) -> Result<Value, String> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The items of a list of texts, joined.
fn list(value: &Value, key: &str, between: &str) -> String {
    let items = value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(between)
}

fn object<'v>(value: &'v Value, key: &str) -> Result<&'v Map<String, Value>, String> {
    value.get(key).and_then(Value::as_object).ok_or_else(|| format!("no object `{key}`"))
}

fn array<'v>(value: &'v Value, key: &str) -> Result<&'v Vec<Value>, String> {
    value.get(key).and_then(Value::as_array).ok_or_else(|| format!("no list `{key}`"))
}

fn day(value: &Value, key: &str) -> String {
    text(value, key).chars().take(10).collect()
}

/// `yes`, `no`, or a name; empty where the snapshot does not know.
fn presence(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::Null) if key == "pkg" => "no".to_owned(),
        Some(Value::String(name)) => name.clone(),
        _ => String::new(),
    }
}

fn number(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_u64).map(|figure| figure.to_string()).unwrap_or_default()
}

/// Reads the snapshots in `catalogue` and writes the data files made from them; gives their names.
///
/// # Errors
/// A snapshot that is missing or has another shape, or a file that cannot be written.
pub fn import(catalogue: &Path, data: &Path) -> Result<Vec<String>, String> {
    let mut files = vec![official(&read(catalogue, "official.json")?)?];
    files.extend(eol(&read(catalogue, "eol.json")?)?);
    files.push(distroless(&read(catalogue, "distroless.json")?)?);
    files.push(footprint(&read(catalogue, "footprint.json")?)?);
    files.push(chainguard(&read(catalogue, "chainguard.json")?)?);
    for (name, contents) in &files {
        std::fs::write(data.join(name), contents).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

type File = (String, String);

fn at_commit(value: &Value, what: &str) -> String {
    format!("{} at {}, {what}", text(value, "source"), text(value, "commit"))
}

fn official(snapshot: &Value) -> Result<File, String> {
    let mut rows = Vec::new();
    for (image, facts) in object(snapshot, "images")? {
        // Builds for Windows share tags with builds for Linux; the Linux build keeps them.
        let mut taken: Vec<&str> = Vec::new();
        let flavours = object(facts, "flavours")?;
        let windows = |name: &str| name.starts_with("windows");
        let order = flavours.iter().filter(|(name, _)| !windows(name)).chain(flavours.iter().filter(|(name, _)| windows(name)));
        let before = rows.len();
        for (flavour, builds) in order {
            for build in builds.as_array().ok_or("a flavour is no list")? {
                let both = ["tags", "shared"].map(|key| build.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default());
                let mut tags: Vec<&str> = both.into_iter().flatten().filter_map(Value::as_str).collect();
                tags.retain(|tag| !taken.contains(tag));
                taken.extend(&tags);
                let cells = [image.clone(), flavour.clone(), text(build, "suite"), list(build, "arches", ","), tags.join(" ")];
                rows.push(cells.to_vec());
            }
        }
        if rows.len() == before {
            rows.push(vec![image.clone(), String::new(), String::new(), String::new(), String::new()]);
        }
    }
    let source = format!("docker-library/official-images at {}, library/", text(snapshot, "commit"));
    Ok(("official.tsv".to_owned(), render(&source, &day(snapshot, "commit_date"), columns::OFFICIAL, &rows)))
}

/// Families whose `eol` is not an end of support, or that are no images.
const NO_SUPPORT_DATA: &[&str] = &["haskell-ghc", "openssl", "oracle-jdk", "sles"];
/// The families whose extended support costs nothing.
const FREE_LTS: &[&str] = &["debian"];
/// A repository that the snapshot files under a family whose versions its tags do not carry.
const OTHER_VERSIONS: &[&str] = &["buildpack-deps"];

fn full_name(image: &str) -> String {
    match image.split_once('/') {
        None => format!("docker.io/library/{image}"),
        Some((host, _)) if host.contains('.') => image.to_owned(),
        Some(_) => format!("docker.io/{image}"),
    }
}

fn eol(snapshot: &Value) -> Result<Vec<File>, String> {
    let (mut cycles, mut repositories, mut codenames) = (Vec::new(), Vec::new(), Vec::new());
    for (family, facts) in object(snapshot, "families")? {
        let images = facts.get("images").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if NO_SUPPORT_DATA.contains(&family.as_str()) {
            continue;
        }
        for image in images.iter().filter_map(Value::as_str).filter(|image| !OTHER_VERSIONS.contains(image)) {
            repositories.push(vec![full_name(image), family.clone()]);
        }
        for release in array(facts, "releases")? {
            let eol = match release.get("eol") {
                Some(Value::Bool(true)) => "ended".to_owned(),
                _ => text(release, "eol"),
            };
            let free = if FREE_LTS.contains(&family.as_str()) { text(release, "eoes") } else { String::new() };
            let lts = match release.get("lts") {
                Some(Value::Bool(true)) => "yes".to_owned(),
                // A date is the day a release becomes LTS only where it lies within the support.
                Some(Value::String(date)) if *date < eol => date.clone(),
                _ => String::new(),
            };
            cycles.push(vec![family.clone(), text(release, "cycle"), text(release, "release"), eol, free, lts, text(release, "latest")]);
        }
    }
    for (family, names) in object(snapshot, "codenames")? {
        for (word, cycle) in names.as_object().ok_or("codenames are no object")? {
            codenames.push(vec![word.clone(), family.clone(), cycle.as_str().unwrap_or_default().to_owned()]);
        }
    }
    repositories.sort();
    codenames.sort();
    let date = day(snapshot, "commit_date");
    let file = |name: &str, what: &str, columns: &[&str], rows: &[Vec<String>]| {
        (name.to_owned(), render(&at_commit(snapshot, what), &date, columns, rows))
    };
    Ok(vec![
        file("eol.tsv", "products/ (MIT)", columns::EOL, &cycles),
        file("eol-repositories.tsv", "products/ (MIT)", columns::EOL_REPOSITORIES, &repositories),
        file("codenames.tsv", "products/ (MIT)", columns::CODENAMES, &codenames),
    ])
}

fn distroless(snapshot: &Value) -> Result<File, String> {
    let mut rows = Vec::new();
    let short = |name: String| name.rsplit('/').next().unwrap_or_default().to_owned();
    for image in array(snapshot, "current_images")? {
        let family = text(image, "family");
        let policy = text(image, "policy_eol");
        rows.push(vec![
            short(text(image, "image")),
            family,
            text(image, "suite"),
            short(text(image, "alias")),
            list(image, "tags", " "),
            list(image, "arch_suffixes", ","),
            list(image, "deb_packages", " "),
            list(image, "entrypoint", " "),
            // A rule such as "debian14 + 1 year" has no day yet.
            if policy.starts_with("20") { policy } else { String::new() },
            text(image, "libc"),
            presence(image, "openssl"),
            presence(image, "libstdcxx"),
            text(image, "runtime"),
        ]);
    }
    let source = at_commit(snapshot, "SUPPORT_POLICY.md and the build configuration");
    Ok(("distroless.tsv".to_owned(), render(&source, &day(snapshot, "commit_date"), columns::DISTROLESS, &rows)))
}

fn footprint(snapshot: &Value) -> Result<File, String> {
    let mut rows = Vec::new();
    let mut newest = String::new();
    for row in array(snapshot, "rows")? {
        let empty = Value::Null;
        let bytes = row.get("compressed_bytes").unwrap_or(&empty);
        let tools = row.get("tools").unwrap_or(&empty);
        let packages = row.get("os_packages").unwrap_or(&empty);
        newest = newest.max(text(row, "built"));
        rows.push(vec![
            text(row, "ref"),
            number(bytes, "amd64"),
            number(bytes, "arm64"),
            if text(row, "kind").starts_with("measured") { "measured" } else { "derived" }.to_owned(),
            text(row, "built"),
            text(row, "version"),
            number(packages, "count"),
            presence(tools, "shell"),
            presence(tools, "pkg"),
            presence(tools, "curl"),
            presence(tools, "wget"),
            presence(tools, "gcc"),
            presence(tools, "git"),
            // Up to the commit: what follows in brackets is a sentence.
            text(row, "source").split(" (").next().unwrap_or_default().to_owned(),
        ]);
    }
    rows.sort();
    let source = "docker-library/repo-info, the file of each row; date is the newest build";
    Ok(("footprint.tsv".to_owned(), render(source, &newest, columns::FOOTPRINT, &rows)))
}

fn chainguard(snapshot: &Value) -> Result<File, String> {
    let mut rows = Vec::new();
    for (name, image) in object(snapshot, "images")? {
        for variant in array(image, "variants")? {
            let mut row = vec![name.clone(), list(variant, "tags", " "), list(variant, "arches", ",")];
            row.extend([number(variant, "apk_package_count"), text(variant, "run_as"), text(variant, "entrypoint")]);
            row.extend(["shell", "apk", "curl", "wget", "gcc"].map(|key| presence(variant, key)));
            rows.push(row);
        }
    }
    let source = at_commit(snapshot, "images/");
    Ok(("chainguard.tsv".to_owned(), render(&source, &day(snapshot, "commit_date"), columns::CHAINGUARD, &rows)))
}
