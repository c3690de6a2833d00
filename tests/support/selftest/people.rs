//! The people: what they write, and what the bot is told of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{refusal, result};
use crate::support::{BOT_USERNAME, Chat, Entity, FakeApi, Role};

/// The update about the last thing that happened.
fn last(api: &FakeApi) -> Value {
    api.pending_updates().pop().unwrap_or_default()
}

/// Which of these texts the bot is told of when a member writes them.
fn heard<'a>(group: &Chat, texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().copied().filter(|text| group.say(text).update_id.is_some()).collect()
}

#[tokio::test]
async fn privacy_mode_hides_what_does_not_concern_the_bot() {
    let api = FakeApi::start().await;
    let group = api.supergroup("Carers");
    let mention = format!("ask @{}", BOT_USERNAME.to_uppercase());
    let texts = [
        "hello",
        "/help",
        &format!("/help@{BOT_USERNAME}"),
        "/help@other_bot",
        "see /help",
        &mention,
        &format!("@{BOT_USERNAME}2 hello"),
    ];
    assert_eq!(heard(&group, &texts), [texts[1], texts[2], texts[5]]);

    let bots = result(&api, "sendMessage", json!({"chat_id": group.id(), "text": "x"})).await;
    let answer = group.reply(bots["message_id"].as_i64().expect("a number"), "thanks");
    assert!(answer.update_id.is_some());
    assert!(group.reply(answer.message_id, "you too").update_id.is_none());
    assert!(group.welcome("Bob").update_id.is_some());
    assert!(group.compose(&mention).photo().send().update_id.is_some());

    group.promote_bot();
    assert_eq!(heard(&group, &texts).len(), texts.len());
    group.unblock();
    api.set_privacy_mode(false);
    assert_eq!(heard(&group, &texts).len(), texts.len());
    assert_eq!(result(&api, "getMe", json!({})).await["can_read_all_group_messages"], true);

    let robot = group.other_bot("Robot", "robot_bot");
    assert!(robot.say("/help").update_id.is_none());
    assert!(robot.compose("/help").forced().send().update_id.is_some());
    group.block();
    assert!(group.say("/help").update_id.is_none());
}

#[tokio::test]
async fn messages_look_as_telegram_sends_them() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    ann.say("/start ref");
    let message = &last(&api)["message"];
    assert_eq!(message["chat"], json!({"id": ann.id(), "type": "private", "first_name": "Ann"}));
    let from = json!({"id": ann.id(), "is_bot": false, "first_name": "Ann", "language_code": "en"});
    assert_eq!(message["from"], from);
    assert_eq!(message["entities"], json!([{"type": "bot_command", "offset": 0, "length": 6}]));

    ann.say_with_entities("tomorrow", &[Entity::new("date_time", 0, 8).with("unix_time", 1)]);
    assert_eq!(last(&api)["message"]["entities"][0]["type"], "date_time");
    let photo = ann.compose("what is this?").photo().send();
    assert_eq!(last(&api)["message"]["caption"], "what is this?");
    assert!(last(&api)["message"].get("text").is_none());
    ann.edit(photo.message_id, "now text");
    assert_eq!(last(&api)["edited_message"]["text"], "now text");

    let group = api.supergroup("Carers");
    api.set_privacy_mode(false);
    group.anonymous_admin().say("hello");
    assert_eq!(last(&api)["message"]["sender_chat"]["id"], group.id());
    group.compose("news").posted_by_linked_channel("News").send();
    assert_eq!(last(&api)["message"]["forward_origin"]["type"], "channel");
    assert_eq!(last(&api)["message"]["is_automatic_forward"], true);
    api.channel("News").say("post");
    assert_eq!(last(&api)["channel_post"]["sender_chat"]["type"], "channel");
    let raw = api.push_raw(json!({"gift_wrapped": {"x": 1}}));
    assert_eq!(last(&api), json!({"update_id": raw, "gift_wrapped": {"x": 1}}));
    assert_eq!(
        ann.block().map(|_| last(&api)["my_chat_member"]["new_chat_member"]["status"].clone()),
        Some(json!("kicked"))
    );
}

#[tokio::test]
async fn threads_are_topics_only_in_forums() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    let group = api.supergroup("Carers");
    let first = group.say("first");
    group.reply(first.message_id, "second");
    let second = last(&api)["message"].clone();
    assert_eq!(second["message_thread_id"], first.message_id, "a thread of replies, as in Telegram");
    assert!(second.get("is_topic_message").is_none());

    let forum = api.forum("Carers");
    let diet = forum.topic("Diet");
    assert_eq!(last(&api)["message"]["forum_topic_created"]["name"], "Diet");
    assert_eq!(last(&api)["message"]["is_topic_message"], true);
    let said = diet.say("hello");
    let message = last(&api)["message"].clone();
    assert_eq!((&message["message_thread_id"], &message["is_topic_message"]), (&json!(diet.topic_id()), &json!(true)));
    assert!(message["reply_to_message"].get("forum_topic_created").is_some(), "as in Telegram");
    diet.member("Bob").reply(said.message_id, "hi");
    assert_eq!(last(&api)["message"]["reply_to_message"]["text"], "hello");
    assert!(last(&api)["message"]["reply_to_message"].get("reply_to_message").is_none());
    forum.say("general");
    assert!(last(&api)["message"].get("message_thread_id").is_none());
}

#[tokio::test]
async fn a_pressed_button_can_be_answered_once_and_not_late() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said = ann.say("question");
    let keyboard = json!({"inline_keyboard": [[{"text": "More", "callback_data": "m:1"}]]});
    let reply = json!({"message_id": said.message_id});
    result(
        &api,
        "sendMessage",
        json!({"chat_id": ann.id(), "text": "x", "reply_markup": keyboard, "reply_parameters": reply}),
    )
    .await;
    let button = ann.next_reply().await.button("More").clone();
    let asked = ann.press(&button);
    let query = last(&api)["callback_query"].clone();
    assert_eq!((&query["data"], &query["from"]["id"]), (&json!("m:1"), &json!(ann.user_id())));
    assert_eq!(query["message"]["reply_to_message"]["text"], "question");
    let answer = json!({"callback_query_id": asked.id, "text": "done"});
    result(&api, "answerCallbackQuery", answer.clone()).await;
    assert_eq!(api.answer_to(&asked).await.text.as_deref(), Some("done"));
    let too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(refusal(&api, "answerCallbackQuery", answer).await, too_old);
    let late = ann.press(&button);
    api.advance(Duration::from_secs(16));
    assert_eq!(refusal(&api, "answerCallbackQuery", json!({"callback_query_id": late.id})).await, too_old);
    api.assert_no_violations();
    assert_eq!(refusal(&api, "answerCallbackQuery", json!({"callback_query_id": "1"})).await, too_old);
    assert_eq!(api.violations().len(), 1);
    ann.delete(button.message_id.expect("a message"));
    ann.press(&button);
    assert_eq!(last(&api)["callback_query"]["message"]["date"], 0, "only the number is left of it");
}

#[tokio::test]
async fn inline_results_are_checked() {
    let api = FakeApi::start().await;
    let asked = api.private_chat("Ann").inline_query("pain");
    let article = |id: &str| {
        json!({"type": "article", "id": id, "title": "Pain",
            "input_message_content": {"message_text": "<b>Pain</b>", "parse_mode": "HTML"}})
    };
    let answer = |results: Value| json!({"inline_query_id": asked.id, "results": results, "is_personal": true});
    for (results, why) in [
        (json!(vec![article("x"); 51]), "Bad Request: RESULTS_TOO_MUCH"),
        (json!([article("x"), article("x")]), "Bad Request: RESULT_ID_DUPLICATE"),
        (json!([article(&"ä".repeat(33))]), "Bad Request: RESULT_ID_INVALID"),
        (json!([{"type": "article", "id": "x", "title": ""}]), "Bad Request: ARTICLE_TITLE_EMPTY"),
    ] {
        assert_eq!(refusal(&api, "answerInlineQuery", answer(results)).await, why);
    }
    let with = |field: &str, value: Value| {
        let mut answer = answer(json!([]));
        answer[field] = value;
        answer
    };
    for (field, value, why) in [
        ("next_offset", json!("x".repeat(65)), "Bad Request: NEXT_OFFSET_INVALID"),
        ("cache_time", json!(-1), "Bad Request: CACHE_TIME_INVALID"),
        ("button", json!({"text": "Ask", "start_parameter": "a b"}), "Bad Request: START_PARAM_INVALID"),
        ("button", json!({"text": "Ask", "start_parameter": ""}), "Bad Request: START_PARAM_INVALID"),
    ] {
        assert_eq!(refusal(&api, "answerInlineQuery", with(field, value)).await, why);
    }
    assert_eq!(api.violations().len(), 8);
    result(&api, "answerInlineQuery", answer(json!([article("x")]))).await;
    assert_eq!(api.answer_to(&asked).await.results.len(), 1);
    assert_eq!(api.violations().len(), 8);
}

#[tokio::test]
async fn chats_know_their_members() {
    let api = FakeApi::start().await;
    let group = api.supergroup("Carers");
    let nurse = group.admin("Nora");
    let member = group.member("Bob");
    let about = |user: i64| json!({"chat_id": group.id(), "user_id": user});
    assert_eq!(result(&api, "getChatMember", about(nurse.user_id())).await["status"], "administrator");
    assert_eq!(result(&api, "getChatMember", about(member.user_id())).await["status"], "member");
    assert_eq!(
        result(&api, "getChatAdministrators", json!({"chat_id": group.id()})).await.as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(result(&api, "getChatMemberCount", json!({"chat_id": group.id()})).await, 4);
    assert_eq!(result(&api, "getChat", json!({"chat_id": group.id()})).await["title"], "Carers");
    group.set_username("carers");
    assert_eq!(result(&api, "getChat", json!({"chat_id": "@carers"})).await["id"], group.id());
    result(&api, "leaveChat", json!({"chat_id": group.id()})).await;
    assert_eq!(
        refusal(&api, "getChat", json!({"chat_id": group.id()})).await,
        "Forbidden: bot is not a member of the supergroup chat"
    );
    assert!(group.set_bot_role(Role::Member).is_some());
}
