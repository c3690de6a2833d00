//! What a chat saw last, so that the next message can lean on it: in memory only, capped, forgotten after a while.

use super::update::Target;
use crate::question::Context;
use crate::render::Card;
use moka::sync::Cache;
use std::time::Duration;

/// How long a chat's last passage is remembered.
const REMEMBER: Duration = Duration::from_mins(15);
/// In how many chats at most; beyond it the ones that were silent longest are forgotten.
const CHATS: u64 = 10_000;

/// A chat, and the topic in it.
pub(super) type Place = (i64, Option<i32>);

/// Which entry a chat saw last.
pub(super) struct Memory {
    seen: Cache<Place, Context>,
}

impl Memory {
    /// An empty memory.
    pub(super) fn new() -> Self {
        Self { seen: Cache::builder().max_capacity(CHATS).time_to_live(REMEMBER).build() }
    }

    /// Remembers what a card leaves behind.
    pub(super) fn remember(&self, card: &Card, target: &Target) {
        if let Some(context) = &card.leaves {
            self.seen.insert(target.place(), context.clone());
        }
    }

    /// What the next message can lean on.
    pub(super) fn context(&self, target: &Target) -> Context {
        self.seen.get(&target.place()).unwrap_or_default()
    }

    /// Forgets a chat, with all its topics.
    pub(super) fn forget(&self, chat: i64) {
        for (place, _) in &self.seen {
            if place.0 == chat {
                self.seen.invalidate(&*place);
            }
        }
    }

    /// Lets go of what is too old.
    pub(super) fn tidy(&self) {
        self.seen.run_pending_tasks();
    }
}
