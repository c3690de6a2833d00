//! What the bot did: every call it made, and everything that was wrong with it.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::faults::Fault;
use super::keyboard::Button;
use super::params::int_of;
use super::text::Entity;

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was carried out and answered.
    Done,
    /// It was answered with `"ok": false`.
    Refused {
        /// The `error_code`.
        code: u16,
        /// The `description`.
        description: String,
    },
    /// A planned fault came in between, see [`Fault::takes_effect`].
    Fault(Fault),
}

/// A call the bot made, of any method but getUpdates.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When, since the fake was started.
    pub at: Duration,
    /// The method as the Bot API spells it, such as `sendMessage`.
    pub method: String,
    /// The chat it is for.
    pub chat_id: Option<i64>,
    /// The message it made or changed.
    pub message_id: Option<i64>,
    /// The text as a reader sees it; the raw text if it could not be parsed.
    pub text: String,
    /// The text as the bot wrote it.
    pub html: String,
    /// The formatting and what Telegram found by itself.
    pub entities: Vec<Entity>,
    /// The inline buttons, by row.
    pub buttons: Vec<Vec<Button>>,
    /// The message it was to answer, as the bot said it.
    pub reply_to: Option<i64>,
    /// The topic it was sent to, as the bot said it.
    pub thread: Option<i64>,
    /// Whether the bot asked for no preview of links.
    pub link_preview_disabled: bool,
    /// All parameters as they came.
    pub params: Value,
    /// How it ended.
    pub outcome: Outcome,
    /// What was wrong with it although it was not refused.
    pub doubts: Vec<String>,
}

impl Sent {
    /// A call of which nothing is known but its parameters.
    pub fn new(at: Duration, method: &str, params: Value) -> Self {
        let number = |value: Option<&Value>| int_of("", value).ok().flatten();
        let field = |name: &str| number(params.get(name));
        let text = params.get("text").and_then(Value::as_str).unwrap_or_default();
        let preview = params.get("link_preview_options").and_then(|o| o.get("is_disabled"));
        Self {
            at,
            method: method.to_owned(),
            chat_id: field("chat_id"),
            message_id: field("message_id"),
            text: text.to_owned(),
            html: text.to_owned(),
            entities: Vec::new(),
            buttons: Vec::new(),
            reply_to: number(params.get("reply_parameters").and_then(|reply| reply.get("message_id"))),
            thread: field("message_thread_id"),
            link_preview_disabled: preview.and_then(Value::as_bool).unwrap_or(false),
            outcome: Outcome::Done,
            doubts: Vec::new(),
            params,
        }
    }

    /// Whether it changed anything: it was done, or only its answer was lost.
    pub fn took_effect(&self) -> bool {
        match &self.outcome {
            Outcome::Done => true,
            Outcome::Refused { .. } => false,
            Outcome::Fault(fault) => fault.takes_effect(),
        }
    }

    /// Whether people in the chat see it: a message sent or changed.
    pub fn is_shown(&self) -> bool {
        self.took_effect() && is_message(&self.method)
    }

    /// Whether it changed a message instead of sending one.
    pub fn is_edit(&self) -> bool {
        self.method.starts_with("editMessage")
    }

    /// All inline buttons, row after row.
    pub fn all_buttons(&self) -> Vec<&Button> {
        self.buttons.iter().flatten().collect()
    }

    /// The button that says exactly this, or failing that contains it.
    /// Panics if there is none, with those there are.
    #[track_caller]
    pub fn button(&self, text: &str) -> &Button {
        let buttons = self.all_buttons();
        let exact = buttons.iter().find(|button| button.text == text);
        exact
            .or_else(|| buttons.iter().find(|button| button.text.contains(text)))
            .unwrap_or_else(|| panic!("no button \"{text}\" on: {self}"))
    }

    /// The parts of the text with that entity type, such as `bold`.
    pub fn parts(&self, kind: &str) -> Vec<String> {
        let of_kind = self.entities.iter().filter(|entity| entity.kind == kind);
        of_kind.map(|entity| entity.of(&self.text)).collect()
    }
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:8.3} s {}", self.at.as_secs_f64(), self.method)?;
        if let Some(chat) = self.chat_id {
            write!(f, " chat {chat}")?;
        }
        for (name, value) in [("message", self.message_id), ("reply to", self.reply_to), ("thread", self.thread)] {
            if let Some(value) = value {
                write!(f, " {name} {value}")?;
            }
        }
        if self.text.is_empty() {
            write!(f, " {}", self.params)?;
        } else {
            write!(f, " {:?}", self.text)?;
        }
        for button in self.buttons.iter().flatten() {
            write!(f, " [{}]", button.text)?;
        }
        match &self.outcome {
            Outcome::Done => Ok(()),
            Outcome::Refused { code, description } => write!(f, " -> {code} {description}"),
            Outcome::Fault(fault) => write!(f, " -> {fault:?}"),
        }
    }
}

/// Whether people see what a method does: it sends or changes a message.
pub fn is_message(method: &str) -> bool {
    matches!(method, "sendMessage" | "sendPhoto" | "editMessageText" | "editMessageReplyMarkup")
}

/// Something the bot must not do.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// When, since the fake was started.
    pub at: Duration,
    /// The method called.
    pub method: String,
    /// What is wrong.
    pub what: String,
    /// The parameters of the call.
    pub params: Value,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.as_secs_f64();
        write!(f, "{at:8.3} s {}: {}; parameters {}", self.method, self.what, self.params)
    }
}

/// A call of getUpdates.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    /// When, since the fake was started.
    pub at: Duration,
    /// The `offset`; 0 if there was none.
    pub offset: i64,
    /// The `limit`; 100 if there was none.
    pub limit: i64,
    /// The `timeout` in seconds.
    pub timeout: i64,
    /// The `allowed_updates`, if the call carried them.
    pub allowed_updates: Option<Vec<String>>,
}
