//! The update parser: whatever arrives, it is read or passed over, and what is kept can be read back and names nobody.
#![no_main]

use bedside::telegram::kept;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Whether an object has a field of this name; a text may well say it.
fn has(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(field, value)| field == name || has(value, name)),
        Value::Array(values) => values.iter().any(|value| has(value, name)),
        _ => false,
    }
}

fuzz_target!(|update: &str| {
    if let Some(kept) = kept(update, 42, "bedside_bot") {
        let mut value: Value = serde_json::from_str(&kept).expect("what is kept is JSON");
        // the buttons of the bot's own message, as they came
        value["around"]["keyboard"] = Value::Null;
        assert!(value.get("incoming").is_some(), "{kept}");
        assert!(!has(&value, "first_name") && !has(&value, "from"), "{kept}");
    }
});
