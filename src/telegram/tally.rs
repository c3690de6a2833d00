//! What is counted until it is written to the database: a write every few seconds, not one a question.

use crate::store::{Count, Inbox};
use log::debug;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Counts that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<HashMap<(i64, &'static str, String), u64>>);

impl Tally {
    /// Counts one of a kind on a day.
    pub(super) fn count(&self, day: i64, kind: &'static str, name: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((day, kind, name.to_owned())).or_default() += 1;
    }

    /// Writes what was counted.
    pub(super) async fn flush(&self, inbox: &Inbox) {
        let counts = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if counts.is_empty() {
            return;
        }
        let count = |((day, kind, name), count)| Count { day, kind: String::from(kind), name, count };
        if let Err(failure) = inbox.add_counts(counts.into_iter().map(count).collect()).await {
            // the database says for itself what ails it; counts are no reason to hold anything up
            debug!("counts could not be written ({failure})");
        }
    }
}
