//! Every sentence of the bot's own that a user can read. The passages, and the replies to what is urgent, personal or
//! small talk, stand in the knowledge.
//!
//! Plain words, short, kind, and never funny. Nothing here says anything about the illness but its name.

use crate::knowledge::Source;

/// Closes every message that says anything about the illness.
pub const REMINDER: &str = "This is general information from an article, not advice about one person. Please talk with your doctor or care team.";

/// Stands above entries that may have been meant.
pub const DID_YOU_MEAN: &str = "Did you mean one of these?";
/// Stands above further entries once the first was not what was asked.
pub const PERHAPS_ONE_OF_THESE: &str = "Sorry about that. Perhaps you meant one of these?";
/// Nothing is known about the question.
pub const NO_PASSAGE: &str = "I am sorry, I found nothing about this in what I can answer from.";
/// A message without a single word.
pub const WHAT_I_READ: &str = "I read only text. Please write your question in your own words.";
/// A button of an older version, or of an entry that has gone.
pub const GONE: &str = "This is no longer here. Please ask again, or open /topics.";
/// `/ask` with nothing behind it.
pub const ASK_WHAT: &str = "Please write your question after /ask, for example: /ask what are the symptoms? Or send /ask as a reply to a message.";
/// A mention with nothing else.
pub const MENTION_HELP: &str =
    "To ask me something, mention me and write your question, or write /ask and the question.";
/// A command that does not exist.
pub const UNKNOWN_COMMAND: &str =
    "I do not know this command. /help shows what I can do. In an emergency, do not wait here: call for help.";
/// A question that could not be answered for hours.
pub const LATE: &str = "I am sorry: I could not answer for some hours. Do you still want the answer to what you asked? In an emergency, do not wait here: call for help.";
/// The late answer is wanted.
pub const LATE_WANTED: &str = "Here is the answer.";
/// `/forget`.
pub const FORGOTTEN: &str = "Done. I have erased everything that I kept of this chat.";
/// To the admins: the database cannot be used.
pub const DATABASE_TROUBLE: &str =
    "The bot cannot use its database. It goes on answering without it. Please see its log.";
/// To the admins: the database can be used again.
pub const DATABASE_BACK: &str = "The bot can use its database again.";
/// How to talk to it in a terminal.
pub const TERMINAL_HINT: &str = "Type a question, the number of a choice, /help, or /quit (Ctrl-D).";

/// Labels of buttons.
pub mod label {
    /// The answer was to another question.
    pub const NOT_ASKED: &str = "Not what I asked";
    /// None of the offered entries.
    pub const NONE_OF_THESE: &str = "None of these";
    /// Back to the sections.
    pub const ALL_TOPICS: &str = "‹ All topics";
    /// The late answer is still wanted.
    pub const STILL_WANTED: &str = "Yes, I still want the answer";
    /// All sections, from elsewhere.
    pub const TOPICS: &str = "See all topics";
}

/// A command of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// Its name, without the slash.
    pub name: &'static str,
    /// What it does, for Telegram's menu.
    pub does: &'static str,
    /// Whether it stands in the menu of a group too.
    pub in_groups: bool,
}

/// The commands, in the order of the menu.
pub const COMMANDS: [Command; 7] = [
    Command { name: "ask", does: "Ask a question", in_groups: true },
    Command { name: "topics", does: "Everything I can answer", in_groups: true },
    Command { name: "help", does: "How to ask", in_groups: true },
    Command { name: "about", does: "Where the answers come from", in_groups: true },
    Command { name: "privacy", does: "What is kept, and for how long", in_groups: true },
    Command { name: "forget", does: "Erase what is kept of this chat", in_groups: true },
    Command { name: "start", does: "Begin", in_groups: false },
];

/// Sentences that name what the knowledge is about or how to get help.
#[derive(Debug, Clone)]
pub struct Wording {
    /// What the articles are about, in a few words: "liver metastases".
    pub topic: String,
    /// What `{emergency}` stands for in the replies of the knowledge.
    pub emergency: String,
    /// What `{crisis}` stands for in the replies of the knowledge.
    pub crisis: String,
}

impl Wording {
    /// What is covered, under a reply that has no passage.
    #[must_use]
    pub fn covers(&self) -> String {
        format!("I can only answer from an article about {}. These are its subjects:", self.topic)
    }

    /// The greeting of `/start`.
    #[must_use]
    pub fn start(&self) -> String {
        format!(
            "Hello. I answer questions about {}. Write your question in your own words; spelling does not matter. I look \
             for the passage that answers it, written after an article, and show it word for word.\n\n\
             I am a program, not a doctor. I cannot judge results or symptoms. In an emergency, call {}.",
            self.topic, self.emergency
        )
    }

    /// `/help`: two short paragraphs; the commands follow.
    #[must_use]
    pub fn help(&self) -> String {
        format!(
            "Ask me about {} in your own words, here or in a group. I show the passage of an article that answers your \
             question, or I say that I have none.\n\n\
             In a group, write /ask and your question, mention me, or reply to one of my messages. /ask as a reply to a \
             message answers that message.",
            self.topic
        )
    }

    /// The list of commands, a line each.
    #[must_use]
    pub fn commands(&self) -> String {
        COMMANDS.map(|command| format!("/{} - {}", command.name, command.does)).join("\n")
    }

    /// Stands above the sections.
    #[must_use]
    pub fn topics(&self) -> String {
        format!("What I can answer about {}", self.topic)
    }

    /// `/about`: one article.
    #[must_use]
    pub fn about_source(&self, source: &Source) -> String {
        let reviewed =
            source.reviewed.map(|date| format!(" Last reviewed: {}.", date.format("%-d %B %Y"))).unwrap_or_default();
        format!("My answers come from the article \"{}\" by {}.{reviewed}", source.title, source.author)
    }

    /// `/about`: what it is and is not.
    #[must_use]
    pub fn about_program(&self, version: &str) -> String {
        format!(
            "People wrote the passages after that article; I only look up the one that fits your question. I am a program \
             without a language model, I never make up text, and I am not a doctor.\n\nbedside {version}"
        )
    }

    /// `/privacy`.
    #[must_use]
    pub fn privacy(&self) -> String {
        "I do not keep what you write. Your message is stored, with the number of this chat, only until it is answered; \
         then it is erased. Your name is not stored, and nothing you write is logged.\n\n\
         If I could not answer for hours, your question waits for up to a day until you say whether you still want the \
         answer. If answering fails again and again, it is set aside for whoever runs me, for a week at most. /forget \
         erases both at once. Messages are also counted, without text and without who sent them.\n\n\
         So that you can ask \"and what about that?\", I remember for fifteen minutes which passage this chat saw last, \
         in memory only. Telegram itself keeps your chat as its own rules say."
            .to_owned()
    }

    /// The line under a passage that says where it comes from.
    #[must_use]
    pub fn source_line(&self, source: &Source) -> String {
        format!("Source: \"{}\" by {}", source.title, source.author)
    }

    /// A reply of the knowledge with its placeholders filled in.
    #[must_use]
    pub fn fill(&self, reply: &str) -> String {
        reply.replace("{emergency}", &self.emergency).replace("{crisis}", &self.crisis).replace("{topic}", &self.topic)
    }

    /// The bot's description, shown in an empty chat; at most 512 characters.
    #[must_use]
    pub fn description(&self) -> String {
        let text = format!(
            "Ask about {} in your own words; spelling does not matter. I answer with the passage of an article, word for \
             word, and remind you to talk with your care team.\n\nI am a program, not a doctor. In an emergency, call {}.",
            self.topic, self.emergency
        );
        text.chars().take(512).collect()
    }

    /// The bot's short description, shown on its profile; at most 120 characters.
    #[must_use]
    pub fn short_description(&self) -> String {
        format!("Answers questions about {} from an article, word for word. Not a doctor.", self.topic)
            .chars()
            .take(120)
            .collect()
    }
}
