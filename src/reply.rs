//! What the engine decides to say, as data: which passage, which choices, which ready-made reply.
//!
//! No sentence is made here. `render` turns a [`Reply`] into what a chat shows.

use crate::question::Context;
use serde::Serialize;

/// An entry and how well it answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The entry's id.
    pub id: String,
    /// How probable it is that it answers the question, 0 to 1.
    pub score: f32,
}

/// What is said to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// The passages of one entry, or of two if two were asked.
    Answer {
        /// Their ids, in the order asked.
        entries: Vec<String>,
        /// Whether the question names a sign of an emergency in general: what to do if it is happening now is added.
        alarming: bool,
    },
    /// "Did you mean": entries that may be meant, likeliest first.
    Suggest {
        /// Their ids.
        entries: Vec<String>,
        /// As for an answer.
        alarming: bool,
    },
    /// Nothing is known about this.
    None {
        /// As for an answer.
        alarming: bool,
    },
    /// An emergency, or a wish to die: the ready-made reply, alone.
    Urgent {
        /// The key of the reply in `triage.toml`.
        reply: String,
    },
    /// A judgement on one case is asked.
    Personal {
        /// The key of the reply in `triage.toml`.
        reply: String,
        /// An entry on the subject that may be offered.
        related: Option<String>,
        /// As for an answer.
        alarming: bool,
    },
    /// A greeting, thanks, or a question about the bot.
    Smalltalk {
        /// The key of the reply in `triage.toml`.
        reply: String,
    },
}

impl Decision {
    /// The name that `ask --json` and evaluation files give it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Suggest { .. } => "suggest",
            Self::None { .. } => "none",
            Self::Urgent { .. } => "urgent",
            Self::Personal { .. } => "personal",
            Self::Smalltalk { .. } => "smalltalk",
        }
    }

    /// What the next message can lean on, if this changes it.
    #[must_use]
    pub fn leaves(&self) -> Option<Context> {
        match self {
            Self::Answer { entries, .. } => entries.last().map(Context::after),
            Self::Urgent { reply } => Some(Context::after_urgent(reply)),
            _ => None,
        }
    }

    /// The entries it answers with or offers.
    #[must_use]
    pub fn entries(&self) -> &[String] {
        match self {
            Self::Answer { entries, .. } | Self::Suggest { entries, .. } => entries,
            Self::Personal { related, .. } => related.as_slice(),
            Self::None { .. } | Self::Urgent { .. } | Self::Smalltalk { .. } => &[],
        }
    }
}

/// The engine's reply to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What is said.
    pub decision: Decision,
    /// How probable it is that the first candidate answers the question, 0 to 1, whatever was decided.
    pub confidence: f32,
    /// All entries, likeliest first, whatever was decided; empty for a message without words.
    pub candidates: Vec<Candidate>,
}
