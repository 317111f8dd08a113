//! An archive that is copied and then unpacked.

use alloc::collections::BTreeMap;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, Stage};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "add-for-archives",
    summary: "an archive is copied and then unpacked",
    help: "Let `ADD` unpack it: the archive itself then stays out of the image.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["hadolint:DL3010"],
    looks_for: Marks::COPY,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

/// What ADD unpacks. A `.zip` is not among it.
const ARCHIVES: [&str; 11] = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tb2", ".tar.xz", ".txz", ".tar.zst", ".tzst"];

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // The file names under which archives lie in the image, and where each came from.
    let mut copied: BTreeMap<&str, Span> = BTreeMap::new();
    for (index, instruction) in stage.numbered() {
        match &instruction.kind {
            InstructionKind::Copy(transfer) if instruction.flag("from").is_none() => {
                for source in transfer.sources.iter().filter(|source| is_archive(&source.text)) {
                    copied.entry(file_name(&source.text)).or_insert(source.span);
                    // A folder gives it no other name.
                    if let Some(name) = transfer.destination.as_ref().map(|to| file_name(&to.text)).filter(|name| !name.is_empty()) {
                        copied.entry(name).or_insert(source.span);
                    }
                }
            }
            InstructionKind::Run { .. } if !copied.is_empty() => {
                for command in model.commands_at(index).iter().filter(|command| unpacks(command)) {
                    let archive = command.effective.args.iter().find_map(|arg| {
                        let text = arg.text();
                        copied.remove(file_name(&text))
                    });
                    if let Some(place) = archive {
                        out.report(place, "this archive stays in a layer of the image, although only what is in it is needed")
                            .related(command.span(), "it is unpacked here");
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_archive(path: &str) -> bool {
    let path = path.trim_matches(['"', '\'']);
    ARCHIVES.iter().any(|suffix| path.ends_with(suffix))
}

fn file_name(path: &str) -> &str {
    let path = path.trim_matches(['"', '\'']);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// `tar xf`, `tar -zxf`, `tar --extract`, `gunzip`.
fn unpacks(command: &RunCommand<'_>) -> bool {
    let is_short = |text: &str| !text.starts_with("--") && (text.starts_with('-') || !text.contains(['/', '.'])) && text.contains('x');
    let args = command.effective.args;
    // What only takes away the compression has the same end.
    let decompresses = || matches!(command.name(), "gunzip" | "bunzip2" | "unxz" | "uncompress" | "zcat" | "gzcat" | "unzip");
    decompresses()
        || matches!(command.name(), "tar" | "bsdtar")
            && args.iter().enumerate().any(|(index, arg)| {
                let text = arg.text();
                matches!(&*text, "--extract" | "--get") || ((index == 0 || text.starts_with('-')) && is_short(&text))
            })
}
