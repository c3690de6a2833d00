//! Who wrote a message or pressed a button: in memory only, for the minutes that its answer takes. The inbox on disk does
//! not say it, and after a restart nobody knows.

use super::expiring::Expiring;
use std::time::Duration;

/// How long it is remembered who sent an update.
const REMEMBER: Duration = Duration::from_mins(10);
/// How long it is remembered on whose behalf the bot answered somebody else's message.
const REMEMBER_ASKERS: Duration = Duration::from_hours(1);
/// Of how many updates and messages at most.
const MOST: usize = 10_000;

/// Who sent which update, and who asked for which answer.
pub(super) struct People {
    senders: Expiring<i64, i64>,
    askers: Expiring<(i64, i32), i64>,
}

impl People {
    /// Nobody.
    pub(super) fn new() -> Self {
        Self { senders: Expiring::new(REMEMBER, MOST), askers: Expiring::new(REMEMBER_ASKERS, MOST) }
    }

    /// This user sent the update.
    pub(super) fn sent(&self, update_id: i64, user: i64) {
        self.senders.insert(update_id, user);
    }

    /// Who sent the update, if that is still known.
    pub(super) fn sender(&self, update_id: i64) -> Option<i64> {
        self.senders.get(&update_id)
    }

    /// This user asked for what the bot's message says, which answers another one's message.
    pub(super) fn asked(&self, chat: i64, message: i32, user: i64) {
        self.askers.insert((chat, message), user);
    }

    /// Who asked for what the bot's message says, if that is still known and is not who the message answers.
    pub(super) fn asker(&self, chat: i64, message: i32) -> Option<i64> {
        self.askers.get(&(chat, message))
    }

    /// Forgets who asked in a chat.
    pub(super) fn forget(&self, chat: i64) {
        self.askers.remove_those(|spot, _| spot.0 == chat);
    }

    /// Lets go of what is too old.
    pub(super) fn tidy(&self) {
        self.senders.tidy();
        self.askers.tidy();
    }
}
