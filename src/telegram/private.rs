//! A private chat: every message is for the bot.

use super::asked::{Asked, Incoming, Target};
use super::memory::Answered;
use super::serve::{Ended, Failure, Service};
use super::settle::{Key, Settled};
use crate::conversation::{Command, Typed};
use crate::question::{Context, Question};
use crate::render::{Action, Card};
use crate::reply::Reply;
use crate::store::Row;
use log::debug;
use std::time::Instant;

impl Service {
    /// Answers a message that was written or changed in a private chat.
    pub(super) async fn in_private(&self, asked: Asked, late: bool, row: &Row) -> Result<Ended, Failure> {
        let Asked { incoming, around, .. } = asked;
        if around.edited {
            return self.edited(incoming, row).await;
        }
        match incoming {
            Incoming::Question { target, text } if late => return self.late(&text, &target, row).await,
            Incoming::Command { target, command: Command::Ask(_), text } if late => {
                return self.late(&text, &target, row).await;
            }
            Incoming::Question { target, text } => {
                self.read(&target, around.album.as_ref());
                let before = self.leaning(&target, around.about.as_deref());
                self.question(&text, &target, before, row).await?;
            }
            Incoming::Command { target, command, text } => {
                self.read(&target, around.album.as_ref());
                let before = self.leaning(&target, around.about.as_deref());
                if command == Command::Forget {
                    self.forget(target.chat).await?;
                }
                if let Command::Ask(question) = &command
                    && !question.is_empty()
                    && self.conversation().emergency(&text).is_none()
                {
                    self.respond(question, &target, before, row).await?;
                    return Ok(Ended::Answered);
                }
                let card = self.obey(&command, &text, &before);
                self.reply(&card, &target, before, row).await?;
            }
            Incoming::NotText { target, picture } => match around.album {
                Some(album) if self.memory.knows(&target, &album) => {}
                Some(album) => {
                    self.settling.put(Key::Album(target.chat, album), Settled::NotText { target, picture });
                }
                None => self.tell_what_is_read(&target, picture).await?,
            },
            _ => {}
        }
        Ok(Ended::Answered)
    }

    /// A message that can be read came, and with it the word of its album.
    fn read(&self, target: &Target, album: Option<&String>) {
        self.memory.heard(target, album);
        if let Some(album) = album {
            self.settling.drop(&Key::Album(target.chat, album.clone()));
        }
    }

    /// What a message leans on: the entry in the bot's message that it replies to, else what the chat saw last.
    pub(super) fn leaning(&self, target: &Target, about: Option<&str>) -> Context {
        let conversation = self.conversation();
        let entries = &conversation.engine().knowledge().entries;
        let replied = about.and_then(|heading| entries.iter().find(|entry| entry.question == heading));
        replied.map_or_else(|| self.memory.context(target), |entry| Context::after(&entry.id))
    }

    /// A message that is no command: a question, or a button's label or number.
    async fn question(&self, text: &str, target: &Target, before: Context, row: &Row) -> Result<(), Failure> {
        let offered = self.memory.offered(target);
        let buttons = offered.as_ref().map(|offered| offered.buttons.as_slice()).unwrap_or_default();
        let card = match self.conversation().typed(text, buttons) {
            Typed::Question => return self.respond(text, target, before, row).await,
            Typed::Action(Action::StillWanted) => return self.still_wanted(None, target, row).await,
            Typed::Action(Action::Rate { entry, vote, before: said }) => {
                let words = self.rate_by_words(&entry, vote, said, offered.as_ref(), target, row).await?;
                Card::default().text(words)
            }
            Typed::Action(action) => {
                self.observe_typed(&action, target);
                self.conversation().press(&action).card
            }
            Typed::NoSuchNumber(last) => Card::default().text(self.wording().no_such_number(last)),
        };
        self.reply(&card, target, before, row).await.map(drop)
    }

    /// Answers a question.
    async fn respond(&self, text: &str, target: &Target, before: Context, row: &Row) -> Result<(), Failure> {
        let (reply, card) = self.decide(text, &before);
        let messages = self.reply(&card, target, before.clone(), row).await?;
        self.observe(text, &reply, &before, target, &messages).await;
        Ok(())
    }

    /// The card of a question in a context.
    pub(super) fn ask_in(&self, text: &str, context: &Context) -> Card {
        self.decide(text, context).1
    }

    fn decide(&self, text: &str, context: &Context) -> (Reply, Card) {
        let begun = Instant::now();
        let (reply, card) = self.conversation().ask(&Question::new(text), context);
        self.intake.monitor.decided(reply.decision.name(), begun.elapsed());
        debug!("decision {} confidence {:.2}", reply.decision.name(), reply.confidence);
        (reply, card)
    }

    /// The card of a command as it was typed; an emergency behind it comes first.
    pub(super) fn obey(&self, command: &Command, text: &str, context: &Context) -> Card {
        match (self.conversation().emergency(text), command) {
            (Some(emergency), _) => emergency,
            (None, Command::Ask(question)) if !question.is_empty() => self.ask_in(question, context),
            (None, Command::Unknown) => self.conversation().unknown(text),
            (None, command) => self.conversation().command(command, context),
        }
    }

    /// Sends a card as the reply to a message, and remembers which, in case the message is changed.
    pub(super) async fn reply(
        &self,
        card: &Card,
        target: &Target,
        before: Context,
        row: &Row,
    ) -> Result<Vec<i32>, Failure> {
        let delivered = self.show(card, target, row).await?;
        if let Some(message) = target.reply_to {
            let messages = delivered.messages.clone();
            let urgent = card.is_urgent();
            self.memory.answered.insert((target.chat, message), Answered { messages, before, urgent });
        }
        Ok(delivered.messages)
    }
}
