//! sendMessage, editMessageText and what belongs to them.

use std::time::Duration;

use serde_json::{Value, json};

use super::{call, refusal, result};
use crate::support::{FakeApi, Outcome};

/// Parameters of a message in HTML.
fn html(chat: i64, text: &str) -> Value {
    json!({"chat_id": chat, "text": text, "parse_mode": "HTML"})
}

/// A message with that keyboard.
fn keyed(chat: i64, rows: &Value) -> Value {
    json!({"chat_id": chat, "text": "x", "reply_markup": {"inline_keyboard": rows}})
}

#[tokio::test]
async fn a_message_is_answered_and_recorded_as_it_is_shown() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said = ann.say("question");
    let mut params = html(ann.id(), " <b>Hi</b> &amp; see https://e.org ");
    params["reply_parameters"] = json!({"message_id": said.message_id});
    params["link_preview_options"] = json!({"is_disabled": true});
    params["reply_markup"] = json!({"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]});
    let message = result(&api, "sendMessage", params).await;
    assert_eq!(message["text"], "Hi & see https://e.org");
    assert_eq!(message["from"]["is_bot"], true);
    assert_eq!(message["reply_to_message"]["text"], "question");
    assert_eq!(message["entities"][0], json!({"type": "bold", "offset": 0, "length": 2}));

    let sent = ann.next_reply().await;
    assert_eq!(sent.text, "Hi & see https://e.org");
    assert_eq!(sent.html, " <b>Hi</b> &amp; see https://e.org ");
    assert_eq!((sent.parts("bold"), sent.parts("url")), (vec!["Hi".to_owned()], vec!["https://e.org".to_owned()]));
    assert_eq!((sent.reply_to, sent.link_preview_disabled), (Some(said.message_id), true));
    assert_eq!((sent.button("More").data(), sent.button("More").message_id), (Some("m"), sent.message_id));
    assert_eq!(sent.outcome, Outcome::Done);
    api.expect_silence(&ann, Duration::from_millis(20)).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn the_length_is_counted_in_utf16_units_after_parsing() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let fits = format!("<b>{}</b>", "\u{1f600}".repeat(2048));
    result(&api, "sendMessage", html(ann.id(), &fits)).await;
    api.assert_no_violations();
    let over = format!("{fits}x");
    assert_eq!(refusal(&api, "sendMessage", html(ann.id(), &over)).await, "Bad Request: message is too long");
    for text in ["", "  ", "<b></b>"] {
        let why = refusal(&api, "sendMessage", html(ann.id(), text)).await;
        assert!(["Bad Request: message text is empty", "Bad Request: text must be non-empty"].contains(&why.as_str()));
    }
    let why = refusal(&api, "sendMessage", html(ann.id(), "a < b")).await;
    assert_eq!(why, "Bad Request: can't parse entities: Unsupported start tag \"\" at byte offset 2");
    assert_eq!(api.violations().len(), 5);
    assert_eq!(api.refusals().len(), 5);
}

#[tokio::test]
async fn keyboards_are_checked() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let data = |data: String| json!([[{"text": "x", "callback_data": data}]]);
    result(&api, "sendMessage", keyed(ann.id(), &data("ä".repeat(32)))).await;
    api.assert_no_violations();
    let no_action =
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    for (rows, why) in [
        (data("ä".repeat(33)), "Bad Request: BUTTON_DATA_INVALID"),
        (data(String::new()), no_action),
        (json!([[{"text": "x"}]]), no_action),
        (json!([[{"text": "x", "url": "nowhere"}]]), "Bad Request: BUTTON_URL_INVALID"),
        (
            json!([[{"text": " ", "url": "https://e.org"}]]),
            "Bad Request: can't parse inline keyboard button: Button text must be non-empty",
        ),
        (json!([{"text": "x"}]), "Bad Request: a row of the inline keyboard must be of type Array"),
        (
            json!(vec![vec![json!({"text": "x", "callback_data": "y"}); 1]; 101]),
            "Bad Request: reply markup is too long",
        ),
    ] {
        assert_eq!(refusal(&api, "sendMessage", keyed(ann.id(), &rows)).await, why);
    }
    let two = json!([[{"text": "x", "url": "https://e.org", "callback_data": "y"}]]);
    assert!(refusal(&api, "sendMessage", keyed(ann.id(), &two)).await.contains("exactly one action"));
    assert_eq!(api.violations().len(), 8);
}

#[tokio::test]
async fn unknown_fields_are_violations_but_go_through() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    result(&api, "sendMessage", json!({"chat_id": ann.id(), "text": "x", "disable_web_page_preview": true})).await;
    result(&api, "getMe", json!({"x": 1})).await;
    let violations = api.violations();
    assert!(violations[0].what.contains("disable_web_page_preview"), "{}", violations[0]);
    assert_eq!(violations.len(), 2);
}

#[tokio::test]
async fn chats_that_cannot_be_written_to_refuse() {
    let api = FakeApi::start().await;
    let send = |id: i64| json!({"chat_id": id, "text": "x"});
    assert_eq!(refusal(&api, "sendMessage", send(1)).await, "Bad Request: chat not found");
    let ann = api.stranger("Ann");
    let why = refusal(&api, "sendMessage", send(ann.id())).await;
    assert_eq!(why, "Forbidden: bot can't initiate conversation with a user");
    ann.say("/start");
    result(&api, "sendMessage", send(ann.id())).await;
    ann.block();
    assert_eq!(refusal(&api, "sendMessage", send(ann.id())).await, "Forbidden: bot was blocked by the user");
    let group = api.group("Carers");
    group.mute_bot();
    let why = refusal(&api, "sendMessage", send(group.id())).await;
    assert_eq!(why, "Bad Request: not enough rights to send text messages to the chat");
    group.block();
    assert_eq!(refusal(&api, "sendMessage", send(group.id())).await, "Forbidden: bot was kicked from the group chat");

    let group = api.group("Carers");
    let new = group.migrate();
    let answer = call(&api, "sendMessage", send(group.id())).await;
    assert_eq!(answer.json()["parameters"]["migrate_to_chat_id"], new.id());
    result(&api, "sendMessage", send(new.id())).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_reply_needs_its_message_and_a_topic_must_exist() {
    let api = FakeApi::start().await;
    let forum = api.forum("Carers");
    let diet = forum.topic("Diet");
    let said = diet.say("question");
    let send = |more: Value| {
        let mut params = json!({"chat_id": forum.id(), "text": "x"});
        params.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        params
    };
    let message = result(&api, "sendMessage", send(json!({"message_thread_id": diet.topic_id()}))).await;
    assert_eq!((&message["is_topic_message"], &message["message_thread_id"]), (&json!(true), &json!(diet.topic_id())));
    for thread in [1, 99] {
        let why = refusal(&api, "sendMessage", send(json!({ "message_thread_id": thread }))).await;
        assert_eq!(why, "Bad Request: message thread not found");
    }
    result(&api, "sendMessage", send(json!({"reply_parameters": {"message_id": said.message_id}}))).await;
    diet.delete(said.message_id);
    let gone = json!({"reply_parameters": {"message_id": said.message_id}});
    assert_eq!(refusal(&api, "sendMessage", send(gone)).await, "Bad Request: message to be replied not found");
    let anyway = json!({"reply_parameters": {"message_id": said.message_id, "allow_sending_without_reply": true}});
    assert!(result(&api, "sendMessage", send(anyway)).await.get("reply_to_message").is_none());
    diet.delete_topic();
    let why = refusal(&api, "sendMessage", send(json!({"message_thread_id": diet.topic_id()}))).await;
    assert_eq!(why, "Bad Request: message thread not found");
    api.assert_no_violations();
}

#[tokio::test]
async fn only_own_messages_can_be_edited_and_only_to_something_else() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said = ann.say("question");
    let message = result(&api, "sendMessage", html(ann.id(), "<b>one</b>")).await;
    let edit = |id: &Value, text: &str| {
        json!({"chat_id": ann.id(), "message_id": id, "text": text, "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}})
    };
    let id = &message["message_id"];
    let edited = result(&api, "editMessageText", edit(id, "<b>two</b>")).await;
    assert_eq!((edited["text"].as_str(), &edited["message_id"]), (Some("two"), id));
    assert!(edited["edit_date"].is_i64());
    let why = refusal(&api, "editMessageText", edit(id, "<b>two</b> ")).await;
    assert!(why.starts_with("Bad Request: message is not modified: "), "{why}");
    let markup = json!({"chat_id": ann.id(), "message_id": id});
    assert!(result(&api, "editMessageReplyMarkup", markup).await.get("reply_markup").is_none());
    assert_eq!(refusal(&api, "editMessageText", edit(&json!(7), "x")).await, "Bad Request: message to edit not found");
    api.assert_no_violations();
    let theirs = edit(&json!(said.message_id), "x");
    assert_eq!(refusal(&api, "editMessageText", theirs).await, "Bad Request: message can't be edited");
    assert_eq!(ann.take_replies().len(), 3);
    assert_eq!(ann.message(id.as_i64().expect("a number")).expect("the message")["text"], "two");
}

#[tokio::test]
async fn messages_can_be_deleted_and_reacted_to() {
    let api = FakeApi::start().await;
    let group = api.group("Carers");
    let said = group.say("question");
    let own = result(&api, "sendMessage", html(group.id(), "x")).await;
    let about = |id: &Value| json!({"chat_id": group.id(), "message_id": id});
    let theirs = json!(said.message_id);
    let mut reaction = about(&theirs);
    reaction["reaction"] = json!([{"type": "emoji", "emoji": "👍"}]);
    result(&api, "setMessageReaction", reaction.clone()).await;
    result(&api, "deleteMessage", about(&own["message_id"])).await;
    assert_eq!(
        refusal(&api, "deleteMessage", about(&own["message_id"])).await,
        "Bad Request: message to delete not found"
    );
    api.assert_no_violations();
    assert_eq!(refusal(&api, "deleteMessage", about(&theirs)).await, "Bad Request: message can't be deleted");
    reaction["reaction"] = json!([{"type": "emoji", "emoji": "🧀"}]);
    assert_eq!(refusal(&api, "setMessageReaction", reaction).await, "Bad Request: REACTION_INVALID");
    let action = json!({"chat_id": group.id(), "action": "sleeping"});
    assert_eq!(refusal(&api, "sendChatAction", action).await, "Bad Request: wrong parameter action in request");
}
