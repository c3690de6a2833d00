//! The chats of those who keep the FAQ (`admin.chats`): what is asked, what was asked in vain and can be attached, why an
//! answer was given, how an entry looks; and notices of what fails. To any other chat these commands are unknown.

mod attach;
mod groups;
mod menu;
mod notices;
mod observe;
mod order;
mod questions;
mod request;
mod rounds;
mod stats;
mod unanswered;
mod why;

pub(super) use menu::publish;
pub(super) use notices::{tell, watch};
pub(super) use questions::Questions;
pub(super) use request::Request;
pub(super) use rounds::{Rounds, run};

use super::asked::Target;
use super::limit::Class;
use super::send::send;
use super::serve::{Failure, OfRow, Service};
use super::tally::Tally;
use crate::render::{Action, Card};
use crate::store::{Row, StoreError};
use std::sync::Arc;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// What those who keep the FAQ need.
pub(super) struct Desk {
    /// Their chats.
    chats: Arc<[i64]>,
    /// The questions behind the latest answers there.
    pub(super) questions: Questions,
    /// What is counted.
    tally: Arc<Tally>,
    /// For how many days questions without a passage are kept; none if they are not.
    keep_days: Option<u32>,
}

impl Desk {
    pub(super) fn new(chats: Arc<[i64]>, tally: Arc<Tally>, keep_days: Option<u32>) -> Self {
        Self { chats, questions: Questions::new(), tally, keep_days }
    }
}

impl Service {
    /// Whether a chat is one of those who keep the FAQ.
    pub(super) fn is_keeper(&self, chat: i64) -> bool {
        self.desk.chats.contains(&chat)
    }

    /// The day by Telegram's clock, counted from 1970-01-01 (UTC).
    pub(super) fn today(&self) -> i64 {
        self.api.clock().now().div_euclid(DAY)
    }

    /// Carries out a command of an admin chat.
    pub(super) async fn administer(&self, request: Request, target: &Target, row: &Row) -> Result<(), Failure> {
        if !self.is_keeper(target.chat) {
            // no longer one: the update waited while the config changed
            let card = Card::default().text(self.wording().unknown_command());
            return self.show_keepers(&card, target, row).await;
        }
        match request {
            Request::Stats => self.stats(target, row).await,
            Request::Unanswered => {
                let card = self.unanswered_page(0).await?;
                self.show_keepers(&card, target, row).await
            }
            Request::Why { about } => {
                let card = self.why(target.chat, about);
                self.show_keepers(&card, target, row).await
            }
            Request::Preview(id) => {
                let card = self.preview(&id);
                self.show_keepers(&card, target, row).await
            }
        }
    }

    /// Sends a card that no later message leans on.
    async fn show_keepers(&self, card: &Card, target: &Target, row: &Row) -> Result<(), Failure> {
        let progress = OfRow(&self.intake.inbox, row);
        send(&self.api, card, target, Class::Interactive, row.sent, &progress).await?;
        Ok(())
    }

    /// How an entry looks, also one that nobody has reviewed.
    fn preview(&self, id: &str) -> Card {
        let (edition, wording) = (self.live.now(), self.wording());
        match edition.preview(id) {
            Some((card, true)) => card,
            Some((card, false)) => card.note(wording.preview_unreviewed()),
            None if id.is_empty() => Card::default().text(wording.preview_which()),
            None => Card::default().text(match edition.nearest(id) {
                Some(near) => wording.preview_near(id, near),
                None => wording.preview_none(id),
            }),
        }
    }
}

/// A button of an admin chat.
fn button(card: Card, label: impl Into<String>, order: &order::Order) -> Card {
    card.button(label, Action::Admin(order.to_string()))
}

/// A store that fails is no reason to leave a card unanswered: it is said, and logged where it happened.
type Stored<T> = Result<T, StoreError>;
