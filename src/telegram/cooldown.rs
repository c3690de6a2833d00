//! How much is answered in groups: to one person, in one group and in all together. Going over gets one notice, then
//! silence for a while. Whether a message is over is settled when it comes; an emergency is answered all the same.
//!
//! Who asked is a number in memory, gone with the bucket that counts it.

use super::expiring::Expiring;
use crate::config::Groups;
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::time::Duration;

/// Who is told at most once in this time.
const QUIET: Duration = Duration::from_mins(1);
/// Notices that are remembered.
const NOTICES: usize = 10_000;
/// Buckets beyond this many are looked through for full ones, which need not be remembered.
const MANY: usize = 1_000;

type Keyed<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;
type Direct = RateLimiter<NotKeyed, InMemoryState, DefaultClock>;

/// Whose limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Limit {
    /// One person's.
    Person,
    /// The group's, or that of all groups together.
    Group,
}

/// What becomes of a message in a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Pace {
    /// It is answered.
    #[default]
    Free,
    /// Its sender is told to wait.
    Notice(Limit),
    /// Nothing, unless it is an emergency.
    Silent,
}

/// Who has been told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Told {
    Person(i64),
    Group(i64),
    AdminsOnly(i64),
}

/// The limits in force.
pub(super) struct Cooldown {
    persons: Option<Keyed<i64>>,
    groups: Option<Keyed<i64>>,
    overall: Option<Direct>,
    told: Expiring<Told, ()>,
}

impl Cooldown {
    /// Limits as configured; 0 is none.
    pub(super) fn new(limits: &Groups) -> Self {
        Self {
            persons: a_minute(limits.per_person_per_minute).map(RateLimiter::hashmap),
            groups: a_minute(limits.per_group_per_minute).map(RateLimiter::hashmap),
            overall: a_minute(limits.overall_per_minute).map(RateLimiter::direct),
            told: Expiring::new(QUIET, NOTICES),
        }
    }

    /// Counts a message of a person (or of a channel in whose name somebody writes) in a group.
    pub(super) fn pace(&self, chat: i64, person: Option<i64>) -> Pace {
        let over =
            |limiter: &Option<Keyed<i64>>, key: i64| limiter.as_ref().is_some_and(|l| l.check_key(&key).is_err());
        if let Some(person) = person
            && over(&self.persons, person)
        {
            // a notice is a message too
            let tell = self.first(Told::Person(person)) && !over(&self.groups, chat);
            return if tell { Pace::Notice(Limit::Person) } else { Pace::Silent };
        }
        if over(&self.groups, chat) || self.overall.as_ref().is_some_and(|limiter| limiter.check().is_err()) {
            return if self.first(Told::Group(chat)) { Pace::Notice(Limit::Group) } else { Pace::Silent };
        }
        Pace::Free
    }

    /// Whether a group is to be told now that only its admins may ask.
    pub(super) fn tell_admins_only(&self, chat: i64) -> bool {
        self.first(Told::AdminsOnly(chat))
    }

    fn first(&self, told: Told) -> bool {
        self.told.insert_new(told, ())
    }

    /// Forgets who has been silent: their buckets are full again.
    pub(super) fn tidy(&self) {
        self.told.tidy();
        for buckets in [&self.persons, &self.groups].into_iter().flatten() {
            if buckets.len() > MANY {
                buckets.retain_recent();
                buckets.shrink_to_fit();
            }
        }
    }
}

/// So many in a minute, all at once if need be; `None` for no limit.
fn a_minute(count: u32) -> Option<Quota> {
    NonZeroU32::new(count).map(Quota::per_minute)
}
