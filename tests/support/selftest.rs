//! Tests of the fake itself, so that a failing test of the bot can be
//! believed. A test target runs them by declaring `mod support;` and this
//! file as a module.

#[path = "selftest/bot.rs"]
mod bot;
#[path = "selftest/faults.rs"]
mod faults;
#[path = "selftest/html.rs"]
mod html;
#[path = "selftest/messages.rs"]
mod messages;
#[path = "selftest/people.rs"]
mod people;
#[path = "selftest/polling.rs"]
mod polling;
#[path = "selftest/profile.rs"]
mod profile;
#[path = "selftest/teloxide.rs"]
mod teloxide;

use serde_json::Value;

use crate::support::FakeApi;
use crate::support::http::{Response, post_json};

/// Calls a method as a bot does; the answer may be a refusal.
async fn call(api: &FakeApi, method: &str, params: Value) -> Response {
    post_json(&address(api, method), &params).await.expect("the fake answers")
}

/// Calls a method that must succeed and gives its `result`.
async fn result(api: &FakeApi, method: &str, params: Value) -> Value {
    let answer = call(api, method, params).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["result"].clone()
}

/// Calls a method that must be refused and gives the `description`.
async fn refusal(api: &FakeApi, method: &str, params: Value) -> String {
    let answer = call(api, method, params).await;
    let body = answer.json();
    assert_eq!((body["ok"].as_bool(), body["error_code"].as_u64()), (Some(false), Some(answer.status.into())));
    body["description"].as_str().unwrap_or_default().to_owned()
}

/// The address of a method.
fn address(api: &FakeApi, method: &str) -> String {
    format!("{}/bot{}/{method}", api.url(), api.token())
}
