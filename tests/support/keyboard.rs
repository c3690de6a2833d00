//! Keyboards below messages: what the bot may send, and the buttons a person can press.

use serde_json::{Value, json};

use super::html;
use super::params::{ApiError, unknown_fields};

/// The most buttons an inline keyboard may have.
const MAX_BUTTONS: usize = 100;
/// The most that fit side by side.
const MAX_ROW: usize = 8;
/// The most bytes of `callback_data`.
const MAX_DATA: usize = 64;

/// The fields that say what a button does; a button has exactly one.
const ACTIONS: [&str; 10] = [
    "callback_data",
    "url",
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];
/// The fields a button may have besides.
const LOOKS: [&str; 3] = ["text", "style", "icon_custom_emoji_id"];

/// A button of an inline keyboard the bot sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What it says.
    pub text: String,
    /// The field that says what it does, such as `callback_data` or `url`.
    pub action: String,
    /// The value of that field.
    pub value: Value,
    /// The message it stands below, once that is sent.
    pub message_id: Option<i64>,
}

impl Button {
    /// The data the bot gets when it is pressed, if it is that kind of button.
    pub fn data(&self) -> Option<&str> {
        self.value.as_str().filter(|_| self.action == "callback_data")
    }

    /// The page it opens, if it is that kind of button.
    pub fn url(&self) -> Option<&str> {
        self.value.as_str().filter(|_| self.action == "url")
    }
}

/// A checked `reply_markup`.
#[derive(Clone, Debug, Default)]
pub struct Keyboard {
    /// The inline buttons by row; empty for the other kinds of keyboard.
    pub rows: Vec<Vec<Button>>,
    /// What Telegram lets pass although it is surely a mistake.
    pub doubts: Vec<String>,
}

impl Keyboard {
    /// Checks a `reply_markup` of any kind. `inline_only` is for edits, which
    /// know no other kind than the inline keyboard.
    pub fn check(markup: &Value, inline_only: bool) -> Result<Self, ApiError> {
        let Some(object) = markup.as_object() else {
            return Err(ApiError::malformed("object expected as reply markup"));
        };
        let kinds = ["inline_keyboard", "keyboard", "remove_keyboard", "force_reply"];
        let kind = kinds.iter().find(|kind| object.contains_key(**kind));
        match kind.copied() {
            Some("inline_keyboard") => {
                let mut keyboard =
                    Self { rows: Vec::new(), doubts: unknown_fields("reply_markup", markup, &["inline_keyboard"]) };
                keyboard.read_rows(&object["inline_keyboard"])?;
                Ok(keyboard)
            }
            Some(_) if !inline_only => Ok(Self::default()),
            Some(kind) => Err(ApiError::malformed(&format!("inline keyboard expected, found {kind}"))),
            None => Err(ApiError::malformed("can't parse reply keyboard markup JSON object")),
        }
    }

    /// The markup as Telegram sends it back; `None` without inline buttons.
    pub fn to_json(&self) -> Option<Value> {
        let button = |b: &Button| json!({"text": b.text, b.action.as_str(): b.value});
        let rows: Vec<Vec<Value>> = self.rows.iter().map(|row| row.iter().map(button).collect()).collect();
        (!rows.is_empty()).then(|| json!({"inline_keyboard": rows}))
    }

    /// Reads the rows of an inline keyboard.
    fn read_rows(&mut self, rows: &Value) -> Result<(), ApiError> {
        let array = |value: &Value, what: &str| {
            value.as_array().cloned().ok_or_else(|| ApiError::malformed(&format!("{what} must be of type Array")))
        };
        let mut count = 0;
        for row in array(rows, "field \"inline_keyboard\"")? {
            let row = array(&row, "a row of the inline keyboard")?;
            count += row.len();
            if row.is_empty() {
                self.doubts.push("a row of the keyboard has no buttons".to_owned());
                continue;
            }
            if row.len() > MAX_ROW {
                self.doubts.push(format!("{} buttons in a row, {MAX_ROW} fit", row.len()));
            }
            let row: Result<Vec<Button>, ApiError> = row.iter().map(|button| self.read_button(button)).collect();
            self.rows.push(row?);
        }
        if count > MAX_BUTTONS {
            return Err(ApiError::malformed("reply markup is too long"));
        }
        Ok(())
    }

    /// Reads one button.
    fn read_button(&mut self, button: &Value) -> Result<Button, ApiError> {
        let refuse = |why: &str| ApiError::malformed(&format!("can't parse inline keyboard button: {why}"));
        let Some(object) = button.as_object() else {
            return Err(refuse("InlineKeyboardButton must be an Object"));
        };
        let known: Vec<&str> = LOOKS.iter().chain(&ACTIONS).copied().collect();
        self.doubts.extend(unknown_fields("inline keyboard button", button, &known));

        let text = match object.get("text") {
            None => return Err(refuse("Can't find field \"text\"")),
            Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
            Some(Value::String(_)) => return Err(refuse("Button text must be non-empty")),
            Some(_) => return Err(refuse("Field \"text\" must be of type String")),
        };
        let actions: Vec<&str> = ACTIONS.into_iter().filter(|field| object.contains_key(*field)).collect();
        let action = match actions[..] {
            [action] => action,
            [] => return Err(refuse("Text buttons are unallowed in the inline keyboard")),
            _ => return Err(refuse(&format!("exactly one action expected, found {}", actions.join(", ")))),
        };
        let value = object[action].clone();
        match (action, value.as_str()) {
            ("callback_data", Some("")) => {
                return Err(refuse("Text buttons are unallowed in the inline keyboard"));
            }
            ("callback_data", Some(data)) if data.len() > MAX_DATA => {
                return Err(ApiError::malformed("BUTTON_DATA_INVALID"));
            }
            ("url", Some(url)) if html::link(url).is_none() => {
                return Err(ApiError::malformed("BUTTON_URL_INVALID"));
            }
            ("callback_data" | "url" | "switch_inline_query" | "switch_inline_query_current_chat", None) => {
                return Err(refuse(&format!("Field \"{action}\" must be of type String")));
            }
            _ => {}
        }
        Ok(Button { text, action: action.to_owned(), value, message_id: None })
    }
}
