//! From an update to what the bot is asked to do: foreign input becomes our own closed enum here, once.
//!
//! In a private chat every message is for the bot. In a group it is spoken to by a command, a mention (an entity, not
//! a substring) or a reply to one of its messages; everything else is not for it, also where it could read along.

use super::around::Around;
use super::memory::{Place, Spot};
use super::wire;
use crate::conversation::{Command, Parsed};
use serde::{Deserialize, Serialize};

/// The bot itself, as `getMe` names it.
#[derive(Debug, Clone)]
pub(super) struct Me {
    pub(super) id: u64,
    pub(super) username: String,
}

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
}

impl Asked {
    /// What an update asks of the bot; `None` if nothing.
    pub(super) fn from_update(update: wire::Update, me: &Me) -> Option<Self> {
        let around = Around::of(&update, me);
        let message = update.message.as_ref().or(update.edited_message.as_ref());
        let date = message.and_then(|message| message.edit_date.or(message.date));
        match Incoming::from_update(update, me) {
            Incoming::Nothing => None,
            incoming => Some(Self { date, incoming, around }),
        }
    }
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
    /// Nothing: the message is not for the bot.
    Nothing,
}

impl Incoming {
    /// The chat whose order it keeps to; 0 for none.
    pub(super) fn chat(&self) -> i64 {
        match self {
            Self::Question { target, .. }
            | Self::Command { target, .. }
            | Self::Mention { target }
            | Self::NotText { target, .. } => target.chat,
            Self::Press { target, .. } => target.as_ref().map_or(0, |target| target.chat),
            Self::Nothing => 0,
        }
    }

    /// The message that asks, in its chat.
    pub(super) fn spot(&self) -> Option<Spot> {
        match self {
            Self::Question { target, .. } | Self::Command { target, .. } => Some((target.chat, target.reply_to?)),
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
            Self::Nothing => "nothing",
        }
    }

    /// What an update asks of the bot.
    pub(super) fn from_update(update: wire::Update, me: &Me) -> Self {
        if let Some(query) = update.callback_query {
            return Self::from_press(query);
        }
        if let Some(message) = update.message {
            return Self::from_message(&message, me);
        }
        // what was changed in a group stays answered as it was asked
        let changed = update.edited_message.filter(|message| message.chat.kind == "private");
        changed.map_or(Self::Nothing, |message| match Self::from_message(&message, me) {
            Self::NotText { .. } => Self::Nothing,
            incoming => incoming,
        })
    }

    fn from_press(query: wire::CallbackQuery) -> Self {
        let target = query.message.as_ref().map(|message| Target {
            chat: message.chat.id,
            thread: thread(message),
            // what comes of the button answers the question that the message answered
            reply_to: message
                .reply_to_message
                .as_ref()
                .filter(|to| to.forum_topic_created.is_none())
                .map(|to| to.message_id),
        });
        let message = query.message.map(|message| message.message_id);
        Self::Press { query: query.id, data: query.data.unwrap_or_default(), message, target }
    }

    fn from_message(message: &wire::Message, me: &Me) -> Self {
        if is_automatic(message) {
            return Self::Nothing;
        }
        let target = Target { chat: message.chat.id, thread: thread(message), reply_to: Some(message.message_id) };
        match message.chat.kind.as_str() {
            "private" => Self::in_private(message, target, me),
            "group" | "supergroup" => Self::in_group(message, target, me),
            _ => Self::Nothing,
        }
    }

    fn in_private(message: &wire::Message, target: Target, me: &Me) -> Self {
        let Some((text, entities)) = message.text() else {
            let picture = message.has_picture();
            return if message.has_media() { Self::NotText { target, picture } } else { Self::Nothing };
        };
        match Command::parse(text, Some(&me.username)) {
            Parsed::Command { command, .. } => Self::Command { target, command, text: text.to_owned() },
            Parsed::ForAnother => Self::Nothing,
            Parsed::Text => {
                Self::Question { target, text: without_mention(text, entities, me).unwrap_or_else(|| text.to_owned()) }
            }
        }
    }

    fn in_group(message: &wire::Message, target: Target, me: &Me) -> Self {
        let Some((text, entities)) = message.text() else { return Self::Nothing };
        let replied = message.reply_to_message.as_deref().filter(|to| to.forum_topic_created.is_none());
        // somebody else's message that this one points to; its text is the question if this one has none
        let pointed = replied.filter(|to| to.from.as_ref().is_none_or(|from| from.id != me.id));
        let of_pointed = |pointed: Option<&wire::Message>| {
            let (text, _) = pointed?.text()?;
            Some(Self::Question {
                target: Target { reply_to: Some(pointed?.message_id), ..target.clone() },
                text: text.to_owned(),
            })
        };
        match Command::parse(text, Some(&me.username)) {
            Parsed::ForAnother | Parsed::Command { command: Command::Unknown, named: false } => Self::Nothing,
            Parsed::Command { command: Command::Ask(question), .. } if question.is_empty() => of_pointed(pointed)
                .unwrap_or(Self::Command {
                    target: target.clone(),
                    command: Command::Ask(question),
                    text: String::new(),
                }),
            Parsed::Command { command, .. } => Self::Command { target, command, text: text.to_owned() },
            Parsed::Text => match without_mention(text, entities, me) {
                Some(rest) if rest.is_empty() => {
                    of_pointed(pointed).unwrap_or(Self::Mention { target: target.clone() })
                }
                Some(rest) => Self::Question { target, text: rest },
                None if replied.is_some() && pointed.is_none() => Self::Question { target, text: text.to_owned() },
                None => Self::Nothing,
            },
        }
    }
}

/// Other bots, messages through other bots, and a channel's posts that Telegram forwards into its group. An anonymous
/// admin writes in the name of the group itself, with a bot as sender, and is a person.
fn is_automatic(message: &wire::Message) -> bool {
    let anonymous_admin = message.sender_chat.as_ref().is_some_and(|sender| sender.id == message.chat.id);
    let bot = message.from.as_ref().is_some_and(|from| from.is_bot);
    message.is_automatic_forward || message.via_bot.is_some() || (bot && !anonymous_admin)
}

fn thread(message: &wire::Message) -> Option<i32> {
    message.message_thread_id.filter(|_| message.is_topic_message)
}

/// The text without the mentions of the bot; `None` if it is not mentioned.
fn without_mention(text: &str, entities: &[wire::Entity], me: &Me) -> Option<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut kept: Vec<bool> = vec![true; units.len()];
    let mut mentioned = false;
    for entity in entities {
        let Some(part) = entity.offset.checked_add(entity.length).and_then(|end| units.get(entity.offset..end)) else {
            continue;
        };
        let name = String::from_utf16_lossy(part);
        let by_name = entity.kind == "mention"
            && name.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(&me.username));
        let by_id = entity.kind == "text_mention" && entity.user.as_ref().is_some_and(|user| user.id == me.id);
        if by_name || by_id {
            mentioned = true;
            kept[entity.offset..entity.offset + entity.length].fill(false);
        }
    }
    let rest: Vec<u16> = units.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(unit, _)| *unit).collect();
    mentioned.then(|| String::from_utf16_lossy(&rest).trim().trim_matches([',', ':']).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn me() -> Me {
        Me { id: 42, username: "bedside_bot".to_owned() }
    }

    fn entity() -> impl Strategy<Value = Value> {
        let kind = prop_oneof![Just("mention"), Just("text_mention"), Just("bot_command"), Just("date_time")];
        (kind, 0..5_000_u64, any::<u64>(), 40..44_u64)
            .prop_map(|(kind, offset, length, id)| json!({"type": kind, "offset": offset, "length": length % 50, "user": {"id": id}}))
    }

    /// A message as Telegram might send it, with anything as its text.
    fn message() -> impl Strategy<Value = Value> {
        let text = prop_oneof![any::<String>(), "(/[a-z]{0,8}(@bedside_bot)?|@bedside_bot)[ \\n]?\\PC{0,40}"];
        let kind = prop_oneof![Just("private"), Just("group"), Just("supergroup"), Just("channel")];
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        (text, kind, any::<i64>(), any::<i32>(), prop::collection::vec(entity(), 0..4), flags).prop_map(
            |(text, kind, chat, id, entities, (caption, topic, bot, replies))| {
                let field = if caption { "caption" } else { "text" };
                let mut message = json!({
                    "message_id": id, "date": 1, "chat": {"id": chat, "type": kind}, "from": {"id": 7, "is_bot": bot},
                    "message_thread_id": 3, "is_topic_message": topic, field: text,
                    "entities": entities, "caption_entities": entities,
                });
                if replies {
                    message["reply_to_message"] =
                        json!({"message_id": 1, "chat": {"id": chat, "type": kind}, "from": {"id": 42}, "text": text});
                }
                message
            },
        )
    }

    /// Any JSON.
    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        let key =
            prop_oneof![Just("message".to_owned()), Just("chat".to_owned()), Just("id".to_owned()), any::<String>()];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::hash_map(key.clone(), inner, 0..8).prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_message_makes_it_panic_and_what_is_stored_reads_back(message in message(), press in any::<bool>()) {
            let chat = message["chat"]["id"].as_i64();
            let update = if press {
                json!({"callback_query": {"id": "1", "data": message["text"], "message": message}})
            } else {
                json!({"message": message})
            };
            if let Ok(update) = serde_json::from_value::<wire::Update>(update)
                && let Some(asked) = Asked::from_update(update, &me())
            {
                prop_assert_eq!(Some(asked.incoming.chat()), chat);
                let stored = serde_json::to_string(&asked).unwrap();
                prop_assert_eq!(serde_json::from_str::<Asked>(&stored).unwrap(), asked);
            }
        }

        #[test]
        fn no_json_makes_it_panic(value in json_value(), press in any::<bool>()) {
            let update = json!({ if press { "callback_query" } else { "message" }: value });
            if let Ok(update) = serde_json::from_value::<wire::Update>(update) {
                let _ = Asked::from_update(update, &me());
            }
        }
    }
}
