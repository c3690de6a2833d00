//! A message of a person, put together piece by piece.

use serde_json::{Map, Value, json};

use super::chats::{ChatKind, Topic, put_text};
use super::people::{Chat, Said, deliver};
use super::text::{Entity, Formatted};
use super::world::{ANONYMOUS_ID, BOT_ID, TELEGRAM_ID};

/// A message to be sent; begin with [`Chat::compose`].
#[must_use = "a message is sent by `send`"]
#[derive(Clone, Debug)]
pub struct Compose<'a> {
    chat: &'a Chat,
    text: String,
    /// `None`: what Telegram finds by itself.
    entities: Option<Value>,
    reply_to: Option<i64>,
    photo: bool,
    extra: Map<String, Value>,
    forced: bool,
}

impl<'a> Compose<'a> {
    /// A message with this text.
    pub(super) fn new(chat: &'a Chat, text: &str) -> Self {
        Self {
            chat,
            text: text.to_owned(),
            entities: None,
            reply_to: None,
            photo: false,
            extra: Map::new(),
            forced: false,
        }
    }

    /// Exactly these entities, instead of what Telegram finds by itself.
    pub fn entities(self, entities: &[Entity]) -> Self {
        self.raw_entities(entities.iter().map(Entity::to_json).collect())
    }

    /// The same as JSON, for entities nobody knows.
    pub fn raw_entities(mut self, entities: Value) -> Self {
        self.entities = Some(entities);
        self
    }

    /// As the reply to a message of the chat.
    pub fn reply_to(mut self, message_id: i64) -> Self {
        self.reply_to = Some(message_id);
        self
    }

    /// As the caption of a photo.
    pub fn photo(mut self) -> Self {
        self.photo = true;
        self
    }

    /// With any other field of the Bot API's `Message`.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.extra.insert(field.to_owned(), value);
        self
    }

    /// As the forward of a channel's post.
    pub fn forwarded_from_channel(self, title: &str) -> Self {
        let origin = json!({"type": "channel", "date": 1_700_000_000, "message_id": 7, "chat": channel(title)});
        self.with("forward_origin", origin)
    }

    /// As the forward of a person's message.
    pub fn forwarded_from_person(self, name: &str) -> Self {
        let origin = json!({"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": name});
        self.with("forward_origin", origin)
    }

    /// As a post of the linked channel that Telegram put into the discussion group.
    pub fn posted_by_linked_channel(self, title: &str) -> Self {
        let telegram = json!({"id": TELEGRAM_ID, "is_bot": false, "first_name": "Telegram"});
        self.forwarded_from_channel(title)
            .with("from", telegram)
            .with("sender_chat", channel(title))
            .with("is_automatic_forward", json!(true))
    }

    /// As an inline result of the bot that the person chose.
    pub fn via_bot(self) -> Self {
        let me = self.chat.api().shared.look().world.user(BOT_ID).to_json();
        self.with("via_bot", me)
    }

    /// The bot is told even if Telegram would not tell it.
    pub fn forced(mut self) -> Self {
        self.forced = true;
        self
    }

    /// Sends it. In a private chat that starts the bot.
    pub fn send(self) -> Said {
        let Self { chat: place, .. } = self;
        place.api().shared.change(|state| {
            let (user, date) = (state.world.user(place.user_id()), state.world.clock.unix());
            let chat = state.world.chats.get_mut(&place.id()).expect("a chat of this fake");
            let is_channel = chat.kind == ChatKind::Channel;
            chat.started = true;

            let mut message = chat.new_message((!is_channel).then_some(&user), date);
            if is_channel || user.id == ANONYMOUS_ID {
                message["sender_chat"] = chat.to_json();
            }
            chat.place(&mut message, place.topic_id(), self.reply_to);
            let (field, entities) = if self.photo { ("caption", "caption_entities") } else { ("text", "entities") };
            if self.photo {
                message["photo"] = photo(date);
            }
            if !self.text.is_empty() {
                let text = Formatted::new(self.text.as_str(), Vec::new());
                put_text(&mut message, field, &text.with_detected());
            }
            if let Some(given) = self.entities {
                message[entities] = given;
            }
            for (field, value) in self.extra {
                message[field] = value;
            }
            let message_id = chat.last_message_id;
            if let Some(name) = message["forum_topic_created"]["name"].as_str() {
                // A topic has the number of the message that opens it.
                chat.topics.insert(message_id, Topic { name: name.to_owned(), closed: false });
                message["message_thread_id"] = json!(message_id);
                message["is_topic_message"] = json!(true);
            }
            let message = chat.keep(message);
            Said { message_id, update_id: deliver(state, place.id(), &message, false, self.forced) }
        })
    }
}

/// A channel outside the fake.
fn channel(title: &str) -> Value {
    json!({"id": -1_009_876_543_210_i64, "type": "channel", "title": title, "username": "some_channel"})
}

/// The sizes of a photo.
fn photo(nth: i64) -> Value {
    let size = |name: &str, width: u32, height: u32| {
        json!({"file_id": format!("photo-{nth}-{name}"), "file_unique_id": format!("unique-{nth}-{name}"),
            "file_size": width * height / 8, "width": width, "height": height})
    };
    json!([size("s", 90, 67), size("m", 320, 240), size("x", 800, 600)])
}
