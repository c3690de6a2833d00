//! Which row of the inbox is next: each chat's rows in order, chats by turns, nothing but numbers in memory.

use crate::store::Key;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// The rows that wait, by chat.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// Rows of each chat, the one that is worked on included.
    rows: HashMap<i64, VecDeque<i64>>,
    /// When each row was queued.
    known: HashMap<i64, Instant>,
    /// Chats whose first row can be begun.
    ready: VecDeque<i64>,
    /// Chats whose first row is tried again at that time.
    paused: BTreeSet<(Instant, i64)>,
}

impl Lanes {
    /// Queues a row in the order of arrival, but not before the first one of its chat, which may be worked on; one that is
    /// queued already is passed over.
    pub(super) fn push(&mut self, key: Key) {
        if self.known.contains_key(&key.seq) {
            return;
        }
        self.known.insert(key.seq, Instant::now());
        let rows = self.rows.entry(key.chat).or_default();
        let behind = rows.iter().rposition(|&queued| queued < key.seq).map_or(0, |at| at + 1);
        rows.insert(behind.max(1).min(rows.len()), key.seq);
        if rows.len() == 1 {
            self.ready.push_back(key.chat);
        }
    }

    /// The next row to begin; its chat is busy until [`Lanes::finish`] or [`Lanes::pause`].
    pub(super) fn next(&mut self, now: Instant) -> Option<Key> {
        while let Some(&(until, chat)) = self.paused.first()
            && until <= now
        {
            self.paused.pop_first();
            self.ready.push_back(chat);
        }
        let chat = self.ready.pop_front()?;
        self.rows.get(&chat).and_then(|rows| rows.front()).map(|&seq| Key { seq, chat })
    }

    /// The work on the chat's first row is done.
    pub(super) fn finish(&mut self, chat: i64) {
        let Some(rows) = self.rows.get_mut(&chat) else { return };
        if let Some(seq) = rows.pop_front() {
            self.known.remove(&seq);
        }
        if rows.is_empty() {
            self.rows.remove(&chat);
        } else {
            self.ready.push_back(chat);
        }
    }

    /// The chat's first row is tried again later.
    pub(super) fn pause(&mut self, chat: i64, until: Instant) {
        self.paused.insert((until, chat));
    }

    /// When the next pause is over.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.paused.first().map(|(until, _)| *until)
    }

    /// How long ago a row was queued.
    pub(super) fn waited(&self, seq: i64) -> Option<Duration> {
        self.known.get(&seq).map(Instant::elapsed)
    }

    /// How many rows are queued or worked on.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(keys: &[(i64, i64)]) -> Lanes {
        let mut lanes = Lanes::default();
        for &(seq, chat) in keys {
            lanes.push(Key { seq, chat });
        }
        lanes
    }

    fn next(lanes: &mut Lanes) -> Option<i64> {
        lanes.next(Instant::now()).map(|key| key.seq)
    }

    #[test]
    fn a_chat_keeps_its_order_and_a_busy_one_delays_no_other() {
        let mut lanes = lanes(&[(1, 7), (2, 7), (3, 7), (4, 8)]);
        assert_eq!([next(&mut lanes), next(&mut lanes), next(&mut lanes)], [Some(1), Some(4), None]);
        lanes.finish(7);
        lanes.push(Key { seq: 5, chat: 9 });
        assert_eq!([next(&mut lanes), next(&mut lanes), next(&mut lanes)], [Some(2), Some(5), None]);
        for chat in [7, 8, 9] {
            lanes.finish(chat);
        }
        assert_eq!(next(&mut lanes), Some(3));
        lanes.finish(7);
        assert_eq!((next(&mut lanes), lanes.len()), (None, 0));
    }

    #[test]
    fn a_row_is_queued_once() {
        let mut lanes = lanes(&[(1, 7), (1, 7)]);
        assert_eq!(lanes.len(), 1);
        assert_eq!(next(&mut lanes), Some(1));
        lanes.push(Key { seq: 1, chat: 7 });
        lanes.finish(7);
        assert_eq!(next(&mut lanes), None);
    }

    #[test]
    fn a_row_that_is_queued_late_comes_before_those_that_arrived_after_it() {
        let mut lanes = lanes(&[(5, 7), (9, 7), (3, 7), (8, 7), (4, 7)]);
        for seq in [5, 3, 4, 8, 9] {
            assert_eq!(next(&mut lanes), Some(seq), "the first one may be worked on already");
            lanes.finish(7);
        }
    }

    #[test]
    fn a_paused_chat_begins_again_with_the_same_row_and_not_before_its_time() {
        let mut lanes = lanes(&[(1, 7), (2, 7)]);
        let now = Instant::now();
        assert_eq!(lanes.next(now).map(|key| key.seq), Some(1));
        let later = now + Duration::from_secs(5);
        lanes.pause(7, later);
        assert_eq!((lanes.next(now), lanes.next_due()), (None, Some(later)));
        assert_eq!(lanes.next(later).map(|key| key.seq), Some(1));
    }
}
