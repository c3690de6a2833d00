//! The HTML writer: whatever a text holds, no markup of its own comes through, and Telegram shows the text as it was.
#![no_main]

use bedside::render::html::{self, Html};
use bedside::render::Card;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let written = Html::text(text);
    assert!(!written.as_str().contains(['<', '>']), "{written:?}");
    assert_eq!(html_escape::decode_html_entities(written.as_str()), text);
    let card = Card::default().heading(text).text(text).note(text);
    for message in html::messages(&card) {
        let mut rest = message.as_str();
        // the only markup is the writer's own, and every tag is closed before the next opens
        while let Some(at) = rest.find(['<', '>']) {
            let tag = ["b", "i"].into_iter().find(|tag| rest[at..].starts_with(&format!("<{tag}>")));
            let tag = tag.unwrap_or_else(|| panic!("markup came through: {message:?}"));
            let inside = &rest[at + 3..];
            let end = inside.find(['<', '>']).unwrap_or(inside.len());
            assert!(inside[end..].starts_with(&format!("</{tag}>")), "{message:?}");
            rest = &inside[end + 4..];
        }
    }
});
