//! Who is answered in a group, where, and how shortly.

use super::*;
use crate::support::{BotProcess, FakeApi};
use serde_json::json;

#[tokio::test]
async fn an_admin_bot_that_hears_everything_stays_silent_unless_spoken_to() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    group.promote_bot();
    let bob = group.member("Bob");
    let mention = format!("@{BOT_USERNAME} {SYMPTOMS}");
    bob.say(SYMPTOMS);
    bob.say(&format!("@{BOT_USERNAME}2 {SYMPTOMS}"));
    bob.say(&format!("/ask@Other_Bot {SYMPTOMS}"));
    bob.say("/weather");
    bob.compose(&mention).forwarded_from_channel("News").send();
    bob.compose(&mention).forwarded_from_person("Ann").send();
    bob.compose(&mention).posted_by_linked_channel("News").send();
    bob.compose(&mention).via_bot().send();
    group.other_bot("Helper", "helper_bot").compose(&mention).forced().send();
    group.welcome("Carol");
    group.event(&json!({"new_chat_title": mention}));
    group.event(&json!({"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": group.id(), "type": "supergroup"}, "text": mention}}));
    api.expect_silence(&group, A_WHILE).await;
    assert_answers(&bob.ask(&mention).await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn when_it_is_added_it_says_in_one_line_how_to_ask_and_nothing_when_promoted() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    group.add_bot();
    let line = group.next_reply().await;
    assert!(line.text == wording().added_to_group() && line.text.contains("/ask"), "{line}");
    assert!(!line.text.contains('\n') && line.buttons.is_empty() && line.reply_to.is_none(), "{line}");
    group.promote_bot();
    group.block();
    api.private_chat("Ann").block();
    api.expect_silence(&group, A_WHILE).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn an_answer_in_a_group_is_the_passage_with_a_link_to_more_and_no_related_questions_unless_asked() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.supergroup("Family").member("Bob");
    let question = bob.say(&format!("/ask {SYMPTOMS}"));
    let reply = bob.next_reply().await;
    assert_answers(&reply, "symptoms");
    assert_eq!(reply.reply_to, Some(question.message_id));
    assert_eq!(link(&reply, "More in private"), deep_link("symptoms"));
    assert!(!reply.all_buttons().iter().any(|button| button.text.contains("feel nothing")), "{reply}");
    bob.press(reply.button("Related questions"));
    let related = bob.next_reply().await;
    assert!(related.text.contains(&wording().reminder()) && related.reply_to == Some(question.message_id), "{related}");
    bob.press(related.button("feel nothing"));
    let passage = bob.next_reply().await;
    assert_answers(&passage, "no-symptoms");
    assert_eq!(link(&passage, "More in private"), deep_link("no-symptoms"));
    // the link does what it says
    assert_answers(&api.private_chat("Ann").ask("/start symptoms").await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn what_it_does_not_know_is_said_shortly_in_a_group() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.group("Family").member("Bob");
    let reply = bob.ask("/ask what is the weather tomorrow").await;
    assert!(reply.text.starts_with(&wording().no_passage()) && reply.text.contains(&wording().reminder()), "{reply}");
    assert_eq!(reply.all_buttons().len(), 1, "{reply}");
    assert_eq!(link(&reply, "See all topics"), deep_link("topics"));
    api.private_chat("Ann").ask("/start topics").await.button("Treatment");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_personal_question_gets_a_short_line_and_the_way_to_a_private_chat() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.group("Family").member("Bob");
    let reply = bob.ask("/ask my bilirubin is 45, is that bad? I am Xanthippe").await;
    assert!(reply.text.starts_with(&wording().personal_in_group()), "{reply}");
    assert!(reply.text.contains(&wording().reminder()), "{reply}");
    for word in ["45", "bilirubin", "Xanthippe"] {
        assert!(!reply.text.contains(word), "{word} is repeated: {reply}");
    }
    assert_eq!(link(&reply, "Ask me privately"), deep_link("ask"));
    assert_eq!(reply.all_buttons().len(), 1);
    assert!(api.private_chat("Bob").ask("/start ask").await.text.starts_with("Hello"));
    api.assert_no_violations();
}

#[tokio::test]
async fn an_emergency_is_answered_in_full_and_in_place() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[safety]\nemergency = \"0118 999\"\n").start().await;
    let topic = api.forum("Clinic").topic("Questions").member("Bob");
    for text in [format!("/ask {EMERGENCY}"), format!("/ask {EMERGENCY}"), format!("/help {EMERGENCY}")] {
        let said = topic.say(&text);
        let reply = topic.next_reply().await;
        assert!(reply.text.starts_with("This may be") && reply.text.contains("0118 999"), "{reply}");
        assert_eq!((reply.reply_to, reply.thread), (Some(said.message_id), topic.topic_id()));
        assert!(reply.buttons.is_empty(), "{reply}");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn a_question_may_carry_punctuation_or_be_a_caption() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[groups]\nrepeat_after = \"0s\"\n").start().await;
    let bob = api.supergroup("Family").member("Bob");
    for text in [
        format!("/ask: {SYMPTOMS}"),
        format!("/ask, {SYMPTOMS}"),
        format!("/Ask@{BOT_USERNAME}: {SYMPTOMS}"),
        format!("@{BOT_USERNAME}, {SYMPTOMS}"),
        format!("{SYMPTOMS} @{BOT_USERNAME}"),
    ] {
        assert_answers(&bob.ask(&text).await, "symptoms");
    }
    for caption in [format!("@{BOT_USERNAME} {SYMPTOMS}"), format!("/ask {SYMPTOMS}")] {
        bob.compose(&caption).photo().send();
        assert_answers(&bob.next_reply().await, "symptoms");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn a_mention_or_ask_alone_gets_a_line_of_help_and_on_a_picture_a_line_about_text() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.supergroup("Family").member("Bob");
    for text in [format!("@{BOT_USERNAME}"), format!("@{BOT_USERNAME} ?"), "/ask".to_owned(), "/ask:".to_owned()] {
        let reply = bob.ask(&text).await;
        assert!(reply.text.contains("/ask") && !reply.text.contains('\n'), "{text}: {reply}");
    }
    bob.compose(&format!("@{BOT_USERNAME}")).photo().send();
    assert_eq!(bob.next_reply().await.text, wording().what_i_read_pictures());
    let picture = bob.compose("").photo().send();
    bob.reply(picture.message_id, "/ask");
    assert_eq!(bob.next_reply().await.text, wording().what_i_read_pictures());
    api.assert_no_violations();
}

#[tokio::test]
async fn ask_as_a_reply_answers_that_message_or_the_marked_part_of_it() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let topic = api.forum("Clinic").topic("Questions");
    let (ann, bob) = (topic.member("Ann"), topic.member("Bob"));
    let question = ann.compose(&format!("Hello everyone. {TREATMENT}")).photo().send();
    bob.reply(question.message_id, "/ask");
    let reply = bob.next_reply().await;
    assert_answers(&reply, "treatment-options");
    assert_eq!((reply.reply_to, reply.thread), (Some(question.message_id), topic.topic_id()));
    let long = ann.say(&format!("We had a bad week. {SYMPTOMS} And is there anything on Sunday?"));
    let quote = json!({"text": SYMPTOMS, "position": 19, "is_manual": true});
    bob.compose(&format!("@{BOT_USERNAME}")).reply_to(long.message_id).with("quote", quote).send();
    let reply = bob.next_reply().await;
    assert_answers(&reply, "symptoms");
    assert_eq!(reply.reply_to, Some(long.message_id));
    api.assert_no_violations();
}

#[tokio::test]
async fn who_writes_in_the_name_of_the_group_or_of_a_channel_is_a_person() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[groups]\nrepeat_after = \"0s\"\n").start().await;
    let group = api.supergroup("Family");
    assert_answers(&group.anonymous_admin().ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    let channel = json!({"id": -1_009_876_543_210_i64, "type": "channel", "title": "Somebody"});
    let account = json!({"id": 136_817_688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot"});
    group.compose(&format!("/ask {SYMPTOMS}")).with("sender_chat", channel).with("from", account).forced().send();
    assert_answers(&group.next_reply().await, "symptoms");
    api.assert_no_violations();
}
