//! Chats: what they are and who is in them.

use serde_json::{Value, json};

use super::super::chats::{ChatKind, ChatState, Role};
use super::super::params::{ApiError, Params};
use super::super::state::State;
use super::super::world::BOT_ID;
use super::done;

/// What the bot can say it is doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// `sendChatAction`. Unlike a message it may name General by its number.
pub fn action(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let chat = state.world.find_chat(params.get("chat_id"))?;
    chat.check_writable()?;
    if !params.text("action")?.is_some_and(|action| ACTIONS.contains(&action.as_str())) {
        return Err(ApiError::malformed("wrong parameter action in request"));
    }
    match params.int("message_thread_id")? {
        None => {}
        Some(1) if chat.kind == ChatKind::Forum => {}
        Some(id) if chat.topics.contains_key(&id) => {}
        Some(_) => return Err(ApiError::refused("message thread not found")),
    }
    Ok(done())
}

/// A chat the bot can look into.
fn open<'a>(state: &'a mut State, params: &Params) -> Result<&'a mut ChatState, ApiError> {
    let chat = state.world.find_chat(params.get("chat_id"))?;
    if let Some(to) = chat.migrated_to {
        return Err(ApiError::migrated(to));
    }
    match chat.bot {
        Role::Left | Role::Kicked if chat.kind != ChatKind::Private => {
            Err(ApiError::forbidden(&format!("bot is not a member of the {} chat", chat.kind.name())))
        }
        _ => Ok(chat),
    }
}

/// The same, refused for private chats, which have no members.
fn open_group<'a>(state: &'a mut State, params: &Params) -> Result<&'a mut ChatState, ApiError> {
    let chat = open(state, params)?;
    if chat.kind == ChatKind::Private {
        return Err(ApiError::refused("there are no administrators in the private chat"));
    }
    Ok(chat)
}

/// `getChat`
pub fn get(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    open(state, params).map(|chat| chat.full_info())
}

/// `getChatMember`
pub fn member(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let user_id = params.need_int("user_id")?;
    let chat = open(state, params)?;
    let role = if user_id == BOT_ID { Some(chat.bot) } else { chat.members.get(&user_id).copied() };
    let Some(user) = state.world.users.get(&user_id) else {
        return Err(ApiError::refused("user not found"));
    };
    Ok(role.unwrap_or(Role::Left).to_json(user))
}

/// `getChatMemberCount`
pub fn member_count(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    open(state, params).map(|chat| json!(chat.members.len() + 1))
}

/// `getChatAdministrators`: without other bots, as in Telegram.
pub fn administrators(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let chat = open_group(state, params)?;
    let mut roles: Vec<(i64, Role)> = chat.members.iter().map(|(id, role)| (*id, *role)).collect();
    roles.push((BOT_ID, chat.bot));
    let leads = |role: Role| matches!(role, Role::Creator | Role::Administrator);
    roles.retain(|(id, role)| leads(*role) && (*id == BOT_ID || !state.world.user(*id).is_bot));
    Ok(roles.iter().map(|(id, role)| role.to_json(&state.world.user(*id))).collect())
}

/// `leaveChat`
pub fn leave(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let chat = open(state, params)?;
    if chat.kind == ChatKind::Private {
        return Err(ApiError::malformed("chat member status can't be changed in private chats"));
    }
    chat.bot = Role::Left;
    Ok(done())
}
