//! A working folder among the files of the kernel.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "sys-workdir",
    summary: "the working folder belongs to the system",
    help: "Choose a folder of your own, such as `/app`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["trivy:DS-0030"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// Files of the kernel, of the boot loader and of the file system check.
const FOLDERS: [&str; 6] = ["/proc", "/sys", "/dev", "/boot", "/initrd", "/lost+found"];

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let InstructionKind::Workdir(Some(word)) = &instruction.effective().kind else { continue };
        let path = unquoted(&word.text);
        let folder = FOLDERS.iter().find(|folder| path.strip_prefix(**folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        if let Some(folder) = folder {
            out.report(
                word.span,
                format!("`{path}` lies in `{folder}`, which belongs to the system: what is written there is lost or does harm"),
            );
        }
    }
}
