//! The bot's side of a conversation in a group.

use super::{Conversation, Turn};
use crate::question::{Context, Question};
use crate::render::{Action, Card, Manner};
use crate::reply::Reply;

impl Conversation {
    /// The engine's reply to a question in a group, and the card that shows it there.
    #[must_use]
    pub fn ask_in_group(&self, question: &Question<'_>, context: &Context, manner: Manner) -> (Reply, Card) {
        let reply = self.engine.answer(question, context);
        let card = self.composer().in_group(&reply, manner);
        (reply, card)
    }

    /// What a button brings that is pressed in a group.
    #[must_use]
    pub fn press_in_group(&self, action: &Action, manner: Manner) -> Turn {
        let composer = self.composer();
        match action {
            Action::Show(id) => Turn { card: composer.entry_in_group(id, manner), in_place: false },
            Action::NoneOfThese => Turn { card: composer.none_in_group(false), in_place: true },
            Action::NotAsked { shown, others } => {
                let known = others.iter().any(|id| id != shown && self.engine.knowledge().entry(id).is_some());
                let card = if known { composer.not_asked(shown, others) } else { composer.none_in_group(false) };
                Turn { card, in_place: false }
            }
            other => self.press(other),
        }
    }
}
