//! `plimsoll rules`: the list of rules.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::ColorChoice;
use plimsoll_core::RULE_PAGES;
use plimsoll_core::rule::Rule;
use plimsoll_core::rules::RULES;

use crate::args::{RulesArgs, RulesFormat};
use crate::failure::{Failure, of_stdout};
use crate::terminal::Look;

/// Prints the list, sorted by id.
///
/// # Errors
/// Where stdout cannot be written.
pub(crate) fn run(args: &RulesArgs, color: ColorChoice) -> Result<ExitCode, Failure> {
    let look = Look::stdout(color);
    let mut rules: Vec<&'static Rule> = RULES.to_vec();
    rules.sort_by_key(|rule| rule.id);
    let mut out = BufWriter::new(look.writer());
    let written = match args.format {
        RulesFormat::Text => text(&rules, look, &mut out),
        RulesFormat::Json => json(&rules, &mut out),
        RulesFormat::Markdown => markdown(&rules, &mut out),
    };
    of_stdout(written.and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

fn text(rules: &[&Rule], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let longest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in rules {
        let facts = format!("{:<8}  {:<11}  {:<6}", rule.severity.word(), rule.category.word(), rule.fix.word());
        let id = format!("{:longest$}", rule.id);
        writeln!(out, "{}  {facts}  {:<7}  {}", look.paint("1", &id), rule.preset.word(), rule.summary)?;
    }
    Ok(())
}

fn markdown(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| rule | severity | category | fix | preset | what it reports | elsewhere |\n| --- | --- | --- | --- | --- | --- | --- |"
    )?;
    for rule in rules {
        let (id, fix, preset) = (rule.id, rule.fix.word(), rule.preset.word());
        let (severity, category) = (rule.severity.word(), rule.category.word());
        let summary = rule.summary.replace('|', "\\|");
        writeln!(
            out,
            "| [{id}]({RULE_PAGES}/{id}.html) | {severity} | {category} | {fix} | {preset} | {summary} | {} |",
            rule.aliases.join(", ")
        )?;
    }
    Ok(())
}

fn json(rules: &[&'static Rule], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &rules.iter().map(|rule| rule.meta()).collect::<Vec<_>>())?;
    writeln!(out)
}
