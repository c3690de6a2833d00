//! What the bot knows, as files that a nurse can edit: the model, reading, and the rules they keep.
//!
//! Reading never stops at a fault: [`Loaded`] holds what could be read and every [`Problem`] with its line. That an
//! entry's question finds its entry, and that the triage rules do what their examples say, needs the engine and is
//! checked there.

pub mod additions;
mod files;
mod load;
mod messages;
mod model;
mod packing;
mod problem;
mod reader;
mod rules;
mod triage;

pub use files::{Files, Version, built_in_files};
pub use load::{LoadError, Loaded, built_in, from_folder, from_texts};
pub use model::{Entry, EntryPlaces, Group, Knowledge, Labelled, Source, Vocabulary};
pub use problem::{Place, Problem, Problems, Severity};
pub use rules::{LONGEST_ID, LONGEST_PASSAGE, LONGEST_QUESTION, LONGEST_SECTION};
pub use triage::{
    Concept, DEFAULT_WITHIN, Example, Kind, Makes, PLACEHOLDERS, Phrase, Reply, Rule, Side, Sign, Token, Triage,
};

/// Reads a triage file by itself: `file` is the name that problems call it by, `text` what it holds.
#[must_use]
pub fn read_triage(file: &str, text: &str, problems: &mut Problems) -> Triage {
    triage::read(reader::Table::parse(file, text, problems), problems)
}
