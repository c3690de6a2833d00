//! Normalising: done once for all, and only lower-case words, single spaces and sentence ends come out.
#![no_main]

use bedside::text::normalise;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &str| {
    let once = normalise(message);
    assert_eq!(normalise(&once), once, "of {message:?}");
    assert!(!once.contains("  ") && !once.starts_with([' ', '\n']) && !once.ends_with([' ', '\n']), "{once:?}");
    assert!(once.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '\n' | '.')), "{once:?}");
});
