//! A private chat as people meet it: changed messages, pictures, typed buttons, ratings, links. The real binary on the
//! strict fake.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use bedside::knowledge::built_in;
use bedside::render::Wording;
use serde_json::json;
use std::fmt::Write as _;
use std::time::Duration;
use support::{BOT_USERNAME, BotProcess, FakeApi, Fault, Sent, bedside_cmd, bedside_cmd_in};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const TREATMENT: &str = "How are liver metastases treated?";
/// Longer than a changed message or an album takes to settle.
const SETTLED: Duration = Duration::from_secs(20);
/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_millis(2_500);

fn passage(id: &str) -> String {
    built_in().knowledge.entry(id).unwrap_or_else(|| panic!("no entry {id}")).passage.clone()
}

#[track_caller]
fn assert_answers(reply: &Sent, id: &str) {
    assert!(reply.text.contains(&passage(id)), "not the passage of {id}: {reply}");
    assert!(reply.text.contains(&Wording::default().reminder()), "no reminder: {reply}");
}

#[tokio::test]
async fn a_changed_message_changes_its_reply_once_it_has_settled() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let said = ann.say("whaat ar the symptms");
    let reply = ann.next_reply().await;
    ann.edit(said.message_id, "How are liver metastases tre");
    ann.edit(said.message_id, TREATMENT);
    let edit = ann.next_reply_within(SETTLED).await;
    assert!(edit.is_edit() && edit.message_id == reply.message_id, "another message: {edit}");
    assert_answers(&edit, "treatment-options");
    api.expect_silence(&ann, A_WHILE).await;
    ann.edit(said.message_id, "he is vomiting blood");
    let urgent = ann.next_reply_within(SETTLED).await;
    assert!(urgent.is_edit() && urgent.text.starts_with("This may be"), "{urgent}");
    assert!(urgent.buttons.is_empty(), "{urgent}");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_changed_follow_up_leans_on_what_it_leant_on_before() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    let said = ann.say(TREATMENT);
    ann.next_reply().await;
    ann.edit(said.message_id, "and what if there are none?");
    assert_answers(&ann.next_reply_within(SETTLED).await, "no-symptoms");
}

#[tokio::test]
async fn a_changed_message_whose_reply_is_not_known_any_more_is_left_unless_it_is_an_emergency() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let said = ann.say(SYMPTOMS);
    ann.next_reply().await;
    bot.terminate();
    assert_eq!(bot.wait(SETTLED).await, Some(0));
    let _bot = bot.setup().start().await;
    let edit = ann.edit(said.message_id, TREATMENT);
    api.wait_until_confirmed(edit.update()).await;
    api.expect_silence(&ann, Duration::from_secs(4)).await;
    ann.edit(said.message_id, "he is vomiting blood");
    assert!(ann.next_reply().await.text.starts_with("This may be"));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_change_that_telegram_delays_is_made_later() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let said = ann.say(SYMPTOMS);
    ann.next_reply().await;
    api.fault("editMessageText", Fault::TooManyRequests(1));
    ann.edit(said.message_id, TREATMENT);
    assert_answers(&ann.next_reply_within(SETTLED).await, "treatment-options");
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
async fn everything_a_button_does_can_be_typed() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask(SYMPTOMS).await;
    let related = reply.all_buttons()[0].text.clone();
    let offer = ann.ask("not what I asked").await;
    assert!(offer.all_buttons().len() >= 2, "{offer}");
    let second = offer.all_buttons()[1].text.clone();
    assert_eq!(ann.ask("2").await.parts("bold"), [second]);
    assert_eq!(ann.ask(&related.to_uppercase()).await.parts("bold"), [related]);
    assert!(ann.ask("None of these!").await.text.contains(&Wording::default().no_passage()));
    let topics = ann.ask("all topics").await;
    topics.button("Signs");
    ann.ask("signs").await.button("What are the symptoms");
    let none = ann.ask("77").await;
    assert!(none.text.contains("from 1 to "), "{none}");
    // typed in full the question would be the label of a button of the section
    ann.ask("symptoms of liver metastases").await.button("This helped");
    ann.say("this helped");
    let changed = ann.next_reply().await;
    changed.button("You said: it helped");
    assert!(ann.next_reply().await.text.contains("counted"));
    api.assert_no_violations();
}

#[tokio::test]
async fn whether_a_passage_helped_is_counted_changeable_and_nobodys() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let mut shown = ann.ask(SYMPTOMS).await;
    let counts = || bedside_cmd_in(bot.dir(), &["ratings", "--config", "config.toml"], &[], "").1;
    let steps = [
        ("This helped", "1\t0\tsymptoms"),
        ("This did not help", "0\t1\tsymptoms"),
        ("You said: it did not help", "0\t0\tsymptoms"),
        ("This helped", "1\t0\tsymptoms"),
    ];
    for (label, counted) in steps {
        let asked = ann.press(shown.button(label));
        assert!(api.answer_to(&asked).await.text.is_some(), "a short notice");
        let edit = ann.next_reply().await;
        assert!(edit.is_edit() && edit.message_id == shown.message_id, "{edit}");
        assert!(counts().contains(counted), "{label}: {}", counts());
        edit.button("Not what I asked");
        shown = edit;
    }
    api.assert_no_violations();
    let file = String::from_utf8_lossy(&std::fs::read(bot.store()).unwrap()).into_owned();
    assert!(!file.contains("Ann"), "nothing about a person");
}

#[tokio::test]
async fn quick_taps_before_the_buttons_change_count_once() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let shown = ann.ask(SYMPTOMS).await;
    let button = shown.button("This helped");
    let taps: Vec<_> = (0..3).map(|_| ann.press(button)).collect();
    for tap in &taps {
        api.answer_to(tap).await;
    }
    let (_, counts, _) = bedside_cmd_in(bot.dir(), &["ratings", "--config", "config.toml"], &[], "");
    assert!(counts.contains("1\t0\tsymptoms"), "{counts}");
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

/// An article with this many entries in each of so many sections.
fn long_article(sections: usize, entries: usize, passage: &str) -> String {
    let mut article = format!(
        "[source]\ntitle = \"{}\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Lamps\"\n",
        "A title that goes on ".repeat(40)
    );
    for section in 0..sections {
        for entry in 0..entries {
            let _ = write!(
                article,
                "[[entry]]\nid = \"e-{section}-{entry}\"\nquestion = \"What about lamp {section} {entry}?\"\n\
                 phrasings = [\"lamp {section} {entry} please\"]\nsection = \"Part {section}\"\npassage = \"\"\"\n{passage}\"\"\"\n"
            );
        }
    }
    article
}

async fn bot_on(api: &FakeApi, article: &str) -> (BotProcess, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("article.toml"), article).unwrap();
    let bot = BotProcess::with(api).arg("--knowledge").arg(folder.path().to_str().unwrap()).start().await;
    (bot, folder)
}

#[tokio::test]
async fn every_message_of_a_long_answer_carries_the_reminder() {
    let api = FakeApi::start().await;
    let (_bot, _folder) = bot_on(&api, &long_article(1, 2, &"A lamp gives light to read by. ".repeat(90))).await;
    let ann = api.private_chat("Ann");
    ann.say("What about lamp 0 0? What about lamp 0 1?");
    let (first, second) = (ann.next_reply().await, ann.next_reply().await);
    for message in [&first, &second] {
        assert!(message.text.ends_with(&Wording::default().reminder()), "no reminder: {message}");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn lines_that_end_as_on_windows_show_no_trace_of_it() {
    let api = FakeApi::start().await;
    let article = long_article(1, 1, "One line.\n\nAnother line.").replace('\n', "\r\n");
    let (_bot, _folder) = bot_on(&api, &article).await;
    let reply = api.private_chat("Ann").ask("What about lamp 0 0?").await;
    assert!(reply.text.contains("One line.\n\nAnother line.") && !reply.text.contains('\r'), "{reply}");
}

#[tokio::test]
async fn topics_read_like_a_table_of_contents_and_long_lists_page() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let contents = api.private_chat("Ann").ask("/topics").await;
    for entry in &built_in().knowledge.entries {
        assert!(contents.text.contains(&format!("• {}", entry.question)), "{} is missing: {contents}", entry.id);
    }
    drop(bot);
    let api = FakeApi::start().await;
    let (_bot, _folder) = bot_on(&api, &long_article(11, 10, "A lamp gives light.")).await;
    let ann = api.private_chat("Ann");
    let first = ann.ask("/topics").await;
    assert!(first.text.contains("10 questions"), "{first}");
    ann.press(first.button("Next page"));
    let second = ann.next_reply().await;
    assert!(second.is_edit(), "in place");
    ann.press(second.button("Part 10"));
    let section = ann.next_reply().await;
    section.button("What about lamp 10 7?");
    ann.press(section.button("Next page"));
    let rest = ann.next_reply().await;
    rest.button("What about lamp 10 9?");
    ann.press(rest.button("Page before"));
    ann.next_reply().await.button("What about lamp 10 0?");
    api.assert_no_violations();
}

#[tokio::test]
async fn links_open_every_entry_and_qr_codes_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let codes = folder.path().join("codes");
    let (code, links, err) = bedside_cmd(&["links", "--bot", "@bedside_bot", "--qr", codes.to_str().unwrap()], "");
    assert_eq!(code, Some(0), "{err}");
    for entry in &built_in().knowledge.entries {
        assert!(links.contains(&format!("https://t.me/bedside_bot?start={}\t{}\n", entry.id, entry.question)));
        let drawing = std::fs::read_to_string(codes.join(format!("{}.svg", entry.id))).unwrap();
        assert!(drawing.contains("<svg"));
    }
    let (code, _, err) = bedside_cmd(&["links", "--bot", "no such name"], "");
    assert_eq!((code, err.lines().count()), (Some(2), 1), "{err}");
    let (code, _, err) = bedside_cmd(&["links"], "");
    assert_eq!((code, err.lines().count()), (Some(2), 1), "{err}");
    assert!(err.contains("--bot"), "{err}");
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let dir = bot.dir().to_owned();
    let token = api.token().to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        bedside_cmd_in(&dir, &["links", "--config", "config.toml"], &[("TELOXIDE_TOKEN", &token)], "")
    });
    let (code, links, err) = asked.await.unwrap();
    assert_eq!(code, Some(0), "{err}");
    assert!(links.contains(&format!("https://t.me/{BOT_USERNAME}?start=symptoms")), "{links}");
}

#[test]
fn the_terminal_understands_what_is_typed_instead_of_a_number() {
    let talk = format!("{SYMPTOMS}\n99\nNot what I asked\nnone of these\n/hlep\n/QUIT\nnot read any more\n");
    let (code, out, err) = bedside_cmd(&["chat"], &talk);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("Please type a number from 1 to "), "{out}");
    assert!(out.contains("Perhaps you meant one of these?"), "{out}");
    assert!(out.contains("I found nothing about this"), "{out}");
    assert!(out.contains("Did you mean /help?"), "{out}");
    assert!(!out.contains("This helped"), "nothing is counted in a terminal: {out}");
}
