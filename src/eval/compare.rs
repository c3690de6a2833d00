//! Two knowledges on the same rows: what got better and what got worse, question by question.

use super::outcome::Outcome;
use serde::Serialize;

/// A row on which two knowledges differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The line of the file.
    pub line: usize,
    /// The message.
    pub question: String,
    /// What was expected.
    pub expected: String,
    /// What the other knowledge gives.
    pub before: String,
    /// What this knowledge gives.
    pub now: String,
}

/// What differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Rows with a better reply now.
    pub better: Vec<Difference>,
    /// Rows with a worse reply now.
    pub worse: Vec<Difference>,
    /// Rows with a reply as good as before.
    pub same: usize,
}

/// Compares the outcomes of the same rows: `before` of the other knowledge, `now` of this one.
#[must_use]
pub fn compare(before: &[Outcome], now: &[Outcome]) -> Comparison {
    let mut comparison = Comparison::default();
    for (before, now) in before.iter().zip(now) {
        let difference = || Difference {
            line: now.row.line,
            question: now.row.question.clone(),
            expected: now.row.expected.join("|"),
            before: told(before),
            now: told(now),
        };
        match goodness(now).cmp(&goodness(before)) {
            std::cmp::Ordering::Greater => comparison.better.push(difference()),
            std::cmp::Ordering::Less => comparison.worse.push(difference()),
            std::cmp::Ordering::Equal => comparison.same += 1,
        }
    }
    comparison
}

/// A right reply is better than an offer that holds it, that better than a refusal, and that better than a wrong passage.
fn goodness(outcome: &Outcome) -> u8 {
    match outcome.decision {
        _ if outcome.right() => 3,
        _ if outcome.offered() => 2,
        "answer" => 0,
        _ => 1,
    }
}

fn told(outcome: &Outcome) -> String {
    if outcome.entries.is_empty() {
        outcome.decision.to_owned()
    } else {
        format!("{} {}", outcome.decision, outcome.entries.join(", "))
    }
}
