//! What the bot knows, as files that a nurse can edit: the model, reading, and checking.

mod model;
mod problem;
mod reader;
mod triage;

pub use model::{Entry, Group, Knowledge, Source, Vocabulary};
pub use problem::{Place, Problem, Problems, Severity};
pub use triage::{
    Concept, DEFAULT_WITHIN, Example, Kind, Makes, PLACEHOLDERS, Phrase, Reply, Rule, Side, Sign, Token, Triage,
};

/// Reads a triage file by itself: `file` is the name that problems call it by, `text` what it holds.
#[must_use]
pub fn read_triage(file: &str, text: &str, problems: &mut Problems) -> Triage {
    triage::read(reader::Table::parse(file, text, problems), problems)
}
