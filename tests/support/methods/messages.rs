//! Messages: send, edit, delete, react.

use serde_json::{Value, json};

use super::super::chats::{ChatKind, ChatState, Role, put_text};
use super::super::html;
use super::super::keyboard::Keyboard;
use super::super::params::{ApiError, Params, int_of, unknown_fields};
use super::super::record::Sent;
use super::super::state::State;
use super::super::text::{Entity, Formatted, utf16_len};
use super::super::world::BOT_ID;
use super::done;

/// The longest message, in UTF-16 units without markup.
pub const MAX_TEXT: usize = 4096;

/// The longest caption, in UTF-16 units without markup.
pub const MAX_CAPTION: usize = 1024;

/// The fields of `reply_parameters`.
const REPLY_FIELDS: [&str; 8] = [
    "message_id",
    "chat_id",
    "allow_sending_without_reply",
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
    "checklist_task_id",
];
/// The fields of `link_preview_options`.
const PREVIEW_FIELDS: [&str; 5] = ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"];
/// The entity types a bot may send by itself, the others are found by Telegram.
const OWN_ENTITIES: [&str; 12] = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
];
/// The emoji one can react with.
const REACTIONS: &str = "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳❤‍🔥🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👨‍💻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷‍♂🤷🤷‍♀😡";

/// Reads a text with its formatting: `text`, `parse_mode` and `entities` of a
/// call, or the same fields of an inline result under their names there.
pub fn read_text(
    [text, parse_mode, entities]: [&str; 3],
    params: &Params,
    doubts: &mut Vec<String>,
) -> Result<Formatted, ApiError> {
    let raw = params.text(text)?.unwrap_or_default();
    if raw.is_empty() {
        return Err(ApiError::malformed("message text is empty"));
    }
    let given = params.array(entities)?;
    let mode = params.text(parse_mode)?.unwrap_or_default();
    let formatted = match mode.to_ascii_lowercase().as_str() {
        "" => Formatted::new(raw.as_str(), read_entities(&raw, given.unwrap_or_default())?),
        "html" => {
            if given.is_some() {
                doubts.push("both parse_mode and entities".to_owned());
            }
            html::parse(&raw).map_err(|why| ApiError::malformed(&format!("can't parse entities: {why}")))?
        }
        "markdown" | "markdownv2" => {
            return Err(ApiError::malformed("this fake of Telegram parses no Markdown"));
        }
        _ => return Err(ApiError::malformed("unsupported parse_mode")),
    };
    doubts.extend(formatted.doubts.iter().cloned());
    let formatted = formatted.tidied();
    if formatted.text.is_empty() {
        return Err(ApiError::malformed("text must be non-empty"));
    }
    Ok(formatted.with_detected())
}

/// Reads entities given one by one.
fn read_entities(text: &str, given: Vec<Value>) -> Result<Vec<Entity>, ApiError> {
    let mut entities = Vec::new();
    for value in given {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let place = |field: &str| {
            let number = int_of(field, value.get(field))?.unwrap_or(-1);
            usize::try_from(number)
                .map_err(|_| ApiError::malformed(&format!("can't parse MessageEntity: wrong {field}")))
        };
        let mut entity = Entity::new(&kind, place("offset")?, place("length")?);
        if entity.end() > utf16_len(text) {
            return Err(ApiError::malformed(&format!(
                "entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {}",
                entity.offset,
                entity.end()
            )));
        }
        if let Value::Object(fields) = value {
            entity.extra = fields;
            for field in ["type", "offset", "length"] {
                entity.extra.remove(field);
            }
        }
        if OWN_ENTITIES.contains(&kind.as_str()) {
            entities.push(entity);
        }
    }
    Ok(entities)
}

/// The text and keyboard of `sendMessage` and `editMessageText`.
fn read_content(params: &Params, sent: &mut Sent, is_edit: bool) -> Result<(Formatted, Keyboard), ApiError> {
    let text = read_text(["text", "parse_mode", "entities"], params, &mut sent.doubts)?;
    sent.text.clone_from(&text.text);
    sent.entities.clone_from(&text.entities);
    if text.len() > MAX_TEXT {
        let why = if is_edit { "MESSAGE_TOO_LONG" } else { "message is too long" };
        return Err(ApiError::malformed(why));
    }
    if let Some(options) = params.json("link_preview_options")? {
        sent.doubts.extend(unknown_fields("link_preview_options", &options, &PREVIEW_FIELDS));
    }
    Ok((text, read_keyboard(params, sent, is_edit)?))
}

/// The keyboard of a call.
fn read_keyboard(params: &Params, sent: &mut Sent, is_edit: bool) -> Result<Keyboard, ApiError> {
    let Some(markup) = params.json("reply_markup")? else {
        return Ok(Keyboard::default());
    };
    let keyboard = Keyboard::check(&markup, is_edit)?;
    sent.doubts.extend(keyboard.doubts.iter().cloned());
    sent.buttons.clone_from(&keyboard.rows);
    Ok(keyboard)
}

/// The topic a message goes to; none is the chat itself, or General.
fn topic(chat: &ChatState, params: &Params) -> Result<Option<i64>, ApiError> {
    let Some(id) = params.int("message_thread_id")? else {
        return Ok(None);
    };
    // General has the number 1 but cannot be named: tdlib/telegram-bot-api#798.
    match chat.topics.get(&id) {
        None => Err(ApiError::refused("message thread not found")),
        Some(topic) if topic.closed && chat.bot != Role::Administrator => Err(ApiError::refused("TOPIC_CLOSED")),
        Some(_) => Ok(Some(id)),
    }
}

/// The message of this chat that is answered.
fn reply_target(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Option<i64>, ApiError> {
    let Some(reply) = params.json("reply_parameters")? else {
        return Ok(None);
    };
    sent.doubts.extend(unknown_fields("reply_parameters", &reply, &REPLY_FIELDS));
    let Some(id) = int_of("message_id", reply.get("message_id"))? else {
        return Err(ApiError::malformed("message identifier is not specified"));
    };
    sent.reply_to = Some(id);
    let here = state.world.find_chat(params.get("chat_id"))?.id;
    let chat = state.world.find_chat(reply.get("chat_id").or(params.get("chat_id")))?;
    let Some(replied) = chat.messages.get(&id) else {
        let allowed = reply.get("allow_sending_without_reply") == Some(&json!(true));
        return if allowed && chat.id == here {
            Ok(None)
        } else {
            Err(ApiError::refused("message to be replied not found"))
        };
    };
    let text = replied["text"].as_str().or(replied["caption"].as_str()).unwrap_or_default();
    if let Some(quote) = reply.get("quote").and_then(Value::as_str)
        && !text.contains(quote)
    {
        return Err(ApiError::refused("QUOTE_TEXT_INVALID"));
    }
    Ok((chat.id == here).then_some(id))
}

/// `sendMessage`
pub fn send(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let (text, keyboard) = read_content(params, sent, false)?;
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    let (chat_id, is_group) = (chat.id, chat.kind.is_group());
    let topic = topic(chat, params)?;
    let reply_to = reply_target(state, params, sent)?;
    state.count_message(sent, chat_id, is_group)?;

    let (me, date) = (state.world.me(), state.world.clock.unix());
    let chat = state.world.find_chat(Some(&json!(chat_id)))?;
    let from = (chat.kind != ChatKind::Channel).then_some(&me);
    let mut message = chat.new_message(from, date);
    if from.is_none() {
        message["sender_chat"] = chat.to_json();
    }
    chat.place(&mut message, topic, reply_to);
    put_text(&mut message, "text", &text);
    if let Some(markup) = keyboard.to_json() {
        message["reply_markup"] = markup;
    }
    sent.chat_id = Some(chat_id);
    sent.message_id = message["message_id"].as_i64();
    Ok(chat.keep(message))
}

/// `sendPhoto`, with the file in the call: a PNG that Telegram takes, and a caption that fits.
pub fn send_photo(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let photo = params.get("photo").cloned().unwrap_or_default();
    let (size, head) = (photo["size"].as_u64(), photo["head"].as_str().unwrap_or_default());
    let Some(size) = size.filter(|size| *size > 0) else {
        return Err(ApiError::malformed("there is no photo in the request"));
    };
    let number = |from: usize| head.get(from..from + 8).and_then(|hex| u64::from_str_radix(hex, 16).ok());
    let (Some(width), Some(height)) = (number(32), number(40)) else {
        return Err(ApiError::malformed("IMAGE_PROCESS_FAILED"));
    };
    if !head.starts_with("89504e470d0a1a0a") {
        return Err(ApiError::malformed("IMAGE_PROCESS_FAILED"));
    }
    let fits = width > 0 && height > 0 && width + height <= 10_000 && width.max(height) <= 20 * width.min(height);
    if !fits || size > 10 << 20 {
        return Err(ApiError::malformed("PHOTO_INVALID_DIMENSIONS"));
    }
    let caption = match params.text("caption")? {
        Some(caption) if !caption.is_empty() => {
            read_text(["caption", "parse_mode", "caption_entities"], params, &mut sent.doubts)?
        }
        _ => Formatted::new("", Vec::new()),
    };
    sent.text.clone_from(&caption.text);
    sent.entities.clone_from(&caption.entities);
    if caption.len() > MAX_CAPTION {
        return Err(ApiError::malformed("message caption is too long"));
    }
    let keyboard = read_keyboard(params, sent, false)?;
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    let (chat_id, is_group) = (chat.id, chat.kind.is_group());
    let topic = topic(chat, params)?;
    let reply_to = reply_target(state, params, sent)?;
    state.count_message(sent, chat_id, is_group)?;

    let (me, date) = (state.world.me(), state.world.clock.unix());
    let chat = state.world.find_chat(Some(&json!(chat_id)))?;
    let mut message = chat.new_message(Some(&me), date);
    chat.place(&mut message, topic, reply_to);
    message["photo"] = json!([{"file_id": "chart", "file_unique_id": "chart", "width": width, "height": height}]);
    put_text(&mut message, "caption", &caption);
    if let Some(markup) = keyboard.to_json() {
        message["reply_markup"] = markup;
    }
    sent.chat_id = Some(chat_id);
    sent.message_id = message["message_id"].as_i64();
    Ok(chat.keep(message))
}

/// The message a call names, if it exists. `what` stands in the refusal.
fn find<'a>(chat: &'a mut ChatState, params: &Params, what: &str) -> Result<&'a mut Value, ApiError> {
    let Some(id) = params.int("message_id")? else {
        return Err(ApiError::malformed("message identifier is not specified"));
    };
    chat.messages.get_mut(&id).ok_or_else(|| ApiError::refused(&format!("message to {what} not found")))
}

/// The message of the bot that is to be edited.
fn find_own<'a>(state: &'a mut State, params: &Params) -> Result<&'a mut Value, ApiError> {
    if params.get("inline_message_id").is_some() {
        return Err(ApiError::refused("this fake of Telegram keeps no inline messages"));
    }
    let chat = state.world.find_chat(params.get("chat_id"))?;
    let in_channel = chat.kind == ChatKind::Channel;
    let message = find(chat, params, "edit")?;
    if in_channel || message["from"]["id"] == BOT_ID {
        Ok(message)
    } else {
        Err(ApiError::malformed("message can't be edited"))
    }
}

/// Checks that a message may be edited now, and counts it as sent.
fn before_edit(state: &mut State, params: &Params, sent: &mut Sent) -> Result<(), ApiError> {
    find_own(state, params)?;
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    let (id, is_group) = (chat.id, chat.kind.is_group());
    sent.chat_id = Some(id);
    state.count_message(sent, id, is_group)
}

/// Puts the keyboard into a message, or takes away the one it has.
fn put_markup(message: &mut Value, keyboard: &Keyboard) {
    if let Some(fields) = message.as_object_mut() {
        fields.remove("reply_markup");
        if let Some(markup) = keyboard.to_json() {
            fields.insert("reply_markup".to_owned(), markup);
        }
    }
}

/// Keeps the edited message, unless it is the same as before.
fn keep_edited(message: &mut Value, edited: Value, date: i64) -> Result<Value, ApiError> {
    if *message == edited {
        return Err(ApiError::refused(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    *message = edited;
    message["edit_date"] = json!(date);
    Ok(message.clone())
}

/// `editMessageText`
pub fn edit_text(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let (text, keyboard) = read_content(params, sent, true)?;
    before_edit(state, params, sent)?;
    let date = state.world.clock.unix();
    let message = find_own(state, params)?;
    let mut edited = message.clone();
    put_text(&mut edited, "text", &text);
    put_markup(&mut edited, &keyboard);
    keep_edited(message, edited, date)
}

/// `editMessageReplyMarkup`
pub fn edit_markup(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let keyboard = read_keyboard(params, sent, true)?;
    before_edit(state, params, sent)?;
    let date = state.world.clock.unix();
    let message = find_own(state, params)?;
    message["text"].as_str().unwrap_or_default().clone_into(&mut sent.text);
    let mut edited = message.clone();
    put_markup(&mut edited, &keyboard);
    keep_edited(message, edited, date)
}

/// `deleteMessage`: its own, in a private chat any, as administrator any.
pub fn delete(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    let free = chat.kind == ChatKind::Private || chat.bot == Role::Administrator;
    let message = find(chat, params, "delete")?;
    if !free && message["from"]["id"] != BOT_ID {
        return Err(ApiError::malformed("message can't be deleted"));
    }
    if let Some(id) = message["message_id"].as_i64() {
        chat.messages.remove(&id);
    }
    Ok(done())
}

/// `setMessageReaction`: at most one emoji, of those there are.
pub fn react(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    find(chat, params, "react")?;
    let reactions = params.array("reaction")?.unwrap_or_default();
    let known = |reaction: &Value| {
        let emoji = reaction.get("emoji").and_then(Value::as_str).unwrap_or_default();
        let plain = emoji.trim_end_matches('\u{fe0f}');
        reaction.get("type") == Some(&json!("emoji")) && !plain.is_empty() && REACTIONS.contains(plain)
    };
    if reactions.len() > 1 {
        return Err(ApiError::malformed("REACTIONS_TOO_MANY"));
    }
    if !reactions.iter().all(known) {
        return Err(ApiError::malformed("REACTION_INVALID"));
    }
    Ok(done())
}
