//! What is remembered for a while: so many things at most, each for so long after it was written.

use lru::LruCache;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Values by key, forgotten some time after they were written. Beyond so many, the one that was written longest ago goes.
pub(super) struct Expiring<K: Hash + Eq, V> {
    keep: Duration,
    /// In the order of writing: reading leaves it alone, so that what is too old stands at the end.
    values: Mutex<LruCache<K, (Instant, V)>>,
}

impl<K: Hash + Eq, V: Clone> Expiring<K, V> {
    /// Remembers up to `most` values for `keep` each. It takes memory only as it fills.
    pub(super) fn new(keep: Duration, most: usize) -> Self {
        let most = NonZeroUsize::new(most).unwrap_or(NonZeroUsize::MIN);
        Self { keep, values: Mutex::new(LruCache::sparse(most)) }
    }

    /// Writes a value; its time begins anew.
    pub(super) fn insert(&self, key: K, value: V) {
        self.lock().put(key, (Instant::now(), value));
    }

    /// Writes a value if there is none yet; whether there was none.
    pub(super) fn insert_new(&self, key: K, value: V) -> bool {
        let mut values = self.lock();
        let new = values.peek(&key).is_none_or(|(written, _)| !self.is_kept(*written));
        if new {
            values.put(key, (Instant::now(), value));
        }
        new
    }

    /// The value, if it is not too old.
    pub(super) fn get(&self, key: &K) -> Option<V> {
        let values = self.lock();
        let (written, value) = values.peek(key)?;
        self.is_kept(*written).then(|| value.clone())
    }

    /// Whether there is such a value, not too old.
    pub(super) fn contains(&self, key: &K) -> bool {
        self.lock().peek(key).is_some_and(|(written, _)| self.is_kept(*written))
    }

    /// Forgets a value.
    pub(super) fn remove(&self, key: &K) {
        self.lock().pop(key);
    }

    /// Forgets the values that `which` picks. Cost: it looks at all.
    pub(super) fn remove_those(&self, which: impl Fn(&K, &V) -> bool) {
        self.lock().retain(|key, (_, value)| !which(key, value));
    }

    /// Lets go of what is too old.
    pub(super) fn tidy(&self) {
        let mut values = self.lock();
        while values.peek_lru().is_some_and(|(_, (written, _))| !self.is_kept(*written)) {
            values.pop_lru();
        }
    }

    fn is_kept(&self, written: Instant) -> bool {
        written.elapsed() < self.keep
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<K, (Instant, V)>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_hours(1);

    fn expiring(keep: Duration) -> Expiring<&'static str, u32> {
        Expiring::new(keep, 2)
    }

    #[test]
    fn beyond_the_most_the_one_written_longest_ago_goes() {
        let values = expiring(LONG);
        values.insert("a", 1);
        values.insert("b", 2);
        values.insert("a", 3);
        assert_eq!(values.get(&"b"), Some(2));
        values.insert("c", 4);
        assert_eq!([values.get(&"a"), values.get(&"b"), values.get(&"c")], [Some(3), None, Some(4)]);
    }

    #[test]
    fn a_value_is_forgotten_after_its_time() {
        let values = expiring(Duration::ZERO);
        values.insert("a", 1);
        assert_eq!(values.get(&"a"), None);
        assert!(!values.contains(&"a"));
        assert!(values.insert_new("a", 2));
        assert_eq!(values.lock().len(), 1);
        values.tidy();
        assert_eq!(values.lock().len(), 0);
    }

    #[test]
    fn a_value_that_is_there_is_not_new() {
        let values = expiring(LONG);
        assert!(values.insert_new("a", 1));
        assert!(!values.insert_new("a", 2));
        assert_eq!(values.get(&"a"), Some(1));
        values.remove(&"a");
        assert!(values.insert_new("a", 2));
    }

    #[test]
    fn some_are_forgotten_together() {
        let values = expiring(LONG);
        values.insert("a", 1);
        values.insert("b", 2);
        values.remove_those(|_, value| *value == 2);
        values.tidy();
        assert_eq!([values.get(&"a"), values.get(&"b")], [Some(1), None]);
    }
}
