//! Cards for a group: the passage and little else. What concerns one person, and what a group wants out of its way, is
//! left to a private chat.

use super::action::Action;
use super::card::Card;
use super::compose::Composer;
use super::html;
use crate::knowledge::Entry;
use crate::reply::{Decision, Reply};

/// The payload that opens the start page.
pub const START_ASK: &str = "ask";
/// The payload that opens the topics.
pub const START_TOPICS: &str = "topics";

/// How a group is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Answers are offered in private chats instead.
    pub privately: bool,
    /// Passages can be rated.
    pub thumbs: bool,
}

impl Composer<'_> {
    /// The card of a reply in a group; what the group may not see in place is offered in private. An emergency is never
    /// left to a private chat.
    #[must_use]
    pub fn in_group(&self, reply: &Reply, manner: Manner) -> Card {
        match &reply.decision {
            Decision::Personal { alarming, .. } => {
                let card = Card::default().text(self.wording().personal_in_group());
                let card = self.alarm(card, *alarming).reminder(self.wording().reminder());
                card.button(self.wording().ask_privately(), Action::Privately(START_ASK.to_owned()))
            }
            Decision::None { alarming } => self.none_in_group(*alarming),
            Decision::Answer { entries, alarming } | Decision::Suggest { entries, alarming } if manner.privately => {
                self.elsewhere(entries, *alarming)
            }
            Decision::Answer { entries, alarming } => {
                let card = self.short(entries, *alarming);
                let card = self.not_what_i_asked(card, entries, reply);
                self.with_rating(card, entries, manner)
            }
            Decision::Urgent { .. } | Decision::Smalltalk { .. } | Decision::Suggest { .. } => self.reply(reply),
        }
    }

    /// An entry as a group sees it when a button asks for it.
    #[must_use]
    pub fn entry_in_group(&self, id: &str, manner: Manner) -> Card {
        let ids = [id.to_owned()];
        self.with_rating(self.short(&ids, false), &ids, manner)
    }

    fn with_rating(&self, card: Card, ids: &[String], manner: Manner) -> Card {
        match ids {
            [id] if manner.thumbs && self.knowledge().entry(id).is_some() => self.rating(card, id),
            _ => card,
        }
    }

    /// Entries in one message, with the way to more in private. What does not fit is behind a button.
    fn short(&self, ids: &[String], alarming: bool) -> Card {
        let entries: Vec<&Entry> = ids.iter().filter_map(|id| self.knowledge().entry(id)).collect();
        let Some(first) = entries.first() else { return self.gone() };
        let all = self.passages(&entries, alarming);
        let (mut card, left) = if html::messages(&all).len() > 1 {
            (self.passages(&entries[..1], alarming), &entries[1..])
        } else {
            (all, &[][..])
        };
        for entry in left {
            card = card.button(&entry.question, Action::Privately(entry.id.clone()));
        }
        card = card.button(self.wording().more_privately(), Action::Privately(first.id.clone()));
        if entries.iter().any(|entry| !entry.related.is_empty()) {
            let shown = entries.iter().map(|entry| entry.id.clone()).collect();
            card = card.button(self.wording().related_questions(), Action::Related(shown));
        }
        card
    }

    /// Nothing is known, or nothing offered was meant.
    #[must_use]
    pub fn none_in_group(&self, alarming: bool) -> Card {
        let card = self.alarm(Card::default().text(self.wording().no_passage()), alarming);
        card.reminder(self.wording().reminder())
            .button(self.wording().topics_privately(), Action::Privately(START_TOPICS.to_owned()))
    }

    /// Questions that people ask after these entries.
    #[must_use]
    pub fn related(&self, ids: &[String]) -> Card {
        let entries: Vec<&Entry> = ids.iter().filter_map(|id| self.knowledge().entry(id)).collect();
        let related = self.related_to(&entries);
        if related.is_empty() {
            return self.gone();
        }
        let card = Card::default().text(self.wording().people_also_ask()).reminder(self.wording().reminder());
        self.offer(card, &related)
    }

    /// Where to read these entries, in a group that wants them out of its way.
    fn elsewhere(&self, ids: &[String], alarming: bool) -> Card {
        let card = self.alarm(Card::default().text(self.wording().answer_is_private()), alarming);
        let card = card.reminder(self.wording().reminder());
        let entries = ids.iter().filter_map(|id| self.knowledge().entry(id));
        entries.fold(card, |card, entry| card.button(&entry.question, Action::Privately(entry.id.clone())))
    }
}
