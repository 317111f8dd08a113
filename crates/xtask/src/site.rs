//! The playground as a static site: index.html, embed.html and what they load, and the documentation beside them.
//!
//! Nothing in the site knows where it is served from; every address is relative.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::run::{run_quietly, say, seconds};
use crate::{docs, npm, root, shown, wasm};

/// The files of the npm package that the worker loads, besides its binding.
pub(crate) const CORE_ENTRY: [&str; 4] = ["index.js", "api.js", "policy.js", "policy-api.js"];

/// How the wasm parts are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Quick to build, slower to load and run.
    Quick,
    /// What is shipped.
    Release,
}

impl Mode {
    pub(crate) fn from_release(release: bool) -> Mode {
        if release { Mode::Release } else { Mode::Quick }
    }

    /// The cargo profile.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Mode::Quick => "wasm-dev",
            Mode::Release => "wasm",
        }
    }

    pub(crate) fn describe(self) -> &'static str {
        match self {
            Mode::Quick => "quick build",
            Mode::Release => "release build, minutes when nothing is cached",
        }
    }
}

/// Builds the site into `to`. What was there stays until the new one is complete.
///
/// # Errors
/// Where a step fails.
pub(crate) fn build(mode: Mode, to: &Path) -> Result<()> {
    let started = Instant::now();
    npm::ensure(npm::Need::Page)?;
    let fresh = to.with_extension("new");
    remove(&fresh)?;
    fs::create_dir_all(&fresh).with_context(|| format!("cannot make {}", fresh.display()))?;

    bundle_editor(&fresh)?;
    let core = wasm::build(&wasm::CORE, mode)?;
    // The worker loads the npm package's own browser entry, so both run the same code.
    copy(&core, &fresh.join("core/dist"), &wasm::is_shipped)?;
    for file in CORE_ENTRY {
        fs::copy(root().join("pkg").join(file), fresh.join("core").join(file)).with_context(|| format!("cannot copy pkg/{file}"))?;
    }
    copy(&wasm::build(&wasm::POLICY, mode)?, &fresh.join("core/dist"), &wasm::is_shipped)?;
    let app = wasm::build(&wasm::APP, mode)?;
    copy(&app, &fresh, &wasm::is_shipped)?;
    copy(&root().join("web/static"), &fresh, &|_| true)?;
    let page = fs::read_to_string(root().join("index.html")).context("cannot read index.html")?;
    let embedded = fs::read_to_string(root().join("web/static/embed.html")).context("cannot read embed.html")?;
    fs::write(fresh.join("index.html"), &page).context("cannot write index.html")?;
    fs::write(fresh.join("embed.html"), with_head(&embedded, &page)?).context("cannot write embed.html")?;

    fs::write(fresh.join("rules.json"), rule_pages(&root().join("crates/core/src/rules"))?).context("cannot write rules.json")?;
    // The documentation is read with a network: its pages are many, and nothing of the page needs them.
    let worker = fs::read_to_string(root().join("web/static/sw.js")).context("cannot read sw.js")?;
    fs::write(fresh.join(SERVICE_WORKER), offline(&worker, &fresh)?).context("cannot write sw.js")?;
    docs::write(&fresh)?;

    remove(to)?;
    fs::rename(&fresh, to).with_context(|| format!("cannot put {} in place", to.display()))?;
    say(&format!("{}/ is ready after {}", shown(to), seconds(started.elapsed())));
    Ok(())
}

/// The service worker, which keeps the files of one build for when there is no network.
const SERVICE_WORKER: &str = "sw.js";

/// Of the documentation alone, which the service worker leaves to the network.
const DOCS_STYLE: &str = "docs.css";

/// What takes the service worker of an earlier visit away again.
const FAREWELL: &str = "\
addEventListener(\"install\", () => skipWaiting());
addEventListener(\"activate\", (event) => event.waitUntil(registration.unregister()));
";

/// Puts a service worker in a built site that keeps nothing: who works on the page wants to see what was built last.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn without_offline(site: &Path) -> Result<()> {
    fs::write(site.join(SERVICE_WORKER), FAREWELL).context("cannot write sw.js")
}

/// The service worker with the list of a site's files. The page itself is listed by its folder's address.
fn offline(worker: &str, site: &Path) -> Result<String> {
    let mut files = Vec::new();
    list(site, "", &mut files)?;
    files.sort();
    let listed: Vec<String> = files.iter().map(|(name, sum)| format!("  {}: \"{sum:08x}\",\n", json_text(name))).collect();
    let build = check_sum(listed.concat().as_bytes());
    ensure!(worker.contains(LIST) && worker.contains(BUILD), "sw.js does not say where its list and its build go");
    Ok(worker
        .replace(LIST, &format!("const FILES = {{\n{}}};", listed.concat()))
        .replace(BUILD, &format!("const BUILD = \"{build:08x}\";")))
}

/// Where the service worker takes its list.
const LIST: &str = "const FILES = {};";

/// Where it takes the name of its build.
const BUILD: &str = "const BUILD = \"none\";";

fn list(folder: &Path, before: &str, files: &mut Vec<(String, u32)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else if name != SERVICE_WORKER && name != DOCS_STYLE {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
            files.push((if name == "index.html" { "./".to_owned() } else { name }, check_sum(&bytes)));
        }
    }
    Ok(())
}

/// FNV-1a, as `sw.js` has it.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The rules' pages as a JSON object from id to Markdown; the page fetches it when a rule is first explained.
fn rule_pages(folder: &Path) -> Result<String> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let id = page.lines().next().unwrap_or_default().trim_start_matches('#').trim();
            pages.push(format!("{}:{}", json_text(id), json_text(&page)));
        }
    }
    pages.sort();
    Ok(format!("{{{}}}\n", pages.join(",\n")))
}

/// A text as JSON writes it.
pub(crate) fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            c if c.is_control() => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

/// The editor, and the diff view that is loaded when one is first shown; what both need is `codemirror.js`, which the page preloads.
fn bundle_editor(to: &Path) -> Result<()> {
    say("bundling the editor (esbuild)");
    let mut esbuild = Command::new(npm::tool("esbuild"));
    esbuild
        .args(["web/editor/editor.js", "web/editor/diff.js", "--bundle", "--format=esm", "--minify", "--target=es2022"])
        .args(["--splitting", "--chunk-names=codemirror", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--outdir={}", to.display()))
        .current_dir(root());
    run_quietly(&mut esbuild, "web/editor/ has the sources.").map(drop)
}

/// Copies a folder's files that `wanted` names, and its folders.
pub(crate) fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, wanted)?;
        } else if wanted(&name.to_string_lossy()) {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    Ok(())
}

/// Where a page takes over the head of another.
const HEAD: &str = "<!-- The build puts the rest of index.html's head here. -->";

/// A page with the head of `other` but for what is about that page alone: its title and its description.
fn with_head(page: &str, other: &str) -> Result<String> {
    let head = other.split_once("<head>").and_then(|(_, rest)| rest.split_once("</head>")).map(|(head, _)| head);
    let head = head.context("index.html has no head")?;
    ensure!(page.contains(HEAD), "embed.html does not say where its head goes");
    let shared = head.lines().map(str::trim).filter(|line| !line.starts_with("<title>") && !line.starts_with("<meta name=\"description\""));
    Ok(page.replace(HEAD, &shared.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n    ")))
}

/// The Content-Security-Policy in a page's meta element.
///
/// # Errors
/// Where the page has none: no page may be without.
pub(crate) fn policy(html: &str) -> Result<String> {
    let policy =
        html.split("http-equiv=\"Content-Security-Policy\"").nth(1).and_then(|rest| rest.split("content=\"").nth(1)?.split('"').next());
    let policy = policy.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(!policy.is_empty(), "the page has no Content-Security-Policy");
    Ok(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_the_same_closed_policy() {
        let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
        let embedded = with_head(&read("web/static/embed.html"), &read("index.html")).unwrap();
        let page = policy(&read("index.html")).unwrap();
        assert_eq!(page, policy(&embedded).unwrap());
        assert_eq!((embedded.matches("<title>").count(), embedded.matches("name=\"description\"").count()), (1, 0));
        assert!(page.starts_with("default-src 'none';"), "{page}");
        assert!(!page.contains("unsafe-inline") && !page.contains("'unsafe-eval'") && !page.contains("http"), "{page}");
    }

    #[test]
    fn pages_of_rules_are_json_by_id() {
        assert_eq!(json_text("a \"b\" \\ \n\tµ"), "\"a \\\"b\\\" \\\\ \\n\\u0009µ\"");
        let json = rule_pages(&root().join("crates/core/src/rules")).unwrap();
        assert!(json.contains("\"privileged\":\"# privileged\\n\\n## What it does\\n"), "{json}");
    }

    #[test]
    fn the_service_worker_lists_every_file_and_is_named_by_them() {
        let site = std::env::temp_dir().join(format!("plimsoll-site-{}", std::process::id()));
        fs::create_dir_all(site.join("core")).unwrap();
        for (name, text) in [("index.html", "a"), ("core/b.js", "b"), ("sw.js", "c")] {
            fs::write(site.join(name), text).unwrap();
        }
        let worker = fs::read_to_string(root().join("web/static/sw.js")).unwrap();
        let written = offline(&worker, &site).unwrap();
        assert!(written.contains("const FILES = {\n  \"./\": \"e40c292c\",\n  \"core/b.js\": \"e70c2de5\",\n};"), "{written}");
        fs::write(site.join("core/b.js"), "d").unwrap();
        let of_another = offline(&worker, &site).unwrap();
        let build = |worker: &str| worker.lines().find(|line| line.starts_with("const BUILD")).map(str::to_owned);
        assert_ne!(build(&written), build(&of_another));
        fs::remove_dir_all(&site).unwrap();
        assert!(offline("", &root().join("web/static")).is_err());
    }

    #[test]
    fn a_page_without_policy_is_refused() {
        assert!(policy("<!doctype html><title>x</title>").is_err());
    }

    #[test]
    fn addresses_in_pages_are_relative() {
        for page in ["index.html", "web/static/embed.html"] {
            let html = fs::read_to_string(root().join(page)).unwrap();
            for address in html.split(['"', '\'']).filter(|part| part.contains('/') && !part.contains(' ') && !part.contains('<')) {
                assert!(!address.starts_with('/') && !address.contains("://") || address == "application/wasm", "{page}: {address}");
            }
        }
    }
}
