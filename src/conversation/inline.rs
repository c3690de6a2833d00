//! What is offered while somebody types `@bot words` into any chat.

use super::Conversation;
use crate::engine::SUGGEST_AT;
use crate::knowledge::Entry;
use crate::question::{Context, Question};
use crate::render::Article;
use crate::reply::Decision;

/// An entry is listed beside the first one if it is at least this share as likely.
const LIST_SHARE: f32 = 0.05;
/// Letters of a word that is looked for as the beginning of others: the last one is not typed to its end yet.
const SHORTEST_BEGINNING: usize = 3;

/// What is offered for an inline query.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing {
    /// The urgent reply, alone.
    Urgent(Box<Article>),
    /// Entries by id, best first; none if nothing was found.
    Entries {
        /// Their ids.
        ids: Vec<String>,
        /// Whether a sign of an emergency is named in general: what to do if it is happening now is added.
        alarming: bool,
        /// Whether a judgement on one case is asked, which belongs into a private chat.
        personal: bool,
    },
}

impl Conversation {
    /// What is offered for some words, and how the engine decided about them; the first question of each section if there
    /// are none.
    #[must_use]
    pub fn listing(&self, words: &str) -> (Listing, &'static str) {
        let knowledge = self.engine.knowledge();
        if words.trim().is_empty() {
            let first = |section| knowledge.in_section(section).next().map(|entry| entry.id.clone());
            let ids = knowledge.sections().into_iter().filter_map(first).collect();
            return (Listing::Entries { ids, alarming: false, personal: false }, "sections");
        }
        let reply = self.engine.answer(&Question::new(words), &Context::default());
        let (alarming, personal) = match &reply.decision {
            Decision::Urgent { .. } => {
                return (Listing::Urgent(Box::new(self.composer().urgent_article(&reply))), "urgent");
            }
            Decision::Personal { alarming, .. } => (*alarming, true),
            Decision::Answer { alarming, .. } | Decision::Suggest { alarming, .. } | Decision::None { alarming } => {
                (*alarming, false)
            }
            Decision::Smalltalk { .. } => (false, false),
        };
        // of two questions in one message both come first
        let mut ids = match &reply.decision {
            Decision::Answer { entries, .. } => entries.clone(),
            _ => Vec::new(),
        };
        let best = reply.candidates.first().map_or(0.0, |candidate| candidate.score);
        let likely = reply.candidates.iter().filter(|hit| best >= SUGGEST_AT && hit.score >= best * LIST_SHARE);
        let beginning = self.beginning_with(words);
        for id in likely.map(|hit| &hit.id).chain(beginning) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        (Listing::Entries { ids, alarming, personal }, reply.decision.name())
    }

    /// An entry as a result.
    #[must_use]
    pub fn article(&self, id: &str, alarming: bool) -> Option<Article> {
        self.composer().article(id, alarming)
    }

    /// Entries with a wording in which each of the words begins a word.
    fn beginning_with<'a>(&'a self, words: &str) -> impl Iterator<Item = &'a String> {
        let words: Vec<String> = split(&words.to_lowercase()).map(str::to_owned).collect();
        let long_enough = words.iter().any(|word| word.chars().count() >= SHORTEST_BEGINNING);
        let says_all = move |wording: &str| {
            let wording = wording.to_lowercase();
            words.iter().all(|word| split(&wording).any(|other| other.starts_with(word.as_str())))
        };
        let found = move |entry: &&Entry| long_enough && entry.wordings().any(&says_all);
        self.engine.knowledge().entries.iter().filter(found).map(|entry| &entry.id)
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}
