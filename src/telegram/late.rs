//! Questions from long ago: an apology and an offer, and the answer once it is still wanted.

use super::asked::Target;
use super::limit::Class;
use super::send::{replace, send};
use super::serve::{Ended, Failure, OfRow, Service};
use crate::render::{Action, Card};
use crate::store::Row;
use std::time::Duration;

/// Apologies that come back in a second, about twice as many as Telegram lets out.
const A_SECOND: u64 = 60;

impl Service {
    /// A question from long ago: an emergency is answered; for anything else the chat gets one apology and is asked
    /// whether it still wants the answer.
    pub(super) async fn late(&self, text: &str, target: &Target, row: &Row) -> Result<Ended, Failure> {
        if let Some(emergency) = self.conversation().emergency(text) {
            self.show(&emergency, target, row).await?;
            return Ok(Ended::Answered);
        }
        if !self.intake.inbox.holds(target.chat).await? {
            if self.api.limiter().is_bulk_busy() {
                return Ok(Ended::Later(self.spread(row)));
            }
            let apology =
                Card::default().text(self.wording().late()).button(self.wording().still_wanted(), Action::StillWanted);
            send(&self.api, &apology, target, Class::Bulk, 0, &OfRow(&self.intake.inbox, row)).await?;
        }
        Ok(Ended::Held)
    }

    /// When an apology is tried again that would only queue behind others, and keep a place from people who ask now: so that
    /// all that wait come back one after the other, about as many a second as may go out.
    fn spread(&self, row: &Row) -> Duration {
        let waiting = u64::try_from(self.intake.lanes().len()).unwrap_or(u64::MAX);
        let seconds = (waiting / A_SECOND).max(1);
        Duration::from_millis(1_000 + row.seq.unsigned_abs() % seconds * 1_000)
    }

    /// Takes up the late questions of a chat.
    pub(super) async fn still_wanted(&self, message: Option<i32>, target: &Target, row: &Row) -> Result<(), Failure> {
        let keys = self.intake.inbox.release(target.chat).await?;
        let words = if keys.is_empty() { self.wording().gone() } else { self.wording().late_wanted() };
        self.intake.queue(&keys);
        let card = Card::default().text(words);
        match message {
            Some(message) => {
                replace(&self.api, &card, message, target, &OfRow(&self.intake.inbox, row)).await?;
            }
            // it was typed
            None => {
                self.show(&card, target, row).await?;
            }
        }
        Ok(())
    }
}
