//! The queue behind getUpdates, with Telegram's rules on when an update is
//! forgotten and which kinds are queued at all.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// The number of the first update.
const FIRST_ID: i64 = 610_000_001;

/// The kinds a bot gets only if it asks for them by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Every kind there is in `allowed_updates`.
const KINDS: [&str; 23] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
];

/// What is waiting to be fetched.
#[derive(Debug)]
pub struct Updates {
    queue: BTreeMap<i64, Value>,
    next_id: i64,
    /// The kinds asked for last; `None`: the default.
    allowed: Option<BTreeSet<String>>,
    /// Updates below this number are confirmed.
    confirmed: i64,
    /// Counts the calls of getUpdates; the newest caller is the only one served.
    poller: u64,
}

impl Updates {
    /// An empty queue with the default `allowed_updates`.
    pub fn new() -> Self {
        Self { queue: BTreeMap::new(), next_id: FIRST_ID, allowed: None, confirmed: FIRST_ID, poller: 0 }
    }

    /// Queues an update of a kind, unless the bot did not ask for that kind.
    /// Gives its number.
    pub fn push(&mut self, kind: &str, object: &Value) -> Option<i64> {
        let wanted = match &self.allowed {
            Some(allowed) => allowed.contains(kind),
            None => !ON_REQUEST.contains(&kind),
        };
        wanted.then(|| self.push_raw(json!({ kind: object })))
    }

    /// Queues any object as an update and gives its number, which is put in as `update_id`.
    pub fn push_raw(&mut self, mut update: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        if let Some(fields) = update.as_object_mut() {
            fields.insert("update_id".to_owned(), json!(id));
        }
        self.queue.insert(id, update);
        id
    }

    /// The next number; nothing queued is touched.
    pub fn restart_ids(&mut self, from: i64) {
        self.next_id = from;
        self.confirmed = from;
    }

    /// Queues an update with the number it has.
    pub fn redeliver(&mut self, update: Value) {
        if let Some(id) = update["update_id"].as_i64() {
            self.queue.insert(id, update);
        }
    }

    /// Remembers an `allowed_updates`; an empty list means the default. Gives
    /// a sentence for each name that is no kind of update.
    pub fn allow(&mut self, kinds: &[Value]) -> Vec<String> {
        let names: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
        self.allowed = (!names.is_empty()).then(|| names.iter().map(|&name| name.to_owned()).collect());
        let unknown = kinds.iter().filter(|kind| !kind.as_str().is_some_and(|name| KINDS.contains(&name)));
        unknown.map(|kind| format!("allowed_updates names {kind}")).collect()
    }

    /// The `allowed_updates` in force, if not the default.
    pub fn allowed(&self) -> Option<Vec<String>> {
        self.allowed.as_ref().map(|kinds| kinds.iter().cloned().collect())
    }

    /// A new caller of getUpdates; whoever called before is out from now on.
    pub fn new_poller(&mut self) -> u64 {
        self.poller += 1;
        self.poller
    }

    /// Whether that caller is still the newest.
    pub fn is_newest(&self, poller: u64) -> bool {
        self.poller == poller
    }

    /// Forgets what `offset` confirms: everything below it, or for a negative
    /// offset everything but the last so many.
    pub fn confirm(&mut self, offset: i64) {
        let first = if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let skip = self.queue.len().saturating_sub(keep);
            self.queue.keys().nth(skip).copied().unwrap_or(self.next_id)
        } else {
            offset
        };
        self.confirmed = self.confirmed.max(first.min(self.next_id));
        self.queue = self.queue.split_off(&first);
    }

    /// The first updates, at most `limit`.
    pub fn batch(&self, limit: usize) -> Vec<Value> {
        self.queue.values().take(limit).cloned().collect()
    }

    /// Everything not yet confirmed.
    pub fn pending(&self) -> Vec<Value> {
        self.batch(usize::MAX)
    }

    /// Whether the update of that number was confirmed.
    pub fn is_confirmed(&self, id: i64) -> bool {
        id < self.confirmed
    }

    /// Forgets everything.
    pub fn drop_pending(&mut self) {
        self.confirm(self.next_id);
    }

    /// Forgets one update, which a webhook took.
    pub fn taken(&mut self, id: i64) {
        self.queue.remove(&id);
        let first = self.queue.keys().next().copied().unwrap_or(self.next_id);
        self.confirmed = self.confirmed.max(first);
    }
}
