//! The knowledge as it stands in memory: entries of articles, vocabulary, triage, and what is out of scope.

use super::files::Version;
use super::problem::Place;
use super::triage::{Kind, Triage};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that the bot knows. What only learning and checking need, and the places in the files, are not serialised.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Knowledge {
    /// The articles, one a file.
    pub sources: Vec<Source>,
    /// The entries of all articles, in the order of the files.
    pub entries: Vec<Entry>,
    /// Synonyms and words that are never corrected.
    pub vocabulary: Vocabulary,
    /// What is urgent, personal or small talk, and the replies to it.
    pub triage: Triage,
    /// Messages that no entry answers: what the matcher learns to refuse.
    #[serde(skip)]
    pub out_of_scope: Vec<String>,
    /// Which state of the files it is.
    pub version: Version,
    /// Messages of every kind, from which triage learns.
    #[serde(skip)]
    pub messages: Vec<Labelled>,
}

/// A message and what it is, to learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Its kind; none for an ordinary question.
    pub kind: Option<Kind>,
    /// The key of the reply that it should get, in [`Triage::replies`]; empty for a kind that gets none.
    pub reply: Arc<str>,
    /// What somebody may write.
    pub text: String,
    /// The group that it stands in.
    pub place: Place,
}

impl Knowledge {
    /// The entry with this id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The article that an entry rests on.
    ///
    /// # Panics
    /// Never for entries of this knowledge: loading gives each the index of its own file's source.
    #[must_use]
    pub fn source_of(&self, entry: &Entry) -> &Source {
        &self.sources[entry.source]
    }

    /// The sections in order of appearance, each once.
    #[must_use]
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for entry in &self.entries {
            if !sections.contains(&entry.section.as_str()) {
                sections.push(&entry.section);
            }
        }
        sections
    }

    /// Takes out the entries that nobody has reviewed, and the relations to them: what may be shown stays.
    pub fn take_unreviewed(&mut self) -> Vec<Entry> {
        let taken = self.entries.extract_if(.., |entry| !entry.reviewed).collect();
        let ids: Vec<String> = self.entries.iter().map(|entry| entry.id.clone()).collect();
        for entry in &mut self.entries {
            entry.related.retain(|id| ids.contains(id));
        }
        taken
    }

    /// The entries of a section, in order.
    pub fn in_section<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.section == section)
    }
}

/// A vetted article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// Its language, as an ISO 639-1 code.
    pub language: String,
    /// When somebody last read the entries against it.
    pub reviewed: Option<NaiveDate>,
    /// What it is about, in a few words.
    pub topic: String,
    /// Where it is declared.
    #[serde(skip)]
    pub place: Place,
}

/// A question that people ask, and the passage that answers it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Its stable public name: chats, links and evaluation files use it.
    pub id: String,
    /// The question in full.
    pub question: String,
    /// Other ways people ask it.
    pub phrasings: Vec<String>,
    /// The reply, shown byte for byte.
    pub passage: String,
    /// Whether the article answers it; if not, the passage says so and who can.
    pub covered: bool,
    /// Ids of entries that people ask next.
    pub related: Vec<String>,
    /// Its place in the topic menu.
    pub section: String,
    /// The paragraphs of the article that the passage rests on, counted from 1.
    pub paragraphs: Vec<u32>,
    /// Whether a person has read the passage against the article.
    pub reviewed: bool,
    /// Index into [`Knowledge::sources`].
    pub source: usize,
    /// Where its parts stand.
    #[serde(skip)]
    pub places: EntryPlaces,
}

/// The lines of an entry's parts, so that a problem names the line to mend.
#[derive(Debug, Clone, Default)]
pub struct EntryPlaces {
    /// Where the entry begins.
    pub entry: Place,
    /// The id.
    pub id: Place,
    /// The question.
    pub question: Place,
    /// The passage.
    pub passage: Place,
    /// The section.
    pub section: Place,
    /// Each phrasing.
    pub phrasings: Vec<Place>,
    /// Each related id.
    pub related: Vec<Place>,
}

impl Entry {
    /// The question and its phrasings.
    pub fn wordings(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(self.question.as_str()).chain(self.phrasings.iter().map(String::as_str))
    }
}

/// Synonyms and words that are never corrected.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// What people say, and the term of the FAQ that it stands for.
    pub groups: Vec<Group>,
    /// Ordinary words that look like words of the FAQ.
    pub keep: Vec<String>,
}

/// A term and the ways to say it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// What the FAQ says.
    pub term: String,
    /// What people say instead.
    pub variants: Vec<String>,
    /// Where it is declared.
    #[serde(skip)]
    pub place: Place,
}

impl Group {
    /// Each variant with the term.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.variants.iter().map(|variant| (variant.as_str(), self.term.as_str()))
    }
}
