//! The bot in groups and in inline mode: the real binary, over real HTTP, against a Bot API as strict as Telegram's.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../support/mod.rs"]
mod support;

mod asking;
mod buttons;
mod edits;
mod inline;
mod latency;
mod limits;
mod settings;
mod tour;

use bedside::knowledge::built_in;
use bedside::render::Wording;
use std::time::Duration;
use support::{BOT_USERNAME, BotProcess, Sent, passage};

/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_millis(700);

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const TREATMENT: &str = "How are liver metastases treated?";
const EMERGENCY: &str = "he is vomiting blood";

/// The bot's own sentences, in English.
fn wording() -> Wording {
    Wording::default()
}

/// The reply shows the passage of the entry word for word, with source and reminder.
#[track_caller]
fn assert_answers(reply: &Sent, id: &str) {
    assert!(reply.text.contains(&passage(id)), "not the passage of {id}: {reply}");
    assert!(reply.text.contains(&wording().reminder()), "no reminder: {reply}");
    assert!(reply.text.contains("Mary McMahon"), "no source: {reply}");
}

/// The bot after an orderly end and a new start with the same store.
async fn restarted(mut bot: BotProcess) -> BotProcess {
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(15)).await, Some(0), "{}", bot.output());
    bot.setup().start().await
}

/// Where a button leads that opens the private chat.
#[track_caller]
fn link(reply: &Sent, label: &str) -> String {
    let button = reply.button(label);
    assert_eq!(button.action, "url", "{reply}");
    button.value.as_str().unwrap().to_owned()
}

/// The deep link with this payload.
fn deep_link(payload: &str) -> String {
    format!("https://t.me/{BOT_USERNAME}?start={payload}")
}
