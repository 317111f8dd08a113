//! What commands of a RUN delete again, and what settings they write for the package managers.
//!
//! It reads single commands; it never decides what a leftover means.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_shell::packages::{Action, Manager, Package};
use plimsoll_text::find_byte;

use super::marks::Marks;
use super::run::{Run, RunCommand};

/// More paths than this are not made of one word with braces.
const MAX_PATHS: usize = 64;

/// Whether a command deletes `directory` or what is in it: `rm -r /var/cache/*`, `find /var/cache -delete`.
#[must_use]
pub fn deletes(command: &RunCommand<'_>, directory: &str) -> bool {
    let paths = || command.effective.args.iter().map(|arg| arg.text()).filter(|text| !text.starts_with('-'));
    match command.name() {
        "rm" => paths().any(|path| match find_byte(path.as_bytes(), b'{') {
            Some(_) => expand_braces(&path).iter().any(|path| covers(path, directory)),
            None => covers(&path, directory),
        }),
        "find" => {
            let deletes = command.effective.args.iter().any(|arg| matches!(arg.raw, "-delete" | "rm" | "/bin/rm"));
            deletes && paths().next().is_some_and(|path| covers(&path, directory))
        }
        _ => false,
    }
}

/// Whether `path`, perhaps with a pattern at its end, means `directory`, something around it, or something in it.
fn covers(path: &str, directory: &str) -> bool {
    let plain = path.trim_end_matches(['*', '?']).trim_end_matches('/');
    let holds = |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    !plain.is_empty() && (holds(plain, directory) || holds(directory, plain))
}

/// `/var/{lib,cache}/apt` as two paths. Braces within braces are left alone.
fn expand_braces(path: &str) -> Vec<String> {
    let mut done: Vec<String> = Vec::from([String::new()]);
    let mut rest = path;
    while let Some((before, group, after)) = first_group(rest) {
        let mut next = Vec::new();
        for start in &done {
            for part in group.split(',') {
                next.push([start, before, part].concat());
            }
        }
        if next.len() > MAX_PATHS {
            break;
        }
        done = next;
        rest = after;
    }
    done.iter().map(|start| [start, rest].concat()).collect()
}

fn first_group(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (group, after) = rest.split_once('}')?;
    Some((before, group, after))
}

/// Whether a RUN writes a configuration of apt that sets `item`, such as `Install-Recommends`: its text names both.
#[must_use]
pub fn writes_apt_setting(run: &Run<'_>, item: &str) -> bool {
    run.texts.iter().any(|text| text.script.text.contains("apt.conf") && text.script.text.contains(item))
}

/// The packages of the operating system that the commands of one RUN install and do not remove again. O(packages · log packages).
pub fn staying<'c, 'm>(commands: &'c [RunCommand<'m>]) -> Vec<(&'c RunCommand<'m>, &'c Package<'m, 'm>)> {
    if !commands.iter().any(|command| command.marks.meets(Marks::SYSTEM_MANAGER)) {
        return Vec::new();
    }
    let mut removed: BTreeSet<&str> = BTreeSet::new();
    let (mut marked, mut swept) = (false, false);
    for command in commands {
        marked |= command.name() == "apt-mark" && command.has_arg("auto");
        let Some(call) = command.package.as_ref().filter(|call| is_system(call.manager)) else { continue };
        if matches!(call.action, Action::Remove | Action::Autoremove) {
            removed.extend(call.packages.iter().map(|package| &*package.name));
            swept |= call.action == Action::Autoremove || call.has_flag(&["--auto-remove", "--autoremove"]);
        }
    }
    // The way of the official images: mark everything as automatic, keep what is needed, sweep.
    if marked && swept {
        return Vec::new();
    }
    let mut left = Vec::new();
    for command in commands {
        let Some(call) = command.package.as_ref().filter(|call| is_system(call.manager) && call.action == Action::Install) else {
            continue;
        };
        let is_removed = |name: &str| removed.contains(name);
        if !call.options.value(&["-t", "--virtual"]).is_some_and(is_removed) || call.manager != Manager::Apk {
            left.extend(call.packages.iter().filter(|package| !is_removed(&package.name)).map(|package| (command, package)));
        }
    }
    left
}

/// Which names a table can have, by their length and first letter: most names are told from all of it without being compared with any.
#[derive(Clone, Copy, Debug)]
pub struct Outlines([u32; 32]);

impl Outlines {
    /// Those of an empty table.
    pub const NONE: Outlines = Outlines([0; 32]);

    /// Those of a table that has this name as well.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "32 is more than five bits can say")]
    pub const fn with(mut self, name: &str) -> Outlines {
        if let Some(first) = name.as_bytes().first() {
            self.0[name.len() & 31] |= 1 << (*first & 31);
        }
        self
    }

    /// Whether the table may have the name.
    #[must_use]
    pub fn may_have(&self, name: &str) -> bool {
        let letters = self.0.get(name.len() & 31).copied().unwrap_or_default();
        name.as_bytes().first().is_some_and(|first| letters >> (*first & 31) & 1 == 1)
    }
}

/// Whether it is the package manager of an operating system.
#[must_use]
pub fn is_system(manager: Manager) -> bool {
    manager.is_apt() || manager.is_yum() || matches!(manager, Manager::Apk | Manager::Zypper)
}

#[cfg(test)]
mod tests {
    use super::{covers, expand_braces};

    #[test]
    fn paths() {
        let lists = "/var/lib/apt/lists";
        for path in ["/var/lib/apt/lists/*", "/var/lib/apt/lists", "/var/lib/apt/", "/var/lib/apt/lists/partial", "/var/lib/apt/lists/*_*"]
        {
            assert!(covers(path, lists), "{path}");
        }
        for path in ["/var/cache/apt/*", "/tmp/*", "*", "/", "/var/lib/apt/listsx", "/var/lib/apt/periodic"] {
            assert!(!covers(path, lists), "{path}");
        }
    }

    #[test]
    fn braces() {
        assert_eq!(expand_braces("/var/{lib,cache}/{apt,x}"), ["/var/lib/apt", "/var/lib/x", "/var/cache/apt", "/var/cache/x"]);
        assert_eq!(expand_braces("/tmp/*"), ["/tmp/*"]);
        assert_eq!(expand_braces("a{b"), ["a{b"]);
    }
}
