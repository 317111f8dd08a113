//! Commands of a RUN that load something and commands that run it. It reads commands; it never judges them.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use plimsoll_shell::options::Grammar;
use plimsoll_shell::{Effective, RedirectOp};

use super::run::RunCommand;

/// Whether a program of that name runs a script.
#[must_use]
pub fn is_interpreter(name: &str) -> bool {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    matches!(bare, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "fish" | "python" | "perl" | "ruby" | "node" | "php" | "lua")
}

/// Whether an interpreter reads its script from the standard input: it is given no script, or `-`, or a shell's `-s`.
#[must_use]
pub fn reads_script_from_input(command: &Effective<'_, '_>) -> bool {
    if !is_interpreter(&command.name) {
        return false;
    }
    for arg in command.args {
        let text = arg.text();
        match &*text {
            "-" | "-s" | "/dev/stdin" => return true,
            // A script or a module is named.
            "-c" | "-e" | "-m" | "--eval" | "-r" => return false,
            _ if text.starts_with(['-', '+']) => {
                if !text.starts_with("--") && text.contains('s') && text.contains('-') && command.name.ends_with("sh") {
                    return true;
                }
            }
            _ => return false,
        }
    }
    true
}

/// The URL among the arguments of a downloader.
#[must_use]
pub fn url<'a>(command: &Effective<'_, 'a>) -> Option<Cow<'a, str>> {
    command.args.iter().map(|arg| arg.text()).find(|text| text.contains("://"))
}

/// The name of the file that a downloader writes, without folders; `None` where it writes to the standard output or that is not known.
#[must_use]
pub fn output(command: &RunCommand<'_>) -> Option<String> {
    let effective = &command.effective;
    let redirect = command.command.redirects.iter().find(|redirect| {
        matches!(redirect.op, RedirectOp::Write | RedirectOp::Append) && redirect.fd.is_none_or(|fd| fd == 1) && redirect.heredoc.is_none()
    });
    if let Some(redirect) = redirect {
        return Some(file_name(&redirect.target.text()).to_string());
    }
    const CURL: Grammar =
        Grammar { short_values: "oHdXuAebTCmFKxwErtyYzQPUD", long_values: "output header data request user", ..Grammar::FLAGS };
    const WGET: Grammar =
        Grammar { short_values: "OoaePTtUQwAR", long_values: "output-document directory-prefix header", ..Grammar::FLAGS };
    let is_wget = effective.name == "wget";
    let options = effective.options(if is_wget { &WGET } else { &CURL });
    let named = if is_wget { options.value(&["-O", "--output-document"]) } else { options.value(&["-o", "--output"]) };
    match named {
        Some("-" | "/dev/stdout") => None,
        Some(file) => Some(file_name(file).to_string()),
        None if is_wget || options.has(&["-O", "--remote-name"]) => {
            let url = url(effective)?;
            let path = url.split(['?', '#']).next().unwrap_or_default();
            Some(file_name(path).to_string()).filter(|name| !name.is_empty())
        }
        None => None,
    }
}

/// The last part of a path.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.bytes().rposition(|byte| byte == b'/').and_then(|slash| path.get(slash + 1..)).unwrap_or(path)
}

/// Whether the command compares a file with a checksum or a signature.
#[must_use]
pub fn verifies(command: &RunCommand<'_>) -> bool {
    let name = command.name();
    let sums =
        name.strip_suffix("sum").is_some_and(|kind| matches!(kind, "sha1" | "sha224" | "sha256" | "sha384" | "sha512" | "b2" | "md5"));
    sums || matches!(name, "shasum" | "gpg" | "gpgv" | "gpg2" | "cosign" | "minisign" | "signify" | "openssl" | "slsa-verifier")
}
