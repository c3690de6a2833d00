//! Accuracy against refusals, by the confidence from which on a passage is shown at once.

use super::outcome::Outcome;
use serde::Serialize;

/// Thresholds that are tried: every hundredth.
const STEPS: u8 = 100;
/// What a reply is worth: a right passage gains one, a wrong one costs two, because it misleads; an offer that holds
/// the right entry gains half, an idle offer costs a tenth.
const WRONG_COST: f64 = 2.0;
const OFFER_GAIN: f64 = 0.5;
const IDLE_OFFER_COST: f64 = 0.1;
/// How many entries an offer holds.
const OFFERED: usize = 3;

/// What a threshold does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// The confidence from which on a passage is shown.
    pub threshold: f64,
    /// The share of questions with an entry that get no passage at once.
    pub refused: f64,
    /// The share of the passages shown that are right ones.
    pub accuracy: f64,
    /// How many passages are shown.
    pub shown: usize,
}

/// The confidences from which on a passage is shown, and entries are offered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// A passage is shown at once.
    pub answer: f64,
    /// Entries are offered.
    pub suggest: f64,
}

/// Outcomes that the thresholds decide: triage did not, and a passage or a refusal was expected.
fn decided(outcomes: &[Outcome]) -> impl Iterator<Item = &Outcome> {
    let matched = |outcome: &&Outcome| ["answer", "suggest", "none"].contains(&outcome.decision);
    outcomes.iter().filter(matched).filter(|outcome| outcome.expects_entry() || outcome.expects("none"))
}

fn would_be_right(outcome: &Outcome) -> bool {
    outcome.rank == Some(0) || outcome.answered()
}

/// The curve, from showing everything to showing nothing.
#[must_use]
pub fn curve(outcomes: &[Outcome]) -> Vec<Point> {
    (0..=STEPS).map(|step| point(outcomes, f64::from(step) / f64::from(STEPS))).collect()
}

/// The point of the curve at one threshold.
#[must_use]
pub fn point(outcomes: &[Outcome], threshold: f64) -> Point {
    let (mut shown, mut right, mut entries, mut refused) = (0_usize, 0_usize, 0_usize, 0_usize);
    for outcome in decided(outcomes) {
        let is_shown = f64::from(outcome.confidence) >= threshold;
        shown += usize::from(is_shown);
        right += usize::from(is_shown && would_be_right(outcome));
        entries += usize::from(outcome.expects_entry());
        refused += usize::from(!is_shown && outcome.expects_entry());
    }
    let share = |part: usize, whole: usize, none: f64| if whole == 0 { none } else { part as f64 / whole as f64 };
    Point { threshold, refused: share(refused, entries, 0.0), accuracy: share(right, shown, 1.0), shown }
}

/// The thresholds that are worth most on these rows.
#[must_use]
pub fn suggest_thresholds(outcomes: &[Outcome]) -> Thresholds {
    let grid = || (1..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
    let all = grid().flat_map(|answer| {
        grid().filter(move |suggest| *suggest <= answer).map(move |suggest| Thresholds { answer, suggest })
    });
    // of equal ones the last: to show less is the safer choice
    let best = all.max_by(|a, b| worth(outcomes, *a).total_cmp(&worth(outcomes, *b)));
    best.unwrap_or(Thresholds { answer: 1.0, suggest: 1.0 })
}

fn worth(outcomes: &[Outcome], thresholds: Thresholds) -> f64 {
    let of_one = |outcome: &Outcome| {
        let confidence = f64::from(outcome.confidence);
        if confidence >= thresholds.answer {
            if would_be_right(outcome) { 1.0 } else { -WRONG_COST }
        } else if confidence >= thresholds.suggest {
            let held = outcome.rank.is_some_and(|rank| rank < OFFERED);
            if held { OFFER_GAIN } else { -IDLE_OFFER_COST }
        } else {
            0.0
        }
    };
    decided(outcomes).map(of_one).sum()
}
