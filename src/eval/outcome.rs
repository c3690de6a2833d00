//! Asking the rows: what each expected and what it got.

use super::rows::{ALARMING_NOT_URGENT, LABELS, Row};
use crate::engine::Engine;
use crate::question::{Context, Question};
use crate::reply::{Decision, Reply};

/// A row and the reply to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The row.
    pub row: Row,
    /// The name of the decision.
    pub decision: &'static str,
    /// The entries answered with or offered.
    pub entries: Vec<String>,
    /// How sure the first candidate is.
    pub confidence: f32,
    /// The rank of the first right entry among all candidates, from 0.
    pub rank: Option<usize>,
}

/// Asks every row, the turns of a conversation in the context of what was shown before.
#[must_use]
pub fn ask(engine: &Engine, rows: &[Row]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut context = Context::default();
    let mut conversation = None;
    for row in rows {
        if row.conversation.is_none() || row.conversation != conversation {
            context = Context::default();
            conversation.clone_from(&row.conversation);
        }
        let reply = engine.answer(&Question::new(&row.question), &context);
        if let Decision::Answer { entries, .. } = &reply.decision {
            context.entry = entries.last().cloned();
        }
        outcomes.push(Outcome::new(row, &reply));
    }
    outcomes
}

impl Outcome {
    fn new(row: &Row, reply: &Reply) -> Self {
        Self {
            row: row.clone(),
            decision: reply.decision.name(),
            entries: reply.decision.entries().to_vec(),
            confidence: reply.confidence,
            rank: reply.candidates.iter().position(|candidate| row.expected.contains(&candidate.id)),
        }
    }

    /// Whether the row expects this entry or label.
    #[must_use]
    pub fn expects(&self, label: &str) -> bool {
        self.row.expected.iter().any(|expected| expected == label)
    }

    /// Whether the row expects an entry.
    #[must_use]
    pub fn expects_entry(&self) -> bool {
        self.row.expected.iter().any(|expected| !LABELS.contains(&expected.as_str()))
    }

    /// Whether a right entry was answered with.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.decision == "answer" && self.holds_right()
    }

    /// Whether a right entry was among those offered.
    #[must_use]
    pub fn offered(&self) -> bool {
        self.decision == "suggest" && self.holds_right()
    }

    fn holds_right(&self) -> bool {
        self.entries.iter().any(|id| self.expects(id))
    }

    /// Whether the reply was right. An offer is right for an entry that was not answered only as an offer; a refusal is
    /// right for a message that no entry answers.
    #[must_use]
    pub fn right(&self) -> bool {
        if self.decision == "answer" { self.answered() } else { self.expects(self.decision) }
    }

    /// Whether it sounds like an emergency and is none.
    #[must_use]
    pub fn only_sounds_alarming(&self) -> bool {
        self.row.note.starts_with(ALARMING_NOT_URGENT)
    }

    /// What it got, in a word: the entry of an answer, or the decision.
    #[must_use]
    pub fn got(&self) -> &str {
        match (self.decision, self.entries.first()) {
            ("answer", Some(entry)) => entry,
            (decision, _) => decision,
        }
    }
}
