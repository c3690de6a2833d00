//! What a message says that is made of emoji alone.

use serde::{Deserialize, Serialize};

/// Follows an emoji that is to be shown in colour; not everybody's keyboard sends it.
const COLOUR: char = '\u{fe0f}';

/// Signs and the words that each stands for.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Emoji(Vec<(String, String)>);

impl Emoji {
    /// A table of signs and their words.
    #[must_use]
    pub fn new<'a>(table: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(table.map(|(sign, words)| (sign.replace(COLOUR, ""), words.to_owned())).collect())
    }

    /// A message without a letter or digit in words, each sign once, as a sentence of its own; `None` if it holds no
    /// sign of the table. Skin tone, sex and signs that nobody listed do not matter.
    #[must_use]
    pub fn spell(&self, message: &str) -> Option<String> {
        let mut said: Vec<(usize, &str)> =
            self.0.iter().filter_map(|(sign, words)| Some((message.find(sign.as_str())?, words.as_str()))).collect();
        said.sort_unstable();
        said.dedup_by_key(|(_, words)| *words);
        (!said.is_empty()).then(|| said.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(". "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(message: &str) -> Option<String> {
        Emoji::new([("👍", "ok"), ("❤️", "love you"), ("😢", "i am sad"), (":(", "i am sad")].into_iter())
            .spell(message)
    }

    #[test]
    fn signs_are_words_once_each_in_any_dress() {
        assert_eq!(spelt("👍").as_deref(), Some("ok"));
        assert_eq!(spelt("👍🏽👍🏽 👍").as_deref(), Some("ok"));
        assert_eq!(spelt("❤").as_deref(), Some("love you"));
        assert_eq!(spelt("😢 :( ❤️").as_deref(), Some("i am sad. love you"));
    }

    #[test]
    fn signs_that_nobody_listed_say_nothing() {
        assert_eq!(spelt("🪣 ?!"), None);
        assert_eq!(spelt(""), None);
    }
}
