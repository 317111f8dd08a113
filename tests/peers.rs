//! The list of other tools' checks and the rules' aliases belong together: nothing is missing on either side.

use std::collections::BTreeMap;

use plimsoll_core::rules::RULES;

const LIST: &str = include_str!("../crates/xtask/data/peers.tsv");

/// Said where a rule is still to be written.
const NOT_YET: &str = "not yet";

/// The listed checks with their notes, and whether they are for Dockerfiles.
fn listed() -> BTreeMap<&'static str, (&'static str, bool)> {
    let mut checks = BTreeMap::new();
    let mut for_dockerfiles = false;
    for line in LIST.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            for_dockerfiles = title.starts_with("Dockerfiles | ");
        } else {
            let (alias, note) = line.split_once('\t').unwrap_or((line, ""));
            assert!(alias.contains(':') && checks.insert(alias, (note, for_dockerfiles)).is_none(), "`{line}` is no check, or there twice");
        }
    }
    checks
}

#[test]
fn every_alias_of_a_rule_is_listed() {
    let listed = listed();
    let all = RULES.iter().flat_map(|rule| rule.aliases.iter().map(|alias| (rule.id, *alias)));
    let missing: Vec<_> = all.filter(|(_, alias)| !listed.contains_key(alias)).collect();
    assert!(missing.is_empty(), "add these to crates/xtask/data/peers.tsv: {missing:?}");
}

#[test]
fn every_listed_check_has_a_rule_or_a_reason() {
    let mut wrong = Vec::new();
    for (alias, (note, for_dockerfiles)) in listed() {
        let has_rule = RULES.iter().any(|rule| rule.aliases.contains(&alias));
        let named: Vec<&str> = note.strip_prefix('=').map(|rules| rules.split(',').map(str::trim).collect()).unwrap_or_default();
        let unknown: Vec<&&str> = named.iter().filter(|id| !RULES.iter().any(|rule| rule.id == **id)).collect();
        if !unknown.is_empty() {
            wrong.push(format!("{alias}: there is no rule {unknown:?}"));
        }
        let has_reason = !note.is_empty() && note != NOT_YET && named.is_empty();
        match (has_rule || !named.is_empty(), has_reason) {
            (true, true) => wrong.push(format!("{alias}: it has a rule, and still a reason why it has none")),
            (false, false) if for_dockerfiles || note.is_empty() => wrong.push(format!("{alias}: neither a rule nor a reason")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "crates/xtask/data/peers.tsv:\n{}", wrong.join("\n"));
}
