//! An evaluation in a terminal.

use crate::eval::{Comparison, Confusion, Difference, Figures, Miss, Outcome, Share, Thresholds, point};
use std::io::{Result, Write};

/// How many confusions are told.
const WORST: usize = 10;

pub(super) fn figures(figures: &Figures, out: &mut impl Write) -> Result<()> {
    for (what, share) in figures.named() {
        write_share(what, share, out)?;
    }
    if figures.answered_by_kind.keys().any(|kind| !kind.is_empty()) {
        writeln!(out, "right entry answered at once, by kind of message:")?;
    }
    for (kind, share) in figures.answered_by_kind.iter().filter(|(kind, _)| !kind.is_empty()) {
        write_share(&format!("  {kind}"), *share, out)?;
    }
    Ok(())
}

/// A line a figure, with the interval that holds the true share in 95 of 100 cases; one that no row speaks of is left
/// out.
fn write_share(what: &str, share: Share, out: &mut impl Write) -> Result<()> {
    if share.of == 0 {
        return Ok(());
    }
    let (low, high) = share.interval();
    writeln!(out, "{what:<52} {:.3}  ({} of {})  95 %: {low:.3} to {high:.3}", share.rate(), share.count, share.of)
}

pub(super) fn confusions(confusions: &[Confusion], out: &mut impl Write) -> Result<()> {
    if !confusions.is_empty() {
        writeln!(out, "taken for something else, most often first:")?;
    }
    for Confusion { expected, got, count, examples } in confusions.iter().take(WORST) {
        writeln!(out, "  {count} x {expected} -> {got}, as \"{}\"", examples.join("\", \""))?;
    }
    Ok(())
}

pub(super) fn thresholds(
    outcomes: &[Outcome],
    today: Thresholds,
    best: Thresholds,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "thresholds (a wrong passage costs two right ones, an offer that holds the right one counts half):")?;
    for (name, thresholds) in [("today", today), ("best", best)] {
        let point = point(outcomes, thresholds.answer);
        writeln!(
            out,
            "  {name:<5} answer from {:.2}, suggest from {:.2}: {} passages shown, {:.3} of them right; a passage is shown at \
             once to {:.3} of the questions",
            thresholds.answer,
            thresholds.suggest,
            point.shown,
            point.accuracy,
            1.0 - point.refused
        )?;
    }
    writeln!(out, "  they are part of the program, not a setting: what helps single questions is another phrasing")
}

pub(super) fn comparison(comparison: &Comparison, out: &mut impl Write) -> Result<()> {
    let Comparison { better, worse, same } = comparison;
    writeln!(out, "against the other knowledge: {} better, {} worse, {same} the same", better.len(), worse.len())?;
    for (name, differences) in [("better", better), ("worse", worse)] {
        for Difference { line, question, expected, before, now } in differences {
            writeln!(out, "  {name}, line {line}: expected {expected}, was {before}, is {now}: {question}")?;
        }
    }
    Ok(())
}

pub(super) fn miss(miss: &Miss, out: &mut impl Write) -> Result<()> {
    let got = if miss.entries.is_empty() {
        miss.decision.to_owned()
    } else {
        format!("{} {}", miss.decision, miss.entries.join(", "))
    };
    let offered = if miss.offered { ", the right one offered" } else { "" };
    writeln!(
        out,
        "line {}: expected {}, got {got} ({:.2}{offered}): {}",
        miss.line, miss.expected, miss.confidence, miss.question
    )
}
