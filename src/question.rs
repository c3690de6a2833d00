//! What is asked, and what the chat saw before it.

/// Letters of a message that are read; Telegram sends at most 4,096 in one.
pub const LONGEST: usize = 4_096;

/// A message as somebody typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    text: &'a str,
}

impl<'a> Question<'a> {
    /// A question; what stands behind the first [`LONGEST`] letters is not read.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        Self { text: &text[..end] }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }
}

impl<'a> From<&'a str> for Question<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

/// What a message can lean on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The id of the entry that the chat saw last.
    pub entry: Option<String>,
    /// The key of the urgent reply, if that was the last thing said.
    pub urgent: Option<String>,
}

impl Context {
    /// A chat that saw this entry last.
    #[must_use]
    pub fn after(entry: impl Into<String>) -> Self {
        Self { entry: Some(entry.into()), urgent: None }
    }

    /// A chat that got an urgent reply last.
    #[must_use]
    pub fn after_urgent(reply: impl Into<String>) -> Self {
        Self { entry: None, urgent: Some(reply.into()) }
    }
}
