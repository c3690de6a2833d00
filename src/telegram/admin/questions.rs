//! The questions behind the latest answers in admin chats, for `/why`: in memory only, few, and not for long.

use crate::question::Context;
use crate::telegram::expiring::Expiring;
use std::time::Duration;

/// How long a question is remembered.
const REMEMBER: Duration = Duration::from_hours(1);
/// How many at most; the oldest go first.
const MOST: usize = 200;

/// A question and what the chat saw before it.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) question: String,
    pub(super) context: Context,
}

/// The questions by chat and message.
pub(in crate::telegram) struct Questions(Expiring<(i64, i32), Answered>);

impl Questions {
    pub(in crate::telegram) fn new() -> Self {
        Self(Expiring::new(REMEMBER, MOST))
    }

    /// Remembers which question these messages answer.
    pub(in crate::telegram) fn remember(&self, chat: i64, messages: &[i32], question: &str, context: &Context) {
        for message in messages {
            let answered = Answered { question: question.to_owned(), context: context.clone() };
            self.0.insert((chat, *message), answered);
        }
    }

    pub(super) fn get(&self, chat: i64, message: i32) -> Option<Answered> {
        self.0.get(&(chat, message))
    }

    /// Forgets a chat.
    pub(in crate::telegram) fn forget(&self, chat: i64) {
        self.0.remove_those(|place, _| place.0 == chat);
    }
}
