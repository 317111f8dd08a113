//! Arguments for an image that has no entry point to take them.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::Entry;
use crate::bundle::is_shell;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "args-without-entrypoint",
    summary: "args are given, and the image has a CMD but no ENTRYPOINT",
    help: "Set `command` as well, or turn the image's `CMD` into an `ENTRYPOINT`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
/// Programs that are written out where somebody knows that the whole command is replaced.
const PROGRAMS: &str = " bundle bun celery deno dotnet env exec flask gunicorn java node npm npx perl php poetry python python3 rake \
     rails ruby sleep tail uv uvicorn yarn ";

fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for pair in bundle.pairs().iter().filter(|pair| !pair.workload.pods.windows) {
        let (container, image) = (pair.container, pair.image);
        let (Some([]), Some([first, ..])) = (container.command.as_deref(), container.args.as_deref()) else { continue };
        if image.entrypoint.0 != Entry::Absent || is_program(&first.text, &image.cmd.0) {
            continue;
        }
        let message =
            format!("`{}` would be run as a program: the image of container `{}` has no `ENTRYPOINT`", first.text, container.label);
        let related = match image.cmd.1 {
            Some(cmd) => (pair.dockerfile, cmd, "`args` take the place of this"),
            None => (pair.dockerfile, image.from, "this image sets no `ENTRYPOINT`"),
        };
        let finding = out.report(pair.workload.at, Some(container), first.span, message, &[related]);
        if let Some(finding) = finding {
            finding.path(format!("{}.args[0]", container.path));
        }
    }
}

/// Whether the first argument is a program: by its path, by being a well-known one, or by being what the image runs itself.
fn is_program(first: &str, cmd: &Entry) -> bool {
    let own = match cmd {
        Entry::Exec(words) => words.first().map(|word| word.as_str()),
        Entry::Shell(text) => text.split_whitespace().next(),
        Entry::Absent | Entry::Unknown => None,
    };
    first.starts_with(['/', '.', '$']) || own == Some(first) || is_shell(first) || PROGRAMS.split(' ').any(|known| known == first)
}
