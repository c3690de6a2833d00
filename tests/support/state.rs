//! Everything the fake knows, behind one lock, and the signal that it changed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::faults::{Faults, Limiter, whole_seconds};
use super::params::{ApiError, Blame, Params};
use super::record::{Poll, Sent, Violation};
use super::updates::Updates;
use super::world::World;

/// A callback query or inline query that waits for its answer.
#[derive(Clone, Debug)]
pub struct Query {
    /// Whether it is an inline query.
    pub inline: bool,
    /// When it was asked.
    pub asked: Instant,
    /// What the bot answered.
    pub answer: Option<Answer>,
}

/// The bot's answer to a callback query or an inline query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The notice shown to the one who pressed.
    pub text: Option<String>,
    /// Whether the notice has to be clicked away.
    pub show_alert: bool,
    /// The results of an inline query.
    pub results: Vec<Value>,
    /// All parameters as they came.
    pub params: Value,
}

/// How the bot presents itself.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The lists of commands, by scope and language, see [`Profile::key`].
    pub commands: BTreeMap<String, Vec<Value>>,
    /// `name`, `description` and `short_description`, by field and language.
    pub texts: BTreeMap<String, String>,
}

impl Profile {
    /// The place of something that depends on a scope, or a field, and a language.
    pub fn key(scope: &Value, language: &str) -> String {
        format!("{scope} {language}")
    }
}

/// A webhook the bot registered.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Where updates are to be posted.
    pub url: String,
    /// The value of the header `X-Telegram-Bot-Api-Secret-Token`.
    pub secret_token: Option<String>,
    /// All parameters as they came.
    pub params: Value,
}

/// Everything the fake knows.
#[derive(Debug)]
pub struct State {
    /// When the fake was started.
    pub started: Instant,
    /// Users and chats.
    pub world: World,
    /// What waits for getUpdates.
    pub updates: Updates,
    /// Every call but getUpdates, in order.
    pub log: Vec<Sent>,
    /// How many calls of the log a test has seen through `next_reply`, by chat.
    pub seen: BTreeMap<i64, usize>,
    /// Every call of getUpdates, in order.
    pub polls: Vec<Poll>,
    /// How many calls of getUpdates were ended with `409 Conflict`.
    pub conflicts: usize,
    /// Everything the bot must not do, in order.
    pub violations: Vec<Violation>,
    /// Callback queries and inline queries by id.
    pub queries: BTreeMap<String, Query>,
    /// How the bot presents itself.
    pub profile: Profile,
    /// The webhook, if one is set.
    pub webhook: Option<Webhook>,
    /// The faults to come.
    pub faults: Faults,
    /// The limits on sending.
    pub limiter: Limiter,
}

impl State {
    /// The state before anything happened.
    pub fn new(world: World) -> Self {
        Self {
            started: Instant::now(),
            world,
            updates: Updates::new(),
            log: Vec::new(),
            seen: BTreeMap::new(),
            polls: Vec::new(),
            conflicts: 0,
            violations: Vec::new(),
            queries: BTreeMap::new(),
            profile: Profile::default(),
            webhook: None,
            faults: Faults::default(),
            limiter: Limiter::default(),
        }
    }

    /// The time since the start.
    pub fn at(&self) -> Duration {
        self.started.elapsed()
    }

    /// Writes down that the bot did something it must not do.
    pub fn violation(&mut self, method: &str, what: &str, params: &Params) {
        self.violations.push(Violation {
            at: self.at(),
            method: method.to_owned(),
            what: what.to_owned(),
            params: Value::Object(params.0.clone()),
        });
    }

    /// A fresh query of one of the two kinds; gives its id.
    pub fn new_query(&mut self, inline: bool) -> String {
        let id = format!("{}", 18_000_000_000_000_001_u64 + self.queries.len() as u64);
        let query = Query { inline, asked: self.world.clock.now(), answer: None };
        self.queries.insert(id.clone(), query);
        id
    }

    /// Counts a message to a chat against the limits, if they are on, and
    /// against a 429 that is still running.
    pub fn count_message(&mut self, sent: &mut Sent, chat: i64, is_group: bool) -> Result<(), ApiError> {
        let now = self.world.clock.now();
        if let Some(left) = self.limiter.too_early(chat, now) {
            sent.doubts.push(format!("sent {left:?} before retry_after had passed"));
            return Err(ApiError::too_many(whole_seconds(left), Blame::World));
        }
        self.limiter.count(chat, is_group, now).map_err(|(what, seconds)| {
            sent.doubts.push(what);
            self.limiter.freeze(chat, seconds, now);
            ApiError::too_many(seconds, Blame::World)
        })
    }

    /// What happened so far, for the message of a failed test.
    pub fn story(&self) -> String {
        let mut lines = vec!["calls of the bot:".to_owned()];
        lines.extend(self.log.iter().map(|sent| format!("  {sent}")));
        if let Some(last) = self.polls.last() {
            let at = last.at.as_secs_f64();
            let count = self.polls.len();
            lines.push(format!("  {at:8.3} s getUpdates, the last of {count}, offset {}", last.offset));
        }
        lines.push("violations:".to_owned());
        lines.extend(self.violations.iter().map(|violation| format!("  {violation}")));
        lines.push("updates not confirmed:".to_owned());
        lines.extend(self.updates.pending().iter().map(|update| format!("  {update}")));
        lines.join("\n")
    }

    /// The answer to getMe.
    pub fn me_json(&self) -> Value {
        let mut me = self.world.me().to_json();
        for (field, value) in [
            ("can_join_groups", true),
            ("can_read_all_group_messages", !self.world.privacy_mode),
            ("supports_inline_queries", self.world.inline_mode),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
        ] {
            me[field] = json!(value);
        }
        me
    }
}

/// The state with its lock and its signal.
#[derive(Debug)]
pub struct Shared {
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

impl Shared {
    /// Puts the state behind the lock.
    pub fn new(state: State) -> Self {
        Self { state: Mutex::new(state), changes: watch::Sender::new(0) }
    }

    /// Looks at the state, or changes it without waking anybody. A test that
    /// panicked with the lock held does not stop the others.
    pub fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes all who wait for something to happen.
    pub fn change<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        let result = f(&mut self.look());
        self.changes.send_modify(|version| *version += 1);
        result
    }

    /// A receiver that notices every change from now on.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Waits until `found` finds something in the state; `None` after `limit`.
    pub async fn wait_for<T>(&self, limit: Duration, mut found: impl FnMut(&mut State) -> Option<T>) -> Option<T> {
        let deadline = tokio::time::Instant::now() + limit;
        let mut changes = self.changes();
        loop {
            let result = found(&mut self.look());
            if result.is_some() {
                return result;
            }
            tokio::time::timeout_at(deadline, changes.changed()).await.ok()?.ok()?;
        }
    }
}
