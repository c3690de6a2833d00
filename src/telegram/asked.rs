//! What the bot is asked to do, as the inbox keeps it until it is answered: a closed enum of our own, filled by `update`.

use super::admin::Request;
use super::around::Around;
use super::cooldown::Pace;
use super::memory::{Place, Spot};
use crate::conversation::Command;
use serde::{Deserialize, Serialize};

/// Where a reply goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Target {
    pub(super) chat: i64,
    /// The forum topic.
    pub(super) thread: Option<i32>,
    /// The message it answers.
    pub(super) reply_to: Option<i32>,
}

impl Target {
    /// The chat and the topic in it.
    pub(super) fn place(&self) -> Place {
        (self.chat, self.thread)
    }
}

/// An update as the inbox keeps it until it is answered: what is asked and where, not who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// When, in seconds since 1970 by Telegram's clock; a press of a button has no time.
    pub(super) date: Option<i64>,
    pub(super) incoming: Incoming,
    /// What it stands among.
    #[serde(default)]
    pub(super) around: Around,
    /// What a group's message needs besides.
    #[serde(default)]
    pub(super) group: InGroup,
}

impl Asked {
    /// Whether somebody spoke to the bot in a group.
    pub(super) fn is_spoken_in_group(&self) -> bool {
        let spoken = matches!(
            self.incoming,
            Incoming::Question { .. }
                | Incoming::Command { .. }
                | Incoming::Mention { .. }
                | Incoming::NotText { .. }
                | Incoming::Added { .. }
        );
        spoken && self.incoming.chat() < 0
    }
}

/// What is known of a group's message besides what it asks. It names nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct InGroup {
    /// Whether an admin wrote it in the name of the group: Telegram lets nobody else do that.
    pub(super) anonymous_admin: bool,
    /// Whether a button was pressed by the one whom its message answers.
    pub(super) own: bool,
    /// When the message was sent, in seconds since 1970 by Telegram's clock, however often it was changed since.
    pub(super) sent: Option<i64>,
    /// Whether it is within the limits.
    pub(super) pace: Pace,
}

/// What the bot is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Incoming {
    /// To answer a question.
    Question { target: Target, text: String },
    /// To carry out a command.
    Command {
        target: Target,
        command: Command,
        /// The message as typed: an emergency may stand behind a command.
        text: String,
    },
    /// It was mentioned, and nothing else was said.
    Mention { target: Target },
    /// Somebody sent a picture, a voice message or the like in a private chat.
    NotText {
        target: Target,
        /// Whether it may show results.
        #[serde(default)]
        picture: bool,
    },
    /// A button was pressed.
    Press {
        /// To be answered, or the button keeps spinning.
        query: String,
        data: String,
        /// The message with the button and where it stands; none if Telegram no longer shows it to the bot.
        message: Option<i32>,
        target: Option<Target>,
    },
    /// The bot was added to a group.
    Added { target: Target },
    /// The bot was removed from a chat, or blocked.
    Removed { chat: i64 },
    /// A group became a supergroup, with another number.
    Moved { from: i64, to: i64 },
    /// A command that only a chat of those who keep the FAQ has.
    Admin { target: Target, request: Request },
    /// Nothing: the message is not for the bot.
    Nothing,
}

impl Incoming {
    /// The chat whose order it keeps to; 0 for none.
    pub(super) fn chat(&self) -> i64 {
        match self {
            // what a group has set must be there before anybody speaks in the new one
            Self::Removed { chat } | Self::Moved { to: chat, .. } => *chat,
            _ => self.target().map_or(0, |target| target.chat),
        }
    }

    /// The message that asks, in its chat.
    pub(super) fn spot(&self) -> Option<Spot> {
        match self {
            Self::Question { target, .. } | Self::Command { target, .. } => Some((target.chat, target.reply_to?)),
            _ => None,
        }
    }

    /// Where an answer goes.
    pub(super) fn target(&self) -> Option<&Target> {
        match self {
            Self::Question { target, .. }
            | Self::Command { target, .. }
            | Self::Mention { target }
            | Self::NotText { target, .. }
            | Self::Admin { target, .. }
            | Self::Added { target } => Some(target),
            Self::Press { target, .. } => target.as_ref(),
            Self::Removed { .. } | Self::Moved { .. } | Self::Nothing => None,
        }
    }

    /// The question that is asked.
    pub(super) fn question(&self) -> Option<&str> {
        match self {
            Self::Question { text, .. } => Some(text),
            Self::Command { command: Command::Ask(question), .. } if !question.is_empty() => Some(question),
            _ => None,
        }
    }

    /// The words as they were typed.
    pub(super) fn typed(&self) -> Option<&str> {
        match self {
            Self::Question { text, .. } | Self::Command { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Its kind, for counters.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Question { .. } => "question",
            Self::Command { .. } => "command",
            Self::Mention { .. } => "mention",
            Self::NotText { .. } => "not_text",
            Self::Press { .. } => "press",
            Self::Admin { .. } => "admin",
            Self::Added { .. } => "added",
            Self::Removed { .. } => "removed",
            Self::Moved { .. } => "moved",
            Self::Nothing => "nothing",
        }
    }
}
