//! The commands of an admin chat, as they arrive.

use crate::telegram::wire;
use serde::{Deserialize, Serialize};

/// What somebody who keeps the FAQ wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::telegram) enum Request {
    /// `/stats`: how much is asked, and what.
    Stats,
    /// `/unanswered`: what was asked in vain.
    Unanswered,
    /// `/why`: why a message of the bot says what it says.
    Why {
        /// The message that the command replies to.
        about: Option<i32>,
    },
    /// `/preview ENTRY-ID`: how an entry looks.
    Preview(String),
}

impl Request {
    /// Reads a message of an admin chat; `None` for anything that is none of these commands. A command with more behind
    /// it than belongs there is left to be read like any other message: it may be an emergency.
    pub(in crate::telegram) fn read(message: &wire::Message, username: &str) -> Option<Self> {
        let rest = message.text.as_deref()?.trim().strip_prefix('/')?;
        let mut words = rest.split_whitespace();
        let head = words.next()?;
        let (name, addressee) = head.split_once('@').map_or((head, None), |(name, addressee)| (name, Some(addressee)));
        if addressee.is_some_and(|addressee| !addressee.eq_ignore_ascii_case(username)) {
            return None;
        }
        let (argument, more) = (words.next(), words.next().is_some());
        match (name.to_ascii_lowercase().as_str(), argument) {
            _ if more => None,
            ("stats", None) => Some(Self::Stats),
            ("unanswered", None) => Some(Self::Unanswered),
            ("why", None) => {
                let replied = message.reply_to_message.as_ref().filter(|to| to.forum_topic_created.is_none());
                Some(Self::Why { about: replied.map(|to| to.message_id) })
            }
            ("preview", id) => Some(Self::Preview(id.unwrap_or_default().to_lowercase())),
            _ => None,
        }
    }
}
