//! Every sentence of the bot's own that a user can read, in one or more languages. The passages, and the replies to what
//! is urgent, personal or small talk, stand in the knowledge.
//!
//! `en.ftl` holds the English, in Project Fluent's form; a further language is a further file. [`Wording`] has a method
//! for each sentence.

mod language;
mod languages;
mod sentences;

pub use language::{ENGLISH, Language};
pub use languages::{Languages, Unreadable};
pub use sentences::KEYS;

use super::action::Vote;
use crate::knowledge::Source;
use chrono::Datelike;
use language::Value;
use std::sync::Arc;

/// Letters of the bot's description and of the short one (<https://core.telegram.org/bots/api#setmydescription>).
const LONGEST_DESCRIPTIONS: (usize, usize) = (512, 120);

/// A command of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuCommand {
    /// Its name, without the slash.
    pub name: &'static str,
    /// What it does, for Telegram's menu.
    pub does: String,
    /// Whether it stands in the menu of a group too.
    pub in_groups: bool,
}

/// The sentences of one language about one subject.
#[derive(Debug, Clone)]
pub struct Wording {
    language: Arc<Language>,
    topic: String,
    emergency: String,
    crisis: String,
}

impl Default for Wording {
    /// English, about nothing in particular.
    fn default() -> Self {
        Self::new(Arc::new(Language::english()), "", "", "")
    }
}

impl Wording {
    /// Sentences in a language: what the articles are about, in a few words ("liver metastases"), and what `{emergency}`
    /// and `{crisis}` stand for in the replies of the knowledge.
    #[must_use]
    pub fn new(language: Arc<Language>, topic: &str, emergency: &str, crisis: &str) -> Self {
        Self { language, topic: topic.to_owned(), emergency: emergency.to_owned(), crisis: crisis.to_owned() }
    }

    /// The same in another language.
    #[must_use]
    pub fn in_language(&self, language: Arc<Language>) -> Self {
        Self { language, ..self.clone() }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let everywhere = [
            ("topic", Value::from(self.topic.as_str())),
            ("emergency", Value::from(self.emergency.as_str())),
            ("crisis", Value::from(self.crisis.as_str())),
        ];
        let all: Vec<(&str, Value<'_>)> = values.iter().cloned().chain(everywhere).collect();
        self.language.say(key, &all)
    }

    /// The commands, in the order of the menu.
    #[must_use]
    pub fn menu(&self) -> Vec<MenuCommand> {
        let command = |name, does, in_groups| MenuCommand { name, does, in_groups };
        vec![
            command("ask", self.command_ask(), true),
            command("topics", self.command_topics(), true),
            command("help", self.command_help(), true),
            command("about", self.command_about(), true),
            command("privacy", self.command_privacy(), true),
            command("forget", self.command_forget(), true),
            command("start", self.command_start(), false),
        ]
    }

    /// The list of commands, a line each.
    #[must_use]
    pub fn commands(&self) -> String {
        let lines: Vec<String> =
            self.menu().iter().map(|command| format!("/{} - {}", command.name, command.does)).collect();
        lines.join("\n")
    }

    /// An article, for `/about`.
    #[must_use]
    pub fn about(&self, source: &Source) -> String {
        let article = self.about_source(&source.title, &source.author);
        match source.reviewed {
            Some(date) => format!("{article} {}", self.about_reviewed(date.day(), date.month(), date.year())),
            None => article,
        }
    }

    /// Where a passage comes from.
    #[must_use]
    pub fn source(&self, source: &Source) -> String {
        self.source_line(&source.title, &source.author)
    }

    /// The label of a button that says whether a passage helped, given what was said so far.
    #[must_use]
    pub fn vote(&self, vote: Vote, said: Option<Vote>) -> String {
        match (vote, said == Some(vote)) {
            (Vote::Helped, false) => self.helped(),
            (Vote::Helped, true) => self.helped_chosen(),
            (Vote::DidNotHelp, false) => self.did_not_help(),
            (Vote::DidNotHelp, true) => self.did_not_help_chosen(),
        }
    }

    /// A reply of the knowledge with its placeholders filled in.
    #[must_use]
    pub fn fill(&self, reply: &str) -> String {
        reply.replace("{emergency}", &self.emergency).replace("{crisis}", &self.crisis).replace("{topic}", &self.topic)
    }

    /// The bot's description and its short description, no longer than Telegram takes.
    #[must_use]
    pub fn profile(&self) -> (String, String) {
        let cut = |text: String, longest| text.chars().take(longest).collect();
        (cut(self.description(), LONGEST_DESCRIPTIONS.0), cut(self.short_description(), LONGEST_DESCRIPTIONS.1))
    }
}
