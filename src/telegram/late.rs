//! Questions from long ago: an apology and an offer, and the answer once it is still wanted.

use super::limit::Class;
use super::send::{replace, send};
use super::serve::{Ended, Failure, OfRow, Service};
use super::update::Target;
use crate::render::{Action, Card};
use crate::store::Row;

impl Service {
    /// A question from long ago: an emergency is answered; for anything else the chat gets one apology and is asked
    /// whether it still wants the answer.
    pub(super) async fn late(&self, text: &str, target: &Target, row: &Row) -> Result<Ended, Failure> {
        if let Some(emergency) = self.conversation().emergency(text) {
            self.show(&emergency, target, row).await?;
            return Ok(Ended::Answered);
        }
        if !self.intake.inbox.holds(target.chat).await? {
            let apology =
                Card::default().text(self.wording().late()).button(self.wording().still_wanted(), Action::StillWanted);
            send(&self.api, &apology, target, Class::Bulk, 0, &OfRow(&self.intake.inbox, row)).await?;
        }
        Ok(Ended::Held)
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
