//! The splitter: every message fits, none is empty, and nothing but space is lost.
#![no_main]

use bedside::render::html::{self, LONGEST_MESSAGE};
use bedside::render::Card;
use libfuzzer_sys::fuzz_target;

fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fuzz_target!(|input: (u16, Vec<String>)| {
    let (times, texts) = input;
    let mut card = Card::default();
    let mut all = String::new();
    for (at, text) in texts.iter().enumerate().take(5) {
        // short inputs grow beyond a message
        let longest = 3 * LONGEST_MESSAGE;
        let text: String = text.chars().cycle().take(usize::from(times) % longest).collect();
        all.push_str(&letters(&text));
        card = if at % 2 == 0 { card.text(text) } else { card.note(text) };
    }
    let mut shown = String::new();
    for message in html::messages(&card) {
        let text = message.as_str().replace("<i>", "").replace("</i>", "");
        let text = html_escape::decode_html_entities(&text);
        assert!(text.encode_utf16().count() <= LONGEST_MESSAGE, "{}", text.encode_utf16().count());
        assert!(!text.is_empty());
        shown.push_str(&letters(&text));
    }
    assert_eq!(shown, all);
});
