//! The score: a pure fold over findings. Subtractive from 100, capped by the worst finding.
//!
//! Findings are counted by family (a rule, or a ladder of rules of which one fires per place): the first hit costs its
//! weight, the second a quarter of it more, the third another quarter, further hits nothing. Each category can lose no
//! more than its budget. A score never falls when a finding is removed or made milder.

use alloc::vec::Vec;

use plimsoll_report::{Category, CategoryScore, Grade, Score, Severity, Text};

use crate::rule::Rule;

/// The version of the formula; any change that can move a score raises it.
pub const VERSION: u32 = 1;

/// Which budgets apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budgets {
    /// A Dockerfile's.
    Dockerfile,
    /// A Kubernetes object's.
    Manifest,
}

impl Budgets {
    /// The most points `category` can lose; they add up to 100.
    #[must_use]
    pub const fn of(self, category: Category) -> u32 {
        match (self, category) {
            (Budgets::Dockerfile, Category::Privilege | Category::Image) => 30,
            (Budgets::Dockerfile, Category::Secrets) => 20,
            (Budgets::Dockerfile, Category::Reliability) => 8,
            (Budgets::Dockerfile, Category::Hygiene) => 12,
            (Budgets::Manifest, Category::Privilege) => 45,
            (Budgets::Manifest, Category::Image) => 20,
            (Budgets::Manifest, Category::Secrets | Category::Reliability) => 15,
            (Budgets::Manifest, Category::Hygiene) => 5,
        }
    }
}

/// Points a first finding of this severity takes.
#[must_use]
pub const fn weight(severity: Severity) -> u32 {
    match severity {
        Severity::Critical => 25,
        Severity::High => 15,
        Severity::Medium => 8,
        Severity::Low => 3,
        Severity::Info => 0,
    }
}

/// What the score needs to know of a finding.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Its rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Taken out by an ignore.
    pub suppressed: bool,
    /// Taken out by an ignore that gives a reason.
    pub reasoned: bool,
}

/// A family with its hits.
#[derive(Clone, Copy)]
struct Family {
    name: &'static str,
    category: Category,
    /// How many hits it has of each severity, the mildest first.
    counts: [u32; 5],
}

impl Family {
    fn count(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The worst of its hits; `None` where it has none.
    fn worst(&self) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| self.counts.get(*severity as usize).is_some_and(|count| *count > 0))
    }

    /// Quarter-points: weight × 4, 5 or 6.
    fn quarters(&self) -> u32 {
        self.worst().map_or(0, weight) * (3 + self.count().min(3))
    }

    fn add(&mut self, severity: Severity) {
        if let Some(count) = self.counts.get_mut(severity as usize) {
            *count += 1;
        }
    }

    /// The family without one hit of that severity.
    fn without(mut self, severity: Severity) -> Family {
        if let Some(count) = self.counts.get_mut(severity as usize) {
            *count = count.saturating_sub(1);
        }
        self
    }
}

/// The families of the hits that count, and of each hit the number of its family. O(hits × families).
fn families(hits: &[Hit], counts: impl Fn(&Hit) -> bool) -> (Vec<Family>, Vec<Option<usize>>) {
    let mut families: Vec<Family> = Vec::new();
    let numbers = hits
        .iter()
        .map(|hit| {
            let name = counts(hit).then(|| hit.rule.family())?;
            let known = families.iter().position(|family| family.name == name);
            let number = known.unwrap_or(families.len());
            if known.is_none() {
                families.push(Family { name, category: hit.rule.category, counts: [0; 5] });
            }
            families.get_mut(number)?.add(hit.severity);
            Some(number)
        })
        .collect();
    (families, numbers)
}

/// Base, cap and what each category loses in quarter-points.
struct Tally {
    base: u32,
    cap: u32,
    worst: Option<Severity>,
    quarters: [u32; 5],
}

impl Tally {
    fn value(&self) -> u32 {
        self.base.min(self.cap)
    }
}

/// Adds the families up; `instead` stands in the place of the one of that number.
fn tally(families: &[Family], instead: Option<(usize, Family)>, budgets: Budgets) -> Tally {
    let mut quarters = [0; 5];
    let mut worst = None;
    let mut criticals = 0_u32;
    for (number, family) in families.iter().enumerate() {
        let family = instead.as_ref().filter(|(of, _)| *of == number).map_or(family, |(_, family)| family);
        if let Some(sum) = quarters.get_mut(family.category as usize) {
            *sum += family.quarters();
        }
        let its = family.worst();
        worst = worst.max(its);
        criticals += u32::from(its == Some(Severity::Critical));
    }
    let worst = worst.filter(|worst| *worst > Severity::Info);
    let lost: u32 = quarters.iter().zip(Category::ALL).map(|(sum, category)| (*sum).min(4 * budgets.of(category))).sum();
    let cap = match worst {
        Some(Severity::Critical) => 49_u32.saturating_sub(10 * criticals.saturating_sub(1).min(4)).max(9),
        Some(Severity::High) => 79,
        Some(Severity::Medium) => 94,
        Some(Severity::Low) => 99,
        Some(Severity::Info) | None => 100,
    };
    Tally { base: (400 - lost.min(400)) / 4, cap, worst, quarters }
}

/// Scores the findings of one object (a Dockerfile, or one Kubernetes object with all its containers).
/// `incomplete` says that some of it could not be read.
#[must_use]
pub fn score(hits: &[Hit], budgets: Budgets, incomplete: bool) -> Score {
    let tally = tally(&families(hits, counts).0, None, budgets);
    let unsuppressed = match hits.iter().any(|hit| hit.suppressed) {
        true => self::tally(&families(hits, |_| true).0, None, budgets).value(),
        false => tally.value(),
    };
    let hidden_high = hits.iter().any(|hit| hit.suppressed && hit.severity >= Severity::High);
    let value = tally.value();
    Score {
        version: VERSION,
        value,
        grade: grade(value, hidden_high),
        base: tally.base,
        cap: tally.cap,
        capped_by: capped_by(hits, tally.worst),
        categories: Category::ALL
            .into_iter()
            .zip(tally.quarters)
            .map(|(id, quarters)| {
                let (budget, over) = (budgets.of(id), quarters.div_ceil(4));
                CategoryScore { id, budget, lost: over.min(budget), over }
            })
            .collect(),
        suppressed: u32::try_from(hits.iter().filter(|hit| hit.suppressed).count()).unwrap_or(u32::MAX),
        value_unsuppressed: unsuppressed,
        incomplete,
    }
}

/// A suppressed finding leaves the score, but a critical one only where the ignore gives its reason.
fn counts(hit: &Hit) -> bool {
    !hit.suppressed || (hit.severity == Severity::Critical && !hit.reasoned)
}

fn capped_by(hits: &[Hit], worst: Option<Severity>) -> Vec<Text> {
    let Some(worst) = worst else { return Vec::new() };
    let mut ids: Vec<&'static str> = hits.iter().filter(|hit| counts(hit) && hit.severity == worst).map(|hit| hit.rule.id).collect();
    plimsoll_text::sort_by(&mut ids, |a, b| a.cmp(b));
    ids.dedup();
    ids.into_iter().map(Text::Borrowed).collect()
}

/// The letter for a score; the best one is not given while something high or critical is suppressed.
#[must_use]
pub const fn grade(value: u32, hidden_high: bool) -> Grade {
    match value {
        100 if !hidden_high => Grade::APlus,
        90.. => Grade::A,
        80..=89 => Grade::B,
        70..=79 => Grade::C,
        60..=69 => Grade::D,
        _ => Grade::F,
    }
}

/// Per finding, in the order given: the points it takes before budgets and caps (they add up to its family's, rounded
/// down), and how much higher the score would be without it. O(findings × families).
#[must_use]
pub fn shares(hits: &[Hit], budgets: Budgets) -> Vec<(u32, u32)> {
    let (whole, numbers) = families(hits, counts);
    let now = tally(&whole, None, budgets).value();
    let mut seen: Vec<u32> = Vec::from_iter(whole.iter().map(|_| 0));
    hits.iter()
        .zip(numbers)
        .map(|(hit, number)| {
            let Some((number, family)) = number.and_then(|number| Some((number, whole.get(number)?))) else { return (0, 0) };
            let Some(nth) = seen.get_mut(number) else { return (0, 0) };
            *nth += 1;
            let upto = |n: u32| if n == 0 { 0 } else { family.worst().map_or(0, weight) * (3 + n.min(3)) / 4 };
            let points = upto(*nth) - upto(*nth - 1);
            let without = tally(&whole, Some((number, family.without(hit.severity))), budgets).value();
            (points, without.saturating_sub(now))
        })
        .collect()
}

#[cfg(test)]
mod tests;
