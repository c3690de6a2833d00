//! What waits until it has settled: a message that is being changed, the parts of an album that arrive one by one.
//!
//! In memory only: the replies that an edit would change are known in memory only, too.

use super::asked::{Incoming, Target};
use super::memory::Spot;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How long a message rests unchanged before its reply is changed.
const EDIT: Duration = Duration::from_secs(3);
/// How long an album's parts take to arrive.
const ALBUM: Duration = Duration::from_millis(1_500);
/// How many things wait at most; what is beyond stays as it was answered.
const MOST: usize = 1_000;

/// What waits, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A changed message.
    Message(Spot),
    /// An album in a chat.
    Album(i64, String),
}

/// What is done then.
#[derive(Debug, Clone)]
pub(super) enum Settled {
    /// The reply to this is changed.
    Edit(Incoming),
    /// The chat is told that the bot reads only text.
    NotText {
        /// Where.
        target: Target,
        /// Whether it may show results.
        picture: bool,
    },
}

/// What waits.
#[derive(Default)]
pub(super) struct Settling {
    waiting: Mutex<HashMap<Key, (Instant, Settled)>>,
    changed: Notify,
}

impl Settling {
    /// Waits for this to settle; what waits for the same is replaced.
    pub(super) fn put(&self, key: Key, settled: Settled) {
        let rest = if matches!(key, Key::Message(_)) { EDIT } else { ALBUM };
        self.put_by(key, settled, Instant::now() + rest);
    }

    /// The same at a given time.
    pub(super) fn put_by(&self, key: Key, settled: Settled, due: Instant) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST || waiting.contains_key(&key) {
            waiting.insert(key, (due, settled));
            drop(waiting);
            self.changed.notify_one();
        }
    }

    /// Waits no more for this.
    pub(super) fn drop(&self, key: &Key) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Waits no more for anything of a chat.
    pub(super) fn forget(&self, chat: i64) {
        let of_chat = |key: &Key| matches!(key, Key::Message((of, _)) | Key::Album(of, _) if *of == chat);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).retain(|key, _| !of_chat(key));
    }

    /// The next thing that has settled.
    pub(super) async fn next(&self) -> (Key, Settled) {
        loop {
            let first = self.take_due();
            let due = match first {
                Ok(settled) => return settled,
                Err(due) => due,
            };
            let wait = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = wait => {}
                () = self.changed.notified() => {}
            }
        }
    }

    /// What is due, or when something will be.
    fn take_due(&self) -> Result<(Key, Settled), Option<Instant>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let first = waiting.iter().min_by_key(|(_, (due, _))| *due).map(|(key, (due, _))| (key.clone(), *due));
        match first {
            Some((key, due)) if due <= Instant::now() => {
                let settled = waiting.remove(&key).map(|(_, settled)| (key, settled));
                settled.ok_or(None)
            }
            first => Err(first.map(|(_, due)| due)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(text: &str) -> Settled {
        let target = Target { chat: 1, thread: None, reply_to: Some(2) };
        Settled::Edit(Incoming::Question { target, text: text.to_owned() })
    }

    #[tokio::test]
    async fn only_the_last_change_counts_and_each_change_starts_the_wait_anew() {
        const REST: Duration = Duration::from_millis(200);
        let settling = Settling::default();
        let begun = Instant::now();
        settling.put_by(Key::Message((1, 2)), edit("first"), begun + REST);
        tokio::time::sleep(REST / 2).await;
        settling.put_by(Key::Message((1, 2)), edit("second"), begun + REST + REST / 2);
        settling.put(Key::Album(1, "a".to_owned()), edit("album"));
        settling.drop(&Key::Album(1, "a".to_owned()));
        let (key, settled) = settling.next().await;
        assert_eq!(key, Key::Message((1, 2)));
        assert!(matches!(settled, Settled::Edit(Incoming::Question { text, .. }) if text == "second"));
        assert!(begun.elapsed() >= REST + REST / 2);
        settling.put(Key::Message((1, 3)), edit("gone"));
        settling.forget(1);
        assert!(settling.waiting.lock().unwrap().is_empty());
    }
}
