//! The documentation as pages of the site: a page for every rule at the address that findings name, a table of all of them, and the guides
//! of `docs/`.
//!
//! They are plain HTML: no script, nothing loaded but two style sheets beside the playground's. What they say is the Markdown of the
//! repository; nothing is written here but the frame around it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::root;
use crate::site::json_text;

/// The guides of `docs/` in the order in which the head of each page names them, and what it calls them.
const GUIDES: [(&str, &str); 6] = [
    ("rules", "Rules"),
    ("policy", "Policy files"),
    ("serve", "Webhook server"),
    ("kubewarden", "Kubewarden"),
    ("peers", "Other tools' checks"),
    ("before-after", "Before and after"),
];

/// The labels of code that is no example but the settings of those below it.
const SETTINGS: [&str; 3] = [".hadolint.yaml", "plimsoll.yaml", ".dockerignore"];

/// Where the Markdown of the guides finds the rules' pages.
const RULES: &str = "../crates/core/src/rules/";

/// Writes `rules/<id>.html`, `rules/index.html` and `docs/<guide>.html` below `to`.
///
/// # Errors
/// Where a page is missing, or the table of rules does not name it.
pub(crate) fn write(to: &Path) -> Result<()> {
    let (rules, guides) = (to.join("rules"), to.join("docs"));
    for folder in [&rules, &guides] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    for (name, _) in GUIDES {
        let text = read(&root().join("docs").join(name).with_extension("md"))?;
        let file = if name == "rules" { rules.join("index.html") } else { guides.join(name).with_extension("html") };
        let body = markdown(&text, &Examples { playground: None });
        save(&file, &page(&title(&text), name, &body))?;
    }
    fs::copy(root().join("docs/policy.schema.json"), guides.join("policy.schema.json")).context("cannot copy docs/policy.schema.json")?;
    let table = facts(&read(&root().join("docs/rules.md"))?);
    for entry in fs::read_dir(root().join("crates/core/src/rules")).context("cannot read the rules' pages")? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = read(&path)?;
        let id = title(&text);
        let facts = table.get(&id).with_context(|| format!("docs/rules.md does not know {id}: run `cargo xtask gen`"))?;
        save(&rules.join(&id).with_extension("html"), &rule_page(&id, &text, facts))?;
    }
    check_links(&rules)?;
    check_links(&guides)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn save(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The first heading of a page.
fn title(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().trim().to_owned()
}

/// What the table of rules says of one.
struct Facts {
    severity: String,
    category: String,
    fix: String,
    preset: String,
    summary: String,
    /// Other tools' names for it, separated by commas.
    elsewhere: String,
}

/// The rows of the table of rules, by id.
fn facts(table: &str) -> BTreeMap<String, Facts> {
    let row = |line: &str| {
        let (id, rest) = line.strip_prefix("| [")?.split_once(']')?;
        let cells: Vec<String> = rest.replace("\\|", "\u{1}").split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
        let [_, severity, category, fix, preset, summary, elsewhere, _] = <[String; 8]>::try_from(cells).ok()?;
        Some((id.to_owned(), Facts { severity, category, fix, preset, summary, elsewhere }))
    };
    table.lines().filter_map(row).collect()
}

fn rule_page(id: &str, text: &str, facts: &Facts) -> String {
    let fix = match facts.fix.as_str() {
        "safe" => "with a safe fix",
        "unsafe" => "with a fix that may change behaviour",
        _ => "without a fix",
    };
    let mut body = format!("<h1><code>{}</code></h1>\n<p class=\"summary\">{}.</p>\n", escaped(id), inline(&facts.summary));
    let _ = writeln!(
        body,
        "<p class=\"about\"><span class=\"severity {0}\">{0}</span> · {1} · {fix} · preset <code>{2}</code></p>",
        facts.severity, facts.category, facts.preset
    );
    if !facts.elsewhere.is_empty() {
        let _ = writeln!(body, "<p class=\"about\">Elsewhere: {}</p>", escaped(&facts.elsewhere));
    }
    // The heading is said above.
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    // What another preset or a settings file makes of an example, the playground does not show by itself.
    let has_settings =
        text.lines().any(|line| line.strip_prefix("```").is_some_and(|info| SETTINGS.iter().any(|name| info.ends_with(name))));
    let playground = (facts.preset == "default" && !has_settings).then_some("../");
    body.push_str(&markdown(rest, &Examples { playground }));
    page(id, "", &body)
}

/// A whole page around its content. `here` is the guide that it is.
fn page(title: &str, here: &str, body: &str) -> String {
    let mut links = String::from("<a class=\"home\" href=\"../\">Plimsoll</a>");
    for (name, words) in GUIDES {
        let address = if name == "rules" { "../rules/".to_owned() } else { format!("../docs/{name}.html") };
        let current = if name == here { " aria-current=\"page\"" } else { "" };
        let _ = write!(links, "\n        <a href=\"{address}\"{current}>{words}</a>");
    }
    format!(
        r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title} · Plimsoll</title>
    <link rel="icon" href="../icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="../style.css">
    <link rel="stylesheet" href="../docs.css">
  </head>
  <body class="docs">
    <header>
      <nav aria-label="Documentation">
        {links}
      </nav>
    </header>
    <main>
{body}
    </main>
  </body>
</html>
"#,
        title = escaped(title),
    )
}

/// How the examples of a page are shown.
struct Examples<'a> {
    /// Where the playground is; `None` where examples are not for trying out.
    playground: Option<&'a str>,
}

/// Markdown as HTML: tables, with examples in frames of their own and links to Markdown files leading to the pages that are made of them.
fn markdown(text: &str, examples: &Examples<'_>) -> String {
    let mut events = Vec::new();
    let mut example: Option<(String, String)> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => example = Some((info.into_string(), String::new())),
            Event::Text(text) if example.is_some() => example.iter_mut().for_each(|(_, code)| code.push_str(&text)),
            Event::End(TagEnd::CodeBlock) if example.is_some() => {
                let html = example.take().map(|(info, code)| figure(&info, &code, examples));
                events.extend(html.map(|html| Event::Html(html.into())));
            }
            // A wide table scrolls by itself, and with the keyboard.
            Event::Start(Tag::Table(alignment)) => {
                events.push(Event::Html("<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">".into()));
                events.push(Event::Start(Tag::Table(alignment)));
            }
            Event::End(TagEnd::Table) => events.extend([Event::End(TagEnd::Table), Event::Html("</div>\n".into())]),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                events.push(Event::Start(Tag::Link { link_type, dest_url: address(dest_url), title, id }));
            }
            other => events.push(other),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

/// The address of the page that is made of a Markdown file; other addresses are what they are.
fn address(url: CowStr<'_>) -> CowStr<'_> {
    if let Some(rule) = url.strip_prefix(RULES).and_then(|file| file.strip_suffix(".md")) {
        return format!("../rules/{}.html", rule.replace('_', "-")).into();
    }
    match url.split_once(".md") {
        Some((guide, rest)) if GUIDES.iter().any(|(name, _)| *name == guide) => format!("{guide}.html{rest}").into(),
        _ => url,
    }
}

/// An example: its code, with the lines that mark what is reported set apart.
fn figure(info: &str, code: &str, examples: &Examples<'_>) -> String {
    let (language, label) = info.split_once(' ').unwrap_or((info, ""));
    let caption = match label {
        "bad" => "Reported",
        "good" => "Not reported",
        "fixed" => "After the fix",
        other => other,
    };
    let is_example = matches!(label, "bad" | "good" | "fixed");
    let mut out = format!("<figure class=\"example {}\">", if is_example { label } else { "" });
    let link = examples.playground.filter(|_| is_example);
    if !caption.is_empty() {
        let _ = write!(out, "<figcaption>{}", escaped(caption));
        if let Some(playground) = link {
            let _ = write!(out, " <a href=\"{playground}#{}\">Open in the playground</a>", share_hash(&files(language, code)));
        }
        out.push_str("</figcaption>");
    }
    let name = if caption.is_empty() { "Code" } else { caption };
    let _ = write!(out, "<pre tabindex=\"0\" role=\"group\" aria-label=\"{}\"><code>", escaped(name));
    for line in code.lines() {
        let class = if is_mark(line) { " class=\"marks\"" } else { "" };
        let _ = writeln!(out, "<span{class}>{}</span>", escaped(line));
    }
    out.push_str("</code></pre></figure>\n");
    out
}

/// Whether a line points at what the line above has, and is none of the file's.
fn is_mark(line: &str) -> bool {
    line.trim_start().starts_with('^')
}

/// The files of an example by name, without marks.
fn files(language: &str, code: &str) -> Vec<(String, String)> {
    let lines = || code.lines().filter(|line| !is_mark(line));
    if language != "files" {
        let name = if language == "dockerfile" { "Dockerfile" } else { "manifest.yaml" };
        return vec![(name.to_owned(), lines().map(|line| format!("{line}\n")).collect())];
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for line in lines() {
        match (line.strip_prefix("# file: "), files.last_mut()) {
            (Some(name), _) => files.push((name.trim().to_owned(), String::new())),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    files
}

/// What the playground reads behind the `#` (`web/static/share.js`): deflated JSON in base64url. Deflate has blocks that hold their bytes
/// as they are, which is enough for examples.
fn share_hash(files: &[(String, String)]) -> String {
    let files: Vec<String> =
        files.iter().map(|(name, text)| format!("{{\"name\":{},\"text\":{}}}", json_text(name), json_text(text))).collect();
    let json = format!("{{\"files\":[{}]}}", files.join(","));
    let mut deflated = Vec::new();
    let mut blocks = json.as_bytes().chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        deflated.push(u8::from(blocks.peek().is_none()));
        deflated.extend(length.to_le_bytes());
        deflated.extend((!length).to_le_bytes());
        deflated.extend(block);
    }
    format!("v1.{}", base64url(&deflated))
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        (0..=group.len()).for_each(|place| out.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize])));
    }
    out
}

/// A line of Markdown without a paragraph around it.
fn inline(text: &str) -> String {
    let html = markdown(text, &Examples { playground: None });
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Looks whether every address in the pages of a folder leads to a file of the site.
fn check_links(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let text = read(&path)?;
        for address in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let file = address.split(['#', '?']).next().unwrap_or_default();
            let there = address.starts_with("https://") || file.is_empty() || folder.join(file).exists();
            ensure!(there, "{} leads to {address}, which is not there", path.display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages() {
        let html =
            markdown("[a](../crates/core/src/rules/run_as_root.md) [b](policy.md#x) [c](https://x.y/z.md)", &Examples { playground: None });
        assert!(html.contains("href=\"../rules/run-as-root.html\"") && html.contains("href=\"policy.html#x\""), "{html}");
        assert!(html.contains("href=\"https://x.y/z.md\""), "{html}");
    }

    #[test]
    fn examples_are_shown_with_their_marks_and_tried_without() {
        let page = "```dockerfile bad\nFROM a<b\n     ^^^ x\n```\n";
        let html = markdown(page, &Examples { playground: Some("../") });
        assert!(html.contains("<span>FROM a&lt;b</span>\n<span class=\"marks\">     ^^^ x</span>"), "{html}");
        assert!(html.contains(&format!("href=\"../#{}\"", share_hash(&[("Dockerfile".into(), "FROM a<b\n".into())]))), "{html}");
        let several = files("files", "# file: a.yaml\nx: 1\n   ^ y\n# file: b/Dockerfile\nFROM c\n");
        assert_eq!(several, [("a.yaml".into(), "x: 1\n".into()), ("b/Dockerfile".into(), "FROM c\n".into())]);
    }

    #[test]
    fn share_links_are_stored_blocks_in_base64url() {
        assert_eq!(base64url(b""), "");
        assert_eq!(base64url(&[0xfb]), "-w");
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(base64url(b"Man"), "TWFu");
        // {"files":[]} in one last block of twelve bytes.
        assert_eq!(share_hash(&[]), format!("v1.{}", base64url(b"\x01\x0c\x00\xf3\xff{\"files\":[]}")));
    }

    #[test]
    fn the_table_of_rules_is_read_back() {
        let table = facts("| rule | x |\n|---|---|\n| [a-b](../a_b.md) | low | image | safe | strict | one \\| two | hadolint:DL1 |\n");
        assert_eq!(table.len(), 1);
        assert_eq!(table.get("a-b").map(|facts| (facts.summary.as_str(), facts.elsewhere.as_str())), Some(("one | two", "hadolint:DL1")));
    }
}
