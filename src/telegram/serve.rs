//! One update, from what is asked to what is sent.

use super::api::Api;
use super::dispatch::{Outcome, Work};
use super::intake::Intake;
use super::limit::Class;
use super::refusal::Refusal;
use super::send::{Progress, replace, send};
use super::update::{Asked, Incoming, Target};
use crate::conversation::{Command, Conversation};
use crate::question::{Context, Question};
use crate::render::wording::{self, label};
use crate::render::{Action, Card};
use crate::store::{Inbox, Row, StoreError};
use log::{debug, error, warn};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::{Duration, Instant};
use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;

/// How long a chat's last passage is remembered.
const REMEMBER: Duration = Duration::from_mins(15);
/// In how many chats at most; beyond it the ones that were silent longest are forgotten.
const CHATS: u64 = 10_000;

/// A chat, and the topic in it.
type Place = (i64, Option<i32>);

/// Why an update was not answered for good or for now.
#[derive(Debug)]
enum Failure {
    Refused(Refusal),
    Store(StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// How the work on an update ended well.
enum Ended {
    Answered,
    Held,
}

/// Answers updates.
pub(super) struct Service {
    api: Arc<Api>,
    conversation: Conversation,
    intake: Arc<Intake>,
    stale_after: i64,
    /// Which entry a chat saw last; in memory only.
    seen: Cache<Place, Context>,
}

/// The row that is worked on, to remember how far its reply has gone out.
struct OfRow<'a>(&'a Inbox, &'a Row);

impl Progress for OfRow<'_> {
    async fn sent(&self, messages: u32) {
        if let Err(failure) = self.0.sent(self.1.seq, messages).await {
            debug!("how far a reply has gone out could not be remembered ({failure})");
        }
    }
}

impl Work for Service {
    async fn work(&self, row: &Row) -> Outcome {
        let asked: Asked = match serde_json::from_str(&row.json) {
            Ok(asked) => asked,
            Err(failure) => return Outcome::Failed(format!("cannot be read back ({:?} error)", failure.classify())),
        };
        let kind = asked.incoming.kind();
        let (outcome, name) = match self.answer(asked, row).await {
            Ok(Ended::Answered) => (Outcome::Done, "answered"),
            Ok(Ended::Held) => (Outcome::Hold, "held"),
            Err(Failure::Refused(Refusal::Flood(wait))) => (Outcome::Wait(wait), "delayed"),
            Err(Failure::Refused(refusal @ (Refusal::Broken(_) | Refusal::Token))) => {
                (Outcome::Failed(refusal.to_string()), "failed")
            }
            Err(Failure::Refused(refusal)) => {
                // nobody is left to tell
                warn!(chat = self.intake.monitor.alias(row.chat); "a reply could not be delivered: {refusal}");
                (Outcome::Done, "refused")
            }
            Err(Failure::Store(failure)) => {
                error!("an update could not be worked on ({failure})");
                (Outcome::Failed("the database refused".to_owned()), "failed")
            }
        };
        self.intake.monitor.update(kind, name);
        outcome
    }

    fn tidy(&self) {
        self.api.limiter().tidy();
        self.seen.run_pending_tasks();
    }
}

impl Service {
    pub(super) fn new(api: Arc<Api>, conversation: Conversation, intake: Arc<Intake>, stale_after: Duration) -> Self {
        let seen = Cache::builder().max_capacity(CHATS).time_to_live(REMEMBER).build();
        let stale_after = i64::try_from(stale_after.as_secs()).unwrap_or(i64::MAX);
        Self { api, conversation, intake, stale_after, seen }
    }

    async fn answer(&self, asked: Asked, row: &Row) -> Result<Ended, Failure> {
        let late = asked.date.is_some_and(|date| self.api.clock().now() - date > self.stale_after) && !row.wanted;
        match asked.incoming {
            Incoming::Nothing => {}
            Incoming::Question { target, text } if late => return self.late(&text, &target, row).await,
            Incoming::Command { target, command: Command::Ask(_), text } if late => {
                return self.late(&text, &target, row).await;
            }
            Incoming::Question { target, text } => {
                let card = self.ask(&text, &target);
                self.show(&card, &target, row).await?;
            }
            Incoming::Command { target, command, text } => {
                if command == Command::Forget {
                    self.forget(&target).await?;
                }
                let card = match (self.conversation.emergency(&text), &command) {
                    (Some(emergency), _) => emergency,
                    (None, Command::Ask(question)) if !question.is_empty() => self.ask(question, &target),
                    (None, command) => self.conversation.command(command, &self.context(&target)),
                };
                self.show(&card, &target, row).await?;
            }
            Incoming::Mention { target } => {
                self.show(&Card::default().text(wording::MENTION_HELP), &target, row).await?;
            }
            Incoming::NotText { target } => {
                self.show(&Card::default().text(wording::WHAT_I_READ), &target, row).await?;
            }
            Incoming::Press { query, data, message, target } => self.press(&query, &data, message, target, row).await?,
        }
        Ok(Ended::Answered)
    }

    fn ask(&self, text: &str, target: &Target) -> Card {
        let begun = Instant::now();
        let (reply, card) = self.conversation.ask(&Question::new(text), &self.context(target));
        self.intake.monitor.decided(reply.decision.name(), begun.elapsed());
        debug!("decision {} confidence {:.2}", reply.decision.name(), reply.confidence);
        card
    }

    /// A question from long ago: an emergency is answered; for anything else the chat gets one apology and is asked
    /// whether it still wants the answer.
    async fn late(&self, text: &str, target: &Target, row: &Row) -> Result<Ended, Failure> {
        if let Some(emergency) = self.conversation.emergency(text) {
            self.show(&emergency, target, row).await?;
            return Ok(Ended::Answered);
        }
        if !self.intake.inbox.holds(target.chat).await? {
            let apology = Card::default().text(wording::LATE).button(label::STILL_WANTED, Action::StillWanted);
            send(&self.api, &apology, target, Class::Bulk, 0, &OfRow(&self.intake.inbox, row)).await?;
        }
        Ok(Ended::Held)
    }

    async fn press(
        &self,
        query: &str,
        data: &str,
        message: Option<i32>,
        target: Option<Target>,
        row: &Row,
    ) -> Result<(), Failure> {
        let action = Action::parse(data);
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if action.is_none() || target.is_none() {
            answer = answer.text(wording::GONE).show_alert(true);
        }
        if let Err(refusal) = self.api.call(&answer).await {
            // an old query can no longer be answered; what it asks for still can
            debug!("a button press could not be acknowledged: {refusal}");
        }
        let (Some(action), Some(target)) = (action, target) else { return Ok(()) };
        let progress = OfRow(&self.intake.inbox, row);
        if action == Action::StillWanted {
            return self.still_wanted(message, &target, &progress).await;
        }
        let turn = self.conversation.press(&action);
        match message {
            Some(message) if turn.in_place => {
                self.remember(&turn.card, &target);
                Ok(replace(&self.api, &turn.card, message, &target, &progress).await?)
            }
            _ => self.show(&turn.card, &target, row).await,
        }
    }

    /// Takes up the late questions of a chat.
    async fn still_wanted(&self, message: Option<i32>, target: &Target, progress: &OfRow<'_>) -> Result<(), Failure> {
        let keys = self.intake.inbox.release(target.chat).await?;
        let words = if keys.is_empty() { wording::GONE } else { wording::LATE_WANTED };
        self.intake.queue(&keys);
        match message {
            Some(message) => Ok(replace(&self.api, &Card::default().text(words), message, target, progress).await?),
            None => Ok(()),
        }
    }

    async fn forget(&self, target: &Target) -> Result<(), Failure> {
        for (place, _) in &self.seen {
            if place.0 == target.chat {
                self.seen.invalidate(&*place);
            }
        }
        Ok(self.intake.inbox.forget(target.chat).await?)
    }

    async fn show(&self, card: &Card, target: &Target, row: &Row) -> Result<(), Failure> {
        self.remember(card, target);
        let progress = OfRow(&self.intake.inbox, row);
        Ok(send(&self.api, card, target, Class::Interactive, row.sent, &progress).await?)
    }

    fn remember(&self, card: &Card, target: &Target) {
        if let Some(context) = &card.leaves {
            self.seen.insert((target.chat, target.thread), context.clone());
        }
    }

    fn context(&self, target: &Target) -> Context {
        self.seen.get(&(target.chat, target.thread)).unwrap_or_default()
    }
}
