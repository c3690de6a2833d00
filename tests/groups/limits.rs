//! Cool-downs: the same question, one person, one group, all groups.

use super::*;
use crate::support::{BotProcess, Chat, FakeApi};
use std::time::Duration;

fn wait_person() -> String {
    wording().wait_person().split('.').next().unwrap().to_owned()
}

fn wait_group() -> String {
    wording().wait_group().split('.').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_same_question_within_a_minute_gets_a_pointer_to_the_first_answer() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    let first = ann.ask(&format!("/ask {SYMPTOMS}")).await;
    assert_answers(&first, "symptoms");
    // in other words, by another person
    let pointer = bob.ask(&format!("@{BOT_USERNAME} wat r teh symtoms of livr metastisees")).await;
    assert_eq!((pointer.text.clone(), pointer.reply_to), (wording().answered_above(), first.message_id), "{pointer}");
    assert_answers(&bob.ask(&format!("/ask {TREATMENT}")).await, "treatment-options");
    let unknown = bob.ask("/ask What is the weather tomorrow").await;
    let pointer = ann.ask("/ask what  is the WEATHER tomorrow").await;
    assert_eq!(pointer.reply_to, unknown.message_id);
    assert!(ann.ask("/ask who won the football match").await.text.contains(&wording().no_passage()));
    // a first answer that was deleted is given again
    group.delete(first.message_id.unwrap());
    assert_answers(&bob.ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    // another group, and another topic, have not seen it
    assert_answers(&api.group("Choir").member("Carl").ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_topic_does_not_point_into_another_and_the_minute_passes() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[groups]\nrepeat_after = \"1s\"\n").start().await;
    let forum = api.forum("Clinic");
    let (one, two) = (forum.topic("One").member("Ann"), forum.topic("Two").member("Bob"));
    let ask = format!("/ask {SYMPTOMS}");
    assert_answers(&one.ask(&ask).await, "symptoms");
    assert_answers(&two.ask(&ask).await, "symptoms");
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_answers(&one.ask(&ask).await, "symptoms");
    api.assert_no_violations();
}

/// Different questions, so that none is a repetition.
fn questions(chat: &Chat, count: usize) {
    for number in 0..count {
        chat.say(&format!("/ask the weather in town {number}"));
    }
}

/// The texts that come until nothing more does.
async fn all(api: &FakeApi, chat: &Chat, at_least: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for _ in 0..at_least {
        texts.push(chat.next_reply().await.text);
    }
    api.wait_until_all_confirmed().await;
    tokio::time::sleep(A_WHILE).await;
    texts.extend(chat.take_replies().into_iter().map(|reply| reply.text));
    texts
}

const FAST: &str = "[telegram.limits]\nper_chat_per_second = 0\nper_group_per_minute = 0\n";

#[tokio::test]
async fn a_person_over_the_limit_gets_one_notice_then_silence_and_an_emergency_is_answered() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config(FAST).config("[groups]\nper_person_per_minute = 2\n").start().await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    questions(&ann, 8);
    let texts = all(&api, &ann, 3).await;
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[2].starts_with(&wait_person()), "{texts:?}");
    let urgent = ann.ask(&format!("/ask {EMERGENCY}")).await;
    assert!(urgent.text.starts_with("This may be"), "{urgent}");
    assert_answers(&bob.ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    // in private there is no such limit
    let private = api.private_chat("Carl");
    for _ in 0..6 {
        assert_answers(&private.ask(SYMPTOMS).await, "symptoms");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn a_group_over_its_limit_gets_one_notice_then_silence_and_others_go_on() {
    let api = FakeApi::start().await;
    let limits = "[groups]\nper_person_per_minute = 0\nper_group_per_minute = 3\n";
    let _bot = BotProcess::with(&api).config(FAST).config(limits).start().await;
    let group = api.supergroup("Family");
    for name in ["Ann", "Bob", "Carl"] {
        questions(&group.member(name), 3);
    }
    let texts = all(&api, &group, 4).await;
    assert_eq!(texts.iter().filter(|text| text.starts_with(&wait_group())).count(), 1, "{texts:?}");
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(group.ask(&format!("/ask {EMERGENCY}")).await.text.starts_with("This may be"));
    assert_answers(&api.group("Choir").ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn all_groups_together_have_a_limit_and_private_chats_do_not_share_it() {
    let api = FakeApi::start().await;
    let limits = "[groups]\nper_person_per_minute = 0\noverall_per_minute = 2\n";
    let _bot = BotProcess::with(&api).config(FAST).config(limits).start().await;
    let (one, two) = (api.group("One"), api.group("Two"));
    questions(&one, 2);
    assert_eq!(all(&api, &one, 2).await.len(), 2);
    questions(&two, 3);
    let texts = all(&api, &two, 1).await;
    assert!(texts.len() == 1 && texts[0].starts_with(&wait_group()), "{texts:?}");
    assert_answers(&api.private_chat("Ann").ask(SYMPTOMS).await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_that_bring_new_messages_are_limited_too() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config(FAST).config("[groups]\nper_person_per_minute = 2\n").start().await;
    let bob = api.supergroup("Family").member("Bob");
    let reply = bob.ask(&format!("/ask {SYMPTOMS}")).await;
    bob.press(reply.button("Related questions"));
    bob.next_reply().await;
    let refused = bob.press(reply.button("Related questions"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().wait_and_press()));
    api.expect_silence(&bob, A_WHILE).await;
    api.assert_no_violations();
}
