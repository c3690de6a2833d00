//! Messages that are changed.

use super::*;

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
    api.assert_no_violations();
}

#[tokio::test]
async fn a_message_changed_into_an_emergency_is_answered_at_once_and_anew_so_that_the_phone_rings() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let said = ann.say(SYMPTOMS);
    let reply = ann.next_reply().await;
    // a change that has not settled yet is overtaken
    ann.edit(said.message_id, TREATMENT);
    ann.edit(said.message_id, "he is vomiting blood");
    let urgent = ann.next_reply_within(Duration::from_secs(2)).await;
    assert!(!urgent.is_edit() && urgent.text.starts_with("This may be"), "{urgent}");
    assert_eq!(urgent.reply_to, Some(said.message_id));
    assert!(urgent.buttons.is_empty(), "{urgent}");
    api.wait_for_calls("deleteMessage", 1).await;
    assert!(ann.message(reply.message_id.unwrap()).is_none(), "the reply to what is no longer asked is gone");
    // it is said already: a slip that is mended rings no more, and what is no emergency any more changes it
    ann.edit(said.message_id, "he is vomiting blood!!");
    api.expect_silence(&ann, A_WHILE).await;
    ann.edit(said.message_id, TREATMENT);
    let edit = loop {
        let edit = ann.next_reply_within(SETTLED).await;
        if !edit.text.starts_with("This may be") {
            break edit;
        }
    };
    assert!(edit.is_edit() && edit.message_id == urgent.message_id, "{edit}");
    assert_answers(&edit, "treatment-options");
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
