//! `/unanswered`: what was asked in vain, group by group, with buttons to attach it, to take it for out of scope, or to
//! erase it; and the keeping of it.

use super::attach::{AttachError, attach};
use super::groups::{Group, grouped, meant};
use super::order::{Batch, Hash, Order};
use super::{Stored, button};
use crate::knowledge::additions::Addition;
use crate::question::{Context, Question};
use crate::redact::{redact, without_marks};
use crate::render::Card;
use crate::reply::Decision;
use crate::telegram::asked::Target;
use crate::telegram::send::replace;
use crate::telegram::serve::{Failure, OfRow, Service};
use crate::text::normalise;
use log::{error, info, warn};
use std::collections::HashSet;

/// Texts of a group that are shown and attached.
const SHOWN: usize = 5;
/// Letters of a message that are kept.
const LONGEST: usize = 500;
/// Entries that are offered before the sections.
const LIKELIEST: usize = 3;

impl Service {
    /// Keeps a message that got no passage, if that is switched on.
    pub(in crate::telegram) async fn keep(&self, chat: i64, text: &str, declined: bool) {
        if self.desk.keep_days.is_none() || self.is_keeper(chat) {
            return;
        }
        let text = {
            let edition = self.live.now();
            let known = words_of(&edition.conversation);
            redact(text, |word| known.contains(word))
        };
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        if without_marks(&text).is_empty() {
            return;
        }
        if let Err(failure) = self.intake.inbox.keep_unanswered(chat, text, declined, self.today()).await {
            warn!("a message without a passage could not be kept ({failure})");
        }
    }

    /// The group at a place in the list, or that there is none.
    pub(super) async fn unanswered_page(&self, position: usize) -> Stored<Card> {
        let wording = self.wording();
        let Some(days) = self.desk.keep_days else { return Ok(Card::default().text(wording.unanswered_off())) };
        let groups = grouped(self.intake.inbox.unanswered().await?);
        let Some(group) = groups.get(position) else {
            let text = if groups.is_empty() { wording.unanswered_none() } else { wording.unanswered_end(days) };
            return Ok(Card::default().text(text));
        };
        let heading = wording.unanswered_heading(number(position + 1), number(groups.len()));
        let card = self.group_card(group, heading);
        Ok(if position + 1 < groups.len() {
            button(card, wording.unanswered_next(), &Order::Next(group.batch().first))
        } else {
            card
        })
    }

    fn group_card(&self, group: &Group, heading: String) -> Card {
        let wording = self.wording();
        let texts = group.texts();
        let lines: Vec<String> = texts.iter().take(SHOWN).map(|text| format!("• {text}")).collect();
        let declined = group.messages.iter().filter(|message| message.declined).count();
        let batch = group.batch();
        let mut card = Card::default()
            .heading(heading)
            .text(lines.join("\n"))
            .note(wording.unanswered_times(number(group.messages.len()), number(declined)));
        card = button(card, wording.unanswered_attach(), &Order::Pick(batch));
        card = button(card, wording.unanswered_out_of_scope(), &Order::OutOfScope(batch));
        card = button(card, wording.unanswered_drop(), &Order::Drop(batch));
        if texts.len() > 1 { button(card, wording.unanswered_single(), &Order::Single(batch.first)) } else { card }
    }

    /// Acts on a button of an admin chat, in the place of its message.
    pub(in crate::telegram) async fn order(
        &self,
        data: &str,
        message: Option<i32>,
        target: &Target,
        progress: &OfRow<'_>,
    ) -> Result<(), Failure> {
        let card = match Order::parse(data) {
            Some(order) => self.carry_out(&order, target.chat).await?,
            None => Card::default().text(self.wording().gone()),
        };
        if let Some(message) = message {
            replace(&self.api, &card, message, target, progress).await?;
        }
        Ok(())
    }

    async fn carry_out(&self, order: &Order, chat: i64) -> Stored<Card> {
        let batch = match order {
            Order::Next(before) => {
                let groups = grouped(self.intake.inbox.unanswered().await?);
                let holds = |group: &Group| group.ids().contains(before);
                return self.unanswered_page(groups.iter().position(holds).map_or(0, |position| position + 1)).await;
            }
            Order::Single(id) => return self.single(*id).await,
            Order::Pick(batch)
            | Order::Section(batch, _)
            | Order::Attach(batch, _)
            | Order::OutOfScope(batch)
            | Order::Drop(batch) => *batch,
        };
        let Some(group) = meant(self.intake.inbox.unanswered().await?, batch) else {
            return Ok(self.go_on(Card::default().text(self.wording().unanswered_gone())));
        };
        match order {
            Order::Pick(_) => Ok(self.pick(&group)),
            Order::Section(_, section) => Ok(self.section(&group, *section)),
            Order::Attach(_, entry) => self.attach(&group, *entry, chat).await,
            Order::OutOfScope(_) => self.out_of_scope(&group, chat).await,
            _ => {
                self.intake.inbox.drop_unanswered(group.ids()).await?;
                Ok(self.go_on(Card::default().text(self.wording().unanswered_dropped(number(group.messages.len())))))
            }
        }
    }

    /// A message by itself, with the one after it.
    async fn single(&self, id: i64) -> Stored<Card> {
        let all = self.intake.inbox.unanswered().await?;
        let next = all.iter().map(|message| message.id).filter(|other| *other > id).min();
        let Some(group) = meant(all, Batch { first: id, last: id }) else { return self.unanswered_page(0).await };
        let card = self.group_card(&group, self.wording().unanswered_alone());
        Ok(match next {
            Some(next) => button(card, self.wording().unanswered_next(), &Order::Single(next)),
            None => card,
        })
    }

    /// Adds the way to the next group.
    fn go_on(&self, card: Card) -> Card {
        button(card, self.wording().unanswered_next(), &Order::Next(0))
    }

    /// The likeliest entries, and the sections, the likeliest first.
    fn pick(&self, group: &Group) -> Card {
        let (edition, wording, batch) = (self.live.now(), self.wording(), group.batch());
        let knowledge = edition.conversation.engine().knowledge();
        let texts = phrasings(group);
        let mut card = Card::default().heading(wording.attach_which()).text(texts.join("\n"));
        let reply = edition
            .conversation
            .engine()
            .answer(&Question::new(texts.first().map_or("", String::as_str)), &Context::default());
        let ranked: Vec<_> = reply.candidates.iter().filter_map(|candidate| knowledge.entry(&candidate.id)).collect();
        for entry in ranked.iter().take(LIKELIEST) {
            card = button(card, &entry.question, &Order::Attach(batch, Hash::of(&entry.id)));
        }
        let mut sections: Vec<&str> = Vec::new();
        for section in ranked.iter().map(|entry| entry.section.as_str()).chain(knowledge.sections()) {
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
        for section in sections {
            card = button(card, format!("▸ {section}"), &Order::Section(batch, Hash::of(section)));
        }
        self.go_on(card)
    }

    fn section(&self, group: &Group, section: Hash) -> Card {
        let (edition, wording, batch) = (self.live.now(), self.wording(), group.batch());
        let knowledge = edition.conversation.engine().knowledge();
        let mut card = Card::default().heading(wording.attach_which()).text(phrasings(group).join("\n"));
        for entry in knowledge.entries.iter().filter(|entry| Hash::of(&entry.section) == section) {
            card = button(card, &entry.question, &Order::Attach(batch, Hash::of(&entry.id)));
        }
        button(card, wording.attach_back(), &Order::Pick(batch))
    }

    async fn attach(&self, group: &Group, entry: Hash, chat: i64) -> Stored<Card> {
        let wording = self.wording();
        let found = {
            let edition = self.live.now();
            let entries = &edition.conversation.engine().knowledge().entries;
            entries
                .iter()
                .find(|known| Hash::of(&known.id) == entry)
                .map(|known| (known.id.clone(), known.question.clone()))
        };
        let Some((id, question)) = found else { return Ok(self.go_on(Card::default().text(wording.gone()))) };
        let texts = phrasings(group);
        let added: Vec<Addition> =
            texts.iter().map(|text| Addition::Phrasing { entry: id.clone(), text: text.clone() }).collect();
        match self.add(&added, chat, group).await? {
            Ok(version) => {
                let card = Card::default().text(wording.attached(number(texts.len()), &question, &version));
                let outcome = self.outcome(texts.first().map_or("", String::as_str), &id);
                Ok(self.go_on(card.text(outcome)))
            }
            Err(card) => Ok(card),
        }
    }

    async fn out_of_scope(&self, group: &Group, chat: i64) -> Stored<Card> {
        let texts = phrasings(group);
        let added: Vec<Addition> = texts.iter().map(|text| Addition::OutOfScope { text: text.clone() }).collect();
        match self.add(&added, chat, group).await? {
            Ok(version) => {
                let text = self.wording().attached_out_of_scope(number(texts.len()), &version);
                Ok(self.go_on(Card::default().text(text)))
            }
            Err(card) => Ok(card),
        }
    }

    /// Adds to the knowledge and erases the messages; or gives the card that says why not.
    async fn add(&self, added: &[Addition], chat: i64, group: &Group) -> Stored<Result<String, Card>> {
        let wording = self.wording();
        let back = |card: Card| button(card, wording.attach_back(), &Order::Pick(group.batch()));
        match attach(&self.live, added, &format!("admin chat {chat}"), self.today()).await {
            Ok(version) => {
                info!("in use from an admin chat: {} more, as {version}", added.len());
                self.intake.monitor.knowledge(&version);
                self.intake.monitor.reloaded(true);
                self.intake.inbox.drop_unanswered(group.ids()).await?;
                Ok(Ok(version.to_string()))
            }
            Err(AttachError::BuiltIn) => Ok(Err(back(Card::default().text(wording.attach_needs_folder())))),
            Err(failure) => {
                error!("what an admin chat attached could not be added: {failure}");
                self.intake.monitor.reloaded(false);
                let card = Card::default().text(wording.attach_refused()).text(failure.to_string());
                Ok(Err(back(card)))
            }
        }
    }

    /// What the text would get now.
    fn outcome(&self, text: &str, id: &str) -> String {
        let (wording, conversation) = (self.wording(), self.conversation());
        let reply = conversation.engine().answer(&Question::new(text), &Context::default());
        let named = reply.decision.entries().iter().any(|entry| entry == id);
        match &reply.decision {
            Decision::Answer { .. } if named => wording.attached_answers(),
            Decision::Suggest { .. } if named => wording.attached_offers(),
            other => wording.attached_otherwise(other.name()),
        }
    }
}

/// The texts that are attached: shown, without marks, each once.
fn phrasings(group: &Group) -> Vec<String> {
    let mut seen = HashSet::new();
    let texts = group.texts().into_iter().take(SHOWN).map(without_marks);
    texts.filter(|text| !text.is_empty() && seen.insert(normalise(text))).collect()
}

/// The words of the knowledge, in lower case.
fn words_of(conversation: &crate::conversation::Conversation) -> HashSet<String> {
    let knowledge = conversation.engine().knowledge();
    let wordings = knowledge.entries.iter().flat_map(crate::knowledge::Entry::wordings);
    let terms = knowledge.vocabulary.groups.iter().flat_map(|group| group.variants.iter().chain([&group.term]));
    let texts = wordings.chain(knowledge.entries.iter().map(|entry| entry.passage.as_str()));
    let texts = texts.chain(terms.map(String::as_str)).chain(knowledge.vocabulary.keep.iter().map(String::as_str));
    let words = texts.flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric() && letter != '\''));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
