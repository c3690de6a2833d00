//! The configuration a test starts the bot with.

use crate::support::bot::merged;

#[test]
fn a_test_adds_to_the_configuration_or_replaces_keys() {
    let base = "[telegram]\napi_url = \"x\"\n[store]\npath = 'y'\n";
    let extra = "[store]\npath = 'z'\n[privacy]\nkeep_days = 1\n[telegram]\ntoken_file = 't'\n";
    let both = "[telegram]\napi_url = \"x\"\ntoken_file = 't'\n[store]\npath = 'z'\n[privacy]\nkeep_days = 1\n";
    assert_eq!(merged(base, extra), both);
    assert_eq!(merged(base, ""), base);
    assert_eq!(merged("", "[admin]\nchats = [\n1,\n]"), "[admin]\nchats = [\n1,\n]\n");
}
