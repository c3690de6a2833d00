//! One state of the knowledge, checked and ready to answer: what the bot swaps when its files change.

use crate::config::Safety;
use crate::conversation::Conversation;
use crate::engine::Engine;
use crate::knowledge::{Entry, Files, Knowledge, LoadError, Loaded, Problem, Severity, Version};
use crate::render::{Card, Composer, Languages};
use std::path::PathBuf;

/// Where the knowledge comes from and how it is shown: the same for every edition of a running bot.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The folder; none for the knowledge built into the program.
    pub folder: Option<PathBuf>,
    /// Whether entries that nobody has reviewed are shown too.
    pub allow_unreviewed: bool,
    /// Numbers for emergencies.
    pub safety: Safety,
    /// The languages of the bot's own sentences.
    pub languages: Languages,
    /// The code of the one it speaks.
    pub language: String,
    /// For how many days questions without a passage are kept; none if they are not.
    pub keep_days: Option<u32>,
}

/// Why no edition can be made of the files: one line that names what is wrong and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
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

impl EditionError {
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

/// A state of the knowledge.
#[derive(Debug)]
pub struct Edition {
    /// What is said from it.
    pub conversation: Conversation,
    /// Entries that nobody has reviewed and that are not shown.
    pub unreviewed: Vec<Entry>,
}

impl Origin {
    /// The files as they are now.
    pub fn files(&self) -> Result<Files, LoadError> {
        self.folder.as_deref().map_or_else(|| Ok(Files::built_in()), Files::of_folder)
    }

    /// An edition of files without errors, found by reading alone or only by answering: all that `bedside check` calls an
    /// error. Cost: training, and a reading of every example; half a second or more.
    pub fn edition(&self, files: &Files) -> Result<Edition, EditionError> {
        let loaded = without_errors(files.load())?;
        let waits = !self.allow_unreviewed && loaded.knowledge.entries.iter().any(|entry| !entry.reviewed);
        // an entry that waits for its review must be sound too: it may be shown tomorrow
        let whole = waits.then(|| Engine::new(loaded.knowledge.clone()));
        if let Some(engine) = whole {
            sound(&engine)?;
        }
        let (knowledge, unreviewed) = shown(loaded, self.allow_unreviewed)?;
        let engine = Engine::new(knowledge);
        if !waits {
            sound(&engine)?;
        }
        let conversation = Conversation::new(engine, &self.safety).with_languages(self.languages.clone());
        let conversation = conversation.keeping(self.keep_days);
        Ok(Edition { conversation: conversation.in_language(&self.language), unreviewed })
    }
}

fn sound(engine: &Engine) -> Result<(), EditionError> {
    let problems = engine.check();
    let errors: Vec<Problem> = problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
    if errors.is_empty() { Ok(()) } else { Err(EditionError::Faulty(errors)) }
}

/// The knowledge, if reading found no error in it.
pub fn without_errors(loaded: Loaded) -> Result<Loaded, EditionError> {
    let errors: Vec<Problem> = loaded.errors().cloned().collect();
    if errors.is_empty() { Ok(loaded) } else { Err(EditionError::Faulty(errors)) }
}

/// The knowledge without what nobody has reviewed, and that; all of it if so asked.
pub fn shown(loaded: Loaded, allow_unreviewed: bool) -> Result<(Knowledge, Vec<Entry>), EditionError> {
    let mut knowledge = loaded.knowledge;
    let hidden = if allow_unreviewed { Vec::new() } else { knowledge.take_unreviewed() };
    if !hidden.is_empty() && knowledge.entries.is_empty() {
        return Err(EditionError::NothingReviewed(loaded.origin));
    }
    Ok((knowledge, hidden))
}

impl Edition {
    /// Which state of the files it is.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.conversation.engine().knowledge().version
    }

    /// How an entry looks in a chat, also one that is not shown yet, and whether it is; `None` if there is none.
    #[must_use]
    pub fn preview(&self, id: &str) -> Option<(Card, bool)> {
        let (knowledge, wording) = (self.conversation.engine().knowledge(), self.conversation.wording());
        if knowledge.entry(id).is_some() {
            return Some((Composer::new(knowledge, wording).entry(id), true));
        }
        let entry = self.unreviewed.iter().find(|entry| entry.id == id)?.clone();
        let alone = Knowledge { sources: knowledge.sources.clone(), entries: vec![entry], ..Knowledge::default() };
        Some((Composer::new(&alone, wording).entry(id), false))
    }
}
