//! The commands of a RUN as rules see them: every simple command, wherever it is nested, with its place in the file.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Command, Heredoc, Instruction, InstructionKind, Logical, Mount, MountKind};
use plimsoll_shell::packages::{Invocation, invocation};
use plimsoll_shell::{Effective, InlineScript, Script, SimpleCommand, inline_script};
use plimsoll_text::Span;

use super::marks::Marks;

/// How a RUN's text is given to a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunForm {
    /// `RUN command`.
    Shell,
    /// `RUN ["command", "argument"]`.
    Exec,
    /// `RUN <<EOF`: the body is the script.
    Heredoc,
}

/// A shell text of a RUN: the line itself, a heredoc's body, or the argument of `sh -c`.
#[derive(Debug)]
pub struct ShellText<'a> {
    /// The text, read.
    pub script: Script<'a>,
    /// How its spans lead to the file.
    origin: Origin<'a>,
    /// The `sh -c` around it, as the number of its text and of the command there.
    pub outer: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Origin<'a> {
    /// Joined lines.
    Logical(&'a Logical<'a>),
    /// A slice of the file that starts here.
    Shift(usize),
    /// The spans are the file's own.
    File,
}

impl ShellText<'_> {
    /// The place in the file of a span of the script.
    #[must_use]
    pub fn place(&self, span: Span) -> Span {
        match self.origin {
            Origin::Logical(text) => text.source_span(span),
            Origin::Shift(by) => span.shift(by),
            Origin::File => span,
        }
    }

    /// It is the body of a heredoc.
    #[must_use]
    pub fn is_heredoc(&self) -> bool {
        matches!(self.origin, Origin::Shift(_))
    }
}

/// A RUN, read.
#[derive(Debug)]
pub struct Run<'a> {
    /// The RUN; of `ONBUILD RUN` the one inside.
    pub instruction: &'a Instruction<'a>,
    /// Its number in the file's instructions.
    pub index: usize,
    /// It stands in an ONBUILD: it runs in another build.
    pub onbuild: bool,
    /// How the text is given to a shell.
    pub form: RunForm,
    /// Its `--mount` flags.
    pub mounts: &'a [Mount<'a>],
    /// Its shell texts; none where another language or a Windows shell reads it.
    pub texts: Vec<ShellText<'a>>,
}

impl<'a> Run<'a> {
    /// Reads the shell texts of a RUN. `posix` says whether the shell in effect reads POSIX syntax.
    #[must_use]
    pub fn of(instruction: &'a Instruction<'a>, index: usize, onbuild: bool, posix: bool, source: &'a str) -> Option<Run<'a>> {
        let InstructionKind::Run { command, mounts } = &instruction.kind else { return None };
        let mut run = Run { instruction, index, onbuild, form: RunForm::Shell, mounts, texts: Vec::new() };
        match command {
            Command::Exec { words, .. } => {
                run.form = RunForm::Exec;
                let argv: Vec<(&'a str, Span)> = words.iter().map(|word| (&*word.text, word.span)).collect();
                run.push(plimsoll_shell::exec(&argv), Origin::File);
            }
            Command::Shell { .. } if !posix => {}
            Command::Shell { text, .. } => {
                // `RUN <<EOF` alone: the body is the script, unless a `#!` names another reader.
                let bare = instruction.heredocs.len() == 1 && text.text().trim_start().starts_with("<<") && is_one_word(text.text());
                if bare {
                    run.form = RunForm::Heredoc;
                    if let Some(heredoc) = instruction.heredocs.first() {
                        run.body(heredoc, source);
                    }
                } else {
                    run.push(plimsoll_shell::parse(text.text()), Origin::Logical(text));
                    run.piped_bodies(source);
                }
            }
        }
        Some(run)
    }

    /// A heredoc body that a shell reads: one without `#!`, or with a shell's.
    fn body(&mut self, heredoc: &'a Heredoc<'a>, source: &'a str) {
        let text = heredoc.body.of(source);
        if shebang_is_shell(text) {
            self.push(plimsoll_shell::parse(text), Origin::Shift(heredoc.body.start));
        }
    }

    /// `RUN sh <<EOF` and `RUN bash -ex <<EOF`: the command that takes the heredoc is a shell without a script of its own.
    fn piped_bodies(&mut self, source: &'a str) {
        let Some(text) = self.texts.first() else { return };
        let reads = text.script.commands.iter().filter(|command| command.redirects.iter().any(|r| r.heredoc.is_some()));
        let shell = reads.filter_map(SimpleCommand::effective).any(|effective| {
            matches!(&*effective.name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh")
                && effective.args.iter().all(|arg| arg.raw.starts_with('-'))
        });
        if shell && let [heredoc] = self.instruction.heredocs.as_slice() {
            self.body(heredoc, source);
        }
    }

    /// Adds a text, and below it the texts of its `sh -c`.
    fn push(&mut self, script: Script<'a>, origin: Origin<'a>) {
        let mut pending = Vec::new();
        self.add(script, origin, None, &mut pending);
        while let Some((script, outer)) = pending.pop() {
            self.add(script, origin, Some(outer), &mut pending);
        }
    }

    /// Adds one text, and to `pending` the texts of its `sh -c`.
    fn add(
        &mut self,
        script: Script<'a>,
        origin: Origin<'a>,
        outer: Option<(usize, usize)>,
        pending: &mut Vec<(Script<'a>, (usize, usize))>,
    ) {
        if self.texts.is_empty() {
            // Nearly every RUN has one, and they are large.
            self.texts.reserve_exact(1);
        }
        let number = self.texts.len();
        self.texts.push(ShellText { script, origin, outer });
        // Two levels are real (`sudo bash -c "su -c '…'"`); more is a game.
        if outer.is_some_and(|(text, _)| self.texts.get(text).is_some_and(|text| text.outer.is_some())) {
            return;
        }
        for (i, command) in self.texts.get(number).into_iter().flat_map(|text| &text.script.commands).enumerate() {
            if let Some(inner) = inline_script(command).and_then(|inline: InlineScript<'a>| inline.parse_borrowed()) {
                pending.push((inner, (number, i)));
            }
        }
    }

    /// Whether a cache or tmpfs mount covers `directory` or a parent of it.
    #[must_use]
    pub fn has_cache_mount(&self, directory: &str) -> bool {
        self.mounts.iter().filter(|mount| matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs)).any(|mount| {
            mount.target().is_some_and(|target| {
                let target = target.text.trim_end_matches('/');
                directory == target || directory.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'))
            })
        })
    }

    /// Whether a cache or tmpfs mount's target contains `part`, such as `.cache/pip` of whichever home.
    #[must_use]
    pub fn has_cache_mount_with(&self, part: &str) -> bool {
        self.mounts
            .iter()
            .filter(|mount| matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs))
            .any(|mount| mount.target().is_some_and(|target| target.text.contains(part)))
    }
}

fn is_one_word(text: &str) -> bool {
    let rest = text.trim().trim_start_matches('<').trim_start_matches('-').trim_start();
    let quoted = rest.starts_with(['"', '\'']);
    quoted || !rest.contains([' ', '\t'])
}

fn shebang_is_shell(body: &str) -> bool {
    let Some(line) = body.strip_prefix("#!").and_then(|rest| rest.lines().next()) else { return true };
    line.split([' ', '\t', '/']).any(|word| matches!(word, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh"))
}

/// A simple command of a RUN, with what it really runs behind `sudo`, `env` and the like.
#[derive(Debug)]
pub struct RunCommand<'m> {
    /// Its RUN.
    pub run: &'m Run<'m>,
    /// The number of its RUN in [`DockerModel::runs`](super::DockerModel::runs).
    pub run_index: usize,
    /// The stage it runs in.
    pub stage: Option<usize>,
    /// The text it stands in.
    pub text: &'m ShellText<'m>,
    /// The number of that text in its RUN.
    pub text_index: usize,
    /// The command.
    pub command: &'m SimpleCommand<'m>,
    /// The command behind its wrappers.
    pub effective: Effective<'m, 'm>,
    /// What it asks of a package manager, where it is one.
    pub package: Option<Invocation<'m, 'm>>,
    /// What it is: most rules about commands look at few of them.
    pub marks: Marks,
}

impl<'m> RunCommand<'m> {
    /// Adds the commands of a RUN in the order of their texts, as long as there are fewer than `limit`. Gives the place of the first
    /// one that is not added.
    pub(super) fn add_all(
        run: &'m Run<'m>,
        run_index: usize,
        stage: Option<usize>,
        limit: usize,
        commands: &mut Vec<Self>,
    ) -> Option<Span> {
        for (text_index, text) in run.texts.iter().enumerate() {
            for command in &text.script.commands {
                let Some(effective) = command.effective() else { continue };
                if commands.len() >= limit {
                    return Some(Span::at(text.place(effective.span()).start));
                }
                let package = invocation(&effective);
                let marks = Marks::of_command(&effective, package.as_ref());
                // Made where it stays: they are large.
                commands.push(RunCommand { run, run_index, stage, text, text_index, command, effective, package, marks });
            }
        }
        None
    }

    /// The command's name without its directories.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.effective.name
    }

    /// The place in the file of a span of its text.
    #[must_use]
    pub fn place(&self, span: Span) -> Span {
        self.text.place(span)
    }

    /// The place of the command from its name to its last argument.
    #[must_use]
    pub fn span(&self) -> Span {
        self.place(self.effective.span())
    }

    /// Whether an argument is exactly `word`.
    #[must_use]
    pub fn has_arg(&self, word: &str) -> bool {
        self.effective.args.iter().any(|arg| arg.literal().is_some_and(|text: Cow<'_, str>| text == word))
    }
}
