//! Tools for the network and for a person at a terminal, left in the image.

use plimsoll_dockerfile::{Command, InstructionKind};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::{Outlines, staying};
use crate::model::{DockerModel, Marks, Stage};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "network-tool-left",
    summary: "a network tool or editor stays in the image",
    help: "Load files in a stage of their own or with `ADD --checksum=`, or remove the tool in the same RUN.",
    severity: Severity::Low,
    category: Category::Image,
    aliases: &["cis:4.3"],
    looks_for: Marks::SYSTEM_MANAGER,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

/// Packages, sorted, with the command that they are installed for.
const TOOLS: [(&str, &str); 34] = [
    ("aria2", "aria2c"),
    ("bind-tools", "dig"),
    ("bind-utils", "dig"),
    ("curl", "curl"),
    ("dnsutils", "dig"),
    ("emacs", "emacs"),
    ("ftp", "ftp"),
    ("git", "git"),
    ("inetutils-telnet", "telnet"),
    ("iproute2", "ip"),
    ("iputils", "ping"),
    ("iputils-ping", "ping"),
    ("lynx", "lynx"),
    ("mercurial", "hg"),
    ("nano", "nano"),
    ("ncat", "ncat"),
    ("net-tools", "netstat"),
    ("netcat", "nc"),
    ("netcat-openbsd", "nc"),
    ("netcat-traditional", "nc"),
    ("nmap", "nmap"),
    ("nmap-ncat", "ncat"),
    ("openssh", "ssh"),
    ("openssh-client", "ssh"),
    ("openssh-clients", "ssh"),
    ("rsync", "rsync"),
    ("socat", "socat"),
    ("subversion", "svn"),
    ("tcpdump", "tcpdump"),
    ("telnet", "telnet"),
    ("vim", "vim"),
    ("vim-minimal", "vi"),
    ("vim-tiny", "vi"),
    ("wget", "wget"),
];

const OUTLINES: Outlines = {
    let (mut outlines, mut rest): (_, &[(&str, &str)]) = (Outlines::NONE, &TOOLS);
    while let [(name, _), behind @ ..] = rest {
        (outlines, rest) = (outlines.with(name), behind);
    }
    outlines
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !stage.in_result || stage.from.is_none() || model.is_for_developing(stage.index) {
        return;
    }
    // Of each tool, once it is met, whether the image runs it.
    let mut used: [Option<bool>; TOOLS.len()] = [None; TOOLS.len()];
    let mut at = 0;
    let commands = model.commands_of(stage);
    while let Some(run) = commands.get(at).map(|command| command.run_index) {
        let own = model.commands_of_run(run);
        at += own.len();
        for (command, package) in staying(own).into_iter().filter(|(_, package)| OUTLINES.may_have(&package.name)) {
            let Ok(found) = TOOLS.binary_search_by_key(&&*package.name, |(name, _)| name) else { continue };
            let (Some((name, tool)), Some(used)) = (TOOLS.get(found), used.get_mut(found)) else { continue };
            if !*used.get_or_insert_with(|| runs(model, tool)) {
                let message = ["`", name, "` stays in the image, where it serves an intruder more than the program"].concat();
                out.report(command.place(package.word.span), message);
            }
        }
    }
}

/// Whether a tool is among the words of what the image runs: health check, entry point and command. The last of each counts. O(file).
fn runs(model: &DockerModel<'_>, tool: &str) -> bool {
    let mut last: [Option<&Command<'_>>; 3] = [None; 3];
    for instruction in model.stages.iter().filter(|stage| stage.in_result).flat_map(|stage| stage.instructions) {
        let [check, entry, own] = &mut last;
        match &instruction.kind {
            InstructionKind::Healthcheck { command, .. } => *check = command.as_ref(),
            InstructionKind::Entrypoint(command) => *entry = Some(command),
            InstructionKind::Cmd(command) => *own = Some(command),
            _ => {}
        }
    }
    let has = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').any(|word| word == tool);
    last.into_iter().flatten().any(|command| match command {
        Command::Shell { text, .. } => has(text.text()),
        Command::Exec { words, .. } => words.iter().any(|word| has(&word.text)),
    })
}
