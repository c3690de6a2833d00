//! Cards as Telegram's HTML, in messages that fit.

use super::card::{Block, Card};

/// UTF-16 units of a message, counted after the markup is taken out (<https://core.telegram.org/bots/api#sendmessage>).
pub const LONGEST_MESSAGE: usize = 4_096;

/// Stands between two blocks.
const BETWEEN: &str = "\n\n";

/// Markup that Telegram can parse. It can only be made from text, which is escaped on the way in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Plain text, escaped.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(html_escape::encode_text(text).into_owned())
    }

    fn tagged(tag: &'static str, text: &str) -> Self {
        Self(format!("<{tag}>{}</{tag}>", Self::text(text).0))
    }

    fn add(&mut self, below: &Self) {
        self.0.push_str(BETWEEN);
        self.0.push_str(&below.0);
    }

    /// The markup, for `parse_mode` HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Block> for Html {
    fn from(block: &Block) -> Self {
        match block {
            Block::Heading(text) => Self::tagged("b", text),
            Block::Text(text) => Self::text(text),
            Block::Note(text) | Block::Reminder(text) => Self::tagged("i", text),
        }
    }
}

/// A card's text as one or more messages of at most [`LONGEST_MESSAGE`] units. Blocks stay whole where they fit; a
/// reminder closes every one of the messages.
#[must_use]
pub fn messages(card: &Card) -> Vec<Html> {
    let reminder = card.blocks.iter().find(|block| closes_every_message(block));
    let room = LONGEST_MESSAGE - reminder.map_or(0, |reminder| BETWEEN.len() + units(reminder.text()));
    let mut messages: Vec<Html> = Vec::new();
    let mut length = 0;
    let blocks = card.blocks.iter().filter(|block| !closes_every_message(block));
    for block in blocks.flat_map(|block| fitting(block, room)) {
        let units = units(block.text());
        let html = Html::from(&block);
        match messages.last_mut() {
            Some(message) if length + BETWEEN.len() + units <= room => {
                message.add(&html);
                length += BETWEEN.len() + units;
            }
            _ => {
                messages.push(html);
                length = units;
            }
        }
    }
    if let Some(reminder) = reminder.map(Html::from) {
        for message in &mut messages {
            message.add(&reminder);
        }
        if messages.is_empty() {
            messages.push(reminder);
        }
    }
    messages
}

/// A reminder; one that would leave a passage too little room is only shown once, as any other block.
fn closes_every_message(block: &Block) -> bool {
    matches!(block, Block::Reminder(text) if !text.is_empty() && units(text) <= LONGEST_MESSAGE / 4)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The block, cut into blocks of its kind that fit the room: at a line break, else at a space, else anywhere.
fn fitting(block: &Block, room: usize) -> Vec<Block> {
    let alike = |text: &str| match block {
        Block::Heading(_) => Block::Heading(text.to_owned()),
        Block::Text(_) => Block::Text(text.to_owned()),
        Block::Note(_) => Block::Note(text.to_owned()),
        Block::Reminder(_) => Block::Reminder(text.to_owned()),
    };
    let mut rest = block.text();
    let mut blocks = Vec::new();
    while self::units(rest) > room {
        let mut units = 0;
        let end = rest.char_indices().find(|(_, letter)| {
            units += letter.len_utf16();
            units > room
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let cut = rest[..end].rfind('\n').or_else(|| rest[..end].rfind(' ')).filter(|at| *at > 0).unwrap_or(end);
        blocks.push(alike(rest[..cut].trim_end()));
        rest = rest[cut..].trim_start();
    }
    blocks.push(alike(rest));
    // Telegram takes no message without a letter
    blocks.retain(|block| !block.text().trim().is_empty());
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_in_a_text_comes_out_as_text() {
        let card = Card::default().heading("<b>&").text("a < b & \"c\"");
        assert_eq!(messages(&card)[0].as_str(), "<b>&lt;b&gt;&amp;</b>\n\na &lt; b &amp; \"c\"");
    }

    #[test]
    fn messages_fit_in_utf16_units_and_nothing_is_lost() {
        let long = "😱 word ".repeat(1_500);
        let messages = messages(&Card::default().text(long.clone()).note("end"));
        assert!(
            messages.iter().all(|message| message.as_str().encode_utf16().count() <= LONGEST_MESSAGE + "<i></i>".len())
        );
        let words = |text: &str| text.split_whitespace().filter(|word| *word != "<i>end</i>").count();
        assert_eq!(messages.iter().map(|message| words(message.as_str())).sum::<usize>(), words(&long));
    }

    #[test]
    fn what_is_blank_makes_no_message() {
        for blank in [" ", "\n", "\n ", "\u{3000}\t"].map(|blank| blank.repeat(LONGEST_MESSAGE)) {
            let sent = messages(&Card::default().text(blank.clone()).note(blank.clone()));
            assert!(sent.is_empty(), "{} messages of nothing", sent.len());
            let sent = messages(&Card::default().text(format!("{blank}word{blank}")));
            let shown: String = sent.iter().map(Html::as_str).collect();
            assert!(sent.len() == 1 && shown.trim() == "word", "{} messages: {:?}", sent.len(), shown.trim());
        }
    }

    #[test]
    fn every_message_that_a_card_is_cut_into_closes_with_the_reminder() {
        let card = Card::default().heading("t".repeat(5_000)).text("word ".repeat(1_500)).reminder("Ask them.");
        let messages = messages(&card);
        assert!(messages.len() >= 3);
        for message in messages {
            assert!(message.as_str().ends_with("\n\n<i>Ask them.</i>"));
            assert_eq!(message.as_str().matches("Ask them.").count(), 1);
            assert!(shown(message.as_str()).encode_utf16().count() <= LONGEST_MESSAGE);
        }
    }

    fn block() -> impl Strategy<Value = Block> {
        let text = prop_oneof![any::<String>(), "(\\PC{0,30}[ \\n]){0,400}", "[<>&\"a😱]{0,6000}"];
        (0..3_u8, text).prop_map(|(kind, text)| match kind {
            0 => Block::Heading(text),
            1 => Block::Text(text),
            _ => Block::Note(text),
        })
    }

    /// The text that Telegram would show.
    fn shown(html: &str) -> String {
        let text = html.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "");
        assert!(!text.contains(['<', '>']), "markup of somebody else's came through: {text}");
        html_escape::decode_html_entities(&text).into_owned()
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|letter| !letter.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn any_card_fits_its_messages_and_loses_nothing(blocks in prop::collection::vec(block(), 0..5)) {
            let text: String = blocks.iter().map(|block| letters(block.text())).collect();
            let card = Card { blocks, ..Card::default() };
            let mut all = String::new();
            for message in messages(&card) {
                let shown = shown(message.as_str());
                prop_assert!(shown.encode_utf16().count() <= LONGEST_MESSAGE);
                all.push_str(&letters(&shown));
            }
            prop_assert_eq!(all, text);
        }
    }
}
