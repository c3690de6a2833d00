//! Groups: who is answered, where and how much, and what happens to a group.

use super::around::Around;
use super::asked::{Asked, InGroup, Incoming, Target};
use super::cooldown::{Limit, Pace};
use super::memory::Answered;
use super::press::Press;
use super::refusal::Refusal;
use super::send::{self, Delivered};
use super::serve::{Ended, Failure, Service};
use super::settle::{Key, Settled};
use crate::conversation::{Command, Conversation};
use crate::question::{Context, Question};
use crate::render::{Action, Card, Manner, START_ASK};
use crate::reply::{Decision, Reply};
use crate::store::{Answers, Askers, GroupSettings, Row, StoreError};
use std::time::Instant;

/// Seconds within which a message that was answered is known to have been.
const STILL_KNOWN: i64 = 600;

/// What is said in a group, and by which rules.
pub(super) struct Floor<'a> {
    pub(super) talk: Conversation,
    pub(super) settings: GroupSettings,
    pub(super) group: &'a InGroup,
    pub(super) row: &'a Row,
    /// Who speaks, if that is still known.
    pub(super) person: Option<i64>,
}

/// How a group with these settings is answered.
pub(super) fn manner(settings: &GroupSettings) -> Manner {
    Manner { privately: settings.answers == Answers::Privately, thumbs: settings.thumbs }
}

impl Service {
    /// Answers what comes from a group, or tells of one.
    pub(super) async fn in_group(&self, asked: Asked, late: bool, row: &Row) -> Result<Ended, Failure> {
        let inbox = &self.intake.inbox;
        let settings = inbox.settings(asked.incoming.chat()).await?;
        let talk = self.in_language_of(&settings);
        let floor =
            Floor { talk, settings, group: &asked.group, row, person: self.intake.people.sender(row.update_id) };
        match asked.incoming {
            Incoming::Added { target } if asked.group.pace == Pace::Free && !late => {
                self.show(&Card::default().text(floor.talk.wording().added_to_group()), &target, row).await?;
            }
            Incoming::Removed { chat } => {
                inbox.erase_settings(chat).await?;
                self.forget(chat).await?;
            }
            Incoming::Moved { from, to } => inbox.move_settings(from, to).await?,
            Incoming::Press { query, data, message, target } => {
                let keyboard = asked.around.keyboard.as_ref();
                let declined = asked.around.declined.as_deref();
                self.pressed(&floor, Press { query: &query, data: &data, message, target, keyboard, declined }).await?;
            }
            Incoming::Added { .. } | Incoming::Nothing => {}
            spoken => return self.spoken_to(spoken, &asked.around, &floor, late).await,
        }
        Ok(Ended::Answered)
    }

    /// Answers somebody who speaks to the bot in a group: an emergency whatever the rules, anything else by them.
    async fn spoken_to(
        &self,
        spoken: Incoming,
        around: &Around,
        floor: &Floor<'_>,
        late: bool,
    ) -> Result<Ended, Failure> {
        let Some(target) = spoken.target().cloned() else { return Ok(Ended::Answered) };
        let context = self.leaning(&target, around.about.as_deref());
        let answer = spoken.question().map(str::to_owned).map(|text| {
            let begun = Instant::now();
            let (reply, card) = floor.talk.ask_in_group(&Question::new(&text), &context, manner(&floor.settings));
            self.intake.monitor.decided(reply.decision.name(), begun.elapsed());
            (text, reply, card)
        });
        let emergency = match &answer {
            Some((_, reply, card)) => matches!(reply.decision, Decision::Urgent { .. }).then(|| card.clone()),
            None => spoken.typed().and_then(|text| floor.talk.emergency(text)),
        };
        if around.edited && self.changes_its_reply(&spoken, floor, emergency.is_some()) {
            return Ok(Ended::Answered);
        }
        if let Some(card) = emergency {
            let before = spoken.spot().and_then(|spot| self.memory.answered.get(&spot));
            let delivered = self.show_in_group(&card, &target, context.clone(), floor).await?;
            self.withdraw(target.chat, before.as_ref()).await;
            if let Some((text, reply, _)) = &answer {
                self.observe(text, reply, &context, &target, &delivered.messages).await;
            }
            return Ok(Ended::Answered);
        }
        if !self.may_go_on(&spoken, floor, &target).await? {
            return Ok(Ended::Answered);
        }
        match (answer, spoken) {
            (Some((text, ..)), _) if late => return self.late(&text, &target, floor.row).await,
            (Some((text, reply, card)), _) => {
                let messages = self.answer_in_group(&text, &reply, &card, (&target, context.clone()), floor).await?;
                self.observe(&text, &reply, &context, &target, &messages).await;
            }
            (None, Incoming::Command { command: Command::Settings(typed), .. }) => {
                self.settings(&typed, floor.settings.clone(), &target, floor.row).await?;
            }
            (None, Incoming::Command { command, .. }) => {
                if command == Command::Forget {
                    self.forget(target.chat).await?;
                }
                let card = floor.talk.command(&command, &context);
                self.show_in_group(&card, &target, context, floor).await?;
            }
            (None, Incoming::NotText { picture, .. }) => {
                let wording = floor.talk.wording();
                let words = if picture { wording.what_i_read_pictures() } else { wording.what_i_read() };
                self.show(&Card::default().text(words), &target, floor.row).await?;
            }
            (None, _) => {
                self.show(&Card::default().text(floor.talk.wording().mention_help()), &target, floor.row).await?;
            }
        }
        Ok(Ended::Answered)
    }

    /// Whether the limits and the group's settings let an ordinary message be answered. Who is told that they do not is
    /// told here.
    async fn may_go_on(&self, spoken: &Incoming, floor: &Floor<'_>, target: &Target) -> Result<bool, Failure> {
        let wording = floor.talk.wording();
        let anonymous = floor.group.anonymous_admin;
        let is_settings = matches!(spoken, Incoming::Command { command: Command::Settings(_), .. });
        let for_all = matches!(spoken, Incoming::Command { command: Command::Forget | Command::Privacy, .. });
        let restricted = is_settings || (floor.settings.askers == Askers::Admins && !for_all);
        // after a restart nobody knows who asked; the question is answered then, and settings stay as they are
        let unknown = floor.person.is_none() && !anonymous && !is_settings;
        let within = floor.group.pace == Pace::Free;
        let admin = if restricted && !unknown && (within || is_settings) {
            self.is_admin(target.chat, floor.person, anonymous).await?
        } else {
            unknown
        };
        let ask_privately = |words| {
            Card::default().text(words).button(wording.ask_privately(), Action::Privately(START_ASK.to_owned()))
        };
        let refusal = match floor.group.pace {
            _ if is_settings && admin => return Ok(true),
            Pace::Notice(Limit::Person) => ask_privately(wording.wait_person()),
            Pace::Notice(Limit::Group) => ask_privately(wording.wait_group()),
            Pace::Free if is_settings => Card::default().text(wording.only_admins_set()),
            Pace::Free if !restricted || admin => return Ok(true),
            Pace::Free if self.intake.cooldown.tell_admins_only(target.chat) => {
                ask_privately(wording.only_admins_ask())
            }
            Pace::Silent | Pace::Free => return Ok(false),
        };
        self.show(&refusal, target, floor.row).await?;
        Ok(false)
    }

    /// Shows an answer, or points to the first one if it was given a moment ago.
    async fn answer_in_group(
        &self,
        text: &str,
        reply: &Reply,
        card: &Card,
        (target, before): (&Target, Context),
        floor: &Floor<'_>,
    ) -> Result<Vec<i32>, Failure> {
        let subject = self.recent.subject(text, reply);
        if let Some(subject) = &subject
            && let Some(first) = self.recent.first(target.place(), subject)
        {
            let words = floor.talk.wording().answered_above();
            match send::point(&self.api, &words, target, first).await {
                Ok(pointer) => {
                    self.answered(target, pointer.as_slice(), before, false);
                    return Ok(pointer.into_iter().collect());
                }
                // it was deleted
                Err(Refusal::Final(_)) => self.recent.forget(target.place(), subject),
                Err(refusal) => return Err(refusal.into()),
            }
        }
        let delivered = self.show_in_group(card, target, before, floor).await?;
        if let (Some(subject), Some(first)) = (subject, delivered.messages.first()) {
            self.recent.answered((delivered.chat, target.thread), subject, *first);
        }
        Ok(delivered.messages)
    }

    /// Shows a card, and remembers for a while whose it is: who may press its buttons, and which message it answers.
    pub(super) async fn show_in_group(
        &self,
        card: &Card,
        target: &Target,
        before: Context,
        floor: &Floor<'_>,
    ) -> Result<Delivered, Failure> {
        let delivered = self.show(card, target, floor.row).await?;
        if let (Some(person), Some(last)) = (floor.person, delivered.messages.last()) {
            self.intake.people.asked(delivered.chat, *last, person);
        }
        self.answered(target, &delivered.messages, before, card.is_urgent());
        Ok(delivered)
    }

    fn answered(&self, target: &Target, messages: &[i32], before: Context, urgent: bool) {
        if let Some(message) = target.reply_to {
            let messages = messages.to_vec();
            self.memory.answered.insert((target.chat, message), Answered { messages, before, urgent });
        }
    }

    /// A message that was changed changes its reply, once the change has settled; one that is an emergency only now is answered
    /// anew. One without a reply is answered now if it is new: perhaps the bot was only now mentioned in it. An old one is
    /// not: its reply may have been forgotten.
    fn changes_its_reply(&self, changed: &Incoming, floor: &Floor<'_>, urgent: bool) -> bool {
        if matches!(changed, Incoming::Command { command: Command::Forget | Command::Settings(_), .. }) {
            return false;
        }
        let Some(spot) = changed.spot() else { return true };
        if let Some(answered) = self.memory.answered.get(&spot) {
            if urgent && !answered.urgent {
                self.settling.drop(&Key::Message(spot));
                return false;
            }
            self.settling.put(Key::Message(spot), Settled::Edit(changed.clone()));
            return true;
        }
        let sent = floor.group.sent.unwrap_or(0);
        let new = sent >= self.started && self.api.clock().now() - sent < STILL_KNOWN;
        !new && !urgent
    }

    /// What is said to a changed message of a group as it stands now.
    pub(super) async fn changed_in_group(&self, changed: &Incoming, before: &Context) -> Result<Card, StoreError> {
        let settings = self.intake.inbox.settings(changed.chat()).await?;
        let talk = self.in_language_of(&settings);
        Ok(match (changed.question(), changed) {
            (Some(text), _) => talk.ask_in_group(&Question::new(text), before, manner(&settings)).1,
            (None, Incoming::Command { command, text, .. }) => {
                talk.emergency(text).unwrap_or_else(|| talk.command(command, before))
            }
            (None, _) => Card::default().text(talk.wording().mention_help()),
        })
    }
}
