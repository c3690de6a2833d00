//! Knowledge made ready to answer: read, checked and learnt, or taken from where it was kept after the last time.
//!
//! Learning takes half a second and three times the memory of what is learnt; a bot that starts again from what it kept needs
//! neither. What is kept is derived and nothing else: it is found by a hash of the files and of the program that learnt, and
//! may be deleted at any time.

mod shelf;

use crate::engine::Engine;
use crate::knowledge::{Entry, Files, Knowledge, LoadError, Loaded, Problem, Severity};
use serde::{Deserialize, Serialize};

pub use shelf::Shelf;

/// Why knowledge cannot be used: one line that names what is wrong and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The folder cannot be read.
    #[error(transparent)]
    Unreadable(#[from] LoadError),
    /// The files have errors.
    #[error("{}", first_of(.0))]
    Faulty(Vec<Problem>),
    /// Nobody has reviewed any of the entries.
    #[error(
        "{0}: no entry is reviewed, so there is nothing to show: read each against the article and write \
         `reviewed = true`, or try them with --allow-unreviewed"
    )]
    NothingReviewed(String),
    /// The program failed over it.
    #[error("the program failed over the knowledge: see the log, and please report it")]
    Broken,
}

fn first_of(problems: &[Problem]) -> String {
    let more = match problems.len() {
        0 | 1 => String::new(),
        many => format!(" ({} more: `bedside check` lists all)", many - 1),
    };
    problems.first().map(|first| format!("{first}{more}")).unwrap_or_default()
}

impl Unusable {
    /// How many things are wrong.
    #[must_use]
    pub fn count(&self) -> usize {
        if let Self::Faulty(problems) = self { problems.len() } else { 1 }
    }

    /// The lines for a person who mends the files, at most so many.
    #[must_use]
    pub fn lines(&self, most: usize) -> Vec<String> {
        match self {
            Self::Faulty(problems) => problems.iter().take(most).map(ToString::to_string).collect(),
            other => vec![other.to_string()],
        }
    }
}

/// How much must be right before knowledge is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// What reading the files finds.
    Read,
    /// Also what only answering shows, of entries that wait for their review too: all that `bedside check` calls an error.
    Tried,
}

/// Knowledge that is ready to answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ready {
    /// What answers, of the entries that are shown.
    pub engine: Engine,
    /// Entries that nobody has reviewed and that are not shown.
    pub unreviewed: Vec<Entry>,
    /// Whether it was made with [`Care::Tried`].
    tried: bool,
    /// Whether this process has learnt it and kept it: the next one will have it for less.
    #[serde(skip)]
    pub just_kept: bool,
}

impl Ready {
    /// Takes what was kept of files like these, or learns from them and keeps it. With `allow_unreviewed` entries that nobody
    /// has reviewed are shown too. Cost: some ten milliseconds; half a second and more where nothing was kept.
    pub fn of(files: &Files, allow_unreviewed: bool, care: Care, shelf: &Shelf) -> Result<Self, Unusable> {
        let name = shelf::name(files, allow_unreviewed);
        let kept = shelf.take(&name).and_then(|bytes| Self::from_bytes(&bytes));
        if let Some(ready) = kept.filter(|ready| ready.tried || care == Care::Read) {
            return Ok(ready);
        }
        let learnt = Self::learn(files, allow_unreviewed, care)?;
        let Some(bytes) = learnt.to_bytes() else { return Ok(learnt) };
        drop(learnt);
        let just_kept = shelf.put(&name, &bytes);
        // the same that the next start will have: without what only learning needed
        let ready = Self::from_bytes(&bytes).map(|ready| Self { just_kept, ..ready });
        ready.map_or_else(|| Self::learn(files, allow_unreviewed, care), Ok)
    }

    fn learn(files: &Files, allow_unreviewed: bool, care: Care) -> Result<Self, Unusable> {
        let loaded = without_errors(files.load())?;
        let tried = care == Care::Tried;
        let waits = !allow_unreviewed && loaded.knowledge.entries.iter().any(|entry| !entry.reviewed);
        if tried && waits {
            // an entry that waits for its review must be sound too: it may be shown tomorrow
            sound(&Engine::new(loaded.knowledge.clone()))?;
        }
        let (knowledge, unreviewed) = shown(loaded, allow_unreviewed)?;
        let engine = Engine::new(knowledge);
        if tried && !waits {
            sound(&engine)?;
        }
        Ok(Self { engine, unreviewed, tried, just_kept: false })
    }

    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).inspect_err(|error| log::error!("what was learnt cannot be kept ({error})")).ok()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes)
            .inspect_err(|error| {
                log::warn!("what was kept of the knowledge cannot be used ({error}): it is learnt again");
            })
            .ok()
    }
}

fn sound(engine: &Engine) -> Result<(), Unusable> {
    let problems = engine.check();
    let errors: Vec<Problem> = problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
    if errors.is_empty() { Ok(()) } else { Err(Unusable::Faulty(errors)) }
}

/// The knowledge, if reading found no error in it.
pub fn without_errors(loaded: Loaded) -> Result<Loaded, Unusable> {
    let errors: Vec<Problem> = loaded.errors().cloned().collect();
    if errors.is_empty() { Ok(loaded) } else { Err(Unusable::Faulty(errors)) }
}

/// The knowledge without what nobody has reviewed, and that; all of it if so asked.
pub fn shown(loaded: Loaded, allow_unreviewed: bool) -> Result<(Knowledge, Vec<Entry>), Unusable> {
    let mut knowledge = loaded.knowledge;
    let hidden = if allow_unreviewed { Vec::new() } else { knowledge.take_unreviewed() };
    if !hidden.is_empty() && knowledge.entries.is_empty() {
        return Err(Unusable::NothingReviewed(loaded.origin));
    }
    Ok((knowledge, hidden))
}
