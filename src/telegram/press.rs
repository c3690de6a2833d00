//! Pressed buttons: acknowledged, so that they stop spinning, and acted on.

use super::asked::Target;
use super::send::replace;
use super::serve::{Failure, OfRow, Service};
use crate::render::Action;
use crate::store::Row;
use log::debug;
use serde_json::Value;
use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;

/// A press, as far as it is stored.
pub(super) struct Press<'a> {
    /// To be answered, or the button keeps spinning.
    pub(super) query: &'a str,
    /// What the button carries.
    pub(super) data: &'a str,
    /// The message with the button.
    pub(super) message: Option<i32>,
    /// Where it stands, and the question it answers.
    pub(super) target: Option<Target>,
    /// The buttons among which it stands, if it changes them.
    pub(super) keyboard: Option<&'a Value>,
    /// The question whose suggestions it declines, where such questions are kept.
    pub(super) declined: Option<&'a str>,
}

impl Service {
    /// Acts on a pressed button.
    pub(super) async fn press(&self, press: Press<'_>, row: &Row) -> Result<(), Failure> {
        let keeper = press.target.as_ref().is_some_and(|target| self.is_keeper(target.chat));
        let action = Action::parse(press.data).filter(|action| keeper || !matches!(action, Action::Admin(_)));
        if let (Some(Action::Rate { entry, vote, before }), Some(_)) = (&action, &press.target) {
            return self.rate(&press, (entry, *vote, *before), press.keyboard, row).await;
        }
        let gone = action.is_none() || press.target.is_none();
        let notice = gone.then(|| self.wording().gone());
        self.acknowledge(press.query, notice.as_deref().map(|words| (words, true))).await;
        let (Some(action), Some(target)) = (action, press.target.clone()) else { return Ok(()) };
        let progress = OfRow(&self.intake.inbox, row);
        if action == Action::StillWanted {
            return self.still_wanted(press.message, &target, row).await;
        }
        if let Action::Admin(order) = &action {
            return self.order(order, press.message, &target, &progress).await;
        }
        self.observe_press(&action, &press, &target).await;
        let turn = self.conversation().press(&action);
        match press.message {
            Some(message) if turn.in_place => {
                self.memory.remember(&turn.card, &target);
                let delivered = replace(&self.api, &turn.card, message, &target, &progress).await?;
                self.memory.offer(&turn.card, &target, delivered.messages.last().copied());
                Ok(())
            }
            _ => self.show(&turn.card, &target, row).await.map(drop),
        }
    }

    /// Stops the button's spinning, with a notice if there is one; whether it has to be clicked away.
    pub(super) async fn acknowledge(&self, query: &str, notice: Option<(&str, bool)>) {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if let Some((words, alert)) = notice {
            answer = answer.text(words).show_alert(alert);
        }
        if let Err(refusal) = self.api.call(&answer).await {
            // an old query can no longer be answered; what it asks for still can
            debug!("a button press could not be acknowledged: {refusal}");
        }
    }
}
