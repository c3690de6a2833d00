//! The parts of the Bot API's updates that the bot reads, as they arrive (<https://core.telegram.org/bots/api#update>).
//!
//! teloxide's own types give up the whole message when they meet an entity or a field they do not know, and the text
//! is gone with it. These structs name only what is used; whatever else Telegram adds is passed over.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An update, as far as the bot reads it.
#[derive(Debug, Deserialize)]
pub(super) struct Update {
    pub(super) message: Option<Message>,
    pub(super) edited_message: Option<Message>,
    pub(super) callback_query: Option<CallbackQuery>,
    pub(super) inline_query: Option<InlineQuery>,
    pub(super) my_chat_member: Option<ChatMemberUpdated>,
}

#[derive(Debug, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the Bot API's own names")]
pub(super) struct Message {
    pub(super) message_id: i32,
    pub(super) chat: Chat,
    /// When it was written, in seconds since 1970 by Telegram's clock.
    pub(super) date: Option<i64>,
    /// When it was last changed.
    pub(super) edit_date: Option<i64>,
    /// The album it belongs to.
    pub(super) media_group_id: Option<String>,
    pub(super) from: Option<User>,
    pub(super) sender_chat: Option<Chat>,
    pub(super) via_bot: Option<User>,
    /// Set on a message that was forwarded: its words were not said here.
    pub(super) forward_origin: Option<Value>,
    /// The part of the message that this one replies to which its sender marked.
    pub(super) quote: Option<Quote>,
    /// Set on the service message that tells of a group's new number, in the old group and in the new one.
    pub(super) migrate_to_chat_id: Option<i64>,
    pub(super) migrate_from_chat_id: Option<i64>,
    pub(super) message_thread_id: Option<i32>,
    #[serde(default)]
    pub(super) is_topic_message: bool,
    #[serde(default)]
    pub(super) is_automatic_forward: bool,
    pub(super) text: Option<String>,
    pub(super) caption: Option<String>,
    #[serde(default, deserialize_with = "readable")]
    pub(super) entities: Vec<Entity>,
    #[serde(default, deserialize_with = "readable")]
    pub(super) caption_entities: Vec<Entity>,
    pub(super) reply_to_message: Option<Box<Message>>,
    /// Set on the service message that opens a forum topic, which every first message of a topic "replies" to.
    pub(super) forum_topic_created: Option<Value>,
    pub(super) photo: Option<Value>,
    pub(super) voice: Option<Value>,
    pub(super) audio: Option<Value>,
    pub(super) video: Option<Value>,
    pub(super) video_note: Option<Value>,
    pub(super) animation: Option<Value>,
    pub(super) document: Option<Value>,
    pub(super) sticker: Option<Value>,
    pub(super) location: Option<Value>,
    pub(super) contact: Option<Value>,
    pub(super) poll: Option<Value>,
    pub(super) venue: Option<Value>,
    pub(super) dice: Option<Value>,
    pub(super) story: Option<Value>,
    pub(super) game: Option<Value>,
    pub(super) paid_media: Option<Value>,
    pub(super) checklist: Option<Value>,
    /// The buttons under it.
    pub(super) reply_markup: Option<Value>,
}

impl Message {
    /// Whether somebody sent something other than text; a service message is neither.
    pub(super) fn has_media(&self) -> bool {
        let media = [
            &self.photo,
            &self.voice,
            &self.audio,
            &self.video,
            &self.video_note,
            &self.animation,
            &self.document,
            &self.sticker,
            &self.location,
            &self.contact,
            &self.poll,
            &self.venue,
            &self.dice,
            &self.story,
            &self.game,
            &self.paid_media,
            &self.checklist,
        ];
        media.iter().any(|kind| kind.is_some())
    }

    /// Whether it may show results: a picture, or a scan sent as a file.
    pub(super) fn has_picture(&self) -> bool {
        [&self.photo, &self.document, &self.paid_media].iter().any(|kind| kind.is_some())
    }

    /// The text, or the caption of what was sent, with its entities.
    pub(super) fn text(&self) -> Option<(&str, &[Entity])> {
        match (&self.text, &self.caption) {
            (Some(text), _) => Some((text, &self.entities)),
            (None, Some(caption)) => Some((caption, &self.caption_entities)),
            (None, None) => None,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    /// `private`, `group`, `supergroup` or `channel`.
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) is_bot: bool,
}

/// The entities that can be read; none if there is no list. An odd one must not cost the text.
fn readable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entity>, D::Error> {
    let Value::Array(entities) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(entities.into_iter().filter_map(|entity| serde_json::from_value(entity).ok()).collect())
}

/// A part of a text, counted in UTF-16 units.
#[derive(Debug, Deserialize)]
pub(super) struct Entity {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) offset: usize,
    pub(super) length: usize,
    pub(super) user: Option<User>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CallbackQuery {
    pub(super) id: String,
    pub(super) from: Option<User>,
    pub(super) data: Option<String>,
    pub(super) message: Option<Message>,
}

/// A part of a message, marked by who replies to it.
#[derive(Debug, Deserialize)]
pub(super) struct Quote {
    pub(super) text: String,
}

/// Somebody types `@bot words` into any chat.
#[derive(Debug, Deserialize)]
pub(super) struct InlineQuery {
    pub(super) id: String,
    pub(super) query: String,
    pub(super) offset: String,
}

/// The bot was added to a chat, removed from it, promoted or the like.
#[derive(Debug, Deserialize)]
pub(super) struct ChatMemberUpdated {
    pub(super) chat: Chat,
    pub(super) date: Option<i64>,
    pub(super) old_chat_member: ChatMember,
    pub(super) new_chat_member: ChatMember,
}

/// What somebody is in a chat.
#[derive(Debug, Deserialize)]
pub(super) struct ChatMember {
    status: String,
    is_member: Option<bool>,
}

impl ChatMember {
    /// Whether they are in it.
    pub(super) fn is_in(&self) -> bool {
        match self.status.as_str() {
            "left" | "kicked" => false,
            "restricted" => self.is_member.unwrap_or(false),
            _ => true,
        }
    }
}
