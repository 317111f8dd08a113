//! Findings with their source lines, for people: places count from one, the source is shown with the exact range underlined.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use plimsoll_core::SourceFile;
use plimsoll_core::report::{Applicability, File, Finding, Fix, Related, Severity};

use super::source::{Excerpt, Places};
use super::{View, summary};
use crate::terminal::{Look, clean, wrap};

pub(crate) fn write(view: View<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let report = view.report;
    let mut findings = report.findings.as_slice();
    let mut unused = report.unused_ignores.as_slice();
    for (file, source) in report.files.iter().zip(view.sources) {
        let own = (take(&mut findings, &file.uri), take(&mut unused, &file.uri));
        one_file(file, source, own, report.files.len() == 1, look, out)?;
    }
    if report.files.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}.", look.paint("1", &summary::findings(report)))?;
    if let (Some(score), true) = (&report.score, report.files.len() > 1) {
        let lowest = report.files.iter().find(|file| file.score.as_ref().is_some_and(|own| own.value == score.value));
        let name = lowest.map(|file| clean(&file.uri)).unwrap_or_default();
        writeln!(out, "The lowest score is {} of 100, grade {} ({name}).", score.value, score.grade.word())?;
    }
    match summary::fixable(&report.findings) {
        (0, 0) => Ok(()),
        (safe, 0) => writeln!(out, "{safe} can be fixed with --fix."),
        (0, more) => writeln!(out, "{more} can be fixed with --unsafe-fixes, which may change the behaviour."),
        (safe, more) => writeln!(out, "{safe} can be fixed with --fix, {more} more with --unsafe-fixes, which may change the behaviour."),
    }
}

/// Takes the findings of one file off the front of the list.
fn take<'a>(findings: &mut &'a [Finding], uri: &str) -> &'a [Finding] {
    let count = findings.iter().take_while(|finding| finding.uri == uri).count();
    let (own, rest) = findings.split_at(count);
    *findings = rest;
    own
}

fn one_file(
    file: &File,
    source: &SourceFile,
    (findings, unused): (&[Finding], &[Finding]),
    alone: bool,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    for list in [findings, unused].into_iter().filter(|list| !list.is_empty()) {
        let mut places = Places::new(&source.text);
        for finding in list {
            writeln!(out, "{}\n", one_finding(finding, &mut places, look))?;
        }
    }
    let uri = clean(&file.uri);
    if let Some(note) = &file.note {
        writeln!(out, "{uri}: {}\n", clean(note))?;
    }
    match summary::file_score(file) {
        Some(score) if alone || !findings.is_empty() || !unused.is_empty() => writeln!(out, "{uri}: {}\n", look.paint("1", &clean(&score))),
        _ => Ok(()),
    }
}

fn one_finding(finding: &Finding, places: &mut Places<'_>, look: Look) -> String {
    // Related places of the same file stand in the same excerpt, each with its label; all others get a line of their own.
    let (here, mut elsewhere): (Vec<&Related>, Vec<&Related>) = finding.related.iter().partition(|related| related.uri == finding.uri);
    let ranges: Vec<_> = here.iter().map(|related| related.range).collect();
    let excerpt = places.excerpt(finding.range, &ranges);
    if excerpt.others.is_empty() {
        elsewhere.splice(0..0, here.iter().copied());
    }
    let digits = last_line(&excerpt).to_string().len();
    let (start, word) = (finding.range.start, finding.severity.word());
    let title = format!(
        "{}{}\n{}{} {}:{}:{}",
        look.paint(style(finding.severity), &format!("{word}[{}]", finding.rule_id)),
        look.paint("1", &format!(": {}", clean(&finding.message))),
        " ".repeat(digits),
        look.paint("1;94", "-->"),
        clean(&finding.uri),
        start.line + 1,
        start.character + 1,
    );
    let mut snippet =
        Snippet::source(excerpt.text).line_start(excerpt.first_line).annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
    for (span, related) in excerpt.others.iter().zip(&here) {
        snippet = snippet.annotation(AnnotationKind::Context.span(span.clone()).label(related.message.as_str()));
    }
    let mut body = Group::with_level(level(finding.severity)).element(snippet);
    for (level, name, text) in lines(finding, &elsewhere) {
        // The line begins with `NN = name: `; what is broken is set under its beginning.
        let room = look.width.saturating_sub(digits + 5 + name.len());
        body = body.element(level.with_name(name).message(wrap(&text, room.max(20))));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width).decor_style(DecorStyle::Ascii);
    format!("{title}\n{}", renderer.render(&[body]))
}

/// What is said under the source: where it is, what to do, what belongs to it.
fn lines(finding: &Finding, elsewhere: &[&Related]) -> Vec<(Level<'static>, &'static str, String)> {
    let mut lines = Vec::new();
    if let Some(object) = &finding.object {
        let name = if object.name.is_empty() { "without a name" } else { object.name.as_str() };
        let container = object.container.as_ref().map(|container| format!(", container {container}")).unwrap_or_default();
        lines.push((Level::NOTE, "in", format!("{} {name}{container}", object.kind)));
    }
    for related in elsewhere {
        let start = related.range.start;
        lines.push((Level::NOTE, "see", format!("{}:{}:{}: {}", related.uri, start.line + 1, start.character + 1, related.message)));
    }
    if let Some(help) = &finding.help {
        lines.push((Level::HELP, "help", help.to_string()));
    }
    lines.extend(finding.fixes.iter().map(|fix| (Level::HELP, fix_name(fix), fix.title.to_string())));
    lines
}

fn fix_name(fix: &Fix) -> &'static str {
    match fix.applicability {
        Applicability::Safe => "fix (safe)",
        Applicability::Unsafe => "fix (unsafe)",
    }
}

fn last_line(excerpt: &Excerpt<'_>) -> usize {
    excerpt.first_line + excerpt.text.matches('\n').count()
}

/// The colours of the underline, which the word in front shares.
fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::INFO,
        Severity::Info => Level::NOTE,
    }
}

fn style(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "1;97;41",
        Severity::High => "1;91",
        Severity::Medium => "1;33",
        Severity::Low => "1;94",
        Severity::Info => "1;92",
    }
}
