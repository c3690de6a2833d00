//! What time it is at Telegram. A message's age is told by the clock that dated it, not by this machine's, which may
//! be wrong or jump.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Telegram's clock, as its answers show it (the `Date` header), carried on by a clock that never jumps.
#[derive(Debug)]
pub(super) struct Clock {
    started: Instant,
    /// Telegram's time when this was started, in seconds since 1970.
    at_start: AtomicI64,
}

impl Clock {
    /// This machine's time, until Telegram has said its own.
    pub(super) fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { started: Instant::now(), at_start: AtomicI64::new(i64::try_from(now).unwrap_or(0)) }
    }

    /// Reads a `Date` header.
    pub(super) fn set(&self, header: &str) {
        if let Ok(date) = chrono::DateTime::parse_from_rfc2822(header) {
            self.at_start.store(date.timestamp() - self.running(), Ordering::Relaxed);
        }
    }

    /// Seconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.at_start.load(Ordering::Relaxed) + self.running()
    }

    fn running(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_secs()).unwrap_or(0)
    }
}
