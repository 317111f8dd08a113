//! An image that nobody mends any more.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::distroless::Status;
use plimsoll_catalog::{Cycle, Support, distroless};
use plimsoll_report::{Category, Severity, SuggestionKind};

use crate::context::Context;
use crate::findings::{Draft, Findings};
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::{Known, words};

pub static RULE: Rule = Rule {
    id: "image-eol-base",
    summary: "the image's release or its operating system is out of support",
    help: "Move to a release that is still maintained.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(known) = cx.known(image) else { return };
    if let Some(status) = known.distroless() {
        of_distroless(image, known, status, cx, out);
    } else if let Some(meant) = known.misspelling().and_then(|found| found.repository.strip_prefix(distroless::FOLDER)) {
        // What was probably meant is judged, too: the slip hides it.
        if let Some(Status::Retired(retired)) = distroless::status(meant) {
            let suite = retired.suite_cycle().map(|cycle| format!(", and {}", ending(&[cycle], known))).unwrap_or_default();
            out.report(image.repository_span(), format!("if `{meant}` is meant: that image is no longer built{suite}"));
        }
    } else {
        of_cycles(image, known, cx, out);
    }
}

fn of_cycles(image: &ImageUse<'_>, known: &Known, cx: &Context<'_>, out: &mut Findings<'_>) {
    let in_state = |ended: bool| {
        let wanted = move |cycle: &Cycle| match cycle.support(known.as_of) {
            Support::Ended { .. } => ended,
            Support::SecurityOnly { .. } => !ended,
            Support::Supported { .. } | Support::Unknown => false,
        };
        known.cycles().filter(wanted)
    };
    let ended: Vec<Cycle> = in_state(true).collect();
    if !ended.is_empty() {
        let finding = out.report(
            image.tag_span(),
            [&*ending(&ended, known), ": nobody mends ", if ended.len() == 1 { "it" } else { "them" }, " any more"].concat(),
        );
        if ended.iter().all(|cycle| is_short_lived(*cycle)) {
            // A release that the next one follows within weeks is out of date rather than abandoned.
            finding.severity(Severity::Low);
        }
        fix(finding, image, cx);
        return;
    }
    let first = in_state(false).next().map(|cycle| (cycle, cycle.support(known.as_of)));
    if let Some((cycle, Support::SecurityOnly { until })) = first {
        let name = words::cycle(cycle);
        let finding =
            out.report(image.tag_span(), format!("{name} gets no more than the security fixes of its long-term support, until {until}"));
        finding.severity(Severity::Low);
        fix(finding, image, cx);
    }
}

/// `Node.js 14 ended on 2023-04-30 and Debian 10 (buster) on 2024-06-30`.
fn ending(cycles: &[Cycle], known: &Known) -> String {
    let one = |cycle: &Cycle| {
        let name = words::cycle(*cycle);
        match cycle.support(known.as_of) {
            Support::Ended { since: Some(day) } => [&*name, " ended on ", &day.text()].concat(),
            Support::SecurityOnly { until } => [&*name, " ends on ", &until.text()].concat(),
            _ => format!("{name} has ended"),
        }
    };
    cycles.iter().map(one).collect::<Vec<String>>().join(" and ")
}

/// Whether a cycle was supported for less than four months.
fn is_short_lived(cycle: Cycle) -> bool {
    let days = |day: plimsoll_catalog::Date| u32::from(day.year) * 365 + u32::from(day.month) * 30 + u32::from(day.day);
    cycle.release().zip(cycle.end()).is_some_and(|(from, to)| days(to).saturating_sub(days(from)) < 120)
}

fn of_distroless(image: &ImageUse<'_>, known: &Known, status: Status<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let name = known.distroless_name().unwrap_or_default();
    match status {
        Status::Retired(retired) => {
            let suite = retired.suite_cycle().map(|cycle| format!("; {}", ending(&[cycle], known)));
            let finding =
                out.report(image.repository_span(), format!("`{name}` is no longer built and gets no fixes{}", suite.unwrap_or_default()));
            if retired.successor.is_none() {
                finding.help("The makers name no successor: choose an image of another maker.");
            }
            fix(finding, image, cx);
        }
        Status::Current(current) if current.is_past_policy(known.as_of) => {
            let end = current.policy_end().unwrap_or_default().to_string();
            let finding = out.report(image.repository_span(), format!("`{name}` is past the end that its makers announced, {end}"));
            finding.severity(Severity::Low);
            fix(finding, image, cx);
        }
        Status::Current(_) => {}
    }
}

/// The edit of the suggestion that brings a maintained release, where nothing in the file speaks against it.
fn fix(finding: &mut Draft, image: &ImageUse<'_>, cx: &Context<'_>) {
    let newer = cx.suggestions(image).iter().find(|suggestion| suggestion.kind == SuggestionKind::Newer && suggestion.blockers.is_empty());
    if let Some(newer) = newer {
        finding.help(["Move to `", &*newer.image, "`."].concat());
        finding.fixes.extend(newer.fix.clone());
    }
}
