//! Which messages of a chat reach the bot:
//! <https://core.telegram.org/bots/features#privacy-mode>.

use serde_json::Value;

use super::chats::{ChatState, Role};
use super::world::{ANONYMOUS_ID, BOT_ID, TELEGRAM_ID, World};

/// Whether Telegram would tell the bot of this message.
pub fn reaches_bot(world: &World, chat: &ChatState, message: &Value) -> bool {
    if matches!(chat.bot, Role::Left | Role::Kicked) {
        return false;
    }
    if !chat.kind.is_group() {
        return true;
    }
    let from = message["from"]["id"].as_i64().unwrap_or_default();
    let other_bot = message["from"]["is_bot"] == true && ![ANONYMOUS_ID, TELEGRAM_ID].contains(&from);
    if is_service(message) {
        return true;
    }
    if other_bot {
        return false;
    }
    !world.privacy_mode
        || chat.bot == Role::Administrator
        || message["reply_to_message"]["from"]["id"] == BOT_ID
        || message["via_bot"]["id"] == BOT_ID
        || is_meant_for(world, message)
}

/// Whether the message has no content of its own but tells of an event.
fn is_service(message: &Value) -> bool {
    let events = [
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
    ];
    events.iter().any(|event| message.get(event).is_some())
}

/// Whether the text mentions the bot, or starts with a command that is for
/// this bot or for no bot in particular.
fn is_meant_for(world: &World, message: &Value) -> bool {
    let name = format!("@{}", world.me().username.unwrap_or_default()).to_lowercase();
    [("text", "entities"), ("caption", "caption_entities")].iter().any(|(text, entities)| {
        let text = message[text].as_str().unwrap_or_default();
        message[entities].as_array().into_iter().flatten().any(|entity| {
            let number = |field: &str| usize::try_from(entity[field].as_u64().unwrap_or(0)).unwrap_or(0);
            let part = super::text::utf16_slice(text, number("offset"), number("length")).to_lowercase();
            match entity["type"].as_str() {
                Some("mention") => part == name,
                Some("text_mention") => entity["user"]["id"] == BOT_ID,
                Some("bot_command") if number("offset") == 0 => part.find('@').is_none_or(|at| part[at..] == name),
                _ => false,
            }
        })
    })
}
