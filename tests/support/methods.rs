//! The methods of the Bot API the fake knows, and the way of a call to the
//! one that carries it out. getUpdates, the only one that waits, stands apart
//! in `polling`.

pub mod chats;
pub mod messages;
pub mod polling;
pub mod profile;
pub mod queries;

use serde_json::{Value, json};

use super::params::{ApiError, Blame, Params, unknown_fields};
use super::record::{Outcome, Sent};
use super::state::State;

/// A method's name as the Bot API spells it, and the parameters it knows.
type Method = (&'static str, &'static [&'static str]);

/// Every method, with the parameters of Bot API 9.
const METHODS: &[Method] = &[
    ("getUpdates", &["offset", "limit", "timeout", "allowed_updates"]),
    ("getMe", &[]),
    ("getWebhookInfo", &[]),
    ("deleteWebhook", &["drop_pending_updates"]),
    (
        "setWebhook",
        &[
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        ],
    ),
    ("setMyCommands", &["commands", "scope", "language_code"]),
    ("getMyCommands", &["scope", "language_code"]),
    ("deleteMyCommands", &["scope", "language_code"]),
    ("setMyName", &["name", "language_code"]),
    ("getMyName", &["language_code"]),
    ("setMyDescription", &["description", "language_code"]),
    ("getMyDescription", &["language_code"]),
    ("setMyShortDescription", &["short_description", "language_code"]),
    ("getMyShortDescription", &["language_code"]),
    (
        "sendMessage",
        &[
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "direct_messages_topic_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "suggested_post_parameters",
            "reply_parameters",
            "reply_markup",
        ],
    ),
    (
        "sendPhoto",
        &[
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "direct_messages_topic_id",
            "photo",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "has_spoiler",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "suggested_post_parameters",
            "reply_parameters",
            "reply_markup",
        ],
    ),
    (
        "editMessageText",
        &[
            "business_connection_id",
            "chat_id",
            "message_id",
            "inline_message_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "reply_markup",
        ],
    ),
    (
        "editMessageReplyMarkup",
        &["business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"],
    ),
    ("deleteMessage", &["chat_id", "message_id"]),
    ("sendChatAction", &["business_connection_id", "chat_id", "message_thread_id", "action"]),
    ("setMessageReaction", &["chat_id", "message_id", "reaction", "is_big"]),
    ("answerCallbackQuery", &["callback_query_id", "text", "show_alert", "url", "cache_time"]),
    ("answerInlineQuery", &["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"]),
    ("getChat", &["chat_id"]),
    ("getChatMember", &["chat_id", "user_id"]),
    ("getChatMemberCount", &["chat_id"]),
    ("getChatAdministrators", &["chat_id"]),
    ("leaveChat", &["chat_id"]),
];

/// The method of that name, whatever its case, as in Telegram.
pub fn canonical(name: &str) -> Option<&'static str> {
    METHODS.iter().map(|(method, _)| *method).find(|method| method.eq_ignore_ascii_case(name))
}

/// A sentence for each parameter the method does not know.
pub fn unknown_parameters(method: &str, params: &Params) -> Vec<String> {
    let known = METHODS.iter().find(|(name, _)| *name == method);
    let known = known.map_or(&[][..], |(_, fields)| fields);
    unknown_fields(method, &Value::Object(params.0.clone()), known)
}

/// Carries out a call of any method but getUpdates and puts it on record.
/// The answer is the `result`, or the refusal.
pub fn call(state: &mut State, method: &str, params: &Params) -> Result<Value, ApiError> {
    let mut sent = Sent::new(state.at(), method, Value::Object(params.0.clone()));
    sent.doubts.extend(unknown_parameters(method, params));
    let result = carry_out(state, method, params, &mut sent);
    for doubt in &sent.doubts {
        state.violation(method, doubt, params);
    }
    if let Err(error) = &result {
        if error.blame == Blame::Bot {
            state.violation(method, &error.description, params);
        }
        sent.outcome = Outcome::Refused { code: error.code, description: error.description.clone() };
    }
    if let (Some(id), Ok(_)) = (sent.message_id, &result) {
        for button in sent.buttons.iter_mut().flatten() {
            button.message_id = Some(id);
        }
    }
    state.log.push(sent);
    result
}

/// Hands the call to its method.
fn carry_out(state: &mut State, method: &str, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    match method {
        "getMe" => Ok(state.me_json()),
        "getWebhookInfo" => Ok(polling::webhook_info(state)),
        "deleteWebhook" => polling::delete_webhook(state, params),
        "setWebhook" => polling::set_webhook(state, params, sent),
        "setMyCommands" => profile::set_commands(state, params, sent),
        "getMyCommands" => profile::get_commands(state, params),
        "deleteMyCommands" => profile::delete_commands(state, params),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => profile::set_text(state, method, params),
        "getMyName" | "getMyDescription" | "getMyShortDescription" => profile::get_text(state, method, params),
        "sendMessage" => messages::send(state, params, sent),
        "sendPhoto" => messages::send_photo(state, params, sent),
        "editMessageText" => messages::edit_text(state, params, sent),
        "editMessageReplyMarkup" => messages::edit_markup(state, params, sent),
        "deleteMessage" => messages::delete(state, params),
        "sendChatAction" => chats::action(state, params),
        "setMessageReaction" => messages::react(state, params),
        "answerCallbackQuery" => queries::answer_callback(state, params),
        "answerInlineQuery" => queries::answer_inline(state, params, sent),
        "getChat" => chats::get(state, params),
        "getChatMember" => chats::member(state, params),
        "getChatMemberCount" => chats::member_count(state, params),
        "getChatAdministrators" => chats::administrators(state, params),
        "leaveChat" => chats::leave(state, params),
        _ => Err(ApiError::new(404, "Not Found", Blame::Bot)),
    }
}

/// The `result` of most methods.
pub fn done() -> Value {
    json!(true)
}
