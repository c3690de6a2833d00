//! From a reply, a button or a menu page to a card: which blocks, in which order, with which buttons.

use super::action::{Action, Vote};
use super::card::{Block, Card};
use super::topics::SECTIONS;
use super::wording::Wording;
use crate::knowledge::{Entry, Knowledge};
use crate::question::Context;
use crate::reply::{Decision, Reply};

/// Related questions under a passage.
const RELATED: usize = 3;
/// Other entries that "Not what I asked" offers.
const OTHERS: usize = 3;

/// Makes cards from one knowledge and its wording.
#[derive(Debug, Clone, Copy)]
pub struct Composer<'a> {
    knowledge: &'a Knowledge,
    wording: &'a Wording,
}

/// Whether a card carries the reminder.
#[must_use]
pub fn says_reminder(card: &Card) -> bool {
    card.blocks.iter().any(|block| matches!(block, Block::Reminder(_)))
}

impl<'a> Composer<'a> {
    /// A composer.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, wording: &'a Wording) -> Self {
        Self { knowledge, wording }
    }

    /// The card of a reply.
    #[must_use]
    pub fn reply(&self, reply: &Reply) -> Card {
        match &reply.decision {
            Decision::Answer { entries, alarming } => {
                let entries: Vec<&Entry> = entries.iter().filter_map(|id| self.knowledge.entry(id)).collect();
                self.answer(&entries, *alarming, reply)
            }
            Decision::Suggest { entries, alarming } => {
                let card = self
                    .alarm(Card::default().text(self.wording.did_you_mean()), *alarming)
                    .reminder(self.wording.reminder());
                self.offer(card, entries).button(self.wording.none_of_these(), Action::NoneOfThese)
            }
            Decision::None { alarming } => self.none(*alarming),
            Decision::Urgent { reply: key } => {
                Card { leaves: reply.decision.leaves(), ..Card::default() }.text(self.ready_made(key))
            }
            Decision::Personal { reply, related, alarming } => {
                let card = self
                    .alarm(Card::default().text(self.ready_made(reply)), *alarming)
                    .reminder(self.wording.reminder());
                self.offer(card, related.as_slice())
            }
            Decision::Smalltalk { reply } => self.smalltalk(reply),
        }
    }

    /// The passages of an answer, the sources, the reminder, what people ask next.
    fn answer(&self, entries: &[&Entry], alarming: bool, reply: &Reply) -> Card {
        let card = self.offer(self.passages(entries, alarming), &self.related_to(entries));
        let shown: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        let card = self.not_what_i_asked(card, &shown, reply);
        // two passages cannot be judged by one tap
        if let [entry] = entries { self.rating(card, &entry.id) } else { card }
    }

    /// What people ask after these entries.
    pub(super) fn related_to<'e>(&self, entries: &[&'e Entry]) -> Vec<&'e str> {
        let mut related: Vec<&str> = Vec::new();
        for id in entries.iter().flat_map(|entry| &entry.related) {
            let shown = entries.iter().any(|entry| entry.id == *id);
            if !shown && !related.contains(&id.as_str()) && self.knowledge.entry(id).is_some() {
                related.push(id);
            }
        }
        related.truncate(RELATED);
        related
    }

    /// The button that leads to the next nearest entries.
    pub(super) fn not_what_i_asked(&self, card: Card, shown: &[String], reply: &Reply) -> Card {
        let Some(first) = shown.first() else { return card };
        let others = reply.candidates.iter().map(|candidate| &candidate.id).filter(|id| !shown.contains(id));
        let others = others.take(OTHERS).cloned().collect();
        card.button(self.wording.not_asked(), Action::NotAsked { shown: first.clone(), others })
    }

    /// The two buttons that say whether a passage helped.
    pub(super) fn rating(&self, card: Card, id: &str) -> Card {
        [Vote::Helped, Vote::DidNotHelp].into_iter().fold(card, |card, vote| {
            let action = Action::Rate { entry: id.to_owned(), vote, before: None };
            card.button(self.wording.vote(vote, None), action)
        })
    }

    pub(super) fn knowledge(&self) -> &'a Knowledge {
        self.knowledge
    }

    pub(super) fn wording(&self) -> &'a Wording {
        self.wording
    }

    pub(super) fn passages(&self, entries: &[&Entry], alarming: bool) -> Card {
        let mut card = self.alarm(Card::default(), alarming);
        for entry in entries {
            card = card.heading(&entry.question).text(&entry.passage);
        }
        let mut sources: Vec<String> = Vec::new();
        for entry in entries {
            let line = self.wording.source(self.knowledge.source_of(entry));
            if !sources.contains(&line) {
                sources.push(line);
            }
        }
        card.leaves = entries.last().map(|entry| Context::after(&entry.id));
        sources.into_iter().fold(card, Card::note).reminder(self.wording.reminder())
    }

    /// What to do if it is happening now, before everything else.
    pub(super) fn alarm(&self, card: Card, alarming: bool) -> Card {
        if !alarming {
            return card;
        }
        let line = Block::Text(self.ready_made(ALARMING));
        Card { blocks: std::iter::once(line).chain(card.blocks).collect(), ..card }
    }

    pub(super) fn offer(&self, card: Card, ids: &[impl AsRef<str>]) -> Card {
        let entries = ids.iter().filter_map(|id| self.knowledge.entry(id.as_ref()));
        entries.fold(card, |card, entry| card.button(&entry.question, Action::Show(entry.id.clone())))
    }

    fn none(&self, alarming: bool) -> Card {
        let card = self.alarm(Card::default().text(self.wording.no_passage()).text(self.wording.covers()), alarming);
        self.sections(card.reminder(self.wording.reminder()))
    }

    fn smalltalk(&self, key: &str) -> Card {
        let reply = self.knowledge.triage.reply(key).unwrap_or_default();
        let card = Card::default().text(self.wording.fill(reply));
        // a line that names the illness says something about it
        if reply.contains("{topic}") { card.reminder(self.wording.reminder()) } else { card }
    }

    fn ready_made(&self, key: &str) -> String {
        self.wording.fill(self.knowledge.triage.reply(key).unwrap_or_default())
    }

    /// The first page of the sections, as buttons.
    fn sections(&self, card: Card) -> Card {
        let sections = self.knowledge.sections();
        let shown = sections.iter().take(SECTIONS);
        let card = shown.fold(card, |card, section| card.button(*section, Action::Section((*section).to_owned())));
        if sections.len() > SECTIONS { card.button(self.wording.next_page(), Action::TopicsPage(1)) } else { card }
    }

    /// An entry as it is shown when a button or a link asks for it.
    #[must_use]
    pub fn entry(&self, id: &str) -> Card {
        let Some(entry) = self.knowledge.entry(id) else { return self.gone() };
        let card = self.offer(self.passages(&[entry], false), &self.related_to(&[entry]));
        self.rating(card, &entry.id)
    }

    /// What is said once an entry was not what was asked.
    #[must_use]
    pub fn not_asked(&self, shown: &str, others: &[String]) -> Card {
        let others: Vec<&str> =
            others.iter().map(String::as_str).filter(|id| *id != shown && self.knowledge.entry(id).is_some()).collect();
        if others.is_empty() {
            return self.none(false);
        }
        let card = Card::default().text(self.wording.perhaps_one_of_these()).reminder(self.wording.reminder());
        self.offer(card, &others).button(self.wording.none_of_these(), Action::NoneOfThese)
    }

    /// What is said once nothing offered was meant.
    #[must_use]
    pub fn none_of_these(&self) -> Card {
        self.none(false)
    }

    /// An entry inside the topics, with the way back.
    #[must_use]
    pub fn browse(&self, id: &str) -> Card {
        let Some(entry) = self.knowledge.entry(id) else { return self.gone() };
        let back = Action::Section(entry.section.clone());
        self.passages(&[entry], false)
            .button(self.wording.back_to(&entry.section), back)
            .button(self.wording.all_topics(), Action::Topics)
    }

    /// `/start`.
    #[must_use]
    pub fn start(&self) -> Card {
        Card::default()
            .text(self.wording.start_page())
            .reminder(self.wording.reminder())
            .button(self.wording.see_topics(), Action::Topics)
    }

    /// `/help`.
    #[must_use]
    pub fn help(&self) -> Card {
        Card::default().text(self.wording.help_page()).text(self.wording.commands()).reminder(self.wording.reminder())
    }

    /// `/about`.
    #[must_use]
    pub fn about(&self, version: &str) -> Card {
        let sources = self.knowledge.sources.iter().map(|source| self.wording.about(source));
        sources
            .fold(Card::default(), Card::text)
            .text(self.wording.about_program(version))
            .text(self.wording.about_knowledge(&self.knowledge.version.to_string()))
            .reminder(self.wording.reminder())
    }

    /// `/privacy`, where questions without a passage are kept for so many days, or not at all.
    #[must_use]
    pub fn privacy(&self, keep_days: Option<u32>) -> Card {
        let first =
            keep_days.map_or_else(|| self.wording.privacy_nothing(), |days| self.wording.privacy_unanswered(days));
        Card::default().text(first).text(self.wording.privacy_page())
    }

    pub(super) fn gone(&self) -> Card {
        Card::default().text(self.wording.gone()).button(self.wording.see_topics(), Action::Topics)
    }
}

/// The key of the line that is added to an answer whose question names a sign of an emergency in general.
const ALARMING: &str = "alarming";
