//! A card: one thing the bot says, as blocks of text and buttons, before it is written for a medium.

use super::action::Action;
use crate::question::Context;

/// A block of text. Blocks are separated by an empty line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Stands out: the question that a passage answers.
    Heading(String),
    /// A passage or a sentence, as it stands.
    Text(String),
    /// Stands back: the source.
    Note(String),
    /// Stands back: that this is general information. Every message that the card is cut into carries it.
    Reminder(String),
}

impl Block {
    /// Its text, without the manner.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Heading(text) | Self::Text(text) | Self::Note(text) | Self::Reminder(text) => text,
        }
    }
}

/// A button: a label and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// One thing the bot says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its text, from top to bottom.
    pub blocks: Vec<Block>,
    /// The buttons under it, one a row.
    pub buttons: Vec<Button>,
    /// What the next message in the chat can lean on; nothing if this card does not change it.
    pub leaves: Option<Context>,
}

impl Card {
    /// Whether it says that it is an emergency.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.leaves.as_ref().is_some_and(|context| context.urgent.is_some())
    }

    /// Adds a heading.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading(text.into()));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Note(text.into()));
        self
    }

    /// Adds the reminder.
    #[must_use]
    pub fn reminder(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Reminder(text.into()));
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, action: Action) -> Self {
        self.buttons.push(Button { label: label.into(), action });
        self
    }
}
