//! The update parser: whatever arrives, it is read or passed over, and what is kept can be read back.
#![no_main]

use bedside::telegram::kept;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|update: &str| {
    if let Some(kept) = kept(update, 42, "bedside_bot") {
        let value: serde_json::Value = serde_json::from_str(&kept).expect("what is kept is JSON");
        assert!(value.get("incoming").is_some(), "{kept}");
        assert!(!kept.contains("first_name"), "{kept}");
    }
});
