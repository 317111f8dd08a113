//! `useradd`, `groupadd` and Debian's `adduser`, `addgroup` in the words of BusyBox.
//!
//! Options follow shadow's and Debian's manual pages on one side and `adduser --help` of BusyBox on the other. What has no
//! counterpart there is left to a person.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::Edit;

use super::{Hunk, Job, Step};
use crate::model::RunCommand;

/// An account as the words of a command have it.
#[derive(Default)]
struct Account {
    system: bool,
    with_group: bool,
    id: String,
    group: String,
    home: String,
    shell: String,
    gecos: String,
    makes_home: Option<bool>,
    names: Vec<String>,
}

/// The command in BusyBox's words; `None` where there is nothing to change.
///
/// # Errors
/// An option that BusyBox has not.
pub(super) fn hunk(job: &Job<'_, '_, '_>, command: &RunCommand<'_>) -> Step<Option<Hunk>> {
    let name = command.name();
    let is_user = match name {
        "useradd" | "adduser" => true,
        "groupadd" | "addgroup" => false,
        "usermod" | "groupmod" | "gpasswd" | "chpasswd" => return Err(job.by_hand(&format!("BusyBox has no `{name}`"), command.span())),
        _ => return Ok(None),
    };
    let stray = |what: &str| job.by_hand(&format!("`{name}` of BusyBox has no `{what}`"), command.span());
    let is_debian = name.starts_with("add");
    let mut account = Account::default();
    let mut words = command.effective.args.iter();
    while let Some(word) = words.next() {
        let text = word.text();
        let raw = word.raw;
        if !text.starts_with('-') {
            account.names.push(raw.to_string());
            continue;
        }
        let (option, given) = match text.split_once('=') {
            Some((option, _)) if option.starts_with("--") => (option, raw.split_once('=').map(|(_, value)| value.to_string())),
            _ => (&*text, None),
        };
        let mut value = || given.clone().or_else(|| words.next().map(|word| word.raw.to_string())).unwrap_or_default();
        match (option, is_user) {
            ("-r" | "-S" | "--system", _) => account.system = true,
            ("-u" | "--uid", true) | ("-g" | "--gid", false) => account.id = value(),
            ("--group", true) if is_debian => account.with_group = true,
            ("-U" | "--user-group", true) if !is_debian => account.with_group = true,
            ("-g" | "--gid", true) if !is_debian => account.group = value(),
            ("-G" | "--ingroup", true) if is_debian => account.group = value(),
            ("-d" | "--home" | "--home-dir", true) if !is_debian => account.home = value(),
            ("-h" | "--home", true) if is_debian => account.home = value(),
            ("-s" | "--shell", true) => account.shell = value(),
            ("-c" | "--comment" | "--gecos", true) => account.gecos = value(),
            ("-g", true) => account.gecos = value(),
            ("-m" | "--create-home", true) => account.makes_home = Some(true),
            ("-M" | "-H" | "--no-create-home", true) => account.makes_home = Some(false),
            ("-rm" | "-mr", true) if !is_debian => (account.system, account.makes_home) = (true, Some(true)),
            ("-D" | "--disabled-password" | "--disabled-login" | "--quiet" | "-l" | "--no-log-init" | "-f" | "-q", _) => {}
            ("-ms", true) if !is_debian => {
                account.makes_home = Some(true);
                account.shell = value();
            }
            (option, _) => return Err(stray(option)),
        }
    }
    if !command.effective.wrappers.is_empty() || account.names.is_empty() || account.names.len() > 2 {
        return Err(stray(name));
    }
    if account.group.bytes().all(|b| b.is_ascii_digit()) && !account.group.is_empty() {
        return Err(job.by_hand("BusyBox wants the name of the group, not its number", command.span()));
    }
    let text = if is_user { user(&account, is_debian) } else { group(&account) };
    let place = command.span();
    // A comment between the lines would be lost.
    if place.of(job.model.file.source).contains('#') {
        return Err(stray(name));
    }
    let why = "BusyBox has other words for accounts".into();
    Ok(Some(Hunk { edit: Edit { span: place, text }, why }))
}

fn group(account: &Account) -> String {
    let mut text = String::from("addgroup");
    if account.names.len() == 1 {
        add(&mut text, if account.system { "-S" } else { "" }, "");
        add(&mut text, "-g", &account.id);
    }
    text + " " + &account.names.join(" ")
}

fn user(account: &Account, is_debian: bool) -> String {
    if account.names.len() == 2 {
        return format!("addgroup {}", account.names.join(" "));
    }
    let name = account.names.first().map(String::as_str).unwrap_or_default();
    let mut text = String::new();
    // Debian makes a group of the same name, BusyBox only for people.
    let own_group = account.group.is_empty() && account.system && (account.with_group || !is_debian);
    if own_group {
        text = format!("addgroup -S {name} && ");
    }
    text += "adduser";
    add(&mut text, if account.system { "-S" } else { "-D" }, "");
    add(&mut text, "-u", &account.id);
    add(&mut text, "-G", if own_group { name } else { &account.group });
    add(&mut text, "-h", &account.home);
    let shell = account.shell.replace("/bin/bash", "/bin/sh").replace("/usr/sbin/nologin", "/sbin/nologin");
    add(&mut text, "-s", &shell);
    add(&mut text, "-g", if account.gecos == "," { "\"\"" } else { &account.gecos });
    if account.makes_home == Some(false) || (account.makes_home.is_none() && !is_debian) {
        add(&mut text, "-H", "");
    }
    text + " " + name
}

fn add(text: &mut String, option: &str, value: &str) {
    if option.is_empty() || (value.is_empty() && matches!(option, "-u" | "-G" | "-h" | "-s" | "-g")) {
        return;
    }
    text.push(' ');
    text.push_str(option);
    if !value.is_empty() {
        text.push(' ');
        text.push_str(value);
    }
}
