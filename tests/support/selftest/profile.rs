//! How the bot presents itself.

use serde_json::json;

use super::{refusal, result};
use crate::support::FakeApi;

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let api = FakeApi::start().await;
    let commands = json!([{"command": "start", "description": "Start"}]);
    let groups = json!({"type": "all_group_chats"});
    result(&api, "setMyCommands", json!({ "commands": commands })).await;
    result(&api, "setMyCommands", json!({"commands": commands, "scope": groups, "language_code": "de"})).await;
    assert_eq!(api.commands(&json!({"type": "default"}), ""), [json!({"command": "start", "description": "Start"})]);
    assert_eq!(api.commands(&groups, "de").len(), 1);
    assert_eq!(api.commands(&groups, "").len(), 0);
    assert_eq!(result(&api, "getMyCommands", json!({})).await, commands);
    result(&api, "deleteMyCommands", json!({})).await;
    assert_eq!(result(&api, "getMyCommands", json!({})).await, json!([]));
    api.assert_no_violations();
}

#[tokio::test]
async fn commands_are_checked() {
    let api = FakeApi::start().await;
    let one = |command: &str, description: &str| json!([{"command": command, "description": description}]);
    let many: Vec<_> = (0..101).map(|n| json!({"command": format!("c{n}"), "description": "x"})).collect();
    for (commands, why) in [
        (one("Start", "x"), "BOT_COMMAND_INVALID"),
        (one("/start", "x"), "BOT_COMMAND_INVALID"),
        (one(&"a".repeat(33), "x"), "BOT_COMMAND_INVALID"),
        (one("start", ""), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (one("start", &"x".repeat(257)), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (json!(many), "BOT_COMMANDS_TOO_MUCH"),
    ] {
        let params = json!({ "commands": commands });
        assert_eq!(refusal(&api, "setMyCommands", params).await, format!("Bad Request: {why}"));
    }
    for params in [
        json!({"commands": []}),
        json!({"commands": one("a", "b"), "language_code": "deu"}),
        json!({"commands": one("a", "b"), "scope": {"type": "everybody"}}),
        json!({"commands": one("a", "b"), "scope": {"type": "chat"}}),
    ] {
        refusal(&api, "setMyCommands", params).await;
    }
    assert_eq!(api.violations().len(), 10);
}

#[tokio::test]
async fn descriptions_have_their_lengths() {
    let api = FakeApi::start().await;
    for (method, field, longest) in [
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
        ("setMyName", "name", 64),
    ] {
        result(&api, method, json!({ field: "ä".repeat(longest) })).await;
        assert_eq!(api.profile_text(field, ""), Some("ä".repeat(longest)));
        let get = method.replace("set", "get");
        assert_eq!(result(&api, &get, json!({})).await[field], "ä".repeat(longest));
        refusal(&api, method, json!({ field: "ä".repeat(longest + 1) })).await;
    }
    assert_eq!(api.violations().len(), 3);
}
