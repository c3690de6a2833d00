//! What it means when the Bot API does not do as asked.

use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// Letters of Telegram's own words that are kept.
const LONGEST_WORDS: usize = 200;

/// Why a call was not carried out. It holds no text of a message and no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// Too many messages; Telegram says how long to wait.
    #[error("too many messages, wait {} s", .0.as_secs())]
    Flood(Duration),
    /// The server or the way to it is broken.
    #[error("{0}")]
    Broken(String),
    /// The group lives on under another id.
    #[error("the group has another id now")]
    Migrated(i64),
    /// The forum topic is gone.
    #[error("the topic is gone")]
    NoThread,
    /// The message already says that.
    #[error("nothing to change")]
    NotModified,
    /// The token is not a bot's.
    #[error("the token is refused")]
    Token,
    /// Another program reads this bot's updates.
    #[error("another program polls this bot's updates")]
    OtherPoller,
    /// Anything else, in Telegram's words: blocked, kicked, deleted, not allowed.
    #[error("{0}")]
    Final(String),
}

/// The form of every answer (<https://core.telegram.org/bots/api#making-requests>).
#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Value,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Reads an answer of the Bot API: the `result`, or why there is none.
pub(super) fn read(status: u16, body: &[u8]) -> Result<Value, Refusal> {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        // carried out, and the answer was cut on its way: doing it again would do it twice
        let done = status == 200 && body.starts_with(br#"{"ok":true"#);
        return if done {
            Ok(Value::Null)
        } else {
            Err(Refusal::Broken(format!("no answer of a Bot API (HTTP {status})")))
        };
    };
    if answer.ok {
        return Ok(answer.result);
    }
    let parameters = answer.parameters.unwrap_or_default();
    let words: String = answer.description.unwrap_or_default().chars().take(LONGEST_WORDS).collect();
    Err(match (answer.error_code.unwrap_or(status), parameters) {
        (429, parameters) => Refusal::Flood(Duration::from_secs(parameters.retry_after.unwrap_or(1))),
        (_, Parameters { migrate_to_chat_id: Some(chat), .. }) => Refusal::Migrated(chat),
        (500.., _) => Refusal::Broken(words),
        (409, _) => Refusal::OtherPoller,
        // an address with a token that is none gives 404
        (401 | 404, _) if matches!(words.as_str(), "Unauthorized" | "Not Found") => Refusal::Token,
        (_, _) if words.contains("thread not found") => Refusal::NoThread,
        (_, _) if words.contains("message is not modified") => Refusal::NotModified,
        _ => Refusal::Final(words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(answer: &Value) -> Refusal {
        read(400, answer.to_string().as_bytes()).unwrap_err()
    }

    #[test]
    fn every_refusal_is_told_from_the_others() {
        let flood = json!({"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}});
        assert_eq!(refused(&flood), Refusal::Flood(Duration::from_secs(7)));
        let moved =
            json!({"ok": false, "error_code": 400, "description": "x", "parameters": {"migrate_to_chat_id": -5}});
        assert_eq!(refused(&moved), Refusal::Migrated(-5));
        let error = |code: u16, words: &str| refused(&json!({"ok": false, "error_code": code, "description": words}));
        assert_eq!(error(400, "Bad Request: message thread not found"), Refusal::NoThread);
        assert_eq!(error(400, "Bad Request: message is not modified: x"), Refusal::NotModified);
        assert_eq!(error(401, "Unauthorized"), Refusal::Token);
        assert_eq!(error(409, "Conflict: terminated by other getUpdates request"), Refusal::OtherPoller);
        assert_eq!(error(502, "Bad Gateway"), Refusal::Broken("Bad Gateway".to_owned()));
        let blocked = "Forbidden: bot was blocked by the user";
        assert_eq!(error(403, blocked), Refusal::Final(blocked.to_owned()));
    }

    #[test]
    fn garbage_is_no_answer_and_a_cut_answer_was_still_carried_out() {
        assert!(matches!(read(502, b"<html>"), Err(Refusal::Broken(_))));
        assert!(matches!(read(200, b"<html>"), Err(Refusal::Broken(_))));
        assert_eq!(read(200, br#"{"ok":true,"result":{"mess"#), Ok(Value::Null));
        assert_eq!(read(200, br#"{"ok":true,"result":[1]}"#), Ok(json!([1])));
    }
}
