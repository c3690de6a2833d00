//! Whose the buttons under an answer are.

use super::*;
use crate::support::{BotProcess, FakeApi};

#[tokio::test]
async fn only_the_asker_or_an_admin_can_press_the_buttons_under_an_answer() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob, nora) = (group.member("Ann"), group.member("Bob"), group.admin("Nora"));
    let reply = ann.ask(&format!("/ask {SYMPTOMS}")).await;
    let related = reply.button("Related questions");
    let pressed = bob.press(related);
    let notice = api.answer_to(&pressed).await;
    assert_eq!(notice.text, Some(wording().not_your_button()));
    assert!(!notice.show_alert);
    api.expect_silence(&bob, A_WHILE).await;
    for allowed in [&ann, &nora, &group] {
        let pressed = allowed.press(related);
        allowed.next_reply().await.button("feel nothing");
        assert!(api.answer_to(&pressed).await.text.is_none());
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn who_asked_about_another_ones_message_can_press_and_so_can_its_author() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob, carl) = (group.member("Ann"), group.member("Bob"), group.member("Carl"));
    let question = ann.say(SYMPTOMS);
    bob.reply(question.message_id, "/ask");
    let reply = bob.next_reply().await;
    for allowed in [&bob, &ann] {
        allowed.press(reply.button("Related questions"));
        allowed.next_reply().await;
    }
    let refused = carl.press(reply.button("Related questions"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().not_your_button()));
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_work_after_a_restart_and_still_know_whose_they_are() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    let reply = ann.ask(&format!("/ask {SYMPTOMS}")).await;
    let _bot = restarted(bot).await;
    let refused = bob.press(reply.button("Related questions"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().not_your_button()));
    ann.press(reply.button("Related questions"));
    ann.next_reply().await.button("feel nothing");
    api.assert_no_violations();
}

#[tokio::test]
async fn topics_are_browsed_in_one_message_by_who_opened_them() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    let sections = ann.ask("/topics").await;
    let refused = bob.press(sections.button("Signs"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().not_your_button()));
    ann.press(sections.button("Signs"));
    let questions = ann.next_reply().await;
    assert!(questions.is_edit() && questions.message_id == sections.message_id, "{questions}");
    ann.press(questions.button("What are the symptoms"));
    assert_answers(&ann.next_reply().await, "symptoms");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_passage_that_was_shown_a_moment_ago_is_not_shown_twice_by_a_button() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let bob = api.supergroup("Family").member("Bob");
    let offer = bob.ask("/ask information about spread").await;
    let basics = offer.button("What are liver metastases?");
    bob.press(basics);
    assert_answers(&bob.next_reply().await, "what-are-liver-metastases");
    let again = bob.press(basics);
    assert_eq!(api.answer_to(&again).await.text, Some(wording().shown_above()));
    let strange = bob.press_data(offer.message_id.unwrap(), "zz:9");
    assert_eq!(api.answer_to(&strange).await.text, Some(wording().gone()));
    api.expect_silence(&bob, A_WHILE).await;
    bob.press(offer.button("None of these"));
    let none = bob.next_reply().await;
    assert!(none.is_edit() && none.text.contains(&wording().no_passage()), "{none}");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_passage_is_rated_by_who_asked_unless_the_admins_switch_it_off() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    let reply = ann.ask(&format!("/ask {SYMPTOMS}")).await;
    let helped = reply.button("This helped").clone();
    assert_eq!(api.answer_to(&bob.press(&helped)).await.text, Some(wording().not_your_button()));
    assert_eq!(api.answer_to(&ann.press(&helped)).await.text, Some(wording().vote_counted()));
    let rated = ann.next_reply().await;
    assert!(rated.is_edit() && rated.message_id == reply.message_id, "{rated}");
    assert_eq!(link(&rated, "More in private"), deep_link("symptoms"));
    group.ask("/settings thumbs off").await.button("Let people rate answers");
    assert_eq!(api.answer_to(&ann.press(&helped)).await.text, Some(wording().gone()));
    let treatment = ann.ask(&format!("/ask {TREATMENT}")).await;
    assert!(!treatment.all_buttons().iter().any(|button| button.text.contains("helped")), "{treatment}");
    api.assert_no_violations();
}
