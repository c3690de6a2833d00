//! How the bot presents itself: commands, name and descriptions.

use serde_json::{Value, json};

use super::super::params::{ApiError, Params, unknown_fields};
use super::super::record::Sent;
use super::super::state::{Profile, State};
use super::super::text::utf16_len;
use super::done;

/// The scopes a list of commands can have, and the fields each needs.
const SCOPES: [(&str, &[&str]); 7] = [
    ("default", &[]),
    ("all_private_chats", &[]),
    ("all_group_chats", &[]),
    ("all_chat_administrators", &[]),
    ("chat", &["chat_id"]),
    ("chat_administrators", &["chat_id"]),
    ("chat_member", &["chat_id", "user_id"]),
];

/// The language: empty, or two lower-case letters.
fn language(params: &Params) -> Result<String, ApiError> {
    let code = params.text("language_code")?.unwrap_or_default();
    let fits = code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()));
    if fits { Ok(code) } else { Err(ApiError::malformed("invalid language code specified")) }
}

/// The scope and language a call is about, as a key.
fn place(state: &mut State, params: &Params) -> Result<String, ApiError> {
    let refuse = |why: &str| ApiError::malformed(&format!("can't parse BotCommandScope: {why}"));
    let scope = params.json("scope")?.unwrap_or_else(|| json!({"type": "default"}));
    let kind = scope.get("type").and_then(Value::as_str).unwrap_or_default();
    let Some((_, needed)) = SCOPES.iter().find(|(name, _)| *name == kind) else {
        return Err(refuse("Unsupported type specified"));
    };
    let known: Vec<&str> = needed.iter().copied().chain(["type"]).collect();
    if let Some(unknown) = unknown_fields("scope", &scope, &known).first() {
        return Err(refuse(unknown));
    }
    for field in *needed {
        if scope.get(field).is_none() {
            return Err(refuse(&format!("Can't find field \"{field}\"")));
        }
    }
    if needed.contains(&"chat_id") {
        state.world.find_chat(scope.get("chat_id"))?;
    }
    Ok(Profile::key(&scope, &language(params)?))
}

/// `setMyCommands`
pub fn set_commands(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let Some(commands) = params.array("commands")? else {
        return Err(ApiError::malformed("parameter \"commands\" is required"));
    };
    if commands.is_empty() {
        return Err(ApiError::malformed("commands can't be empty, deleteMyCommands deletes them"));
    }
    if commands.len() > 100 {
        return Err(ApiError::malformed("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut names = Vec::new();
    for command in &commands {
        let field = |name: &str| command.get(name).and_then(Value::as_str);
        let (Some(name), Some(description)) = (field("command"), field("description")) else {
            return Err(ApiError::malformed("can't parse BotCommand: Can't find field"));
        };
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(fits) {
            return Err(ApiError::malformed("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&utf16_len(description.trim())) {
            return Err(ApiError::malformed("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        if names.contains(&name) {
            sent.doubts.push(format!("the command \"{name}\" is there twice"));
        }
        names.push(name);
        sent.doubts.extend(unknown_fields("BotCommand", command, &["command", "description"]));
    }
    let place = place(state, params)?;
    state.profile.commands.insert(place, commands);
    Ok(done())
}

/// `getMyCommands`
pub fn get_commands(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let place = place(state, params)?;
    Ok(json!(state.profile.commands.get(&place).cloned().unwrap_or_default()))
}

/// `deleteMyCommands`
pub fn delete_commands(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let place = place(state, params)?;
    state.profile.commands.remove(&place);
    Ok(done())
}

/// The field a method is about, and how long it may be.
fn field(method: &str) -> (&'static str, usize) {
    match method {
        "setMyName" | "getMyName" => ("name", 64),
        "setMyDescription" | "getMyDescription" => ("description", 512),
        _ => ("short_description", 120),
    }
}

/// `setMyName`, `setMyDescription`, `setMyShortDescription`; an empty text removes it.
pub fn set_text(state: &mut State, method: &str, params: &Params) -> Result<Value, ApiError> {
    let (field, longest) = field(method);
    let text = params.text(field)?.unwrap_or_default();
    if utf16_len(&text) > longest {
        return Err(ApiError::malformed(&format!("{field} is too long, {longest} characters fit")));
    }
    let place = Profile::key(&json!(field), &language(params)?);
    state.profile.texts.insert(place, text);
    Ok(done())
}

/// `getMyName`, `getMyDescription`, `getMyShortDescription`
pub fn get_text(state: &State, method: &str, params: &Params) -> Result<Value, ApiError> {
    let (field, _) = field(method);
    let place = Profile::key(&json!(field), &language(params)?);
    let set = state.profile.texts.get(&place).cloned();
    let text = set.unwrap_or_else(|| if field == "name" { state.world.me().first_name } else { String::new() });
    Ok(json!({ field: text }))
}
