//! No input makes it panic. For a long run: `PROPTEST_CASES=1000000 cargo test --release --test properties`

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bedside::text::normalise;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_is_done_once_for_all(message in any::<String>()) {
        let once = normalise(&message);
        prop_assert_eq!(normalise(&once), once);
    }
}
