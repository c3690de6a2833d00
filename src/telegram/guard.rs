//! A panic stays alone: it is caught and counted, and what panicked is given up. Where it happened, the program's hook says.

use crate::monitor::Monitor;
use futures_util::FutureExt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work; `None` if it panicked.
pub(super) async fn guarded<T>(monitor: &Monitor, work: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(work).catch_unwind().await.inspect_err(|_| monitor.panicked()).ok()
}

/// The same for work that waits for nothing.
pub(super) fn guarded_now<T>(monitor: &Monitor, work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).inspect_err(|_| monitor.panicked()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_counted_and_what_comes_after_it_is_done() {
        let monitor = Monitor::new(&crate::knowledge::Version::default());
        let work = async |number: i32| {
            tokio::task::yield_now().await;
            assert!(number != 2, "a fault in the program");
            number
        };
        let done = [1, 2, 3].map(|number| guarded(&monitor, work(number)));
        assert_eq!(futures_util::future::join_all(done).await, [Some(1), None, Some(3)]);
        let now = |number: i32| {
            assert!(number != 2, "a fault in the program");
            number
        };
        assert_eq!([1, 2, 3].map(|number| guarded_now(&monitor, || now(number))), [Some(1), None, Some(3)]);
        assert!(monitor.text().contains("bedside_panics_total 2"), "{}", monitor.text());
    }
}
