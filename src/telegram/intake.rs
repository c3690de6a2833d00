//! From what Telegram sends to rows of the inbox: the same for polling and for the webhook.

use super::asked::Asked;
use super::cooldown::Cooldown;
use super::guard::guarded_now;
use super::inline::{Desk, Query};
use super::lanes::Lanes;
use super::people::People;
use super::update::{Me, person};
use super::wire;
use crate::config::Groups;
use crate::monitor::Monitor;
use crate::store::{self, Inbox, Key, StoreError};
use log::warn;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The inbox and the queue of its rows.
pub(super) struct Intake {
    pub(super) inbox: Inbox,
    pub(super) monitor: Arc<Monitor>,
    /// Who is behind what waits.
    pub(super) people: People,
    /// How much is answered in groups.
    pub(super) cooldown: Cooldown,
    /// Where inline queries go.
    desk: Desk,
    me: Me,
    lanes: Mutex<Lanes>,
    /// Rows at which no more are taken in.
    most: usize,
    /// Something was queued or finished.
    changed: Notify,
}

impl Intake {
    pub(super) fn new(inbox: Inbox, monitor: Arc<Monitor>, me: Me, most: usize) -> Self {
        Self {
            inbox,
            monitor,
            people: People::new(),
            cooldown: Cooldown::new(&Groups::default()),
            desk: Desk::default(),
            me,
            lanes: Mutex::new(Lanes::default()),
            most,
            changed: Notify::new(),
        }
    }

    /// The same with other limits in groups.
    pub(super) fn within(self, limits: &Groups) -> Self {
        Self { cooldown: Cooldown::new(limits), ..self }
    }

    /// The same with a desk where inline queries are answered.
    pub(super) fn with_desk(self, desk: Desk) -> Self {
        Self { desk, ..self }
    }

    /// Stores updates, all or none; once this is `Ok`, they will be answered. What is not for the bot is not stored.
    pub(super) async fn take(&self, updates: Vec<Value>) -> Result<Vec<Key>, StoreError> {
        let read = |update| guarded_now(&self.monitor, || self.read(update)).flatten();
        let asked: Vec<store::Incoming> = updates.into_iter().filter_map(read).collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.inbox.receive(asked).await?;
        self.queue(&keys);
        Ok(keys)
    }

    fn read(&self, update: Value) -> Option<store::Incoming> {
        let update_id = update["update_id"].as_i64()?;
        let update: wire::Update = match serde_json::from_value(update) {
            Ok(update) => update,
            Err(error) => {
                // the category only: the text of the error quotes the message
                warn!("update {update_id} is not readable ({:?} error); passed over", error.classify());
                self.monitor.update("unknown", "unreadable");
                return None;
            }
        };
        if let Some(query) = update.inline_query {
            // worthless seconds later: answered at once or not at all, and never stored
            self.desk.take(Query::from(query), &self.monitor);
            return None;
        }
        let person = person(&update);
        let mut asked = Asked::from_update(update, &self.me)?;
        if let Some(person) = person {
            self.people.sent(update_id, person);
        }
        if asked.is_spoken_in_group() {
            asked.group.pace = self.cooldown.pace(asked.incoming.chat(), person);
        }
        let chat = asked.incoming.chat();
        match serde_json::to_string(&asked) {
            Ok(json) => Some(store::Incoming { update_id, chat, json }),
            Err(error) => {
                warn!("update {update_id} cannot be written down ({:?} error); passed over", error.classify());
                None
            }
        }
    }

    /// Queues rows of the inbox to be worked on.
    pub(super) fn queue(&self, keys: &[Key]) {
        if !keys.is_empty() {
            let mut lanes = self.lanes();
            for key in keys {
                lanes.push(*key);
            }
            drop(lanes);
            self.changed.notify_waiters();
        }
    }

    /// Whether no more can be taken in for now.
    pub(super) fn is_full(&self) -> bool {
        self.lanes().len() >= self.most
    }

    /// Resolves when something was queued or finished after this was called.
    pub(super) fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    /// Wakes whoever waits for a change.
    pub(super) fn tell(&self) {
        self.changed.notify_waiters();
    }

    pub(super) fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
