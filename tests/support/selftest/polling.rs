//! getUpdates: when an update is forgotten, which kinds come, who is served.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{call, refusal, result};
use crate::support::FakeApi;
use crate::support::http;

/// The numbers of the updates in a `result`.
fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().into_iter().flatten().filter_map(|update| update["update_id"].as_i64()).collect()
}

#[tokio::test]
async fn an_update_comes_again_until_a_later_offset_passes_it() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said: Vec<i64> = ["a", "b", "c"].iter().map(|text| ann.say(text).update()).collect();
    let all = result(&api, "getUpdates", json!({})).await;
    assert_eq!(ids(&all), said);
    assert_eq!(ids(&result(&api, "getUpdates", json!({"offset": 0})).await), said);
    assert_eq!(ids(&result(&api, "getUpdates", json!({"offset": said[1]})).await), said[1..]);
    assert_eq!(ids(&result(&api, "getUpdates", json!({})).await), said[1..], "the first is forgotten for good");
    api.wait_until_confirmed(said[0]).await;
    assert_eq!(ids(&result(&api, "getUpdates", json!({"offset": said[2] + 1})).await), [0; 0]);
    api.wait_until_all_confirmed().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn limit_and_negative_offset_count_from_either_end() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said: Vec<i64> = (0..5).map(|n| ann.say(&n.to_string()).update()).collect();
    assert_eq!(ids(&result(&api, "getUpdates", json!({"limit": 2})).await), said[..2]);
    assert_eq!(ids(&result(&api, "getUpdates", json!({"offset": -2})).await), said[3..]);
    assert_eq!(ids(&result(&api, "getUpdates", json!({})).await), said[3..], "the others are forgotten");
    api.assert_no_violations();
    result(&api, "getUpdates", json!({"limit": 0})).await;
    assert_eq!(api.violations().len(), 1);
}

#[tokio::test]
async fn a_long_poll_returns_as_soon_as_something_happens() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let started = Instant::now();
    let poll = tokio::spawn({
        let api = api.clone();
        async move { result(&api, "getUpdates", json!({"timeout": 30})).await }
    });
    api.wait_for_polls(1).await;
    let said = ann.say("hello");
    assert_eq!(ids(&poll.await.expect("the poll ends")), [said.update()]);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_long_poll_waits_its_time_and_no_longer() {
    let api = FakeApi::start().await;
    let started = Instant::now();
    assert_eq!(result(&api, "getUpdates", json!({"timeout": 1})).await, json!([]));
    let waited = started.elapsed();
    assert!((Duration::from_millis(900)..Duration::from_secs(5)).contains(&waited), "{waited:?}");
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let api = FakeApi::start().await;
    let poll = |timeout: u32| {
        let api = api.clone();
        tokio::spawn(async move { call(&api, "getUpdates", json!({"timeout": timeout})).await })
    };
    let first = poll(30);
    api.wait_for_polls(1).await;
    let second = poll(1);
    let ended = first.await.expect("the poll ends");
    let why = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!((ended.status, ended.json()["description"].as_str()), (409, Some(why)));
    assert_eq!(second.await.expect("the poll ends").status, 200);
    assert_eq!(api.conflicts(), 1);
}

#[tokio::test]
async fn a_poller_that_has_gone_is_no_conflict() {
    let api = FakeApi::start().await;
    let poll = tokio::spawn({
        let api = api.clone();
        async move { call(&api, "getUpdates", json!({"timeout": 30})).await }
    });
    api.wait_for_polls(1).await;
    poll.abort();
    assert!(poll.await.is_err(), "the client has gone");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(call(&api, "getUpdates", json!({})).await.status, 200);
    assert_eq!(api.conflicts(), 0);
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let api = FakeApi::start().await;
    let hook = json!({"url": "https://bot.example.org/hook", "secret_token": "s3cret"});
    result(&api, "setWebhook", hook).await;
    let why =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!(refusal(&api, "getUpdates", json!({})).await, why);
    assert_eq!(result(&api, "getWebhookInfo", json!({})).await["url"], "https://bot.example.org/hook");
    api.private_chat("Ann").say("hello");
    result(&api, "deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(result(&api, "getUpdates", json!({})).await, json!([]));
    for (url, why) in [
        ("http://bot.example.org/", "An HTTPS URL must be provided for webhook"),
        ("https://bot.example.org:9000/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ] {
        assert_eq!(
            refusal(&api, "setWebhook", json!({ "url": url })).await,
            format!("Bad Request: bad webhook: {why}")
        );
    }
    let spaced = json!({"url": "https://bot.example.org/", "secret_token": "a b"});
    assert_eq!(refusal(&api, "setWebhook", spaced).await, "Bad Request: secret token contains unallowed characters");
}

#[tokio::test]
async fn allowed_updates_are_remembered_and_do_not_touch_what_is_queued() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let said = ann.say("before");
    result(&api, "getUpdates", json!({"allowed_updates": ["callback_query"]})).await;
    assert_eq!(ann.say("after").update_id, None);
    assert!(ann.press_data(said.message_id, "x").update_id.is_some());
    result(&api, "getUpdates", json!({"offset": said.update()})).await;
    assert_eq!(ann.say("still after").update_id, None, "a call without the list changes nothing");
    assert_eq!(api.pending_updates().len(), 2);
    result(&api, "getUpdates", json!({"allowed_updates": []})).await;
    assert!(ann.say("default").update_id.is_some());
    api.assert_no_violations();
    result(&api, "getUpdates", json!({"allowed_updates": ["massage"]})).await;
    assert_eq!(api.violations().len(), 1);
}

#[tokio::test]
async fn tokens_and_methods_are_checked() {
    let api = FakeApi::start().await;
    let wrong = http::get(&format!("{}/bot1:x/getMe", api.url())).await.expect("an answer");
    assert_eq!(
        (wrong.status, &wrong.json()),
        (401, &json!({"ok": false, "error_code": 401, "description": "Unauthorized"}))
    );
    let url = super::address(&api, "GETME");
    assert_eq!(http::get(&url).await.expect("an answer").json()["result"]["is_bot"], true);
    assert_eq!(refusal(&api, "getNothing", json!({})).await, "Not Found");
    assert_eq!(api.violations().len(), 2);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let ann = api.private_chat("Ann");
    let body = format!("chat_id={}&text=a%20b+c", ann.id());
    let sent = http::request("POST", &super::address(&api, "sendmessage"), &form, &body).await.expect("an answer");
    assert_eq!(sent.json()["result"]["text"], "a b c");
    let broken =
        http::request("POST", &super::address(&api, "sendMessage"), &[("Content-Type", "application/json")], "{").await;
    assert_eq!(broken.expect("an answer").status, 400);
}

#[tokio::test]
async fn a_webhook_gets_the_updates_with_its_secret() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let api = FakeApi::start().await;
    result(&api, "setWebhook", json!({"url": "https://bot.example.org/hook", "secret_token": "s3cret"})).await;
    api.private_chat("Ann").say("hello");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let server = tokio::spawn(async move {
        let mut seen = String::new();
        for status in ["503 Service Unavailable", "200 OK"] {
            let (mut stream, _) = listener.accept().await.expect("a post");
            let mut piece = [0; 4096];
            let count = stream.read(&mut piece).await.expect("a request");
            seen = String::from_utf8_lossy(&piece[..count]).into_owned();
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.expect("an answer");
        }
        seen
    });
    assert_eq!(api.deliver_to_webhook(&address).await, [503, 200]);
    let seen = server.await.expect("two posts");
    assert!(seen.starts_with("POST /hook HTTP/1.1"), "{seen}");
    assert!(seen.contains("X-Telegram-Bot-Api-Secret-Token: s3cret"), "{seen}");
    assert!(seen.contains("\"text\":\"hello\""), "{seen}");
    assert_eq!(api.pending_updates(), [json!(null); 0]);
}
