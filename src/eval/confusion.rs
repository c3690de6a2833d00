//! What is taken for what, most often first, with examples.

use super::outcome::Outcome;
use serde::Serialize;

/// How many examples of each are kept.
const EXAMPLES: usize = 3;

/// Rows that expected one thing and got another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The entry or label expected.
    pub expected: String,
    /// The entry answered with, or the decision.
    pub got: String,
    /// How many rows.
    pub count: usize,
    /// Some of their messages.
    pub examples: Vec<String>,
}

/// The confusions of an evaluation, most frequent first. An offer that holds the right entry is none.
#[must_use]
pub fn confusions(outcomes: &[Outcome]) -> Vec<Confusion> {
    let mut found: Vec<Confusion> = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.right() && !outcome.offered()) {
        let (expected, got) = (outcome.row.expected.join("|"), outcome.got());
        let at = found.iter().position(|confusion| confusion.expected == expected && confusion.got == got);
        let at = at.unwrap_or_else(|| {
            found.push(Confusion { expected, got: got.to_owned(), count: 0, examples: Vec::new() });
            found.len() - 1
        });
        found[at].count += 1;
        if found[at].examples.len() < EXAMPLES {
            found[at].examples.push(outcome.row.question.clone());
        }
    }
    found.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
    found
}
