//! What a message stands among: an edit, an album, the bot's own message that it replies to. It names nobody.

use super::update::Me;
use super::wire;
use crate::render::Action;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Beginning of the data of buttons that say whether a passage helped.
const RATING: char = 'v';

/// What a message or a press stands among.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Around {
    /// Whether the message was sent before and has been changed.
    pub(super) edited: bool,
    /// The album that it is a part of.
    pub(super) album: Option<String>,
    /// The heading of the bot's own message that it replies to: the question of an entry, if an entry was shown.
    pub(super) about: Option<String>,
    /// The buttons among which one was pressed that changes them.
    pub(super) keyboard: Option<Value>,
    /// The question whose suggestions a pressed button declines, where such questions are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) declined: Option<String>,
}

impl Around {
    /// What an update stands among.
    pub(super) fn of(update: &wire::Update, me: &Me) -> Self {
        let Some(message) = update.message.as_ref().or(update.edited_message.as_ref()) else {
            let declined = update.callback_query.as_ref().filter(|_| me.keeps).and_then(declined);
            return Self { keyboard: keyboard(update), declined, ..Self::default() };
        };
        let replied = message.reply_to_message.as_deref();
        let own = replied.filter(|to| to.from.as_ref().is_some_and(|from| from.id == me.id));
        Self {
            edited: update.message.is_none(),
            album: message.media_group_id.clone(),
            about: own.and_then(heading),
            keyboard: None,
            declined: None,
        }
    }
}

/// The last part of a message that is set in bold: of several passages, the last is what a reply leans on.
fn heading(message: &wire::Message) -> Option<String> {
    let (text, entities) = message.text()?;
    let units: Vec<u16> = text.encode_utf16().collect();
    let bold = entities.iter().rfind(|entity| entity.kind == "bold")?;
    let part = units.get(bold.offset..bold.offset.checked_add(bold.length)?)?;
    Some(String::from_utf16_lossy(part))
}

fn keyboard(update: &wire::Update) -> Option<Value> {
    let query = update.callback_query.as_ref()?;
    let data = query.data.as_deref().filter(|data| data.starts_with(RATING))?;
    Action::parse(data)?;
    query.message.as_ref()?.reply_markup.clone()
}

/// The question whose suggestions a pressed button declines: what the bot's message answered.
fn declined(query: &wire::CallbackQuery) -> Option<String> {
    let declines = query.data.as_deref().and_then(Action::parse) == Some(Action::NoneOfThese);
    let question = query.message.as_ref().filter(|_| declines)?.reply_to_message.as_ref()?;
    question.text().map(|(text, _)| text.to_owned())
}
