//! The Telegram bot as people meet it: the real binary, over real HTTP, against a Bot API as strict as Telegram's.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use bedside::render::Wording;
use serde_json::json;
use std::time::Duration;
use support::{BOT_USERNAME, BotProcess, FakeApi, Fault, assert_answers, passage};

/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_millis(700);

#[tokio::test]
async fn a_question_in_private_gets_the_passage_as_a_reply_with_the_reminder() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let question = ann.say("What are the symptoms of liver metastases?");
    let reply = ann.next_reply().await;
    assert_answers(&reply, "symptoms");
    assert_eq!(reply.reply_to, Some(question.message_id));
    assert_eq!(reply.parts("bold"), ["What are the symptoms of liver metastases?"]);
    assert!(
        reply.text.contains("What are Liver Metastases?") && reply.text.contains("Mary McMahon"),
        "no source: {reply}"
    );
    assert!(reply.link_preview_disabled);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_misspelt_question_gets_the_same_passage() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let reply = api.private_chat("Ann").ask("wat r teh symtoms of livr metastisees").await;
    assert_answers(&reply, "symptoms");
}

#[tokio::test]
async fn a_related_question_can_be_tapped() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask("What are the symptoms of liver metastases?").await;
    let asked = ann.press(reply.button("feel nothing"));
    assert_answers(&ann.next_reply().await, "no-symptoms");
    assert!(api.answer_to(&asked).await.text.is_none(), "the button just stops spinning");
    api.assert_no_violations();
}

#[tokio::test]
async fn not_what_i_asked_offers_others_and_none_of_these_ends_honestly() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask("What are the symptoms of liver metastases?").await;
    ann.press(reply.button("Not what I asked"));
    let offer = ann.next_reply().await;
    assert!(offer.buttons.len() >= 2, "no others offered: {offer}");
    ann.press(offer.button("None of these"));
    let last = ann.next_reply().await;
    assert!(last.is_edit() && last.message_id == offer.message_id, "in place of the offer: {last}");
    assert!(last.text.contains(&Wording::default().no_passage()) && last.text.contains(&Wording::default().reminder()));
    last.button("Treatment");
    api.assert_no_violations();
}

#[tokio::test]
async fn suggestions_are_buttons_that_bring_the_passage() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let offer = ann.ask("information about spread").await;
    assert!(offer.text.contains("Did you mean"), "{offer}");
    assert!(offer.text.contains(&Wording::default().reminder()));
    offer.button("None of these");
    ann.press(offer.button("What are liver metastases?"));
    assert_answers(&ann.next_reply().await, "what-are-liver-metastases");
    api.assert_no_violations();
}

#[tokio::test]
async fn what_the_article_does_not_say_is_said_to_be_so() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let reply = api.private_chat("Ann").ask("How long do people live with liver metastases?").await;
    assert_answers(&reply, "prognosis");
    assert!(reply.text.contains("does not say"));
}

#[tokio::test]
async fn what_nobody_wrote_about_is_refused_with_what_there_is() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let reply = api.private_chat("Ann").ask("what is the weather tomorrow").await;
    assert!(
        reply.text.contains(&Wording::default().no_passage()) && reply.text.contains(&Wording::default().reminder()),
        "{reply}"
    );
    reply.button("Signs");
}

#[tokio::test]
async fn an_emergency_gets_the_urgent_reply_and_nothing_else() {
    let api = FakeApi::start().await;
    let bot = BotProcess::with(&api).config("[safety]\nemergency = \"0118 999\"\n").start().await;
    for chat in [api.private_chat("Ann"), api.group("Family").member("Bob")] {
        let reply = chat.ask("/ask he is vomiting blood, what are the symptoms of liver metastases?").await;
        assert!(reply.text.contains("0118 999"), "{reply}");
        assert!(!reply.text.contains(&passage("symptoms")), "{reply}");
        assert!(reply.buttons.is_empty(), "{reply}");
    }
    api.assert_no_violations();
    drop(bot);
}

#[tokio::test]
async fn an_emergency_behind_a_command_is_seen() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[safety]\nemergency = \"0118 999\"\n").start().await;
    for command in ["/help he is not breathing", "/start he is vomiting blood", "/hlep he is vomiting blood"] {
        let reply = api.private_chat("Ann").ask(command).await;
        assert!(reply.text.contains("0118 999") && reply.text.starts_with("This may be"), "{command}: {reply}");
    }
}

#[tokio::test]
async fn a_wish_to_die_gets_words_of_its_own() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[safety]\ncrisis = \"the line 555\"\n").start().await;
    let reply = api.private_chat("Ann").ask("i dont want to live any more").await;
    assert!(reply.text.contains("the line 555"), "{reply}");
}

#[tokio::test]
async fn a_judgement_on_one_case_is_left_to_the_care_team() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let reply = api.private_chat("Ann").ask("my bilirubin is 45, is that bad?").await;
    assert!(reply.text.contains("care team") && reply.text.contains(&Wording::default().reminder()), "{reply}");
    assert!(!reply.text.contains("45"));
}

#[tokio::test]
async fn in_a_group_it_is_silent_until_spoken_to() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let bob = group.member("Bob");
    bob.say("What are the symptoms of liver metastases?");
    bob.say(&format!("@{BOT_USERNAME}2 what are the symptoms of liver metastases?"));
    bob.say("/ask@Some_Other_Bot what are the symptoms of liver metastases?");
    bob.say("/weather");
    group.other_bot("Helper", "helper_bot").say(&format!("@{BOT_USERNAME} what are the symptoms?"));
    group.welcome("Carol");
    api.expect_silence(&bob, A_WHILE).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn in_a_group_ask_a_mention_and_a_reply_are_answered_in_place() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[groups]\nrepeat_after = \"0s\"\n").start().await;
    let bob = api.group("Family").member("Bob");
    let asks = [
        "/ask what are the symptoms of liver metastases?".to_owned(),
        format!("@{BOT_USERNAME} what are the symptoms of liver metastases?"),
    ];
    for ask in asks {
        let question = bob.say(&ask);
        let reply = bob.next_reply().await;
        assert_answers(&reply, "symptoms");
        assert_eq!(reply.reply_to, Some(question.message_id));
        let follow_up = bob.reply(reply.message_id.unwrap(), "How are liver metastases treated?");
        let reply = bob.next_reply().await;
        assert_answers(&reply, "treatment-options");
        assert_eq!(reply.reply_to, Some(follow_up.message_id));
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn ask_and_a_bare_mention_as_a_reply_answer_somebody_elses_message() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[groups]\nrepeat_after = \"0s\"\n").start().await;
    let group = api.group("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    let question = ann.say("What does a biopsy of the liver growths show?");
    for ask in ["/ask".to_owned(), format!("@{BOT_USERNAME}")] {
        bob.reply(question.message_id, &ask);
        let reply = bob.next_reply().await;
        assert_answers(&reply, "what-biopsy-shows");
        assert_eq!(reply.reply_to, Some(question.message_id));
    }
    let alone = bob.ask(&format!("@{BOT_USERNAME}")).await;
    assert!(alone.text.contains("/ask"), "a line of help: {alone}");
    let alone = bob.ask("/ask").await;
    assert!(alone.text.contains("/ask"), "a line of help: {alone}");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_reply_stays_in_its_forum_topic() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let topic = api.forum("Clinic").topic("Questions").member("Bob");
    topic.say("hello everyone");
    let reply = topic.ask("/ask What are the symptoms of liver metastases?").await;
    assert_answers(&reply, "symptoms");
    assert_eq!(reply.thread, topic.topic_id());
    topic.press(reply.button("Related questions"));
    let related = topic.next_reply().await;
    assert_eq!(related.thread, topic.topic_id());
    topic.press(related.button("feel nothing"));
    let reply = topic.next_reply().await;
    assert_answers(&reply, "no-symptoms");
    assert_eq!(reply.thread, topic.topic_id());
    api.assert_no_violations();
}

#[tokio::test]
async fn topics_lead_to_a_passage_and_back_in_one_message() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let sections = ann.ask("/topics").await;
    ann.press(sections.button("Signs"));
    let questions = ann.next_reply().await;
    ann.press(questions.button("What are the symptoms"));
    let passage = ann.next_reply().await;
    assert_answers(&passage, "symptoms");
    ann.press(passage.button("‹ Signs"));
    let back = ann.next_reply().await;
    ann.press(back.button("All topics"));
    let start = ann.next_reply().await;
    start.button("Treatment");
    for edit in [&questions, &passage, &back, &start] {
        assert!(edit.is_edit() && edit.message_id == sections.message_id, "not in place: {edit}");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn a_deep_link_opens_its_passage_and_an_unknown_one_the_start_page() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    assert_answers(&ann.ask("/start symptoms").await, "symptoms");
    let start = ann.ask("/start ref_42").await;
    assert!(start.text.starts_with("Hello"), "{start}");
    assert!(start.text.contains(&Wording::default().reminder()));
}

#[tokio::test]
async fn commands_say_what_they_should() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    assert!(ann.ask("/Help\nplease").await.text.contains("/topics"));
    let about = ann.ask(&format!("/about@{}", BOT_USERNAME.to_uppercase())).await;
    for part in ["What are Liver Metastases?", "Mary McMahon", "2026", env!("CARGO_PKG_VERSION")] {
        assert!(about.text.contains(part), "{part} is missing: {about}");
    }
    assert!(ann.ask("/privacy").await.text.contains("not keep"));
    assert!(ann.ask("/nonsense").await.text.contains("/help"));
    api.assert_no_violations();
}

#[tokio::test]
async fn menus_and_descriptions_are_set_at_start() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    api.wait_for_calls("setMyShortDescription", 1).await;
    for scope in ["all_private_chats", "all_group_chats", "all_chat_administrators"] {
        let names: Vec<String> = api
            .commands(&json!({ "type": scope }), "")
            .iter()
            .map(|command| command["command"].as_str().unwrap().to_owned())
            .collect();
        assert!(
            ["ask", "topics", "help", "about", "privacy"].iter().all(|name| names.iter().any(|have| have == name)),
            "{scope}: {names:?}"
        );
    }
    let of_admins = api.commands(&json!({"type": "all_chat_administrators"}), "");
    assert!(of_admins.iter().any(|command| command["command"] == "settings"), "{of_admins:?}");
    assert!(api.profile_text("description", "").unwrap().contains("liver metastases"));
    assert!(api.profile_text("short_description", "").unwrap().contains("liver metastases"));
    api.assert_no_violations();
}

#[tokio::test]
async fn unknown_kinds_of_update_and_entity_do_not_stop_it() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.push_raw(json!({"brand_new_kind": {"id": 1}}));
    api.push_raw(json!({"message": {"message_id": "not a number"}}));
    let entity = json!([{"type": "date_time", "offset": 0, "length": 4, "unix_time": 1, "date_time_format": "r"}]);
    ann.compose("What are the symptoms of liver metastases?").raw_entities(entity).send();
    assert_answers(&ann.next_reply().await, "symptoms");
    api.wait_until_all_confirmed().await;
}

#[tokio::test]
async fn a_picture_gets_a_line_and_a_caption_is_a_question() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.compose("").photo().send();
    assert!(ann.next_reply().await.text.contains("only text"));
    ann.compose("What are the symptoms of liver metastases?").photo().send();
    assert_answers(&ann.next_reply().await, "symptoms");
}

#[tokio::test]
async fn the_longest_message_is_answered() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let mut text = "We had a long day and the bus was late again. ".repeat(85);
    text.push_str("What are the symptoms of liver metastases?");
    let text: String = text.chars().rev().take(4_096).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(ann.ask(&text).await.text.contains(&Wording::default().reminder()));
    ann.ask(&"x".repeat(4_096)).await;
    ann.ask(&"😱".repeat(2_048)).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn markup_in_a_message_or_a_knowledge_file_comes_out_as_text() {
    let api = FakeApi::start().await;
    let folder = tempfile::tempdir().unwrap();
    let article = r#"
        [source]
        title = "A & B <i>"
        author = "C > D"
        reviewed = 2026-11-22
        topic = "Ampersands"
        [[entry]]
        id = "markup"
        question = "What does <b>bold</b> & markup do?"
        phrasings = ["bold markup", "what about bold", "markup please", "tell me of markup"]
        passage = "1 < 2 && 3 > 2, </b> &amp; \"quoted\"."
        section = "A <u>section</u>"
    "#;
    std::fs::write(folder.path().join("article.toml"), article).unwrap();
    let _bot = BotProcess::with(&api).arg("--knowledge").arg(folder.path().to_str().unwrap()).start().await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask("What does <b>bold</b> & markup do?").await;
    assert!(reply.text.contains("1 < 2 && 3 > 2, </b> &amp; \"quoted\"."), "{reply}");
    assert_eq!(reply.parts("bold"), ["What does <b>bold</b> & markup do?"]);
    let sections = ann.ask("/topics").await;
    ann.press(sections.button("A <u>section</u>"));
    ann.next_reply().await.button("What does <b>bold</b>");
    api.assert_no_violations();
}

#[tokio::test]
async fn a_button_of_an_older_version_is_answered_politely() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask("What are the symptoms of liver metastases?").await;
    let unknown = ann.press_data(reply.message_id.unwrap(), "zz:9");
    assert!(api.answer_to(&unknown).await.text.unwrap().contains("/topics"));
    ann.press_data(reply.message_id.unwrap(), "e:no-longer-here");
    assert!(ann.next_reply().await.text.contains("no longer here"));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_follow_up_leans_on_the_passage_before() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.ask("What are the symptoms of liver metastases?").await;
    assert_answers(&ann.ask("and what if there are none?").await, "no-symptoms");
}

#[tokio::test]
#[ignore = "takes sixteen minutes: cargo test --test telegram -- --ignored fifteen_minutes"]
async fn a_passage_is_leant_on_for_fifteen_minutes_and_no_longer() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    ann.ask("What are the symptoms of liver metastases?").await;
    bob.ask("What are the symptoms of liver metastases?").await;
    tokio::time::sleep(Duration::from_mins(14)).await;
    assert_answers(&ann.ask("and what if there are none?").await, "no-symptoms");
    tokio::time::sleep(Duration::from_secs(90)).await;
    let alone = bob.ask("and what if there are none?").await;
    assert!(!alone.text.contains(&passage("no-symptoms")), "{}", alone.text);
}

#[tokio::test]
async fn a_question_in_hand_at_a_crash_is_answered_by_the_next_start() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Delay(Duration::from_mins(1)));
    ann.say("What are the symptoms of liver metastases?");
    // the bot is in the middle of sending once the planned delay is in use
    api.wait_for("the reply to be on its way", |state| (state.faults.left() == 0).then_some(())).await;
    let _bot = bot.crash_and_restart().await;
    assert_answers(&ann.next_reply().await, "symptoms");
    api.wait_until_all_confirmed().await;
}

#[tokio::test]
async fn one_slow_chat_does_not_hold_up_another_and_keeps_its_own_order() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_secs(3)));
    ann.say("What are the symptoms of liver metastases?");
    ann.say("How are liver metastases treated?");
    assert_answers(&bob.ask("What are liver metastases?").await, "what-are-liver-metastases");
    assert!(ann.take_replies().is_empty(), "Bob was answered first");
    assert_answers(&ann.next_reply().await, "symptoms");
    assert_answers(&ann.next_reply().await, "treatment-options");
}

#[tokio::test]
async fn a_flood_limit_is_waited_for() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::TooManyRequests(1));
    assert_answers(&ann.ask("What are the symptoms of liver metastases?").await, "symptoms");
}

#[tokio::test]
async fn a_refusal_for_good_ends_the_work_and_the_others_go_on() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Blocked);
    let said = ann.say("What are the symptoms of liver metastases?");
    assert_answers(&bob.ask("What are liver metastases?").await, "what-are-liver-metastases");
    api.wait_until_confirmed(said.update()).await;
    assert_eq!(api.calls("sendMessage").iter().filter(|call| call.chat_id == Some(ann.id())).count(), 1);
}

#[tokio::test]
async fn sigterm_and_ctrl_c_end_it_with_0_and_nothing_printed_holds_the_token_or_a_message() {
    for interrupt in [false, true] {
        let api = FakeApi::start().await;
        let mut bot = BotProcess::with(&api).arg("-vv").start().await;
        let ann = api.private_chat("Ann");
        ann.ask("What are the symptoms of liver metastases? My name is Xanthippe").await;
        api.fault("getUpdates", Fault::DropBefore);
        api.fault("sendMessage", Fault::Http(502));
        ann.say("and what if there are none, says Xanthippe");
        api.wait_for_calls("sendMessage", 2).await;
        if interrupt {
            bot.interrupt();
        } else {
            bot.terminate();
        }
        assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0), "{}", bot.output());
        for secret in [api.token(), api.token().split(':').nth(1).unwrap(), "Xanthippe"] {
            assert!(!bot.output().contains(secret), "{secret} was printed:\n{}", bot.output());
        }
    }
}

#[tokio::test]
async fn a_refused_token_is_one_clear_line_and_exit_2() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::with(&api).env("TELOXIDE_TOKEN", "77:another-token").no_wait().start().await;
    assert_eq!(bot.wait(Duration::from_secs(10)).await, Some(2));
    assert_eq!(bot.stderr().lines().count(), 1, "{}", bot.stderr());
    assert!(bot.stderr().contains("BotFather") && !bot.output().contains("another-token"), "{}", bot.output());
}

#[tokio::test]
async fn a_token_can_come_from_a_file() {
    let api = FakeApi::start().await;
    let setup = BotProcess::with(&api).env("TELOXIDE_TOKEN", "").config("[telegram]\ntoken_file = \"token\"\n");
    std::fs::write(setup.dir().join("token"), format!("{}\n", api.token())).unwrap();
    let _bot = setup.start().await;
    api.private_chat("Ann").ask("hello").await;
}
