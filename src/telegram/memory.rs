//! What a chat saw last, so that the next message can lean on it and a changed one can change its reply: in memory only,
//! capped, forgotten after a while.

use super::asked::Target;
use super::expiring::Expiring;
use crate::question::Context;
use crate::render::{Button, Card, Vote};
use std::time::Duration;

/// How long a chat's last passage is remembered.
const REMEMBER: Duration = Duration::from_mins(15);
/// In how many chats at most; beyond it the ones that were silent longest are forgotten.
const CHATS: usize = 10_000;
/// Buttons are long: those of fewer chats are remembered.
const OFFERED: usize = 2_000;

/// How long it is remembered that a chat was told what the bot can read, and which album was answered.
const TOLD: Duration = Duration::from_mins(10);

/// A chat, and the topic in it.
pub(super) type Place = (i64, Option<i32>);
/// A message in a chat.
pub(super) type Spot = (i64, i32);

/// How a message was answered.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    /// The messages that answer it, in order.
    pub(super) messages: Vec<i32>,
    /// What the question leant on.
    pub(super) before: Context,
    /// Whether they say that it is an emergency.
    pub(super) urgent: bool,
}

/// The buttons that a chat saw last.
#[derive(Debug, Clone)]
pub(super) struct Offered {
    /// The message with them.
    pub(super) message: i32,
    /// They.
    pub(super) buttons: Vec<Button>,
}

/// What is remembered of chats.
pub(super) struct Memory {
    /// Which entry a chat saw last.
    seen: Expiring<Place, Context>,
    /// The buttons that it saw last.
    offered: Expiring<Place, Offered>,
    /// The replies to its messages.
    pub(super) answered: Expiring<Spot, Answered>,
    /// Chats that were told that the bot reads only text.
    told: Expiring<Place, ()>,
    /// Albums with a caption that was answered.
    albums: Expiring<(i64, String), ()>,
    /// What was said of passages: taps can come quicker than the buttons change.
    pub(super) votes: Expiring<Spot, Option<Vote>>,
}

impl Memory {
    /// An empty memory.
    pub(super) fn new() -> Self {
        Self {
            seen: Expiring::new(REMEMBER, CHATS),
            offered: Expiring::new(REMEMBER, OFFERED),
            answered: Expiring::new(REMEMBER, CHATS),
            told: Expiring::new(TOLD, CHATS),
            albums: Expiring::new(TOLD, CHATS),
            votes: Expiring::new(REMEMBER, CHATS),
        }
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

    /// Remembers the buttons of a card in a message.
    pub(super) fn offer(&self, card: &Card, target: &Target, message: Option<i32>) {
        if let (false, Some(message)) = (card.buttons.is_empty(), message) {
            self.offered.insert(target.place(), Offered { message, buttons: card.buttons.clone() });
        }
    }

    /// The buttons that a place saw last.
    pub(super) fn offered(&self, target: &Target) -> Option<Offered> {
        self.offered.get(&target.place())
    }

    /// A place wrote something that can be read; of an album, the rest of it is no further message.
    pub(super) fn heard(&self, target: &Target, album: Option<&String>) {
        self.told.remove(&target.place());
        if let Some(album) = album {
            self.albums.insert((target.chat, album.clone()), ());
        }
    }

    /// Whether a part of this album was answered.
    pub(super) fn knows(&self, target: &Target, album: &str) -> bool {
        self.albums.contains(&(target.chat, album.to_owned()))
    }

    /// Whether a place was told that the bot reads only text, and has written nothing since.
    pub(super) fn was_told(&self, target: &Target) -> bool {
        self.told.contains(&target.place())
    }

    /// A place was told that the bot reads only text.
    pub(super) fn tell(&self, target: &Target) {
        self.told.insert(target.place(), ());
    }

    /// Forgets a chat, with all its topics.
    pub(super) fn forget(&self, chat: i64) {
        self.seen.remove_those(|place, _| place.0 == chat);
        self.offered.remove_those(|place, _| place.0 == chat);
        self.answered.remove_those(|spot, _| spot.0 == chat);
        self.told.remove_those(|place, ()| place.0 == chat);
        self.albums.remove_those(|album, ()| album.0 == chat);
        self.votes.remove_those(|spot, _| spot.0 == chat);
    }

    /// Lets go of what is too old.
    pub(super) fn tidy(&self) {
        self.seen.tidy();
        self.offered.tidy();
        self.answered.tidy();
        self.told.tidy();
        self.albums.tidy();
        self.votes.tidy();
    }
}
