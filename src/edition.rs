//! One state of the knowledge, checked and ready to answer: what the bot swaps when its files change.

use crate::config::Safety;
use crate::conversation::Conversation;
use crate::knowledge::{Entry, Files, Knowledge, LoadError, Version};
use crate::prepared::{Care, Ready, Shelf, Unusable};
use crate::render::{Card, Composer, Languages};
use std::path::PathBuf;

/// An id at least this alike is offered as what was meant.
const ALIKE: f64 = 0.85;

/// Where the knowledge comes from and how it is shown: the same for every edition of a running bot.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The folder; none for the knowledge built into the program.
    pub folder: Option<PathBuf>,
    /// Where what is learnt is kept.
    pub shelf: Shelf,
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

/// A state of the knowledge.
#[derive(Debug)]
pub struct Edition {
    /// What is said from it.
    pub conversation: Conversation,
    /// Entries that nobody has reviewed and that are not shown.
    pub unreviewed: Vec<Entry>,
    /// Whether this process has learnt it and kept it: another one would take less memory.
    pub just_kept: bool,
}

impl Origin {
    /// The files as they are now.
    pub fn files(&self) -> Result<Files, LoadError> {
        Files::of(self.folder.as_deref())
    }

    /// An edition of files without errors, found by reading alone or only by answering: all that `bedside check` calls an
    /// error. Cost: some ten milliseconds for files that were seen before; else half a second or more, for training and a
    /// reading of every example.
    pub fn edition(&self, files: &Files) -> Result<Edition, Unusable> {
        let Ready { engine, unreviewed, just_kept, .. } =
            Ready::of(files, self.allow_unreviewed, Care::Tried, &self.shelf)?;
        let conversation = Conversation::new(engine, &self.safety).with_languages(self.languages.clone());
        let conversation = conversation.keeping(self.keep_days);
        Ok(Edition { conversation: conversation.in_language(&self.language), unreviewed, just_kept })
    }
}

impl Edition {
    /// Which state of the files it is.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.conversation.engine().knowledge().version
    }

    /// The id of an entry, shown or not, that one which does not exist was probably meant to be.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let all = self.conversation.engine().knowledge().entries.iter().chain(&self.unreviewed);
        let likeness = |other: &str| strsim::jaro_winkler(other, id);
        let near = all.map(|entry| (likeness(&entry.id), entry.id.as_str())).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (near.0 >= ALIKE).then_some(near.1)
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
