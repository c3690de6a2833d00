//! Calls to the Bot API: the client, bounded retries, and what a refusal means.

use backon::{ExponentialBuilder, Retryable};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;
use teloxide::requests::{JsonRequest, Payload, Request};
use teloxide::{ApiError, Bot, RequestError};

/// How long Telegram holds a `getUpdates` open when nothing comes.
const POLL: Duration = Duration::from_secs(30);
/// How long an answer may take beyond what was asked for.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// How often a call is tried again.
const RETRIES: usize = 4;
/// A flood limit longer than this is not waited for: the person has gone by then.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The updates that the bot reads. Sent every time: Telegram keeps the list of the last call.
const ALLOWED_UPDATES: [&str; 2] = ["message", "callback_query"];

/// `getUpdates` with the updates left as they came (<https://core.telegram.org/bots/api#getupdates>).
#[derive(Debug, Clone, Serialize)]
struct GetUpdates {
    offset: i64,
    limit: u8,
    timeout: u64,
    allowed_updates: [&'static str; 2],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// The Bot API of one bot. It prints nothing of itself: it holds the token.
#[derive(Clone)]
pub(super) struct Api {
    calls: Bot,
    polling: Bot,
}

impl Api {
    /// A client of the server at `url`.
    pub(super) fn new(token: &SecretString, url: &reqwest::Url) -> Result<Self, reqwest::Error> {
        let bot = |timeout| -> Result<Bot, reqwest::Error> {
            let client = reqwest::Client::builder().connect_timeout(CONNECT).timeout(timeout).build()?;
            Ok(Bot::with_client(token.expose_secret(), client).set_api_url(url.clone()))
        };
        Ok(Self { calls: bot(PATIENCE)?, polling: bot(POLL + PATIENCE)? })
    }

    /// For requests that are not retried here.
    pub(super) fn bot(&self) -> &Bot {
        &self.calls
    }

    /// The updates from `offset` on; waits for one if `wait`.
    pub(super) async fn updates(&self, offset: i64, limit: u8, wait: bool) -> Result<Vec<Value>, RequestError> {
        let timeout = if wait { POLL.as_secs() } else { 0 };
        let call = GetUpdates { offset, limit, timeout, allowed_updates: ALLOWED_UPDATES };
        JsonRequest::new(self.polling.clone(), call).await
    }
}

/// Makes a call, again where trying again can help: a flood limit, a fault of the server, a broken connection.
pub(super) async fn persist<R>(request: R) -> Result<(), Refusal>
where
    R: Request<Err = RequestError> + Clone,
{
    let backoff = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(10))
        .with_max_times(RETRIES)
        .with_jitter();
    let call = || async {
        match request.clone().send().await {
            Ok(_) => Ok(()),
            Err(error) => Refusal::from_error(&error).map_or(Ok(()), Err),
        }
    };
    call.retry(backoff)
        .when(Refusal::may_pass)
        .adjust(|refusal, delay| match refusal {
            Refusal::Flood(wait) => delay.map(|_| *wait),
            _ => delay,
        })
        .await
}

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

impl Refusal {
    /// What an error means; `None` if the call was carried out all the same.
    pub(super) fn from_error(error: &RequestError) -> Option<Self> {
        Some(match error {
            RequestError::RetryAfter(wait) => Self::Flood(wait.duration()),
            RequestError::MigrateToChatId(chat) => Self::Migrated(chat.0),
            // the display of the inner error holds the address, and so the token
            RequestError::Network(error) => Self::Broken(network(error)),
            RequestError::InvalidJson { raw, .. } => {
                let carried_out = serde_json::from_str::<Value>(raw).is_ok_and(|answer| answer["ok"] == true);
                if carried_out {
                    return None;
                }
                Self::Broken("the server's answer is not that of a Bot API".to_owned())
            }
            RequestError::Io(error) => Self::Broken(error.to_string()),
            RequestError::Api(error) => Self::from_api(error),
        })
    }

    fn from_api(error: &ApiError) -> Self {
        match error {
            ApiError::InvalidToken => Self::Token,
            ApiError::MessageNotModified => Self::NotModified,
            ApiError::TerminatedByOtherGetUpdates => Self::OtherPoller,
            ApiError::Unknown(words) if words.contains("thread not found") => Self::NoThread,
            ApiError::Unknown(words) if words.starts_with("Conflict: terminated by other") => Self::OtherPoller,
            ApiError::Unknown(words) if words.starts_with("Bad Request: message is not modified") => Self::NotModified,
            ApiError::Unknown(words)
                if ["Bad Gateway", "Internal Server Error", "Gateway Timeout"]
                    .iter()
                    .any(|fault| words.contains(fault)) =>
            {
                Self::Broken(words.clone())
            }
            other => Self::Final(other.to_string()),
        }
    }

    /// Whether trying again can help.
    fn may_pass(&self) -> bool {
        match self {
            Self::Flood(wait) => *wait <= LONGEST_WAIT,
            Self::Broken(_) => true,
            _ => false,
        }
    }
}

fn network(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    what.to_owned()
}
