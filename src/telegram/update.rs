//! From an update to what the bot is asked to do: foreign input becomes our own closed enum ([`Incoming`]) here, once.
//!
//! In a private chat every message is for the bot. In a group it is spoken to by a command, a mention (an entity, not
//! a substring) or a reply to one of its messages; everything else is not for it, also where it could read along.

use super::admin::Request;
use super::around::Around;
use super::asked::{Asked, InGroup, Incoming, Target};
use super::cooldown::Pace;
use super::wire;
use crate::conversation::{Command, Parsed};
use std::sync::Arc;

/// The bot itself, as `getMe` names it.
#[derive(Debug, Clone)]
pub(super) struct Me {
    pub(super) id: u64,
    pub(super) username: String,
    /// The chats of those who keep the FAQ.
    pub(super) keepers: Arc<[i64]>,
    /// Whether questions without a passage are kept.
    pub(super) keeps: bool,
}

impl InGroup {
    fn of(update: &wire::Update) -> Self {
        let message = update.message.as_ref().or(update.edited_message.as_ref());
        let anonymous_admin = message.is_some_and(is_anonymous_admin);
        let sent = message.and_then(|message| message.date);
        let own = update.callback_query.as_ref().is_some_and(|query| {
            let answered = query.message.as_ref().and_then(|message| message.reply_to_message.as_ref());
            answered.is_some_and(|answered| match &answered.sender_chat {
                // somebody wrote in the name of a channel, and nobody can say who
                Some(sender) if sender.id != answered.chat.id => true,
                _ => answered.from.as_ref().zip(query.from.as_ref()).is_some_and(|(asker, from)| asker.id == from.id),
            })
        });
        Self { anonymous_admin, own, sent, pace: Pace::Free }
    }
}

impl Asked {
    /// What an update asks of the bot; `None` if nothing.
    pub(super) fn from_update(update: wire::Update, me: &Me) -> Option<Self> {
        let around = Around::of(&update, me);
        let group = InGroup::of(&update);
        let message = update.message.as_ref().or(update.edited_message.as_ref());
        let date = message.and_then(|message| message.edit_date.or(message.date));
        let date = date.or(update.my_chat_member.as_ref().and_then(|change| change.date));
        match Incoming::of_keeper(&update, me).unwrap_or_else(|| Incoming::from_update(update, me)) {
            Incoming::Nothing => None,
            incoming => Some(Self { date, incoming, around, group }),
        }
    }
}

impl Incoming {
    /// A command of those who keep the FAQ; to any other chat it is unknown.
    fn of_keeper(update: &wire::Update, me: &Me) -> Option<Self> {
        let message = update.message.as_ref().filter(|message| me.keepers.contains(&message.chat.id))?;
        if is_automatic(message) || message.forward_origin.is_some() {
            return None;
        }
        let request = Request::read(message, &me.username)?;
        let target = Target { chat: message.chat.id, thread: thread(message), reply_to: Some(message.message_id) };
        Some(Self::Admin { target, request })
    }

    /// What an update asks of the bot.
    pub(super) fn from_update(update: wire::Update, me: &Me) -> Self {
        if let Some(query) = update.callback_query {
            return Self::from_press(query);
        }
        if let Some(change) = update.my_chat_member {
            return Self::from_change(&change);
        }
        if let Some(message) = update.message {
            return Self::from_message(&message, me);
        }
        update.edited_message.map_or(Self::Nothing, |message| match Self::from_message(&message, me) {
            changed @ (Self::Question { .. } | Self::Command { .. }) => changed,
            // a picture or a mention alone was answered as it came
            _ => Self::Nothing,
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

    fn from_change(change: &wire::ChatMemberUpdated) -> Self {
        let chat = change.chat.id;
        match (change.old_chat_member.is_in(), change.new_chat_member.is_in()) {
            (_, false) => Self::Removed { chat },
            (false, true) if is_group(&change.chat) => {
                Self::Added { target: Target { chat, thread: None, reply_to: None } }
            }
            _ => Self::Nothing,
        }
    }

    fn from_message(message: &wire::Message, me: &Me) -> Self {
        if let Some(to) = message.migrate_to_chat_id {
            return Self::Moved { from: message.chat.id, to };
        }
        if let Some(from) = message.migrate_from_chat_id {
            return Self::Moved { from, to: message.chat.id };
        }
        if is_automatic(message) {
            return Self::Nothing;
        }
        let target = Target { chat: message.chat.id, thread: thread(message), reply_to: Some(message.message_id) };
        match message.chat.kind.as_str() {
            "private" => Self::in_private(message, target, me),
            _ if is_group(&message.chat) => Self::in_group(message, target, me),
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
        // what was forwarded was said elsewhere, to somebody else
        let Some((text, entities)) = message.text().filter(|_| message.forward_origin.is_none()) else {
            return Self::Nothing;
        };
        let replied = message.reply_to_message.as_deref().filter(|to| to.forum_topic_created.is_none());
        // somebody else's message that this one points to; its text is the question if this one has none
        let pointed = replied.filter(|to| to.from.as_ref().is_none_or(|from| from.id != me.id));
        match Command::parse(text, Some(&me.username)) {
            Parsed::ForAnother | Parsed::Command { command: Command::Unknown, named: false } => Self::Nothing,
            Parsed::Command { command: Command::Ask(question), .. } if question.is_empty() => {
                Self::pointing(message, pointed, &target).unwrap_or(Self::Command {
                    target,
                    command: Command::Ask(question),
                    text: String::new(),
                })
            }
            Parsed::Command { command, .. } => Self::Command { target, command, text: text.to_owned() },
            Parsed::Text => match without_mention(text, entities, me) {
                Some(rest) if says_nothing(&rest) => {
                    Self::pointing(message, pointed, &target).unwrap_or(Self::Mention { target })
                }
                Some(rest) => Self::Question { target, text: rest },
                None if replied.is_some() && pointed.is_none() => Self::Question { target, text: text.to_owned() },
                None => Self::Nothing,
            },
        }
    }

    /// What a message asks that has no question of its own: the one it points to, or the part of it that is marked; a
    /// line about pictures if it shows one or points to one.
    fn pointing(message: &wire::Message, pointed: Option<&wire::Message>, target: &Target) -> Option<Self> {
        let Some(pointed) = pointed else {
            let picture = message.has_picture();
            return message.has_media().then(|| Self::NotText { target: target.clone(), picture });
        };
        let marked = message.quote.as_ref().map(|quote| quote.text.as_str());
        if let Some(text) = marked.or(pointed.text().map(|(text, _)| text)) {
            let target = Target { reply_to: Some(pointed.message_id), ..target.clone() };
            return Some(Self::Question { target, text: text.to_owned() });
        }
        let picture = pointed.has_picture();
        pointed.has_media().then(|| Self::NotText { target: target.clone(), picture })
    }
}

fn is_group(chat: &wire::Chat) -> bool {
    matches!(chat.kind.as_str(), "group" | "supergroup")
}

/// Whether it is nothing but signs: "@bot ?".
fn says_nothing(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_punctuation() || letter.is_whitespace())
}

/// Other bots, messages through other bots, and a channel's posts that Telegram forwards into its group. Who writes in the
/// name of the group or of a channel has a bot as sender, and is a person.
fn is_automatic(message: &wire::Message) -> bool {
    let bot = message.from.as_ref().is_some_and(|from| from.is_bot) && message.sender_chat.is_none();
    message.is_automatic_forward || message.via_bot.is_some() || bot
}

fn is_anonymous_admin(message: &wire::Message) -> bool {
    message.sender_chat.as_ref().is_some_and(|sender| sender.id == message.chat.id)
}

/// Whose limits a message or a press counts against: a user, or the channel in whose name somebody writes; nobody's where
/// an admin writes in the name of the group.
pub(super) fn person(update: &wire::Update) -> Option<i64> {
    if let Some(query) = &update.callback_query {
        return query.from.as_ref().and_then(|from| i64::try_from(from.id).ok());
    }
    let message = update.message.as_ref().or(update.edited_message.as_ref())?;
    match &message.sender_chat {
        Some(sender) => Some(sender.id).filter(|id| *id != message.chat.id),
        None => message.from.as_ref().and_then(|from| i64::try_from(from.id).ok()),
    }
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
        Me { id: 42, username: "bedside_bot".to_owned(), keepers: Arc::new([7]), keeps: true }
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
