//! Cards as messages: sent or edited, with their buttons, as a reply and in the right topic.

use super::api::{Api, Refusal, persist};
use super::update::Target;
use crate::render::{Card, html};
use log::debug;
use teloxide::payloads::{EditMessageTextSetters, SendMessageSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReplyParameters,
    ThreadId,
};

/// Previews of links would push the passage off a small screen.
const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Sends a card. A group that moved is followed; a topic that is gone is left out.
pub(super) async fn send(api: &Api, card: &Card, target: &Target) -> Result<(), Refusal> {
    let messages = html::messages(card);
    let last = messages.len().saturating_sub(1);
    let mut target = target.clone();
    for (position, text) in messages.iter().enumerate() {
        let buttons =
            (position == last).then(|| keyboard(card)).filter(|keyboard| !keyboard.inline_keyboard.is_empty());
        // twice at most: the group may have moved, and its topic with it
        for _ in 0..2 {
            match send_one(api, text.as_str(), &target, buttons.clone()).await {
                Err(Refusal::Migrated(chat)) => target = Target { chat, thread: target.thread, reply_to: None },
                Err(Refusal::NoThread) => target.thread = None,
                Err(refusal) => return Err(refusal),
                Ok(()) => break,
            }
        }
    }
    Ok(())
}

async fn send_one(
    api: &Api,
    text: &str,
    target: &Target,
    buttons: Option<InlineKeyboardMarkup>,
) -> Result<(), Refusal> {
    let mut request =
        api.bot().send_message(ChatId(target.chat), text).parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
    if let Some(message) = target.reply_to {
        let reply = ReplyParameters::new(MessageId(message)).allow_sending_without_reply();
        request = request.reply_parameters(reply);
    }
    if let Some(thread) = target.thread {
        request = request.message_thread_id(ThreadId(MessageId(thread)));
    }
    if let Some(buttons) = buttons {
        request = request.reply_markup(buttons);
    }
    persist(request).await
}

/// Puts a card in the place of a message; sends it anew where that is no longer possible.
pub(super) async fn replace(api: &Api, card: &Card, message: i32, target: &Target) -> Result<(), Refusal> {
    let messages = html::messages(card);
    let [text] = messages.as_slice() else { return send(api, card, target).await };
    let edit = api
        .bot()
        .edit_message_text(ChatId(target.chat), MessageId(message), text.as_str())
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW)
        .reply_markup(keyboard(card));
    match persist(edit).await {
        Ok(()) | Err(Refusal::NotModified) => Ok(()),
        Err(refusal) => {
            debug!("a message cannot be edited ({refusal}); sending a new one");
            send(api, card, target).await
        }
    }
}

/// The card's buttons, one a row: questions are long.
fn keyboard(card: &Card) -> InlineKeyboardMarkup {
    let rows = card.buttons.iter().map(|button| [InlineKeyboardButton::callback(&button.label, button.action.data())]);
    InlineKeyboardMarkup::new(rows)
}
