//! Golden values and laws of the score.

use alloc::vec::Vec;

use plimsoll_report::{Category, Grade, Severity};

use super::{Budgets, Hit, score, shares};
use crate::rule::Rule;

/// One rule per category and severity is enough: the score knows nothing else of a rule.
const fn rule(id: &'static str, category: Category) -> Rule {
    Rule { id, category, ..Rule::DEFAULT }
}

static PRIVILEGE: [Rule; 4] =
    [rule("p0", Category::Privilege), rule("p1", Category::Privilege), rule("p2", Category::Privilege), rule("p3", Category::Privilege)];
static IMAGE: [Rule; 2] = [rule("i0", Category::Image), rule("i1", Category::Image)];
static SECRETS: Rule = rule("s0", Category::Secrets);
static RELIABILITY: [Rule; 2] = [rule("r0", Category::Reliability), rule("r1", Category::Reliability)];
static HYGIENE: [Rule; 3] = [rule("h0", Category::Hygiene), rule("h1", Category::Hygiene), rule("h2", Category::Hygiene)];

fn all() -> impl Iterator<Item = &'static Rule> {
    PRIVILEGE.iter().chain(&IMAGE).chain([&SECRETS]).chain(&RELIABILITY).chain(&HYGIENE)
}

fn hit(rule: &'static Rule, severity: Severity) -> Hit {
    Hit { rule, severity, suppressed: false, reasoned: false }
}

fn value(hits: &[Hit], budgets: Budgets) -> (u32, Grade) {
    let score = score(hits, budgets, false);
    (score.value, score.grade)
}

#[test]
fn golden_values() {
    use Severity::{Critical, High, Low, Medium};
    let unpinned_root = [
        hit(&PRIVILEGE[0], High),
        hit(&IMAGE[0], Medium),
        hit(&IMAGE[1], Low),
        hit(&RELIABILITY[0], Low),
        hit(&HYGIENE[0], Low),
        hit(&HYGIENE[1], Low),
        hit(&HYGIENE[2], Low),
    ];
    assert_eq!(value(&unpinned_root, Budgets::Dockerfile), (62, Grade::D));
    let secret = [hit(&SECRETS, Critical), hit(&PRIVILEGE[0], High), hit(&IMAGE[0], Medium)];
    assert_eq!(value(&secret, Budgets::Dockerfile), (49, Grade::F));
    let two_criticals = [hit(&PRIVILEGE[0], Critical), hit(&PRIVILEGE[1], Critical), hit(&IMAGE[0], Medium), hit(&HYGIENE[0], Medium)];
    assert_eq!(value(&two_criticals, Budgets::Manifest), (39, Grade::F));
    assert_eq!(value(&[hit(&IMAGE[0], Low)], Budgets::Manifest), (97, Grade::A));
    assert_eq!(value(&[], Budgets::Manifest), (100, Grade::APlus));
}

#[test]
fn many_hits_of_one_rule_cost_half_more_and_no_further() {
    let hits = |n: usize| (0..n).map(|_| hit(&IMAGE[0], Severity::Medium)).collect::<Vec<_>>();
    let base = |n: usize| score(&hits(n), Budgets::Dockerfile, false).base;
    assert_eq!([base(1), base(2), base(3), base(30)], [92, 90, 88, 88]);
    let points: Vec<u32> = shares(&hits(4), Budgets::Dockerfile).into_iter().map(|(points, _)| points).collect();
    assert_eq!(points, [8, 2, 2, 0]);
}

#[test]
fn a_suppressed_critical_without_a_reason_still_caps() {
    let mut hidden = hit(&SECRETS, Severity::Critical);
    hidden.suppressed = true;
    assert_eq!(value(&[hidden], Budgets::Dockerfile).0, 49);
    hidden.reasoned = true;
    assert_eq!(value(&[hidden], Budgets::Dockerfile), (100, Grade::A), "no best grade while it hides");
    assert_eq!(score(&[hidden], Budgets::Dockerfile, false).value_unsuppressed, 49);
}

/// Every small set of findings: less or milder findings never lower the score, and the gain is what it says.
#[test]
fn the_score_is_monotone() {
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let rules: Vec<&'static Rule> = all().collect();
    for _ in 0..20_000 {
        let budgets = [Budgets::Dockerfile, Budgets::Manifest][random(2)];
        let hits: Vec<Hit> = (0..random(12)).map(|_| hit(rules[random(rules.len())], Severity::ALL[random(5)])).collect();
        let now = value(&hits, budgets).0;
        assert!(now <= 100);
        let gains = shares(&hits, budgets);
        for i in 0..hits.len() {
            let mut fewer = hits.clone();
            fewer.remove(i);
            let then = value(&fewer, budgets).0;
            assert!(then >= now, "{hits:?}");
            assert_eq!(gains[i].1, then - now, "{hits:?} {i}");
            let mut milder = hits.clone();
            if let Some(next) = Severity::ALL.iter().find(|s| **s < hits[i].severity) {
                milder[i].severity = *next;
                assert!(value(&milder, budgets).0 >= now, "{hits:?} {i}");
            }
        }
    }
}
