//! What browsers transfer: sizes of the release build beside their budgets.
//!
//! Brotli figures are what a static host that compresses sends; the budgets are held against them.

use std::path::Path;

use anyhow::{Result, bail};

use crate::site::{self, Mode};
use crate::{absurd, npm, target_dir};

/// Raw, gzip and brotli bytes of some files.
#[derive(Clone, Copy, Default)]
struct Sizes([u64; 3]);

struct Part {
    name: &'static str,
    sizes: Sizes,
    /// In bytes after brotli.
    budget: Option<u64>,
}

/// Prints the table and judges it.
///
/// # Errors
/// Where the build fails or a part is over its budget.
pub(crate) fn size() -> Result<()> {
    let over = print()?;
    if over.is_empty() { Ok(()) } else { bail!("over budget: {}", over.join(", ")) }
}

/// Prints the table; gives the parts that are over their budgets.
///
/// # Errors
/// Where the build fails.
pub(crate) fn print() -> Result<Vec<&'static str>> {
    let dist = target_dir().join("web/site").join(Mode::Release.profile());
    site::build(Mode::Release, &dist)?;
    let parts = measure(&dist)?;
    print!("{}", table(&parts));
    Ok(parts.iter().filter(|part| part.is_over()).map(|part| part.name).collect())
}

/// Prints one file beside its budget; says whether it is over it.
///
/// # Errors
/// Where it cannot be measured.
pub(crate) fn print_one(name: &'static str, file: &Path, budget: u64) -> Result<bool> {
    let part = Part { name, sizes: of(Path::new(""), &[&file.display().to_string()])?, budget: Some(budget) };
    let is_over = part.is_over();
    print!("{}", table(&[part]));
    Ok(is_over)
}

impl Part {
    fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.sizes.0[2] > budget)
    }
}

fn measure(dist: &Path) -> Result<Vec<Part>> {
    let core = of(dist, &["core/dist/plimsoll_bg.wasm"])?;
    let app = of(dist, &["app_bg.wasm"])?;
    let editor = of(dist, &["editor.js", "codemirror.js"])?;
    let rest = of(
        dist,
        &[
            "core/index.js",
            "core/api.js",
            "core/dist/plimsoll.js",
            "app.js",
            "index.html",
            "element.js",
            "analyst.js",
            "settings.js",
            "framed.js",
            "worker.js",
            "share.js",
            "page.js",
            "examples.js",
            "keys.js",
            "divider.js",
            "store.js",
            "style.css",
        ],
    )?;
    Ok(vec![
        Part { name: "core wasm", sizes: core, budget: Some(250_000) },
        Part { name: "app wasm", sizes: app, budget: Some(120_000) },
        Part { name: "editor", sizes: editor, budget: Some(130_000) },
        Part { name: "page, bindings, styles", sizes: rest, budget: None },
        Part { name: "first load", sizes: [core, app, editor, rest].into_iter().fold(Sizes::default(), Sizes::plus), budget: None },
        Part { name: "policy (on first use)", sizes: of(dist, &["core/dist/policy_bg.wasm", "core/dist/policy.js"])?, budget: None },
        Part { name: "diff (on first use)", sizes: of(dist, &["diff.js"])?, budget: None },
        Part { name: "windows, parts (later)", sizes: of(dist, &LATER)?, budget: None },
    ])
}

/// What the page loads behind its first report.
const LATER: [&str; 8] = ["windows.js", "elements.js", "export.js", "fixed.js", "admission.js", "rule.js", "markdown.js", "offline.js"];

impl Sizes {
    fn plus(self, other: Sizes) -> Sizes {
        Sizes([0, 1, 2].map(|i| self.0[i] + other.0[i]))
    }
}

/// The sizes of files, each compressed alone as a server would.
fn of(dist: &Path, files: &[&str]) -> Result<Sizes> {
    const SCRIPT: &str = "
        import { readFileSync } from 'node:fs';
        import { gzipSync, brotliCompressSync, constants } from 'node:zlib';
        const sum = [0, 0, 0];
        for (const file of process.argv.slice(1)) {
            const raw = readFileSync(file);
            sum[0] += raw.length;
            sum[1] += gzipSync(raw, { level: 9 }).length;
            sum[2] += brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }).length;
        }
        console.log(sum.join(' '));";
    let paths: Vec<String> = files.iter().map(|file| dist.join(file).display().to_string()).collect();
    let printed = npm::node_script(SCRIPT, &paths)?;
    let numbers: Vec<u64> = printed.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers.try_into() {
        Ok(sizes) => Ok(Sizes(sizes)),
        Err(_) => absurd("node printed no three sizes"),
    }
}

fn table(parts: &[Part]) -> String {
    let mut text = format!("{:<24}{:>12}{:>12}{:>12}{:>12}\n", "bytes", "raw", "gzip -9", "brotli -11", "budget");
    for part in parts {
        let [raw, gzip, brotli] = part.sizes.0;
        let budget = part.budget.map_or_else(String::new, grouped);
        let mark = if part.is_over() { "  OVER" } else { "" };
        text.push_str(&format!("{:<24}{:>12}{:>12}{:>12}{budget:>12}{mark}\n", part.name, grouped(raw), grouped(gzip), grouped(brotli)));
    }
    text
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([7, 123, 1234, 1_234_567].map(grouped), ["7", "123", "1,234", "1,234,567"]);
    }

    #[test]
    fn a_part_over_its_budget_is_marked() {
        let part = |brotli, budget| Part { name: "x", sizes: Sizes([9, 9, brotli]), budget };
        assert!(table(&[part(11, Some(10))]).contains("OVER"));
        assert!(!table(&[part(10, Some(10)), part(11, None)]).contains("OVER"));
    }
}
