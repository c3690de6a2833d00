//! Inline mode: `@bot words` in any chat.

use super::*;
use crate::support::{Answer, Asked, BotProcess, FakeApi, Fault};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The ids of the results.
fn ids(answer: &Answer) -> Vec<&str> {
    answer.results.iter().map(|result| result["id"].as_str().unwrap()).collect()
}

/// The message that a result sends.
fn message(result: &Value) -> &str {
    result["input_message_content"]["message_text"].as_str().unwrap()
}

#[tokio::test]
async fn words_list_the_best_entries_with_passage_source_and_reminder() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let answer = api.answer_to(&ann.inline_query("symtoms of livr mets")).await;
    let best = &answer.results[0];
    assert_eq!((best["id"].as_str(), best["title"].as_str()), (Some("symptoms"), Some(SYMPTOMS)));
    let line = passage("symptoms").lines().next().unwrap().to_owned();
    assert!(line.starts_with(best["description"].as_str().unwrap().trim_end_matches('…')), "{best}");
    for part in [passage("symptoms"), wording().reminder(), "Mary McMahon".to_owned()] {
        assert!(message(best).contains(&html_escape::encode_text(&part).into_owned()), "{part} is missing: {best}");
    }
    assert_eq!(answer.params["is_personal"], false);
    assert!(answer.params["cache_time"].as_u64().is_some_and(|seconds| seconds >= 60));
    // what is chosen is not answered once more
    let group = api.group("Family");
    group.choose(best);
    api.expect_silence(&group, A_WHILE).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_word_that_is_not_typed_to_its_end_finds_what_it_begins() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let answer = api.answer_to(&api.private_chat("Ann").inline_query("biop")).await;
    assert!(ids(&answer).contains(&"what-biopsy-shows"), "{:?}", ids(&answer));
    api.assert_no_violations();
}

#[tokio::test]
async fn no_words_list_the_first_question_of_each_section() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let knowledge = built_in().knowledge;
    let firsts: Vec<&str> = knowledge
        .sections()
        .into_iter()
        .map(|section| knowledge.in_section(section).next().unwrap().id.as_str())
        .collect();
    for words in ["", "  "] {
        let answer = api.answer_to(&api.private_chat("Ann").inline_query(words)).await;
        assert_eq!(ids(&answer), firsts);
        assert!(answer.results.iter().all(|result| message(result).contains(&wording().reminder())));
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn nothing_found_offers_the_private_chat() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    for words in ["what is the weather tomorrow", "my bilirubin is 45, is that bad?"] {
        let answer = api.answer_to(&api.private_chat("Ann").inline_query(words)).await;
        assert_eq!(answer.params["button"]["start_parameter"], "ask");
        assert_eq!(answer.params["button"]["text"], wording().ask_privately());
        assert!(!answer.params.to_string().contains("45"), "{}", answer.params);
    }
    let weather = api.answer_to(&api.private_chat("Ann").inline_query("what is the weather tomorrow")).await;
    assert!(weather.results.is_empty(), "{:?}", ids(&weather));
    api.assert_no_violations();
}

#[tokio::test]
async fn an_emergency_lists_the_urgent_reply_alone() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[safety]\nemergency = \"0118 999\"\n").start().await;
    let answer = api.answer_to(&api.private_chat("Ann").inline_query(EMERGENCY)).await;
    assert_eq!(answer.results.len(), 1);
    assert!(message(&answer.results[0]).contains("0118 999"), "{:?}", answer.results);
    assert_eq!(answer.results[0]["title"], wording().urgent_title());
    api.assert_no_violations();
}

/// A knowledge of so many entries that share their words; one with the longest passage that a file may have.
fn many(folder: &std::path::Path, count: usize) {
    let mut file = String::from(
        "[source]\ntitle = \"Pain & <co>\"\nauthor = \"A. <B>\"\nreviewed = 2026-11-22\ntopic = \"pain\"\n",
    );
    for number in 0..count {
        let long =
            "Pain & more <pain> here. ".repeat(if number == 0 { bedside::knowledge::LONGEST_PASSAGE / 25 } else { 1 });
        let name = format!(
            "{}{}",
            char::from(b'a' + u8::try_from(number / 26).unwrap()),
            char::from(b'a' + u8::try_from(number % 26).unwrap())
        );
        write!(
            file,
            "[[entry]]\nid = \"pain-{number}\"\nquestion = \"What about pain zz{name}{name}?\"\n\
             phrasings = [\"pain zz{name}{name} please\"]\npassage = \"{}\"\nsection = \"Part {}\"\n",
            long.trim(),
            number % 3,
        )
        .unwrap();
    }
    std::fs::write(folder.join("article.toml"), file).unwrap();
}

#[tokio::test]
async fn more_than_fifty_are_paged_by_offset_and_none_is_over_the_limits() {
    let api = FakeApi::start().await;
    let folder = tempfile::tempdir().unwrap();
    many(folder.path(), 60);
    let _bot = BotProcess::with(&api).arg("--knowledge").arg(folder.path().to_str().unwrap()).start().await;
    let ann = api.private_chat("Ann");
    let first = api.answer_to(&ann.inline_query("pain")).await;
    assert_eq!(first.results.len(), 50);
    let offset = first.params["next_offset"].as_str().unwrap().to_owned();
    let second = api.answer_to(&ann.inline_query_from("pain", &offset)).await;
    assert_eq!((second.results.len(), second.params["next_offset"].as_str()), (10, Some("")));
    let all: BTreeSet<&str> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(all.len(), 60, "each once");
    let beyond = api.answer_to(&ann.inline_query_from("pain", "4000000000000")).await;
    assert!(beyond.results.is_empty());
    api.answer_to(&ann.inline_query_from("pain", "nonsense")).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn queries_are_not_stored_and_a_crowd_of_them_delays_no_chat() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault_times(8, "answerInlineQuery", Fault::Delay(Duration::from_secs(30)));
    let asked: Vec<Asked> = (0..300).map(|number| ann.inline_query(&format!("symptoms xanthippe {number}"))).collect();
    let begun = Instant::now();
    assert_answers(&ann.ask(SYMPTOMS).await, "symptoms");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    api.wait_until_confirmed(asked[299].update_id.unwrap()).await;
    bot.kill().await;
    for ending in ["", "-wal"] {
        let file = std::fs::read(format!("{}{ending}", bot.store().display())).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&file).contains("xanthippe"), "a query was stored");
    }
    let _bot = bot.setup().start().await;
    assert!(!api.answer_to(&ann.inline_query("symptoms")).await.results.is_empty());
    api.assert_no_violations();
}
