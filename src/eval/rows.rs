//! The rows of an evaluation file.
//!
//! Two forms of file, told apart by their header, both tab separated without quoting: single questions
//! (`question expected kind note`) and conversations (`id turn message expected note`), whose turns are asked in order,
//! each in the context of the passage shown before.

use crate::engine::Engine;
use std::io::Read;

/// A note that begins so marks a message that sounds like an emergency and is none.
pub(super) const ALARMING_NOT_URGENT: &str = "alarming-not-urgent";
/// Labels of an evaluation file that are not entries.
pub(super) const LABELS: [&str; 4] = ["urgent", "personal", "smalltalk", "none"];

/// A labelled message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// The message.
    pub question: String,
    /// Entry ids or labels, any of which is right.
    pub expected: Vec<String>,
    /// How it is written: `clean`, `typo` and so on.
    pub kind: String,
    /// Why it is labelled so.
    pub note: String,
    /// The conversation it belongs to, in order; none for a single question.
    pub conversation: Option<String>,
}

/// A file that cannot be measured: one line that names the place and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// The file is not readable as rows.
    #[error("{file}:{line}: {what}, write tab-separated rows under the header {HEADERS}")]
    Row {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The file has no tabs: a spreadsheet saved it with commas, or an editor made spaces of them.
    #[error(
        "{file}:1: the header has no tabs, which part the columns: save it in the spreadsheet as \"tab separated\" (TSV, or \
         CSV with the tab as separator), under the header {HEADERS}"
    )]
    NoTabs {
        /// The file.
        file: String,
    },
    /// A label that the knowledge does not have.
    #[error(
        "{file}:{line}: `{label}` is neither an entry of the knowledge nor urgent, personal, smalltalk or none, correct the label (an entry that nobody has reviewed counts only with --allow-unreviewed)"
    )]
    Label {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The label.
        label: String,
    },
}

/// The headers of the two forms.
const HEADERS: &str = "`question expected kind note` or `id turn message expected note`";

/// Reads an evaluation file; `file` is its name in errors.
pub fn read(file: &str, input: impl Read, engine: &Engine) -> Result<Vec<Row>, EvalError> {
    let fault = |line: usize, what: String| EvalError::Row { file: file.to_owned(), line, what };
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).flexible(true).from_reader(input);
    let headers = reader.headers().map_err(|error| fault(1, error.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
    let missing = |name: &str| fault(1, format!("the header has no column `{name}`"));
    if headers.len() < 2 {
        return Err(EvalError::NoTabs { file: file.to_owned() });
    }
    let conversation = column("id");
    let question = column("question").or_else(|| column("message")).ok_or_else(|| missing("question"))?;
    let expected = column("expected").ok_or_else(|| missing("expected"))?;
    let (kind, note) = (column("kind"), column("note"));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| fault(error.position().map_or(0, |at| at.line() as usize), error.to_string()))?;
        let line = record.position().map_or(0, |at| at.line() as usize);
        let field = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
        let labels: Vec<String> = field(Some(expected)).split('|').map(|label| label.trim().to_owned()).collect();
        for label in &labels {
            if !LABELS.contains(&label.as_str()) && engine.knowledge().entry(label).is_none() {
                return Err(EvalError::Label { file: file.to_owned(), line, label: label.clone() });
            }
        }
        rows.push(Row {
            line,
            question: field(Some(question)),
            expected: labels,
            kind: field(kind),
            note: field(note),
            conversation: conversation.map(|at| field(Some(at))),
        });
    }
    if rows.is_empty() {
        return Err(fault(1, "the file has no rows".to_owned()));
    }
    Ok(rows)
}
