//! Our own limits on messages, so that Telegram need not refuse any: a bucket a chat, one a group, and one overall
//! that chats take turns at. A chat that has used up its own delays no other.

use crate::config::Limits;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// Buckets beyond this many are looked through for full ones, which need not be remembered.
const MANY: usize = 1_000;
/// Between two looks of a message that lets others go first.
const YIELD: Duration = Duration::from_millis(20);
/// How long it lets them.
const LONGEST_YIELD: Duration = Duration::from_secs(30);

type Keyed = RateLimiter<i64, HashMapStateStore<i64>, DefaultClock>;
type Direct = RateLimiter<NotKeyed, InMemoryState, DefaultClock>;

/// Who waits for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A person who has just asked.
    Interactive,
    /// Nobody in particular: an apology for a long silence, a notice to the admins.
    Bulk,
}

/// The limits in force.
pub(super) struct Limiter {
    clock: DefaultClock,
    chats: Option<Keyed>,
    groups: Option<Keyed>,
    overall: Option<Direct>,
    /// Whoever holds it is next; the others queue in the order they came.
    turn: Mutex<()>,
    /// Interactive messages that wait for their turn.
    waiting: AtomicUsize,
    /// Of the others, whoever holds it waits for a turn: one at a time, or they would stand in the queue before people.
    bulk: Mutex<()>,
}

impl Limiter {
    /// Limits as configured; 0 is none.
    pub(super) fn new(limits: &Limits) -> Self {
        let second = Duration::from_secs(1);
        Self {
            clock: DefaultClock::default(),
            // Telegram bears short bursts in a chat: one message more at once, then the configured pace
            chats: pace(limits.per_chat_per_second, second)
                .map(|period| quota(period, limits.per_chat_per_second.saturating_add(1)))
                .map(RateLimiter::hashmap),
            groups: windowed(limits.per_group_per_minute, 4, Duration::from_mins(1)).map(RateLimiter::hashmap),
            overall: windowed(limits.overall_per_second, 15, second).map(RateLimiter::direct),
            turn: Mutex::new(()),
            waiting: AtomicUsize::new(0),
            bulk: Mutex::new(()),
        }
    }

    /// Resolves when a message may go to this chat.
    pub(super) async fn ready(&self, chat: i64, class: Class) {
        // the ids of groups are negative
        for buckets in [&self.chats, if chat < 0 { &self.groups } else { &None }].into_iter().flatten() {
            while let Err(early) = buckets.check_key(&chat) {
                sleep(early.wait_time_from(self.clock.now())).await;
            }
        }
        let Some(overall) = &self.overall else { return };
        let mut _bulk = None;
        if class == Class::Bulk {
            _bulk = Some(self.bulk.lock().await);
            self.let_others_go_first().await;
        } else {
            self.waiting.fetch_add(1, Ordering::Relaxed);
        }
        let _uncount = Uncount(&self.waiting, class);
        let _turn = self.turn.lock().await;
        while let Err(early) = overall.check() {
            sleep(early.wait_time_from(self.clock.now())).await;
        }
    }

    /// Whether a message for nobody in particular would have to queue behind others of its kind.
    pub(super) fn is_bulk_busy(&self) -> bool {
        self.bulk.try_lock().is_err()
    }

    async fn let_others_go_first(&self) {
        let patience = sleep(LONGEST_YIELD);
        tokio::pin!(patience);
        while self.waiting.load(Ordering::Relaxed) > 0 {
            tokio::select! {
                () = &mut patience => return,
                () = sleep(YIELD) => {}
            }
        }
    }

    /// Forgets chats that have been silent: their buckets are full again.
    pub(super) fn tidy(&self) {
        for buckets in [&self.chats, &self.groups].into_iter().flatten() {
            if buckets.len() > MANY {
                buckets.retain_recent();
                buckets.shrink_to_fit();
            }
        }
    }
}

/// Counts a message out, also if its wait is given up.
struct Uncount<'a>(&'a AtomicUsize, Class);

impl Drop for Uncount<'_> {
    fn drop(&mut self) {
        if self.1 == Class::Interactive {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// The time between two messages if `count` may go in `time`; `None` for no limit.
fn pace(count: u32, time: Duration) -> Option<Duration> {
    (count > 0).then(|| time / count)
}

/// At most `count` in any stretch of `time`: one part in `share` of them at once, and the pace after it so that both
/// together stay below.
fn windowed(count: u32, share: u32, time: Duration) -> Option<Quota> {
    let burst = (count / share).max(1);
    let rest = count.saturating_sub(burst + 1).max(1).min(count);
    pace(rest, time).map(|period| quota(period, burst))
}

fn quota(period: Duration, burst: u32) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    // a period is a second or a minute divided by at most 2^32, and never zero
    Quota::with_period(period.max(Duration::from_nanos(1))).unwrap_or(Quota::per_second(burst)).allow_burst(burst)
}
