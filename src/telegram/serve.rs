//! One update, from what is asked to what is sent.

use super::api::{Api, Refusal, persist};
use super::send::{replace, send};
use super::update::{Incoming, Me, Target};
use super::wire;
use crate::conversation::Conversation;
use crate::question::{Context, Question};
use crate::render::{Action, Card, wording};
use log::{debug, warn};
use moka::sync::Cache;
use std::time::Duration;
use teloxide::payloads::AnswerCallbackQuerySetters;
use teloxide::requests::Requester;
use teloxide::types::CallbackQueryId;

/// How long a chat's last passage is remembered.
const REMEMBER: Duration = Duration::from_mins(15);
/// In how many chats at most; beyond it the ones that were silent longest are forgotten.
const CHATS: u64 = 10_000;

/// A chat, and the topic in it.
type Place = (i64, Option<i32>);

/// Answers updates.
pub(super) struct Service {
    api: Api,
    me: Me,
    conversation: Conversation,
    /// Which entry a chat saw last; in memory only.
    seen: Cache<Place, Context>,
}

impl Service {
    pub(super) fn new(api: Api, me: Me, conversation: Conversation) -> Self {
        let seen = Cache::builder().max_capacity(CHATS).time_to_live(REMEMBER).build();
        Self { api, me, conversation, seen }
    }

    /// What an update asks of the bot.
    pub(super) fn understand(&self, update: wire::Update) -> Incoming {
        Incoming::from_update(update, &self.me)
    }

    /// Does what is asked. Refusals end the work: nobody is left to tell.
    pub(super) async fn handle(&self, incoming: Incoming) {
        let done = match incoming {
            Incoming::Nothing => Ok(()),
            Incoming::Question { target, text } => {
                let (reply, card) = self.conversation.ask(&Question::new(&text), &self.context(&target));
                debug!("decision {} confidence {:.2}", reply.decision.name(), reply.confidence);
                self.show(&card, &target).await
            }
            Incoming::Command { target, command, text } => {
                let emergency = self.conversation.emergency(&text);
                let card = emergency.unwrap_or_else(|| self.conversation.command(&command, &self.context(&target)));
                self.show(&card, &target).await
            }
            Incoming::Mention { target } => self.show(&Card::default().text(wording::MENTION_HELP), &target).await,
            Incoming::NotText { target } => self.show(&Card::default().text(wording::WHAT_I_READ), &target).await,
            Incoming::Press { query, data, message, target } => self.press(&query, &data, message, target).await,
        };
        if let Err(refusal) = done {
            warn!("a reply could not be delivered: {refusal}");
        }
    }

    async fn press(
        &self,
        query: &str,
        data: &str,
        message: Option<i32>,
        target: Option<Target>,
    ) -> Result<(), Refusal> {
        let action = Action::parse(data);
        let answer = self.api.bot().answer_callback_query(CallbackQueryId(query.to_owned()));
        let answered = if action.is_some() && target.is_some() {
            persist(answer).await
        } else {
            persist(answer.text(wording::GONE).show_alert(true)).await
        };
        if let Err(refusal) = answered {
            // an old query can no longer be answered; what it asks for still can
            debug!("a button press could not be acknowledged: {refusal}");
        }
        let (Some(action), Some(target)) = (action, target) else { return Ok(()) };
        let turn = self.conversation.press(&action);
        match message {
            Some(message) if turn.in_place => {
                self.remember(&turn.card, &target);
                replace(&self.api, &turn.card, message, &target).await
            }
            _ => self.show(&turn.card, &target).await,
        }
    }

    async fn show(&self, card: &Card, target: &Target) -> Result<(), Refusal> {
        self.remember(card, target);
        send(&self.api, card, target).await
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
