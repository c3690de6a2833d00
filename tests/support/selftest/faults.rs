//! Faults on demand and rate limits.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{address, call, result};
use crate::support::http::post_json;
use crate::support::{FakeApi, Fault, Limits, Outcome};

/// A message to that chat.
fn hello(chat: i64) -> Value {
    json!({"chat_id": chat, "text": "hello"})
}

#[tokio::test]
async fn faults_hit_as_many_calls_as_planned() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_times(2, "sendMessage", Fault::Http(502));
    for _ in 0..2 {
        let answer = call(&api, "SendMessage", hello(ann.id())).await;
        assert_eq!(answer.status, 502);
        assert!(answer.body.contains("<h1>502 Bad Gateway</h1>"), "{}", answer.body);
    }
    result(&api, "sendMessage", hello(ann.id())).await;
    api.fault_in(bob.id(), 1, "*", Fault::Blocked);
    result(&api, "sendMessage", hello(ann.id())).await;
    assert_eq!(call(&api, "sendMessage", hello(bob.id())).await.status, 403);
    assert_eq!(api.faults_left(), 0);
    assert_eq!(api.calls("sendMessage").len(), 5);
    assert_eq!(ann.take_replies().len(), 2);
    assert!(bob.take_replies().is_empty());
    api.assert_no_violations();
}

#[tokio::test]
async fn a_cut_connection_leaves_the_bot_in_the_dark() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let url = address(&api, "sendMessage");
    api.fault("sendMessage", Fault::DropBefore);
    assert!(post_json(&url, &hello(ann.id())).await.is_err());
    assert!(ann.take_replies().is_empty());
    api.fault("sendMessage", Fault::DropAfter);
    assert!(post_json(&url, &hello(ann.id())).await.is_err());
    let sent = ann.next_reply().await;
    assert_eq!((sent.text.as_str(), sent.outcome), ("hello", Outcome::Fault(Fault::DropAfter)));
    api.fault("sendMessage", Fault::InvalidJson);
    let answer = post_json(&url, &hello(ann.id())).await.expect("half an answer");
    assert_eq!((answer.status, answer.json()), (200, Value::Null));
    ann.next_reply().await;

    api.fault("sendMessage", Fault::LateAnswer(Duration::from_mins(1)));
    let sending = {
        let message = hello(ann.id());
        tokio::spawn(async move { post_json(&url, &message).await })
    };
    assert_eq!(ann.next_reply().await.outcome, Outcome::Done, "people see it although the bot has no answer yet");
    sending.abort();

    let said = ann.say("hello");
    api.fault("getUpdates", Fault::DropAfter);
    assert!(post_json(&address(&api, "getUpdates"), &json!({})).await.is_err());
    assert_eq!(result(&api, "getUpdates", json!({})).await[0]["update_id"], said.update(), "it is not lost");
}

#[tokio::test]
async fn a_delay_delays() {
    let api = FakeApi::start().await;
    let started = Instant::now();
    api.fault("getMe", Fault::Delay(Duration::from_millis(200)));
    result(&api, "getMe", json!({})).await;
    assert!(started.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_429_has_to_be_waited_out() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.stop_clock();
    api.fault("sendMessage", Fault::TooManyRequests(3));
    let answer = call(&api, "sendMessage", hello(ann.id())).await;
    assert_eq!((answer.status, answer.json()["parameters"]["retry_after"].as_u64()), (429, Some(3)));
    result(&api, "sendMessage", hello(bob.id())).await;
    api.assert_no_violations();
    assert_eq!(call(&api, "sendMessage", hello(ann.id())).await.status, 429);
    assert_eq!(api.violations().len(), 1);
    api.advance(Duration::from_secs(3));
    result(&api, "sendMessage", hello(ann.id())).await;
    assert_eq!(api.violations().len(), 1);
}

#[tokio::test]
async fn limits_hold_a_chat_a_group_and_all_together() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    for _ in 0..50 {
        result(&api, "sendMessage", hello(ann.id())).await;
    }
    api.stop_clock();
    api.set_limits(Some(Limits::TELEGRAM));
    for _ in 0..3 {
        result(&api, "sendMessage", hello(ann.id())).await;
    }
    assert_eq!(call(&api, "sendMessage", hello(ann.id())).await.status, 429);
    assert!(api.violations()[0].what.contains("a second to chat"), "{}", api.violations()[0]);

    let group = api.group("Carers");
    for _ in 0..20 {
        result(&api, "sendMessage", hello(group.id())).await;
        api.advance(Duration::from_secs(1));
    }
    let answer = call(&api, "sendMessage", hello(group.id())).await;
    assert_eq!(answer.json()["parameters"]["retry_after"], 40);
    assert!(api.violations()[1].what.contains("a minute to group"), "{}", api.violations()[1]);

    let mut statuses = Vec::new();
    for n in 0..31 {
        let chat = api.private_chat(&n.to_string());
        statuses.push(call(&api, "sendMessage", hello(chat.id())).await.status);
    }
    assert_eq!((statuses.iter().filter(|status| **status == 200).count(), statuses[30]), (30, 429));
}
