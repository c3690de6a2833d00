//! What is wrong with a file: where, what, and what to do about it.

use std::fmt;
use std::sync::Arc;

/// A line of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the person who asked for it named it.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Whether the knowledge can be used in spite of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Note,
    /// Worth mending; the knowledge can be used.
    Warning,
    /// The knowledge does not keep its promises; `bedside check` fails and `run` does not start.
    Error,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, naming the offending thing.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note: ",
            Severity::Warning => "warning: ",
            Severity::Error => "",
        };
        write!(f, "{}: {severity}{}, {}", self.place, self.what, self.remedy)
    }
}

/// Problems as they are found; reading goes on after each.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes an error.
    pub fn error(&mut self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.push(place, Severity::Error, what.into(), remedy.into());
    }

    /// Notes a warning.
    pub fn warning(&mut self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.push(place, Severity::Warning, what.into(), remedy.into());
    }

    /// Notes what is worth knowing.
    pub fn note(&mut self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.push(place, Severity::Note, what.into(), remedy.into());
    }

    fn push(&mut self, place: &Place, severity: Severity, what: String, remedy: String) {
        self.0.push(Problem { place: place.clone(), severity, what, remedy });
    }

    /// Adds those found elsewhere.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Whether nothing was found wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by file and line.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Problem> {
        self.0.sort_by(|a, b| a.place.cmp(&b.place));
        self.0
    }
}
