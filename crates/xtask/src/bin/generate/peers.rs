//! The table of other tools' checks beside our rules, `docs/peers.md`.
//!
//! `data/peers.tsv` lists the checks: `# world | tool` begins a tool's list, a line is `tool:ID`, or `tool:ID`, a tab and a note.
//! The rules are found by their aliases; a note is `= rule, rule` where a check has no alias of its own, `not yet`, or the reason
//! why there is no rule. Ids alone come from the tools: what they mean is said by our rules.

use std::fmt::Write as _;

use plimsoll_core::rules::{self, RULES};

use crate::rules_table::link;

const DATA: &str = include_str!("../../../data/peers.tsv");

const HEAD: &str = "\
<!-- Generated from the rules' aliases and crates/xtask/data/peers.tsv by `cargo xtask gen`. Change those, then run it. -->

# Checks of other tools

Which rule reports what a check of another tool reports, and why there is none where there is none. A rule can be named by such an
id wherever rules are named: `plimsoll explain DL3007`, `--ignore trivy:DS-0001`, `# plimsoll ignore=CKV_DOCKER_2`. A check may be wider
or narrower than the rule; the rule's page says what the rule does.

hadolint, BuildKit, Trivy and Checkov are listed whole for Dockerfiles. dockle looks at built images: what of it can be seen in a
Dockerfile is here. Checks that need a running cluster or a node are listed with that as the reason; of the control plane's programs
Plimsoll reads the flags of kube-apiserver, which decide about images, and leaves those of the others to kube-bench.
";

/// The page.
pub(crate) fn page() -> String {
    let mut page = String::from(HEAD);
    let mut world = "";
    for line in DATA.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            let (of, tool) = title.split_once(" | ").unwrap_or((title, ""));
            if of != world {
                world = of;
                let _ = write!(page, "\n## {of}\n");
            }
            let _ = write!(page, "\n### {tool}\n\n| check | rule |\n|---|---|\n");
        } else {
            let (alias, note) = line.split_once('\t').unwrap_or((line, ""));
            let id = alias.split_once(':').map_or(alias, |(_, id)| id);
            let _ = writeln!(page, "| `{id}` | {} |", answer(alias, note));
        }
    }
    page
}

/// The rules for a check, or why there is none.
fn answer(alias: &str, note: &str) -> String {
    let by_alias = RULES.iter().filter(|rule| rule.aliases.contains(&alias)).map(|rule| rule.id);
    let named = note.strip_prefix('=').into_iter().flat_map(|rules| rules.split(',')).map(str::trim);
    let mut ids: Vec<&str> = by_alias.chain(named.filter(|id| rules::named(id).is_some())).collect();
    ids.sort_unstable();
    ids.dedup();
    let links: Vec<String> = ids.iter().map(|id| link(id)).collect();
    match (links.is_empty(), note) {
        (false, _) => links.join(", "),
        (true, "") => "not yet".to_owned(),
        (true, note) => note.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, page};

    #[test]
    fn checks_lead_to_rules_or_to_a_reason() {
        assert!(answer("hadolint:DL3006", "").contains("[image-tag-missing](../"));
        assert!(answer("dockle:DKL-DI-0002", "= sys-workdir").starts_with("[sys-workdir]"));
        assert_eq!(answer("tool:X", "because"), "because");
        assert_eq!(answer("tool:X", "not yet"), "not yet");
        assert!(page().contains("\n### hadolint\n\n| check | rule |\n|---|---|\n| `DL1001` | "));
    }
}
