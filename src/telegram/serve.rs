//! One update, from what is asked to what is sent.

use super::admin::Desk;
use super::api::Api;
use super::asked::{Asked, Incoming, Target};
use super::dispatch::{Outcome, Work};
use super::intake::Intake;
use super::limit::Class;
use super::live::Live;
use super::memory::Memory;
use super::press::Press;
use super::recent::Recent;
use super::refusal::Refusal;
use super::send::{Delivered, Progress, send};
use super::settle::Settling;
use crate::conversation::Conversation;
use crate::render::{Card, Wording};
use crate::store::{Inbox, Row, StoreError};
use log::{debug, error, warn};
use std::sync::Arc;
use std::time::Duration;

/// Why an update was not answered for good or for now.
#[derive(Debug)]
pub(super) enum Failure {
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
pub(super) enum Ended {
    Answered,
    Held,
    /// Not yet: others go first.
    Later(Duration),
}

/// Answers updates.
pub(super) struct Service {
    pub(super) api: Arc<Api>,
    pub(super) live: Arc<Live>,
    pub(super) intake: Arc<Intake>,
    stale_after: i64,
    /// When this began, by Telegram's clock: what was answered before is not known.
    pub(super) started: i64,
    /// What is remembered of chats.
    pub(super) memory: Memory,
    /// What waits until it has settled.
    pub(super) settling: Settling,
    /// What groups were answered a moment ago.
    pub(super) recent: Recent,
    /// What those who keep the FAQ need.
    pub(super) desk: Desk,
}

/// The row that is worked on, to remember how far its reply has gone out.
pub(super) struct OfRow<'a>(pub(super) &'a Inbox, pub(super) &'a Row);

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
            Ok(Ended::Later(wait)) | Err(Failure::Refused(Refusal::Flood(wait))) => (Outcome::Wait(wait), "delayed"),
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
        self.memory.tidy();
        self.recent.tidy();
        self.intake.people.tidy();
        self.intake.cooldown.tidy();
    }
}

impl Service {
    pub(super) fn new(
        api: Arc<Api>,
        live: Arc<Live>,
        intake: Arc<Intake>,
        stale_after: Duration,
        repeat_after: Duration,
        desk: Desk,
    ) -> Self {
        let stale_after = i64::try_from(stale_after.as_secs()).unwrap_or(i64::MAX);
        Self {
            started: api.clock().now(),
            api,
            live,
            intake,
            stale_after,
            memory: Memory::new(),
            settling: Settling::default(),
            recent: Recent::new(repeat_after),
            desk,
        }
    }

    async fn answer(&self, asked: Asked, row: &Row) -> Result<Ended, Failure> {
        let late = asked.date.is_some_and(|date| self.api.clock().now() - date > self.stale_after) && !row.wanted;
        if let Incoming::Admin { target, request } = asked.incoming {
            self.administer(request, &target, row).await?;
            return Ok(Ended::Answered);
        }
        if asked.incoming.chat() < 0 || matches!(asked.incoming, Incoming::Removed { .. }) {
            return self.in_group(asked, late, row).await;
        }
        match asked.incoming {
            Incoming::Press { query, data, message, target } => {
                let (keyboard, declined) = (asked.around.keyboard.as_ref(), asked.around.declined.as_deref());
                self.press(Press { query: &query, data: &data, message, target, keyboard, declined }, row).await?;
            }
            incoming => return self.in_private(Asked { incoming, ..asked }, late, row).await,
        }
        Ok(Ended::Answered)
    }

    /// What is said from the knowledge in use now.
    pub(super) fn conversation(&self) -> Conversation {
        self.live.now().conversation.clone()
    }

    pub(super) fn wording(&self) -> Wording {
        self.live.now().conversation.wording().clone()
    }

    /// Erases what is kept of a chat, but for the settings of a group.
    pub(super) async fn forget(&self, chat: i64) -> Result<(), Failure> {
        self.memory.forget(chat);
        self.settling.forget(chat);
        self.desk.questions.forget(chat);
        self.recent.forget_chat(chat);
        self.intake.people.forget(chat);
        Ok(self.intake.inbox.forget(chat).await?)
    }

    /// Sends a card, and remembers what it leaves behind. The settings of a group that turns out to have moved follow it.
    pub(super) async fn show(&self, card: &Card, target: &Target, row: &Row) -> Result<Delivered, Failure> {
        self.memory.remember(card, target);
        let inbox = &self.intake.inbox;
        let delivered = send(&self.api, card, target, Class::Interactive, row.sent, &OfRow(inbox, row)).await?;
        self.memory.offer(card, target, delivered.messages.last().copied());
        if delivered.chat != target.chat
            && let Err(failure) = inbox.move_settings(target.chat, delivered.chat).await
        {
            warn!("the settings of a group that moved could not follow it ({failure}); its admins can set them again");
        }
        Ok(delivered)
    }
}
