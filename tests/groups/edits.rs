//! Messages that are changed in a group.

use super::*;
use crate::support::{BotProcess, FakeApi};
use std::time::Duration;

#[tokio::test]
async fn a_changed_question_changes_its_answer_instead_of_bringing_another() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.supergroup("Family").member("Bob");
    let question = bob.say(&format!("/ask {SYMPTOMS}"));
    let first = bob.next_reply().await;
    assert_answers(&first, "symptoms");
    bob.edit(question.message_id, &format!("/ask {TREATMENT}"));
    let changed = bob.next_reply().await;
    assert!(changed.is_edit() && changed.message_id == first.message_id, "{changed}");
    assert_answers(&changed, "treatment-options");
    assert_eq!(link(&changed, "More in private"), deep_link("treatment-options"));
    // what it said before is no longer there to be pointed to
    assert_answers(&bob.ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_question_changed_into_an_emergency_is_answered_anew_in_its_topic() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.forum("Clinic").topic("Questions").member("Bob");
    let question = bob.say(&format!("/ask {SYMPTOMS}"));
    let first = bob.next_reply().await;
    bob.edit(question.message_id, &format!("/ask {EMERGENCY}"));
    let urgent = bob.next_reply().await;
    assert!(!urgent.is_edit() && urgent.text.starts_with("This may be"), "{urgent}");
    assert_eq!((urgent.reply_to, urgent.thread), (Some(question.message_id), bob.topic_id()));
    api.wait_for_calls("deleteMessage", 1).await;
    assert!(bob.message(first.message_id.unwrap()).is_none(), "the reply to what is no longer asked is gone");
    // it cannot be pointed to either
    assert_answers(&bob.ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    bob.edit(question.message_id, &format!("/ask {EMERGENCY}!"));
    api.expect_silence(&bob, Duration::from_secs(5)).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_message_in_which_the_bot_is_mentioned_only_later_is_answered_once() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    let _bot = BotProcess::start(&api).await;
    let bob = api.supergroup("Family").member("Bob");
    let question = bob.say(SYMPTOMS);
    bob.edit(question.message_id, &format!("{SYMPTOMS}!"));
    api.expect_silence(&bob, A_WHILE).await;
    bob.edit(question.message_id, &format!("@{BOT_USERNAME} {SYMPTOMS}"));
    let reply = bob.next_reply().await;
    assert_answers(&reply, "symptoms");
    assert_eq!(reply.reply_to, Some(question.message_id));
    api.assert_no_violations();
}

#[tokio::test]
async fn an_old_message_that_is_changed_is_only_answered_if_it_is_an_emergency_now() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    api.shift_dates(-3_600);
    let bob = api.supergroup("Family").member("Bob");
    let old = bob.say("hello");
    api.shift_dates(3_600);
    let _bot = BotProcess::start(&api).await;
    bob.edit(old.message_id, &format!("@{BOT_USERNAME} {SYMPTOMS}"));
    api.expect_silence(&bob, A_WHILE).await;
    bob.edit(old.message_id, &format!("@{BOT_USERNAME} {EMERGENCY}"));
    assert!(bob.next_reply().await.text.starts_with("This may be"));
    api.assert_no_violations();
}
