//! Cards as plain text, for a terminal and for `ask`.

use super::card::Card;

/// The card's text, blocks separated by an empty line, without its buttons.
#[must_use]
pub fn text(card: &Card) -> String {
    card.blocks.iter().map(super::card::Block::text).collect::<Vec<_>>().join("\n\n")
}
