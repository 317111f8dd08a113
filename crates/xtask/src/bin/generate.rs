//! Writes what is generated from the core's own values, or compares it with what is there.
//!
//! `cargo xtask gen [--check]` runs it. A generated file is the value of one function here; nothing is read but what it replaces, and the
//! policy that the manifest for Kubewarden is made of.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use plimsoll_core::rules::RULES;
use plimsoll_policy::generate::{Target, generate, kubewarden_metadata};
use plimsoll_policy::{Date, Policy};
use plimsoll_report::{Report, RuleMeta};
use ts_rs::{TS, TypeVisitor};

#[path = "generate/peers.rs"]
mod peers;
#[path = "generate/rules_table.rs"]
mod rules_table;

/// The day that shipped manifests say they are made on.
const MADE_ON: &str = "2026-11-23";

/// A file and what belongs in it.
struct Generated {
    path: &'static str,
    contents: String,
}

/// Every generated file.
fn all() -> Vec<Generated> {
    vec![
        Generated { path: "pkg/report.d.ts", contents: report_types() },
        Generated { path: "docs/rules.md", contents: rules_table::page() },
        Generated { path: "docs/peers.md", contents: peers::page() },
        Generated { path: "docs/policy.schema.json", contents: policy_schema() },
        Generated { path: "crates/kubewarden/metadata.json", contents: format!("{}\n", kubewarden_metadata()) },
        Generated { path: "crates/kubewarden/metadata.yml", contents: metadata_for_people() },
        Generated { path: "deploy/kubewarden/cluster-admission-policy.yaml", contents: cluster_admission_policy() },
    ]
}

/// The JSON Schema of policy files.
fn policy_schema() -> String {
    // Without the line break the file would not end as text files do.
    format!("{:#}\n", plimsoll_policy::schema())
}

/// What the Kubewarden module tells of itself, as `kwctl annotate` takes it.
fn metadata_for_people() -> String {
    let head = "# What the module has in it as its section io.kubewarden.metadata: made by `cargo xtask gen`.\n";
    format!("{head}{}", serde_yaml::to_string(&kubewarden_metadata()).unwrap_or_default())
}

/// The manifest for Kubewarden that is shipped: what `plimsoll policy generate` makes of the policy beside it.
fn cluster_admission_policy() -> String {
    let source = include_str!("../../../../deploy/kubewarden/policy.yaml");
    let (Ok(policy), Some(day)) = (Policy::parse(source), Date::parse(MADE_ON)) else { return String::new() };
    generate(Target::Kubewarden, &policy, source, day).into_iter().map(|file| file.text).collect()
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
    let mut declarations = Declarations::default();
    declarations.visit::<Report>();
    declarations.visit::<RuleMeta>();
    declarations.0.values().for_each(|declaration| text.push_str(declaration));
    text
}

/// Collects declarations by name: in which order a type names those it is made of differs from build to build.
#[derive(Default)]
struct Declarations(BTreeMap<String, String>);

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a path are TypeScript's own, or written where they are used.
        if T::output_path().is_none() || self.0.contains_key(&T::ident()) {
            // A list or an option of ours is a dependency in its own right.
            T::visit_generics(self);
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let lines: Vec<&str> = docs.lines().filter_map(|line| line.trim().strip_prefix("* ")).collect();
        self.0.insert(T::ident(), format!("\n{}{}", comment_of("", &lines), declaration(&T::decl())));
        T::visit_dependencies(self);
    }
}

/// A declaration with its fields one a line, each under its comment; ts-rs writes them without indentation.
fn declaration(text: &str) -> String {
    let Some((head, fields)) = text.split_once(" = { ") else { return format!("export {text}\n") };
    let mut out = format!("export interface {} {{\n", head.trim_start_matches("type "));
    let mut comment = Vec::new();
    for line in fields.trim_end().trim_end_matches("};").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line {
            "/**" => comment.clear(),
            "*/" => out.push_str(&comment_of("  ", &comment)),
            _ => match line.strip_prefix('*') {
                Some(words) => comment.push(words.trim()),
                None => out.push_str(&format!("  {};\n", line.trim_end_matches(','))),
            },
        }
    }
    out.push_str("}\n");
    out
}

/// The comment that ts-rs makes of a documentation comment, in one line where it fits.
fn comment_of(indent: &str, lines: &[&str]) -> String {
    match lines {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_structure_becomes_an_interface() {
        let text = "type X = { \n/**\n * One.\n */\na: string, \n/**\n * Two\n * lines.\n */\nb?: [number, number], };";
        let wanted = "export interface X {\n  /** One. */\n  a: string;\n  /**\n   * Two\n   * lines.\n   */\n  b?: [number, number];\n}\n";
        assert_eq!(declaration(text), wanted);
    }

    #[test]
    fn a_union_stays_a_type() {
        assert_eq!(declaration("type K = \"a\" | \"b\";"), "export type K = \"a\" | \"b\";\n");
    }
}
