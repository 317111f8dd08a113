//! A working folder or a volume among the files of the kernel.

use alloc::format;

use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "sys-workdir",
    summary: "the working folder or volume belongs to the system",
    help: "Choose a folder of your own, such as `/app`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["trivy:DS-0030"],
    looks_for: Marks::WORKDIR.or(Marks::VOLUME),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// Files of the kernel, of the boot loader and of the file system check. In the first three a volume does harm too.
const FOLDERS: [&str; 6] = ["/proc", "/sys", "/dev", "/boot", "/initrd", "/lost+found"];

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        match &instruction.effective().kind {
            InstructionKind::Workdir(Some(word)) => {
                let path = unquoted(&word.text);
                if let Some(folder) = folder_of(path, &FOLDERS) {
                    let message =
                        format!("`{path}` lies in `{folder}`, which belongs to the system: what is written there is lost or does harm");
                    let finding = out.report(word.span, message);
                    if folder == "/sys" {
                        finding.aliases(&[]);
                    }
                }
            }
            InstructionKind::Volume { paths, .. } => paths.iter().for_each(|path| volume(path, out)),
            _ => {}
        }
    }
}

/// `/dev/shm` is memory that belongs to the container.
fn volume(word: &Word<'_>, out: &mut Findings<'_>) {
    let path = unquoted(&word.text);
    let kernel = FOLDERS.get(..3).unwrap_or_default();
    if let Some(folder) = folder_of(path, kernel).filter(|_| path.trim_end_matches('/') != "/dev/shm") {
        out.report(word.span, format!("a volume at `{path}` covers what the kernel shows in `{folder}`"))
            .aliases(&[])
            .help("Keep data in a folder of your own, such as `/data`.");
    }
}

fn folder_of(path: &str, folders: &[&'static str]) -> Option<&'static str> {
    folders.iter().copied().find(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
