//! A private chat as people meet it: changed messages, pictures, typed buttons, ratings, links. The real binary on the
//! strict fake.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../support/mod.rs"]
mod support;

mod buttons;
mod edits;
mod pages;

use bedside::knowledge::built_in;
use bedside::render::Wording;
use serde_json::json;
use std::fmt::Write as _;
use std::time::Duration;
use support::{BOT_USERNAME, BotProcess, FakeApi, Fault, assert_answers, bedside_cmd, bedside_cmd_in, passage};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const TREATMENT: &str = "How are liver metastases treated?";
/// Longer than a changed message or an album takes to settle.
const SETTLED: Duration = Duration::from_secs(20);
/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_millis(2_500);

#[tokio::test]
async fn what_a_chat_saw_is_remembered_in_memory_only() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    assert_answers(&ann.ask("and what if there are none?").await, "no-symptoms");
    bot.terminate();
    assert_eq!(bot.wait(SETTLED).await, Some(0));
    let _bot = bot.setup().start().await;
    let reply = ann.ask("and what if there are none?").await;
    assert!(!reply.text.contains(&passage("no-symptoms")), "{reply}");
}

#[tokio::test]
async fn a_reply_to_a_message_of_the_bot_takes_that_message_as_context_also_after_a_restart() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let symptoms = ann.ask(SYMPTOMS).await;
    ann.ask("What does a biopsy of the liver growths show?").await;
    ann.reply(symptoms.message_id.unwrap(), "and what if there are none?");
    assert_answers(&ann.next_reply().await, "no-symptoms");
    bot.terminate();
    assert_eq!(bot.wait(SETTLED).await, Some(0));
    let _bot = bot.setup().start().await;
    ann.reply(symptoms.message_id.unwrap(), "and what if there are none?");
    assert_answers(&ann.next_reply().await, "no-symptoms");
}

#[tokio::test]
async fn whatever_is_no_text_gets_one_kind_line_however_many_come() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let kinds = [
        ("photo", json!([])),
        ("document", json!({"file_id": "1"})),
        ("voice", json!({"file_id": "1"})),
        ("sticker", json!({})),
        ("location", json!({"latitude": 1, "longitude": 2})),
        ("contact", json!({})),
        ("poll", json!({})),
        ("video_note", json!({})),
        ("venue", json!({})),
        ("dice", json!({})),
    ];
    for (kind, value) in &kinds {
        let chat = api.private_chat(kind);
        chat.compose("").with(kind, value.clone()).send();
        let line = chat.next_reply().await;
        let shows = matches!(*kind, "photo" | "document");
        assert!(line.text.contains("only text") && line.text.contains("results") == shows, "{kind}: {line}");
    }
    let ann = api.private_chat("Ann");
    for (kind, value) in &kinds {
        ann.compose("").with(kind, value.clone()).send();
    }
    ann.next_reply().await;
    api.expect_silence(&ann, A_WHILE).await;
    assert_answers(&ann.ask(SYMPTOMS).await, "symptoms");
    ann.compose("").with("sticker", json!({})).send();
    assert!(ann.next_reply().await.text.contains("only text"), "after a question it is said again");
    api.assert_no_violations();
}

#[tokio::test]
async fn an_album_is_one_message_and_its_caption_the_question() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let part = |caption: &str, album: &str| {
        ann.compose(caption).photo().with("media_group_id", json!(album)).send();
    };
    for _ in 0..4 {
        part("", "without words");
    }
    assert!(ann.next_reply_within(SETTLED).await.text.contains("results"));
    api.expect_silence(&ann, A_WHILE).await;
    for (album, at) in [("first", 0), ("last", 2)] {
        for part_at in 0..3 {
            part(if part_at == at { SYMPTOMS } else { "" }, album);
        }
        assert_answers(&ann.next_reply_within(SETTLED).await, "symptoms");
        api.expect_silence(&ann, A_WHILE).await;
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn a_mistyped_command_gets_the_nearest_and_an_odd_one_the_list() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    for (typed, part) in [("/hlep", "/help?"), ("/Topic\nplease", "/topics?"), ("/xyzzy", "/help")] {
        let reply = ann.ask(typed).await;
        assert!(reply.text.contains(part), "{typed}: {reply}");
    }
    assert_answers(&ann.ask(&format!("/ask: {SYMPTOMS}")).await, "symptoms");
    assert!(ann.ask(&format!("/Start@{BOT_USERNAME} now")).await.text.starts_with("Hello"));
}

#[tokio::test]
async fn an_odd_entity_or_none_at_all_does_not_cost_the_message() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let odd = json!([{"type": 7, "offset": -1}, "x", null, {"type": "bold", "offset": 0, "length": 99_999}]);
    for entities in [json!(null), odd, json!({"type": "bold"})] {
        ann.compose(SYMPTOMS).raw_entities(entities).send();
        assert_answers(&ann.next_reply().await, "symptoms");
    }
}
