//! What is asked, and what the chat saw before it.

use unicode_normalization::UnicodeNormalization;

/// Letters of a message that are read; Telegram sends at most 4,096 in one.
pub const LONGEST: usize = 4_096;

/// A message as somebody typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    text: &'a str,
}

impl<'a> Question<'a> {
    /// A question; what stands behind the first [`LONGEST`] letters is not read. A sign that stands for several letters
    /// counts as many as it stands for: one of them is eighteen.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut letters = 0;
        let end = text.char_indices().find(|(_, letter)| {
            letters += if letter.is_ascii() { 1 } else { letter.nfkc().count() };
            letters > LONGEST
        });
        Self { text: &text[..end.map_or(text.len(), |(at, _)| at)] }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_longest_is_not_read() {
        for letter in ["a", "é", "한", "😱"] {
            assert_eq!(Question::new(&letter.repeat(LONGEST + 9)).text(), letter.repeat(LONGEST), "{letter}");
        }
        let short = "what are the symptoms?";
        assert_eq!(Question::new(short).text(), short);
    }

    #[test]
    fn a_sign_that_stands_for_many_letters_counts_as_many() {
        let ligature = "\u{fdfa}";
        assert_eq!(Question::new(&ligature.repeat(LONGEST)).text().chars().count(), LONGEST / ligature.nfkc().count());
    }
}
