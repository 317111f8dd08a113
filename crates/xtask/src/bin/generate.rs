//! Writes what is generated from the core's own values, or compares it with what is there.
//!
//! `cargo xtask gen [--check]` runs it. A generated file is the value of one function here; nothing is read but what it replaces.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use plimsoll_core::rules::RULES;
use plimsoll_report::Report;
use ts_rs::{TS, TypeVisitor};

/// A file and what belongs in it.
struct Generated {
    path: &'static str,
    contents: String,
}

/// Every generated file.
fn all() -> Vec<Generated> {
    vec![Generated { path: "pkg/report.d.ts", contents: report_types() }]
}

fn main() -> ExitCode {
    let check = std::env::args().skip(1).any(|arg| arg == "--check");
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut failed = false;
    for file in all() {
        let path = root.join(file.path);
        // A checkout may have turned line ends into CR LF.
        let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if there == file.contents {
            continue;
        }
        if check {
            eprintln!(
                "{} is not what the sources make of it (first difference in line {})",
                file.path,
                first_difference(&there, &file.contents)
            );
            failed = true;
        } else if let Err(error) = write(&path, &file.contents) {
            eprintln!("{}: {error}", file.path);
            failed = true;
        } else {
            eprintln!("wrote {}", file.path);
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn write(path: &Path, contents: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, contents)
}

fn first_difference(there: &str, wanted: &str) -> usize {
    1 + there.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count()
}

/// TypeScript declarations of the report and everything in it, and the union of rule ids.
fn report_types() -> String {
    let mut text = String::from(
        "// Generated from the Rust types by `cargo xtask gen`. Change those, then run it.\n\n/** A rule's id; never reused. */\nexport type RuleId =\n",
    );
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    for id in ids {
        text.push_str(&format!("  | \"{id}\"\n"));
    }
    // In front of the last line's end.
    text.insert(text.len() - 1, ';');
    let mut declarations = Declarations { seen: HashSet::new(), text };
    declarations.visit::<Report>();
    declarations.text
}

/// Collects declarations, a type before those it is made of.
struct Declarations {
    seen: HashSet<String>,
    text: String,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a path are TypeScript's own, or written where they are used.
        if T::output_path().is_none() || !self.seen.insert(T::ident()) {
            // A list or an option of ours is a dependency in its own right.
            T::visit_generics(self);
            return;
        }
        self.text.push('\n');
        self.text.push_str(&T::docs().unwrap_or_default());
        self.text.push_str(&declaration(&T::decl()));
        T::visit_dependencies(self);
    }
}

/// `type X = { a: A, b: B, };` as an exported interface with a field a line; other declarations as they are.
fn declaration(text: &str) -> String {
    format!("export {text}\n")
}
