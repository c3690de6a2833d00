//! Calls to the Bot API: teloxide's methods over a client of our own, with bounded retries.
//!
//! teloxide's client is left aside: after a 5xx it sleeps ten seconds before it says so, and it does not show the
//! headers. Methods and their parameters are teloxide's types.

use super::asked::Target;
use super::clock::Clock;
use super::limit::{Class, Limiter};
use super::refusal::{Refusal, read};
use crate::monitor::Monitor;
use backon::{ExponentialBuilder, Retryable};
use reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::Payload;

/// How long Telegram holds a `getUpdates` open when nothing comes.
const POLL: Duration = Duration::from_secs(30);
/// How long an answer may take beyond what was asked for.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// Connections that are kept open while nothing is to be said.
const IDLE: usize = 4;
/// How often a call is tried again at once.
const RETRIES: usize = 2;
/// The pause before that, doubled each time.
const PAUSE: Duration = Duration::from_millis(500);
/// The largest answer that is read; a hundred of the longest messages are far below.
const LONGEST_ANSWER: usize = 16 << 20;

/// UTF-16 units of a caption.
const LONGEST_CAPTION: usize = 1_024;

/// The updates that the bot reads. Sent every time: Telegram keeps the list of the last call.
pub(super) const ALLOWED_UPDATES: &[&str] =
    &["message", "edited_message", "callback_query", "inline_query", "my_chat_member"];

/// `getUpdates` with the updates left as they came (<https://core.telegram.org/bots/api#getupdates>).
#[derive(Debug, Clone, Serialize)]
struct GetUpdates {
    offset: i64,
    limit: u8,
    timeout: u64,
    allowed_updates: &'static [&'static str],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "getUpdates";
}

/// A picture for a chat.
pub(super) struct Photo<'a> {
    pub(super) target: &'a Target,
    /// A PNG file.
    pub(super) png: Vec<u8>,
    /// The words below it, plain; at most 1,024 UTF-16 units are shown.
    pub(super) caption: &'a str,
}

impl Photo<'_> {
    /// The parameters of `sendPhoto` (<https://core.telegram.org/bots/api#sendphoto>).
    fn form(&self) -> Form {
        let mut units = 0;
        let fits = |letter: &char| {
            units += letter.len_utf16();
            units <= LONGEST_CAPTION
        };
        let caption: String = self.caption.chars().take_while(fits).collect();
        let mut form = Form::new()
            .text("chat_id", self.target.chat.to_string())
            .text("caption", caption)
            .part("photo", Part::bytes(self.png.clone()).file_name("chart.png"));
        if let Some(thread) = self.target.thread {
            form = form.text("message_thread_id", thread.to_string());
        }
        if let Some(message) = self.target.reply_to {
            let reply = serde_json::json!({"message_id": message, "allow_sending_without_reply": true});
            form = form.text("reply_parameters", reply.to_string());
        }
        form
    }
}

/// The Bot API of one bot. It prints nothing of itself: it holds the token.
pub(super) struct Api {
    client: reqwest::Client,
    url: String,
    token: SecretString,
    /// The bot's name, once Telegram has told it.
    username: String,
    limiter: Limiter,
    clock: Clock,
    monitor: Arc<Monitor>,
}

impl Api {
    /// A client of the server at `url`.
    pub(super) fn new(
        token: SecretString,
        url: &reqwest::Url,
        limiter: Limiter,
        monitor: Arc<Monitor>,
    ) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(IDLE)
            .user_agent(concat!("bedside/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let url = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { client, url, token, username: String::new(), limiter, clock: Clock::new(), monitor })
    }

    /// The same for the bot of this name.
    pub(super) fn of(self, username: &str) -> Self {
        Self { username: username.to_owned(), ..self }
    }

    /// The bot's name, without `@`.
    pub(super) fn username(&self) -> &str {
        &self.username
    }

    /// Telegram's clock.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The limits on messages.
    pub(super) fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    /// The updates from `offset` on; waits for one if `wait`.
    pub(super) async fn updates(&self, offset: i64, limit: u8, wait: bool) -> Result<Vec<Value>, Refusal> {
        let timeout = if wait { POLL } else { Duration::ZERO };
        let call = GetUpdates { offset, limit, timeout: timeout.as_secs(), allowed_updates: ALLOWED_UPDATES };
        match self.post(&call, timeout + PATIENCE).await? {
            Value::Array(updates) => Ok(updates),
            _ => Err(Refusal::Broken("no list of updates".to_owned())),
        }
    }

    /// Makes a call once.
    pub(super) async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, Refusal> {
        self.post(payload, PATIENCE).await
    }

    /// Makes a call, again where the server or the way to it is at fault.
    pub(super) async fn persist<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, Refusal> {
        let backoff = ExponentialBuilder::default().with_min_delay(PAUSE).with_max_times(RETRIES).with_jitter();
        (|| self.call(payload))
            .retry(backoff)
            .when(|refusal| matches!(refusal, Refusal::Broken(_)))
            .notify(|_, _| self.monitor.retried())
            .await
    }

    /// Sends or changes a message in a chat, within the limits.
    pub(super) async fn message<P: Payload + Serialize>(
        &self,
        payload: &P,
        chat: i64,
        class: Class,
    ) -> Result<Value, Refusal> {
        self.limiter.ready(chat, class).await;
        let sent = self.persist(payload).await;
        if sent.is_ok() {
            self.monitor.delivered();
        }
        sent
    }

    /// Sends a picture to a chat, within the limits; again where the server or the way to it is at fault.
    pub(super) async fn photo(&self, photo: &Photo<'_>, class: Class) -> Result<Value, Refusal> {
        self.limiter.ready(photo.target.chat, class).await;
        let backoff = ExponentialBuilder::default().with_min_delay(PAUSE).with_max_times(RETRIES).with_jitter();
        let sent = (|| self.exchange(self.request("sendPhoto").multipart(photo.form()), PATIENCE))
            .retry(backoff)
            .when(|refusal| matches!(refusal, Refusal::Broken(_)))
            .notify(|_, _| self.monitor.retried())
            .await;
        if sent.is_ok() {
            self.monitor.delivered();
        }
        sent
    }

    /// A call to a method.
    fn request(&self, method: &str) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/bot{}/{method}", self.url, self.token.expose_secret()))
    }

    async fn post<P: Payload + Serialize>(&self, payload: &P, patience: Duration) -> Result<Value, Refusal> {
        let body = serde_json::to_vec(payload).map_err(|error| Refusal::Final(error.to_string()))?;
        self.exchange(self.request(P::NAME).header("content-type", "application/json").body(body), patience).await
    }

    async fn exchange(&self, request: reqwest::RequestBuilder, patience: Duration) -> Result<Value, Refusal> {
        let request = request.timeout(patience);
        // the error's own words hold the address, and so the token
        let mut response = request.send().await.map_err(|error| network(&error))?;
        let status = response.status().as_u16();
        if let Some(date) = response.headers().get("date").and_then(|date| date.to_str().ok()) {
            self.clock.set(date);
        }
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() <= LONGEST_ANSWER => bytes.extend_from_slice(&chunk),
                Ok(Some(_)) => return Err(Refusal::Broken("an endless answer".to_owned())),
                Ok(None) => break,
                Err(error) => return Err(network(&error)),
            }
        }
        let answer = read(status, &bytes);
        match &answer {
            Err(Refusal::Flood(_)) => self.monitor.flooded(),
            Err(Refusal::Broken(_)) => {}
            _ => self.monitor.reached_telegram(),
        }
        answer
    }
}

fn network(error: &reqwest::Error) -> Refusal {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    Refusal::Broken(what.to_owned())
}
