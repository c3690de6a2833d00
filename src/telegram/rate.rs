//! Whether a passage helped: one tap, changeable, counted without storing whose it is. The state is in the buttons.

use super::asked::Target;
use super::memory::Offered;
use super::press::Press;
use super::send::{Progress as _, change_buttons, keyboard};
use super::serve::{Failure, OfRow, Service};
use crate::render::{Action, Card, Vote};
use crate::store::{Rating, Row};
use log::debug;
use serde_json::Value;
use teloxide::types::{InlineKeyboardButtonKind, InlineKeyboardMarkup};

impl Service {
    /// Counts a tap and changes the buttons to match.
    pub(super) async fn rate(
        &self,
        press: &Press<'_>,
        (entry, vote, before): (&str, Vote, Option<Vote>),
        buttons: Option<&Value>,
        row: &Row,
    ) -> Result<(), Failure> {
        let (Some(message), Some(target)) = (press.message, &press.target) else { return Ok(()) };
        let (said, notice) = self.count(entry, vote, before, (target.chat, message), row).await?;
        self.acknowledge(press.query, Some((&notice, false))).await;
        let buttons = buttons.and_then(|buttons| serde_json::from_value(buttons.clone()).ok());
        self.show_vote(buttons, entry, said, target, message).await
    }

    /// The same where the label was typed; gives what to say.
    pub(super) async fn rate_by_words(
        &self,
        entry: &str,
        vote: Vote,
        before: Option<Vote>,
        offered: Option<&Offered>,
        target: &Target,
        row: &Row,
    ) -> Result<String, Failure> {
        let Some(offered) = offered else { return Ok(self.wording().gone()) };
        let (said, notice) = self.count(entry, vote, before, (target.chat, offered.message), row).await?;
        let card = Card { buttons: offered.buttons.clone(), ..Card::default() };
        self.show_vote(Some(keyboard(&card, self.api.username())), entry, said, target, offered.message).await?;
        Ok(notice)
    }

    /// Counts what is said now in place of what was said before; the same once more takes it back. Gives what stands
    /// then, and what to say.
    async fn count(
        &self,
        entry: &str,
        vote: Vote,
        before: Option<Vote>,
        spot: (i64, i32),
        row: &Row,
    ) -> Result<(Option<Vote>, String), Failure> {
        let known = self.memory.votes.get(&spot);
        let said = match known {
            // counted already, before a crash or a pause
            Some(said) if row.sent > 0 => said,
            known => Some(vote).filter(|vote| known.unwrap_or(before) != Some(*vote)),
        };
        if row.sent == 0 && self.conversation().engine().knowledge().entry(entry).is_some() {
            let before = known.unwrap_or(before);
            let change = |vote| i64::from(said == Some(vote)) - i64::from(before == Some(vote));
            let (helped, did_not_help) = (change(Vote::Helped), change(Vote::DidNotHelp));
            self.intake.inbox.rate(Rating { entry: entry.to_owned(), helped, did_not_help }).await?;
            self.memory.votes.insert(spot, said);
            OfRow(&self.intake.inbox, row).sent(1).await;
        }
        let wording = self.wording();
        Ok((said, if said.is_some() { wording.vote_counted() } else { wording.vote_taken_back() }))
    }

    /// Writes what was said onto the buttons, and into them.
    async fn show_vote(
        &self,
        buttons: Option<InlineKeyboardMarkup>,
        entry: &str,
        said: Option<Vote>,
        target: &Target,
        message: i32,
    ) -> Result<(), Failure> {
        let Some(mut buttons) = buttons else { return Ok(()) };
        for button in buttons.inline_keyboard.iter_mut().flatten() {
            let InlineKeyboardButtonKind::CallbackData(data) = &button.kind else { continue };
            if let Some(Action::Rate { entry: of, vote, .. }) = Action::parse(data)
                && of == entry
            {
                button.text = self.wording().vote(vote, said);
                let action = Action::Rate { entry: of, vote, before: said };
                button.kind = InlineKeyboardButtonKind::CallbackData(action.data());
            }
        }
        if let Err(refusal) = change_buttons(&self.api, target.chat, message, buttons).await {
            // it is counted all the same
            debug!("buttons could not be changed ({refusal})");
        }
        Ok(())
    }
}
