//! The two files of a new rule and its line in the list.
//!
//! What it writes compiles and passes its page's test, with a fault that nobody has: a form to fill in.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::run::say;
use crate::{root, shown};

/// Makes `rules/<id>.rs`, `rules/<id>.md` and the line in `rules/mod.rs`.
///
/// # Errors
/// Where the id is no id, or the rule is there already.
pub(crate) fn new_rule(id: &str) -> Result<()> {
    ensure!(is_id(id), "`{id}` is no rule id: lower-case words joined by `-`, naming the fault, such as `image-tag-missing`");
    let folder = root().join("crates/core/src/rules");
    let name = id.replace('-', "_");
    let list = folder.join("mod.rs");
    let listed = fs::read_to_string(&list).with_context(|| format!("cannot read {}", shown(&list)))?;
    let listed = with_line(&listed, &name)?;
    write_new(&folder.join(format!("{name}.rs")), &source(id))?;
    write_new(&folder.join(format!("{name}.md")), &page(id))?;
    fs::write(&list, listed).with_context(|| format!("cannot write {}", shown(&list)))?;
    say(&format!("made {0}/{name}.rs and {name}.md, and listed the rule in {0}/mod.rs", shown(&folder)));
    say("next: choose the scope (`Check`), write the function and the page, then `cargo test -p plimsoll-tests` and `cargo xtask gen`");
    Ok(())
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

fn write_new(path: &Path, contents: &str) -> Result<()> {
    ensure!(!path.exists(), "{} is there already", shown(path));
    fs::write(path, contents).with_context(|| format!("cannot write {}", shown(path)))
}

/// The list with `name` at its place between the names that sort before and behind it.
fn with_line(list: &str, name: &str) -> Result<String> {
    let mut lines: Vec<&str> = list.lines().collect();
    let Some(start) = lines.iter().position(|line| *line == "rules! {") else { bail!("rules/mod.rs has no `rules! {{` list") };
    let Some(length) = lines.iter().skip(start).position(|line| *line == "}") else { bail!("the list in rules/mod.rs does not end") };
    let entry = format!("    {name},");
    let names = &lines[start + 1..start + length];
    ensure!(!names.contains(&entry.as_str()), "rules/mod.rs lists {name} already");
    let at = start + 1 + names.iter().take_while(|line| **line < entry.as_str()).count();
    lines.insert(at, &entry);
    Ok(lines.join("\n") + "\n")
}

fn source(id: &str) -> String {
    format!(
        r#"//! What is wrong, in one line; the source that says so.

use alloc::format;

use plimsoll_report::{{Category, Severity}};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{{Check, Rule}};

pub static RULE: Rule = Rule {{
    id: "{id}",
    summary: "the fault in a few words",
    help: "What to do, in one sentence.",
    severity: Severity::Low,
    category: Category::Image,
    check: Check::Image(check),
    ..Rule::DEFAULT
}};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {{
    if image.text == "example.invalid/fault:1" {{
        out.report(image.span, format!("`{{}}` is at fault", image.text));
    }}
}}
"#
    )
}

fn page(id: &str) -> String {
    format!(
        "# {id}\n\n## What it does\nReports the fault, and says where it does not.\n\n## Why\nWhat the fault leads to.\n\n\
         ## How to fix\nWhat to write instead.\n\n\
         ```dockerfile bad\nFROM example.invalid/fault:1\n     ^^^^^^^^^^^^^^^^^^^^^^^ {id}\n```\n\n\
         ```dockerfile good\nFROM example.invalid/app:1\n```\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        assert!(["privileged", "image-tag-missing", "dl3007-like"].iter().all(|id| is_id(id)));
        assert!(["", "-a", "a-", "A-b", "a_b", "a--b", "3a", "../x"].iter().all(|id| !is_id(id)));
    }

    #[test]
    fn the_list_stays_sorted() {
        let list = "//! Rules.\n\nrules! {\n    b,\n    d,\n}\n\nfn after() {}\n";
        assert_eq!(with_line(list, "c").unwrap(), list.replace("    d,", "    c,\n    d,"));
        assert_eq!(with_line(list, "e").unwrap(), list.replace("    d,", "    d,\n    e,"));
        assert!(with_line(list, "b").is_err());
        assert!(with_line("mod a;\n", "b").is_err());
    }
}
