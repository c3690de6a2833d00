//! What any chat says to a message, a command or a button: the same in Telegram and in a terminal.

mod in_group;
mod inline;
mod typed;

pub use inline::Listing;
pub use typed::Typed;

use crate::config::Safety;
use crate::engine::Engine;
use crate::question::{Context, Question};
use crate::render::{Action, Card, Composer, Languages, START_TOPICS, Wording};
use crate::reply::{Decision, Reply};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The program's version, for `/about`.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What people put between a command and what follows.
const PUNCTUATION: [char; 6] = [',', ':', ';', '.', '!', '?'];

/// A command as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// `/start`, with the payload of a deep link.
    Start(String),
    /// `/help`.
    Help,
    /// `/topics`.
    Topics,
    /// `/about`.
    About,
    /// `/privacy`.
    Privacy,
    /// `/forget`: whoever keeps anything of the chat erases it before this is answered.
    Forget,
    /// `/settings`, with what was typed behind it: for the admins of a group, whose chat answers it itself.
    Settings(String),
    /// `/ask`, with the question; empty if nothing stood behind it.
    Ask(String),
    /// Any other.
    Unknown,
}

/// What a message that may be a command is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// No command: a question.
    Text,
    /// A command, and whether it names this bot.
    Command {
        /// Which.
        command: Command,
        /// Whether it was addressed by name, `/help@this_bot`.
        named: bool,
    },
    /// A command that names another bot.
    ForAnother,
}

impl Command {
    /// Reads a message the way people type commands: in any case, with trailing words or lines, with or without the
    /// bot's name.
    #[must_use]
    pub fn parse(text: &str, username: Option<&str>) -> Parsed {
        let Some(rest) = text.trim_start().strip_prefix('/') else { return Parsed::Text };
        let (head, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let (head, arguments) = match head.find(PUNCTUATION) {
            // "/ask: is it serious", "/ask,is it serious"
            Some(end) => (&head[..end], rest[end..].trim_start_matches(PUNCTUATION)),
            None => (head, arguments),
        };
        let punctuated = rest[head.len()..].starts_with(PUNCTUATION);
        let (name, addressee) = head.split_once('@').map_or((head, None), |(name, addressee)| (name, Some(addressee)));
        if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
            return Parsed::Text;
        }
        if let Some(addressee) = addressee
            && username.is_some_and(|username| !username.eq_ignore_ascii_case(addressee))
        {
            return Parsed::ForAnother;
        }
        let arguments = arguments.trim().to_owned();
        let command = match name.to_ascii_lowercase().as_str() {
            "start" => Self::Start(arguments),
            "help" => Self::Help,
            "topics" => Self::Topics,
            "about" => Self::About,
            "privacy" => Self::Privacy,
            "forget" => Self::Forget,
            "settings" => Self::Settings(arguments),
            "ask" => Self::Ask(arguments),
            // "/2.5 mg" is no command that went wrong
            _ if punctuated => return Parsed::Text,
            _ => Self::Unknown,
        };
        Parsed::Command { command, named: addressee.is_some() }
    }
}

/// What a pressed button brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The card.
    pub card: Card,
    /// Whether it takes the place of the message with the button.
    pub in_place: bool,
}

/// The bot's side of a conversation; it holds no state of any chat. A clone shares the engine.
#[derive(Debug, Clone)]
pub struct Conversation {
    engine: Arc<Engine>,
    wording: Wording,
    languages: Languages,
    keep_days: Option<u32>,
}

impl Conversation {
    /// A conversation in English about the engine's knowledge, with the configured numbers for emergencies.
    #[must_use]
    pub fn new(engine: Engine, safety: &Safety) -> Self {
        let topics: Vec<String> =
            engine.knowledge().sources.iter().map(|source| in_a_sentence(&source.topic)).collect();
        let languages = Languages::default();
        let wording = Wording::new(languages.english(), &topics.join(" and "), &safety.emergency, &safety.crisis);
        Self { engine: Arc::new(engine), wording, languages, keep_days: None }
    }

    /// The same, able to speak these languages.
    #[must_use]
    pub fn with_languages(self, languages: Languages) -> Self {
        let wording = self.wording.in_language(languages.english());
        Self { wording, languages, ..self }
    }

    /// The same, telling that questions without a passage are kept for so many days.
    #[must_use]
    pub fn keeping(self, days: Option<u32>) -> Self {
        Self { keep_days: days, ..self }
    }

    /// The same in the language of this code; as it is if there is none. The passages stay in that of their file.
    #[must_use]
    pub fn in_language(&self, code: &str) -> Self {
        let language = self.languages.get(code).cloned();
        let wording = language.map_or_else(|| self.wording.clone(), |language| self.wording.in_language(language));
        Self { wording, ..self.clone() }
    }

    /// The languages that it can speak.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Its sentences.
    #[must_use]
    pub fn wording(&self) -> &Wording {
        &self.wording
    }

    /// Its engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    fn composer(&self) -> Composer<'_> {
        Composer::new(self.engine.knowledge(), &self.wording)
    }

    /// The engine's reply to a question, and the card that shows it.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>, context: &Context) -> (Reply, Card) {
        let reply = self.engine.answer(question, context);
        let card = self.composer().reply(&reply);
        (reply, card)
    }

    /// The urgent reply, if a message calls for it: what stands behind a command is read for that too.
    #[must_use]
    pub fn emergency(&self, message: &str) -> Option<Card> {
        let (reply, card) = self.ask(&Question::new(message), &Context::default());
        matches!(reply.decision, Decision::Urgent { .. }).then_some(card)
    }

    /// The card of a command.
    #[must_use]
    pub fn command(&self, command: &Command, context: &Context) -> Card {
        let composer = self.composer();
        match command {
            Command::Start(payload) if self.engine.knowledge().entry(payload).is_some() => composer.entry(payload),
            Command::Start(payload) if payload == START_TOPICS => composer.topics(),
            Command::Start(_) => composer.start(),
            Command::Help => composer.help(),
            Command::Topics => composer.topics(),
            Command::About => composer.about(VERSION),
            Command::Privacy => composer.privacy(self.keep_days),
            Command::Settings(_) => Card::default().text(self.wording.settings_in_groups_only()),
            Command::Forget => Card::default().text(self.wording.forgotten()),
            Command::Ask(question) if question.is_empty() => Card::default().text(self.wording.ask_what()),
            Command::Ask(question) => self.ask(&Question::new(question), context).1,
            Command::Unknown => self.unknown(""),
        }
    }

    /// What is said to a command that does not exist, as it was typed: the nearest one may be meant.
    #[must_use]
    pub fn unknown(&self, typed: &str) -> Card {
        Card::default().text(match typed::nearest_command(typed, &self.wording.menu()) {
            Some(command) => self.wording.unknown_command_near(command),
            None => self.wording.unknown_command(),
        })
    }

    /// What a pressed button brings.
    #[must_use]
    pub fn press(&self, action: &Action) -> Turn {
        let composer = self.composer();
        let (card, in_place) = match action {
            Action::Show(id) => (composer.entry(id), false),
            Action::NotAsked { shown, others } => (composer.not_asked(shown, others), false),
            Action::NoneOfThese => (composer.none_of_these(), true),
            Action::Topics => (composer.topics(), true),
            Action::TopicsPage(page) => (composer.topics_page(*page), true),
            Action::Section(name) => (composer.section(name), true),
            Action::SectionFrom(id) => (composer.section_from(id), true),
            Action::Browse(id) => (composer.browse(id), true),
            Action::Related(ids) => (composer.related(ids), false),
            Action::Privately(payload) => (self.command(&Command::Start(payload.clone()), &Context::default()), false),
            // only a chat that counts offers this, and does it itself
            Action::Rate { .. } => (Card::default().text(self.wording.vote_counted()), false),
            // only a chat that keeps late questions or settings offers these, and answers them itself
            Action::StillWanted | Action::Setting { .. } | Action::Admin(_) => {
                (Card::default().text(self.wording.gone()), true)
            }
        };
        Turn { card, in_place }
    }
}

/// A topic inside a sentence: "Liver metastases" -> "liver metastases"; an abbreviation keeps its capitals.
fn in_a_sentence(topic: &str) -> String {
    let mut letters = topic.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => topic.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(text: &str) -> Parsed {
        Command::parse(text, Some("bedside_bot"))
    }

    #[test]
    fn commands_are_understood_as_people_type_them() {
        let help = |named| Parsed::Command { command: Command::Help, named };
        assert_eq!(command("/help"), help(false));
        assert_eq!(command("/Help\nplease"), help(false));
        assert_eq!(command(" /HELP@Bedside_Bot now"), help(true));
        let start = Command::Start("symptoms".to_owned());
        assert_eq!(command("/start\nsymptoms"), Parsed::Command { command: start, named: false });
        let ask = Command::Ask("is it\nserious".to_owned());
        assert_eq!(command("/ask is it\nserious"), Parsed::Command { command: ask, named: false });
    }

    #[test]
    fn punctuation_may_stand_behind_a_command() {
        let ask = |question: &str| Parsed::Command { command: Command::Ask(question.to_owned()), named: false };
        for text in ["/ask: is it serious", "/ask, is it serious", "/ASK:is it serious", "/ask:\nis it serious"] {
            assert_eq!(command(text), ask("is it serious"), "{text}");
        }
        assert_eq!(command("/ask:"), ask(""));
        assert_eq!(command("/help!"), Parsed::Command { command: Command::Help, named: false });
        let named = Parsed::Command { command: Command::Ask("is it".to_owned()), named: true };
        assert_eq!(command("/ask@bedside_bot, is it"), named);
        assert_eq!(command("/2.5 mg"), Parsed::Text);
    }

    #[test]
    fn a_command_for_another_bot_and_a_path_are_none_of_ours() {
        assert_eq!(command("/help@other_bot"), Parsed::ForAnother);
        assert_eq!(command("and/or what"), Parsed::Text);
        assert_eq!(command("/"), Parsed::Text);
        assert_eq!(command("/ö"), Parsed::Text);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_text_or_a_command_and_its_words_are_kept(text in proptest::prelude::any::<String>()) {
            match command(&text) {
                Parsed::Text => {}
                Parsed::Command { .. } | Parsed::ForAnother => {
                    proptest::prop_assert!(text.trim_start().starts_with('/'));
                }
            }
        }

        #[test]
        fn what_stands_behind_a_command_is_its_question(words in "\\PC{0,80}", named in proptest::prelude::any::<bool>()) {
            let name = if named { "@Bedside_Bot" } else { "" };
            let ask = Command::Ask(words.trim().to_owned());
            proptest::prop_assert_eq!(command(&format!("/Ask{name} {words}")), Parsed::Command { command: ask, named });
        }
    }
}
