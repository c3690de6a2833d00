//! Commands and the data of buttons: whatever is typed or pressed, it is read alike each time.
#![no_main]

use bedside::conversation::{Command, Parsed};
use bedside::render::Action;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = Command::parse(text, Some("bedside_bot"));
    if let Parsed::Command { command, .. } = &parsed {
        assert!(text.trim_start().starts_with('/'), "{text:?}");
        if let Command::Ask(question) | Command::Start(question) = command {
            assert!(text.contains(question.as_str()) && question.trim() == question, "{text:?}: {question:?}");
        }
    }
    assert_eq!(Command::parse(&format!(" \n{text}"), Some("bedside_bot")), parsed);
    if let Some(action) = Action::parse(text) {
        // what a button carries is short enough, so no data of ours is longer
        if text.len() <= bedside::render::LONGEST_DATA {
            assert_eq!(Action::parse(&action.data()), Some(action), "{text:?}");
        }
    }
});
