//! Cards as messages: sent or edited, with their buttons, as a reply and in the right topic.

use super::api::Api;
use super::asked::Target;
use super::limit::Class;
use super::refusal::Refusal;
use crate::render::{Action, Button, Card, html};
use log::debug;
use serde_json::Value;
use teloxide::payloads::{
    DeleteMessage, EditMessageReplyMarkup, EditMessageReplyMarkupSetters, EditMessageText, EditMessageTextSetters,
    SendMessage, SendMessageSetters,
};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReplyParameters,
    ThreadId,
};

/// Previews of links would push the passage off a small screen.
pub(super) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Remembers how many of a card's messages have gone out.
pub(super) trait Progress: Sync {
    /// So many have.
    fn sent(&self, messages: u32) -> impl Future<Output = ()> + Send;
}

/// For what is done in memory only.
impl Progress for () {
    async fn sent(&self, _messages: u32) {}
}

/// Where a card has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delivered {
    /// The chat; another than asked for if the group has moved.
    pub(super) chat: i64,
    /// The messages that were sent or changed, in order; one is missing if Telegram's answer was cut.
    pub(super) messages: Vec<i32>,
}

/// Sends a card, from the message numbered `first` on. A group that moved is followed; a topic that is gone is left out.
pub(super) async fn send(
    api: &Api,
    card: &Card,
    target: &Target,
    class: Class,
    first: u32,
    progress: &impl Progress,
) -> Result<Delivered, Refusal> {
    let messages = html::messages(card);
    let mut sent = Vec::new();
    let last = messages.len().saturating_sub(1);
    let mut target = target.clone();
    for (position, text) in messages.iter().enumerate().skip(first as usize) {
        let buttons = (position == last)
            .then(|| keyboard(card, api.username()))
            .filter(|keyboard| !keyboard.inline_keyboard.is_empty());
        let message = deliver(api, text.as_str(), &mut target, buttons, class).await?;
        sent.extend(message_id(&message));
        if position < last {
            progress.sent(u32::try_from(position + 1).unwrap_or(u32::MAX)).await;
        }
    }
    Ok(Delivered { chat: target.chat, messages: sent })
}

/// The number of a message that was sent.
fn message_id(message: &Value) -> Option<i32> {
    message["message_id"].as_i64().and_then(|id| i32::try_from(id).ok())
}

/// Sends one message; twice more at most, because the group may have moved, and its topic with it.
async fn deliver(
    api: &Api,
    text: &str,
    target: &mut Target,
    buttons: Option<InlineKeyboardMarkup>,
    class: Class,
) -> Result<Value, Refusal> {
    for _ in 0..2 {
        match api.message(&message(text, target, buttons.clone()), target.chat, class).await {
            Err(Refusal::Migrated(chat)) => *target = Target { chat, thread: target.thread, reply_to: None },
            Err(Refusal::NoThread) => target.thread = None,
            sent => return sent,
        }
    }
    api.message(&message(text, target, buttons), target.chat, class).await
}

fn message(text: &str, target: &Target, buttons: Option<InlineKeyboardMarkup>) -> SendMessage {
    let mut message =
        SendMessage::new(ChatId(target.chat), text).parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
    if let Some(answered) = target.reply_to {
        let reply = ReplyParameters::new(MessageId(answered)).allow_sending_without_reply();
        message = message.reply_parameters(reply);
    }
    if let Some(thread) = target.thread {
        message = message.message_thread_id(ThreadId(MessageId(thread)));
    }
    match buttons {
        Some(buttons) => message.reply_markup(buttons),
        None => message,
    }
}

/// Puts a card in the place of a message; sends it anew where that is no longer possible.
pub(super) async fn replace(
    api: &Api,
    card: &Card,
    replaced: i32,
    target: &Target,
    progress: &impl Progress,
) -> Result<Delivered, Refusal> {
    let messages = html::messages(card);
    let [text] = messages.as_slice() else { return send(api, card, target, Class::Interactive, 0, progress).await };
    let edit = edit(target.chat, replaced, text.as_str(), keyboard(card, api.username()));
    match api.message(&edit, target.chat, Class::Interactive).await {
        Ok(_) | Err(Refusal::NotModified) => Ok(Delivered { chat: target.chat, messages: vec![replaced] }),
        Err(Refusal::Final(refusal)) => {
            debug!("a message cannot be edited ({refusal}); sending a new one");
            send(api, card, target, Class::Interactive, 0, progress).await
        }
        Err(Refusal::Migrated(_) | Refusal::NoThread) => send(api, card, target, Class::Interactive, 0, progress).await,
        Err(refusal) => Err(refusal),
    }
}

/// Changes the messages that show an older card, pair by pair; sends what is more, and deletes what is less.
pub(super) async fn amend(api: &Api, card: &Card, old: &[i32], target: &Target) -> Result<Delivered, Refusal> {
    let texts = html::messages(card);
    let last = texts.len().saturating_sub(1);
    let mut messages = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        let buttons = if position == last { keyboard(card, api.username()) } else { InlineKeyboardMarkup::default() };
        let Some(&message) = old.get(position) else {
            let buttons = Some(buttons).filter(|buttons| !buttons.inline_keyboard.is_empty());
            let sent = deliver(api, text.as_str(), &mut target.clone(), buttons, Class::Interactive).await?;
            messages.extend(message_id(&sent));
            continue;
        };
        let edit = edit(target.chat, message, text.as_str(), buttons);
        match api.message(&edit, target.chat, Class::Interactive).await {
            Ok(_) | Err(Refusal::NotModified) => messages.push(message),
            Err(refusal) => return Err(refusal),
        }
    }
    delete(api, target.chat, old.get(texts.len()..).unwrap_or_default()).await;
    Ok(Delivered { chat: target.chat, messages })
}

/// Deletes messages that are no longer needed, where Telegram allows it.
pub(super) async fn delete(api: &Api, chat: i64, messages: &[i32]) {
    for message in messages {
        if let Err(refusal) = api.persist(&DeleteMessage::new(ChatId(chat), MessageId(*message))).await {
            debug!("a message that is no longer needed stays ({refusal})");
        }
    }
}

fn edit(chat: i64, message: i32, text: &str, buttons: InlineKeyboardMarkup) -> EditMessageText {
    EditMessageText::new(ChatId(chat), MessageId(message), text)
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW)
        .reply_markup(buttons)
}

/// Puts other buttons under a message.
pub(super) async fn change_buttons(
    api: &Api,
    chat: i64,
    message: i32,
    buttons: InlineKeyboardMarkup,
) -> Result<(), Refusal> {
    let edit = EditMessageReplyMarkup::new(ChatId(chat), MessageId(message)).reply_markup(buttons);
    match api.message(&edit, chat, Class::Interactive).await {
        Ok(_) | Err(Refusal::NotModified) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

/// Points to a message that says it already, as a reply to that; refused if it is gone.
pub(super) async fn point(api: &Api, words: &str, target: &Target, to: i32) -> Result<Option<i32>, Refusal> {
    let reply = ReplyParameters::new(MessageId(to));
    let message = message(words, &Target { reply_to: None, ..target.clone() }, None).reply_parameters(reply);
    api.message(&message, target.chat, Class::Interactive).await.map(|sent| message_id(&sent))
}

/// The card's buttons, one a row: questions are long. Two that say whether a passage helped share one. What is to be read
/// in private is a link to the bot's own chat.
pub(super) fn keyboard(card: &Card, username: &str) -> InlineKeyboardMarkup {
    let is_rating = |action: &Action| matches!(action, Action::Rate { .. });
    let rows = card.buttons.chunk_by(|a, b| is_rating(&a.action) && is_rating(&b.action));
    let button = |button: &Button| match &button.action {
        Action::Privately(payload) => {
            let link = reqwest::Url::parse(&format!("https://t.me/{username}?start={payload}")).ok()?;
            Some(InlineKeyboardButton::url(&button.label, link))
        }
        action => Some(InlineKeyboardButton::callback(&button.label, action.data())),
    };
    InlineKeyboardMarkup::new(rows.map(|row| row.iter().filter_map(button).collect::<Vec<_>>()))
}
