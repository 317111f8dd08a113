//! The score: a pure fold over findings. Subtractive from 100, capped by the worst finding.
//!
//! Findings are counted by family (a rule, or a ladder of rules of which one fires per place): the first hit costs its
//! weight, the second a quarter of it more, the third another quarter, further hits nothing. Each category can lose no
//! more than its budget. A score never falls when a finding is removed or made milder.

use alloc::vec::Vec;

use plimsoll_report::{Category, CategoryScore, Grade, Score, Severity, Text};

use crate::findings::Draft;
use crate::ignores::Suppression;
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

impl Hit {
    /// A finding with what takes it out.
    #[must_use]
    pub(crate) fn of(draft: &Draft, suppression: Option<&Suppression>) -> Hit {
        Hit {
            rule: draft.rule,
            severity: draft.severity,
            suppressed: suppression.is_some(),
            reasoned: suppression.is_some_and(|suppression| suppression.reason.is_some()),
        }
    }
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

    /// What it takes from the score.
    fn cost(&self) -> Cost {
        let worst = worst_of(&self.counts);
        let weight = worst.map_or(0, weight);
        Cost { category: self.category, worst, weight, quarters: weight * (3 + self.count().min(3)) }
    }

    fn add(&mut self, severity: Severity) {
        if let Some(count) = self.counts.get_mut(severity as usize) {
            *count += 1;
        }
    }

    /// What it takes without one hit of that severity.
    fn cost_without(&self, severity: Severity) -> Cost {
        if self.count() == 1 {
            // As most have one hit, nothing is left of most.
            return Cost { category: self.category, worst: None, weight: 0, quarters: 0 };
        }
        let mut rest = *self;
        if let Some(count) = rest.counts.get_mut(severity as usize) {
            *count = count.saturating_sub(1);
        }
        rest.cost()
    }
}

/// The worst severity that is counted; the mildest comes first.
fn worst_of(counts: &[u32; 5]) -> Option<Severity> {
    let worst = counts.iter().rposition(|count| *count > 0)?;
    Severity::ALL.get(counts.len() - 1 - worst).copied()
}

/// What a family takes from the score.
#[derive(Clone, Copy)]
struct Cost {
    category: Category,
    /// The worst of its hits.
    worst: Option<Severity>,
    /// What a first hit of that severity takes.
    weight: u32,
    /// Quarter-points: weight × 4, 5 or 6.
    quarters: u32,
}

/// The families of the hits that count, and of each hit the number of its family. O(hits × families).
fn families(hits: &[Hit], counts: impl Fn(&Hit) -> bool) -> (Vec<Family>, Vec<Option<usize>>) {
    let mut families: Vec<Family> = Vec::with_capacity(hits.len().min(16));
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

/// What the families add up to.
#[derive(Clone, Copy)]
struct Tally {
    /// What each category loses, in quarter-points.
    quarters: [u32; 5],
    /// How many families have a worst hit of each severity, the mildest first.
    worst: [u32; 5],
}

impl Tally {
    fn of(families: &[Family]) -> Tally {
        let mut tally = Tally { quarters: [0; 5], worst: [0; 5] };
        families.iter().for_each(|family| tally.count(family.cost(), |sum, value| *sum += value));
        tally
    }

    /// The value with another family in the place of one that is counted, by what they cost; `all` is what is lost as it is.
    fn value_with(&self, family: Cost, instead: Cost, all: u32, budgets: Budgets) -> u32 {
        let mut changed = *self;
        changed.count(family, |sum, value| *sum = sum.saturating_sub(value));
        changed.count(instead, |sum, value| *sum += value);
        let lost = |tally: &Tally| {
            let sum = tally.quarters.get(family.category as usize).copied().unwrap_or_default();
            sum.min(4 * budgets.of(family.category))
        };
        // The other categories lose what they lost.
        let base = points_left((all + lost(&changed)).saturating_sub(lost(self)));
        base.min(changed.cap())
    }

    #[inline]
    fn count(&mut self, cost: Cost, change: impl Fn(&mut u32, u32)) {
        if let Some(sum) = self.quarters.get_mut(cost.category as usize) {
            change(sum, cost.quarters);
        }
        if let Some(count) = cost.worst.and_then(|worst| self.worst.get_mut(worst as usize)) {
            change(count, 1);
        }
    }

    fn families_at(&self, severity: Severity) -> u32 {
        self.worst.get(severity as usize).copied().unwrap_or_default()
    }

    /// The worst severity that costs anything.
    fn worst(&self) -> Option<Severity> {
        worst_of(&self.worst).filter(|worst| *worst > Severity::Info)
    }

    fn base(&self, budgets: Budgets) -> u32 {
        points_left(self.lost(budgets))
    }

    /// What all categories lose within their budgets, in quarter-points.
    fn lost(&self, budgets: Budgets) -> u32 {
        self.quarters.iter().zip(&Category::ALL).map(|(sum, category)| (*sum).min(4 * budgets.of(*category))).sum()
    }

    fn cap(&self) -> u32 {
        match self.worst() {
            Some(Severity::Critical) => 49_u32.saturating_sub(10 * self.families_at(Severity::Critical).saturating_sub(1).min(4)).max(9),
            Some(Severity::High) => 79,
            Some(Severity::Medium) => 94,
            Some(Severity::Low) => 99,
            Some(Severity::Info) | None => 100,
        }
    }

    fn value(&self, budgets: Budgets) -> u32 {
        self.base(budgets).min(self.cap())
    }
}

/// The points that are left when so many quarters are lost.
fn points_left(quarters: u32) -> u32 {
    (400 - quarters.min(400)) / 4
}

/// The value of [`score`] alone.
#[must_use]
pub(crate) fn value(hits: &[Hit], budgets: Budgets) -> u32 {
    Tally::of(&families(hits, counts).0).value(budgets)
}

/// Scores the findings of one object (a Dockerfile, or one Kubernetes object with all its containers).
/// `incomplete` says that some of it could not be read.
#[must_use]
pub fn score(hits: &[Hit], budgets: Budgets, incomplete: bool) -> Score {
    score_of(&Tally::of(&families(hits, counts).0), hits, budgets, incomplete)
}

/// [`score`] and [`shares`] together.
pub(crate) fn grades(hits: &[Hit], budgets: Budgets, incomplete: bool) -> (Score, Vec<(u32, u32)>) {
    let (families, numbers) = families(hits, counts);
    let tally = Tally::of(&families);
    (score_of(&tally, hits, budgets, incomplete), shares_of(&tally, &families, &numbers, hits, budgets))
}

fn score_of(tally: &Tally, hits: &[Hit], budgets: Budgets, incomplete: bool) -> Score {
    let value = tally.value(budgets);
    let suppressed = hits.iter().filter(|hit| hit.suppressed).count();
    let unsuppressed = if suppressed == 0 { value } else { Tally::of(&families(hits, |_| true).0).value(budgets) };
    let hidden_high = suppressed > 0 && hits.iter().any(|hit| hit.suppressed && hit.severity >= Severity::High);
    Score {
        version: VERSION,
        value,
        grade: grade(value, hidden_high),
        base: tally.base(budgets),
        cap: tally.cap(),
        capped_by: capped_by(hits, tally.worst()),
        categories: Category::ALL
            .into_iter()
            .zip(tally.quarters)
            .map(|(id, quarters)| {
                let (budget, over) = (budgets.of(id), quarters.div_ceil(4));
                CategoryScore { id, budget, lost: over.min(budget), over }
            })
            .collect(),
        suppressed: u32::try_from(suppressed).unwrap_or(u32::MAX),
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
/// down), and how much higher the score would be without it. O(findings × families), the families being looked up.
#[must_use]
pub fn shares(hits: &[Hit], budgets: Budgets) -> Vec<(u32, u32)> {
    let (families, numbers) = families(hits, counts);
    shares_of(&Tally::of(&families), &families, &numbers, hits, budgets)
}

fn shares_of(tally: &Tally, families: &[Family], numbers: &[Option<usize>], hits: &[Hit], budgets: Budgets) -> Vec<(u32, u32)> {
    let lost = tally.lost(budgets);
    let now = points_left(lost).min(tally.cap());
    // What each family takes, and how many of its hits were met.
    let mut seen: Vec<(Cost, u32)> = families.iter().map(|family| (family.cost(), 0)).collect();
    hits.iter()
        .zip(numbers)
        .map(|(hit, number)| {
            let found = number.and_then(|number| families.get(number).zip(seen.get_mut(number)));
            let Some((family, (cost, nth))) = found else { return (0, 0) };
            *nth += 1;
            let without = family.cost_without(hit.severity);
            let upto = |n: u32| if n == 0 { 0 } else { cost.weight * (3 + n.min(3)) / 4 };
            let points = upto(*nth) - upto(*nth - 1);
            // Of several hits most cost nothing more than the others, and neither do mild ones.
            let changes = (cost.quarters, cost.weight) != (without.quarters, without.weight);
            let gain = if changes { tally.value_with(*cost, without, lost, budgets).saturating_sub(now) } else { 0 };
            (points, gain)
        })
        .collect()
}

#[cfg(test)]
mod tests;
