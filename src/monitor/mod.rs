//! What those who watch over the bot can see: counters and durations, and whether it is well. Nothing about a person.

pub mod pages;
mod systemd;

pub use systemd::{ready, stopping, watchdog};

use crate::knowledge::Version;
use crate::store::Counts;
use prometheus::{
    Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Telegram counts as reached if it answered within this time; a quiet poll takes half a minute.
const LATELY: Duration = Duration::from_secs(90);
/// How long a chat keeps its name in the log.
const DAY: Duration = Duration::from_hours(24);
/// Bounds of the histogram of matching, in seconds.
const MATCHING: [f64; 8] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.02, 0.1];
/// Bounds of the histogram of the whole way, in seconds.
const ANSWERING: [f64; 10] = [0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// The counters of one running bot.
#[derive(Debug)]
pub struct Monitor {
    registry: Registry,
    knowledge: IntGaugeVec,
    reloads: IntCounterVec,
    updates: IntCounterVec,
    decisions: IntCounterVec,
    matching: Histogram,
    answering: Histogram,
    retries: IntCounter,
    floods: IntCounter,
    panics: IntCounter,
    rows: IntGaugeVec,
    oldest: Gauge,
    storing: IntGauge,
    /// Messages that reached somebody.
    delivered: AtomicU64,
    reached: Mutex<Option<Instant>>,
    writable: AtomicBool,
    aliases: Mutex<(Instant, RandomState)>,
}

impl Monitor {
    /// Counters at zero, for a bot with knowledge of this version.
    ///
    /// # Panics
    ///
    /// Never: every metric has a valid name of its own.
    #[must_use]
    pub fn new(knowledge: &Version) -> Self {
        let registry = Registry::new();
        let monitor = Self {
            knowledge: labelled_gauge(
                &registry,
                "bedside_knowledge_info",
                "The knowledge in use: the day of its last review and a hash of its files",
                &["version", "hash"],
            ),
            reloads: labelled(&registry, "bedside_reloads_total", "Changes of the knowledge by outcome", &["outcome"]),
            updates: labelled(&registry, "bedside_updates_total", "Updates by kind and outcome", &["kind", "outcome"]),
            decisions: labelled(&registry, "bedside_decisions_total", "Questions by decision", &["decision"]),
            matching: histogram(
                &registry,
                "bedside_matching_seconds",
                "From question to reply, without I/O",
                &MATCHING,
            ),
            answering: histogram(
                &registry,
                "bedside_answer_seconds",
                "From the receipt of an update, or the start after it, to the end of its work",
                &ANSWERING,
            ),
            retries: counter(&registry, "bedside_retries_total", "Calls to Telegram that were tried again"),
            floods: counter(&registry, "bedside_floods_total", "Calls that Telegram refused for their number (429)"),
            panics: counter(&registry, "bedside_panics_total", "Panics in the work on an update"),
            rows: labelled_gauge(&registry, "bedside_inbox_rows", "Rows of the inbox by state", &["state"]),
            oldest: Gauge::new("bedside_inbox_oldest_seconds", "Age of the oldest row that waits").expect(NAMES),
            storing: IntGauge::new("bedside_database_usable", "1 if the database can be written").expect(NAMES),
            delivered: AtomicU64::new(0),
            reached: Mutex::new(None),
            writable: AtomicBool::new(true),
            aliases: Mutex::new((Instant::now(), RandomState::new())),
            registry,
        };
        monitor.registry.register(Box::new(monitor.oldest.clone())).expect(NAMES);
        monitor.registry.register(Box::new(monitor.storing.clone())).expect(NAMES);
        monitor.storing.set(1);
        monitor.knowledge(knowledge);
        monitor
    }

    /// The knowledge in use is of this version now.
    pub fn knowledge(&self, version: &Version) {
        let reviewed = version.reviewed.map(|date| date.to_string()).unwrap_or_default();
        self.knowledge.reset();
        self.knowledge.with_label_values(&[reviewed.as_str(), &version.hash]).set(1);
    }

    /// The files of the knowledge changed: they were taken, or refused for an error in them.
    pub fn reloaded(&self, taken: bool) {
        self.reloads.with_label_values(&[if taken { "taken" } else { "refused" }]).inc();
    }

    /// An update of this kind ended this way.
    pub fn update(&self, kind: &str, outcome: &str) {
        self.updates.with_label_values(&[kind, outcome]).inc();
    }

    /// A question was decided in this time.
    pub fn decided(&self, decision: &str, took: Duration) {
        self.decisions.with_label_values(&[decision]).inc();
        self.matching.observe(took.as_secs_f64());
    }

    /// The work on an update ended this long after its receipt.
    pub fn answered(&self, after: Duration) {
        self.answering.observe(after.as_secs_f64());
    }

    /// A message reached somebody.
    pub fn delivered(&self) {
        self.delivered.fetch_add(1, Ordering::Relaxed);
    }

    /// How many messages reached somebody so far.
    #[must_use]
    pub fn deliveries(&self) -> u64 {
        self.delivered.load(Ordering::Relaxed)
    }

    /// A call is tried again.
    pub fn retried(&self) {
        self.retries.inc();
    }

    /// Telegram said 429.
    pub fn flooded(&self) {
        self.floods.inc();
    }

    /// The work on an update panicked.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// Telegram answered, whatever it said.
    pub fn reached_telegram(&self) {
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// How full the inbox is, and how old its oldest waiting row.
    pub fn inbox(&self, counts: &Counts, now: i64) {
        for (state, count) in [("pending", counts.pending), ("held", counts.held), ("dead", counts.dead)] {
            self.rows.with_label_values(&[state]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.oldest.set(counts.oldest.map_or(0.0, |oldest| (now - oldest).max(0) as f64));
    }

    /// Whether the database can be written.
    pub fn database(&self, usable: bool) {
        self.writable.store(usable, Ordering::Relaxed);
        self.storing.set(i64::from(usable));
    }

    /// What keeps the bot from being ready; empty if nothing does.
    #[must_use]
    pub fn ailments(&self) -> Vec<&'static str> {
        let reached = *self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let mut ailments = Vec::new();
        if reached.is_none_or(|at| at.elapsed() > LATELY) {
            ailments.push("telegram: not reached lately");
        }
        if !self.writable.load(Ordering::Relaxed) {
            ailments.push("database: cannot be used");
        }
        ailments
    }

    /// A name for a chat in the log: the same for a day, without a way back to the chat. The key is random and in
    /// memory only.
    #[must_use]
    pub fn alias(&self, chat: i64) -> String {
        self.alias_at(chat, Instant::now())
    }

    fn alias_at(&self, chat: i64, now: Instant) -> String {
        let mut aliases = self.aliases.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(aliases.0) > DAY {
            *aliases = (now, RandomState::new());
        }
        format!("{:08x}", aliases.1.hash_one(chat) & 0xffff_ffff)
    }

    /// Everything, in the format of Prometheus.
    #[must_use]
    pub fn text(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }
}

/// Why making a metric cannot fail.
const NAMES: &str = "every metric has a valid name of its own";

fn labelled(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
    let metric = IntCounterVec::new(Opts::new(name, help), labels).expect(NAMES);
    registry.register(Box::new(metric.clone())).expect(NAMES);
    metric
}

fn labelled_gauge(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
    let metric = IntGaugeVec::new(Opts::new(name, help), labels).expect(NAMES);
    registry.register(Box::new(metric.clone())).expect(NAMES);
    metric
}

fn counter(registry: &Registry, name: &str, help: &str) -> IntCounter {
    let metric = IntCounter::new(name, help).expect(NAMES);
    registry.register(Box::new(metric.clone())).expect(NAMES);
    metric
}

fn histogram(registry: &Registry, name: &str, help: &str, bounds: &[f64]) -> Histogram {
    let metric = Histogram::with_opts(HistogramOpts::new(name, help).buckets(bounds.to_vec())).expect(NAMES);
    registry.register(Box::new(metric.clone())).expect(NAMES);
    metric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_has_one_alias_a_day_and_another_one_the_next() {
        let monitor = Monitor::new(&Version::default());
        let now = Instant::now();
        let first = monitor.alias_at(7, now);
        assert_eq!(monitor.alias_at(7, now + DAY / 2), first);
        assert_ne!(monitor.alias_at(8, now), first);
        let next = monitor.alias_at(7, now + DAY + DAY / 2);
        assert_ne!(next, first);
        assert_eq!(monitor.alias_at(7, now + DAY * 2), next);
    }
}
