//! What the bot knows, as files that a nurse can edit: the model, reading, and checking.

mod model;
mod problem;
mod reader;
mod triage;

pub use model::{Entry, Group, Knowledge, Source, Vocabulary};
pub use problem::{Place, Problem, Problems, Severity};
pub use triage::Triage;
