//! Evaluation: how often labelled questions get the reply they should.
//!
//! Two forms of file, told apart by their header, both tab separated without quoting: single questions
//! (`question expected kind note`) and conversations (`id turn message expected note`), whose turns are asked in order,
//! each in the context of the passage shown before.

use crate::engine::Engine;
use crate::question::{Context, Question};
use crate::reply::{Decision, Reply};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read;

/// A note that begins so marks a message that sounds like an emergency and is none.
const ALARMING_NOT_URGENT: &str = "alarming-not-urgent";
/// Labels of an evaluation file that are not entries.
const LABELS: [&str; 4] = ["urgent", "personal", "smalltalk", "none"];

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

/// A count out of a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
}

impl Share {
    /// Counts one more.
    fn add(&mut self, yes: bool) {
        self.count += usize::from(yes);
        self.of += 1;
    }

    /// The share, 0 to 1; 0 out of nothing.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }
}

/// A row that did not get its reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// The line of the file.
    pub line: usize,
    /// The message.
    pub question: String,
    /// What was expected.
    pub expected: String,
    /// What was decided.
    pub decision: &'static str,
    /// The entries answered or offered.
    pub entries: Vec<String>,
    /// The confidence.
    pub confidence: f32,
}

/// What an evaluation found. Every share is of the rows that its name speaks of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// Rows in all that got a right reply.
    pub right: Share,
    /// Entry expected: answered at once with a right entry.
    pub answered: Share,
    /// Entry expected: answered with wrong entries only.
    pub wrong: Share,
    /// Entry expected: a right entry answered or among the suggestions.
    pub answered_or_suggested: Share,
    /// Entry expected: a right entry is the first candidate, whatever was decided.
    pub first: Share,
    /// Entry expected: a right entry is among the first three candidates.
    pub top3: Share,
    /// Entry expected: told that there is no passage.
    pub refused: Share,
    /// `none` expected: answered with a passage.
    pub none_answered: Share,
    /// `none` expected: some entries suggested.
    pub none_suggested: Share,
    /// `urgent` expected and found.
    pub urgent: Share,
    /// Marked alarming but not urgent: given the urgent reply.
    pub false_alarms: Share,
    /// `personal` expected and recognised.
    pub personal: Share,
    /// Not `personal` and given the personal reply.
    pub false_personal: Share,
    /// `smalltalk` expected and recognised.
    pub smalltalk: Share,
    /// Entry expected, by kind: answered at once with a right entry.
    pub answered_by_kind: BTreeMap<String, Share>,
    /// The rows that did not get a right reply.
    pub misses: Vec<Miss>,
}

/// Asks every row and counts.
#[must_use]
pub fn evaluate(engine: &Engine, rows: &[Row]) -> Figures {
    let mut figures = Figures::default();
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
        figures.count(row, &reply);
    }
    figures
}

impl Figures {
    fn count(&mut self, row: &Row, reply: &Reply) {
        let expects = |label: &str| row.expected.iter().any(|expected| expected == label);
        let name = reply.decision.name();
        let shown = reply.decision.entries();
        let entry_expected = row.expected.iter().any(|expected| !LABELS.contains(&expected.as_str()));
        let answered = name == "answer" && shown.iter().any(|id| expects(id));
        // an offer is right for an entry that was not answered, and a refusal for a message that no entry answers
        let right = if name == "answer" { answered } else { expects(name) };
        self.right.add(right);
        if entry_expected {
            let place = reply.candidates.iter().position(|candidate| expects(&candidate.id));
            self.answered.add(answered);
            self.wrong.add(name == "answer" && !answered);
            self.answered_or_suggested.add(answered || (name == "suggest" && shown.iter().any(|id| expects(id))));
            self.first.add(place == Some(0));
            self.top3.add(place.is_some_and(|place| place < 3));
            self.refused.add(name == "none");
            self.answered_by_kind.entry(row.kind.clone()).or_default().add(answered);
        }
        if expects("none") {
            self.none_answered.add(name == "answer" && !answered);
            self.none_suggested.add(name == "suggest");
        }
        for (label, share) in
            [("urgent", &mut self.urgent), ("personal", &mut self.personal), ("smalltalk", &mut self.smalltalk)]
        {
            if expects(label) {
                share.add(name == label);
            }
        }
        if row.note.starts_with(ALARMING_NOT_URGENT) {
            self.false_alarms.add(name == "urgent");
        }
        if !expects("personal") {
            self.false_personal.add(name == "personal");
        }
        if !right {
            self.misses.push(Miss {
                line: row.line,
                question: row.question.clone(),
                expected: row.expected.join("|"),
                decision: name,
                entries: shown.to_vec(),
                confidence: reply.confidence,
            });
        }
    }
}
