//! `plimsoll explain`: a rule's page.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use clap::ColorChoice;
use plimsoll_core::rule::Rule;
use plimsoll_core::rules::page;

use crate::args::ExplainArgs;
use crate::failure::{Failure, of_stdout};
use crate::names;
use crate::terminal::{Look, wrap};

/// Lines longer than this are hard to read, however wide the terminal is.
const READABLE: usize = 100;

/// Prints the pages of all rules that the name means: another tool's rule may be several of ours.
///
/// # Errors
/// Where there is no such rule.
pub(crate) fn run(args: &ExplainArgs, color: ColorChoice) -> Result<ExitCode, Failure> {
    let rules = names::rules(args.rule.trim());
    if rules.is_empty() {
        return Err(Failure(names::unknown(args.rule.trim())));
    }
    let look = Look::stdout(color);
    let pages: Vec<String> = rules.iter().map(|rule| if look.colour { styled(rule, look) } else { plain(rule) }).collect();
    let mut out = look.writer();
    of_stdout(out.write_all(pages.join("\n").as_bytes()).and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

/// What the rule's code says of it: severity, category, preset, fix, other names.
fn facts(rule: &Rule) -> String {
    let fix = match rule.fix.word() {
        "none" => "no fix".to_owned(),
        word => format!("{word} fix"),
    };
    let mut text = format!("{} severity, category {}, preset {}, {fix}.", rule.severity.word(), rule.category.word(), rule.preset.word());
    if !rule.aliases.is_empty() {
        let _ = write!(text, " Elsewhere: {}.", rule.aliases.join(", "));
    }
    text
}

/// The page as it is written, with the facts under its title: Markdown reads well by itself.
fn plain(rule: &Rule) -> String {
    let text = page(rule.id).unwrap_or_default();
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    format!("{title}\n\n{}\n{}\n", facts(rule), rest.trim_end())
}

/// The page for a terminal.
fn styled(rule: &Rule, look: Look) -> String {
    let width = look.width.min(READABLE);
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in plain(rule).lines() {
        let starts_item = line.starts_with("- ");
        if in_code || line.is_empty() || line.starts_with(['#', '`', '|']) || starts_item {
            flush(&mut paragraph, width, look, &mut out);
        }
        if let Some(fence) = line.strip_prefix("```") {
            // The word behind the language says what the example shows.
            let what = fence.split_whitespace().nth(1).unwrap_or_default();
            if !in_code && !what.is_empty() {
                let _ = writeln!(out, "{}", look.paint("1", &format!("{}:", capital(what))));
            }
            in_code = !in_code;
        } else if in_code {
            let is_mark = line.trim_start().starts_with('^');
            let _ = writeln!(out, "    {}", look.paint(if is_mark { "91" } else { "36" }, line));
        } else if line.starts_with('#') {
            let style = if line.starts_with("# ") { "1;4" } else { "1" };
            let _ = writeln!(out, "{}", look.paint(style, line.trim_start_matches(['#', ' '])));
        } else if line.is_empty() || line.starts_with('|') {
            let _ = writeln!(out, "{line}");
        } else {
            paragraph += line.trim_start();
            paragraph.push(' ');
        }
    }
    flush(&mut paragraph, width, look, &mut out);
    out
}

/// Ends a paragraph: its lines are filled, a list item's set in.
fn flush(paragraph: &mut String, width: usize, look: Look, out: &mut String) {
    let text = paragraph.trim();
    if !text.is_empty() {
        let (indent, width) = if text.starts_with("- ") { ("  ", width.saturating_sub(2)) } else { ("", width) };
        let filled = wrap(text, width).replace('\n', &format!("\n{indent}"));
        let _ = writeln!(out, "{}", spans(&filled, look));
    }
    paragraph.clear();
}

/// Code and strong text within a paragraph.
fn spans(text: &str, look: Look) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            out += &look.paint("36", part);
        } else {
            for (i, part) in part.split("**").enumerate() {
                if i % 2 == 1 { out += &look.paint("1", part) } else { out += part }
            }
        }
    }
    out
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
