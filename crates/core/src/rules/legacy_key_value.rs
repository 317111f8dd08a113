//! `ENV key value`, the form without `=`.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::{InstructionKind, Keyword, Pair};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::has_inner_comments;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "legacy-key-value",
    summary: "ENV or LABEL is written without `=`",
    help: "Write `key=value`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["buildkit:LegacyKeyValueFormat"],
    looks_for: Marks::ENV.or(Marks::LABEL),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let own = instruction.effective();
        let (InstructionKind::Env(pairs) | InstructionKind::Label(pairs)) = &own.kind else { continue };
        for pair in pairs.iter().filter(|pair| pair.legacy) {
            let name = own.keyword.as_str();
            let message = ["`", name, " ", &*pair.key.text, "` without `=` takes all of the line for one value"].concat();
            let finding = out.report(pair.span, message);
            // BuildKit does not look into an ONBUILD.
            if instruction.keyword == Keyword::Onbuild {
                finding.aliases(&[]);
            }
            if let Some(text) = with_equals(pair, model.file.escape).filter(|_| !has_inner_comments(model.file, instruction)) {
                finding.safe_fix("Write key=value", [Edit { span: pair.span, text }].into());
            }
        }
    }
}

/// The pair with `=`, of the same meaning: in both forms quotes and escapes are taken away and variables expanded.
fn with_equals(pair: &Pair<'_>, escape: char) -> Option<String> {
    let value = &pair.value.as_ref()?.text;
    let key = &pair.key.text;
    // A quote that opens in the key would take the `=` in.
    if key.contains(['"', '\'', escape]) {
        return None;
    }
    if !value.contains(['"', '\'', escape]) {
        let plain = !value.is_empty() && !value.contains(char::is_whitespace);
        return Some(if plain { [key, "=", value].concat() } else { [key, "=\"", value, "\""].concat() });
    }
    // Blanks outside of quotes are escaped, and everything else stays as it is.
    let mut text = format!("{key}=");
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for c in value.chars() {
        if escaped {
            escaped = false;
        } else if c == escape && quote != Some('\'') {
            escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        } else if quote.is_none() && c.is_whitespace() {
            text.push(escape);
        }
        text.push(c);
    }
    (quote.is_none() && !escaped).then_some(text)
}
