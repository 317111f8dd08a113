//! Rules by the names people type.

use plimsoll_core::Options;
use plimsoll_core::rule::Rule;
use plimsoll_core::rules::RULES;

use crate::failure::Failure;

/// How alike a name must be to be offered, from 0 to 1 (Jaro-Winkler).
const ALIKE: f64 = 0.85;

/// The rules that `name` means: the one with that id, else all that have it among their aliases; in any case of letters.
pub(crate) fn rules(name: &str) -> Vec<&'static Rule> {
    let id: Vec<&Rule> = RULES.iter().copied().filter(|rule| rule.id.eq_ignore_ascii_case(name)).collect();
    if id.is_empty() {
        RULES.iter().copied().filter(|rule| names_of(rule).any(|known| known.eq_ignore_ascii_case(name))).collect()
    } else {
        id
    }
}

/// Says that there is no such rule, and which one may be meant.
pub(crate) fn unknown(name: &str) -> String {
    // Of equals the first: our own ids stand before other tools'.
    let like = RULES
        .iter()
        .map(|rule| rule.id)
        .chain(RULES.iter().flat_map(|rule| names_of(rule)))
        .map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase()), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    match like {
        Some((_, known)) => format!("there is no rule `{name}`; did you mean `{known}`?"),
        None => format!("there is no rule `{name}`; `plimsoll rules` lists them"),
    }
}

/// # Errors
/// Where `--select` or `--ignore` name what is no rule.
pub(crate) fn check(options: &Options) -> Result<(), Failure> {
    match options.unknown_rules().first() {
        None => Ok(()),
        Some(name) => Err(Failure(unknown(name))),
    }
}

/// A rule's id, and its aliases with and without their tool's name.
fn names_of(rule: &'static Rule) -> impl Iterator<Item = &'static str> {
    let aliases = rule.aliases.iter().flat_map(|alias| [*alias, alias.split_once(':').map_or(*alias, |(_, id)| id)]);
    std::iter::once(rule.id).chain(aliases)
}
