//! Entries as results of an inline query: a title to choose by, and the message that is sent once it is chosen.

use super::action::Action;
use super::card::{Block, Card};
use super::compose::Composer;
use super::html;
use crate::knowledge::Entry;
use crate::reply::Reply;

/// Letters of the line under a title.
const LONGEST_DESCRIPTION: usize = 120;
/// The id of the result that shows the urgent reply; no entry's id has a capital letter.
const URGENT_ID: &str = "URGENT";

/// A result of an inline query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its id, the same for the same entry.
    pub id: String,
    /// What it answers.
    pub title: String,
    /// The first line of what is sent.
    pub description: String,
    /// What is sent, in one message.
    pub card: Card,
}

impl Composer<'_> {
    /// An entry as a result; `None` if there is no such entry.
    #[must_use]
    pub fn article(&self, id: &str, alarming: bool) -> Option<Article> {
        let entry = self.knowledge().entry(id)?;
        let card = self.passages(&[entry], alarming);
        let card = if html::messages(&card).len() == 1 { card } else { self.too_long(entry, alarming) };
        let card = card.button(self.wording().more_privately(), Action::Privately(entry.id.clone()));
        let description = first_line(&entry.passage);
        Some(Article { id: entry.id.clone(), title: entry.question.clone(), description, card })
    }

    /// The urgent reply as a result.
    #[must_use]
    pub fn urgent_article(&self, reply: &Reply) -> Article {
        let card = self.reply(reply);
        let description = card.blocks.first().map(Block::text).map(first_line).unwrap_or_default();
        Article { id: URGENT_ID.to_owned(), title: self.wording().urgent_title(), description, card }
    }

    fn too_long(&self, entry: &Entry, alarming: bool) -> Card {
        let card = Card::default().heading(&entry.question).text(self.wording().too_long_here());
        self.alarm(card, alarming).reminder(self.wording().reminder())
    }
}

/// The first line, cut at a word where it is long.
fn first_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let Some((end, _)) = line.char_indices().nth(LONGEST_DESCRIPTION) else { return line.to_owned() };
    let cut = line[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &line[..cut])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_at_a_word() {
        assert_eq!(first_line("One.\nTwo."), "One.");
        let cut = first_line(&"lever ".repeat(40));
        assert!(cut.ends_with("lever…") && cut.chars().count() <= LONGEST_DESCRIPTION + 1, "{cut}");
        assert_eq!(first_line(&"😱".repeat(300)).chars().count(), LONGEST_DESCRIPTION + 1);
    }
}
