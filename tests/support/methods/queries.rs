//! Answers to queries: callback queries, which a pressed button makes, and
//! inline queries.

use std::time::Duration;

use serde_json::Value;

use super::super::keyboard::Keyboard;
use super::super::params::{ApiError, Params, unknown_fields};
use super::super::record::Sent;
use super::super::state::{Answer, Query, State};
use super::super::text::utf16_len;
use super::done;
use super::messages::{MAX_TEXT, read_text};

/// How long a query can be answered.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most results of an inline query.
const MAX_RESULTS: usize = 50;
/// The most bytes of a result's id and of `next_offset`.
const MAX_ID: usize = 64;

/// The fields of an inline result of type `article`.
const ARTICLE_FIELDS: [&str; 10] = [
    "type",
    "id",
    "title",
    "input_message_content",
    "reply_markup",
    "url",
    "description",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
];
/// The fields of the text a result sends.
const CONTENT_FIELDS: [&str; 4] = ["message_text", "parse_mode", "entities", "link_preview_options"];

/// A query that still can be answered.
fn open(state: &mut State, id: Option<String>, inline: bool) -> Result<&mut Query, ApiError> {
    let now = state.world.clock.now();
    let too_old = "query is too old and response timeout expired or query ID is invalid";
    match id.and_then(|id| state.queries.get_mut(&id)).filter(|query| query.inline == inline) {
        None => Err(ApiError::malformed(too_old)),
        Some(query) if query.answer.is_some() || now.duration_since(query.asked) > PATIENCE => {
            Err(ApiError::refused(too_old))
        }
        Some(query) => Ok(query),
    }
}

/// `answerCallbackQuery`
pub fn answer_callback(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let text = params.text("text")?;
    if text.as_deref().is_some_and(|text| utf16_len(text) > 200) {
        return Err(ApiError::malformed("MESSAGE_TOO_LONG"));
    }
    let answer = Answer {
        text: text.filter(|text| !text.is_empty()),
        show_alert: params.flag("show_alert")?,
        results: Vec::new(),
        params: Value::Object(params.0.clone()),
    };
    open(state, params.text("callback_query_id")?, false)?.answer = Some(answer);
    Ok(done())
}

/// `answerInlineQuery`
pub fn answer_inline(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let Some(results) = params.array("results")? else {
        return Err(ApiError::malformed("parameter \"results\" is required"));
    };
    if results.len() > MAX_RESULTS {
        return Err(ApiError::malformed("RESULTS_TOO_MUCH"));
    }
    if params.int("cache_time")?.is_some_and(|seconds| seconds < 0) {
        return Err(ApiError::malformed("CACHE_TIME_INVALID"));
    }
    params.flag("is_personal")?;
    if let Some(button) = params.json("button")? {
        check_button(&button, sent)?;
    }
    if params.text("next_offset")?.is_some_and(|offset| offset.len() > MAX_ID) {
        return Err(ApiError::malformed("NEXT_OFFSET_INVALID"));
    }
    let mut ids = Vec::new();
    for result in &results {
        let id = check_result(result, sent)?;
        if ids.contains(&id) {
            return Err(ApiError::malformed("RESULT_ID_DUPLICATE"));
        }
        ids.push(id);
    }
    let answer = Answer { results, params: Value::Object(params.0.clone()), ..Answer::default() };
    open(state, params.text("inline_query_id")?, true)?.answer = Some(answer);
    Ok(done())
}

/// Checks the button above the results: it opens a web app, or the private chat with `/start` and a parameter.
fn check_button(button: &Value, sent: &mut Sent) -> Result<(), ApiError> {
    let refuse = |why: &str| ApiError::malformed(&format!("can't parse inline query results button: {why}"));
    let field = |name: &str| button.get(name).and_then(Value::as_str);
    sent.doubts.extend(unknown_fields("button", button, &["text", "web_app", "start_parameter"]));
    if field("text").is_none_or(|text| text.trim().is_empty()) {
        return Err(refuse("Can't find field \"text\""));
    }
    let parameter = button.get("start_parameter");
    if parameter.is_some() == button.get("web_app").is_some() {
        return Err(refuse("exactly one of web_app and start_parameter is expected"));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match field("start_parameter") {
        Some(text) if (1..=MAX_ID).contains(&text.len()) && text.chars().all(fits) => Ok(()),
        None if parameter.is_none() => Ok(()),
        _ => Err(ApiError::malformed("START_PARAM_INVALID")),
    }
}

/// Checks one inline result and gives its id. Only articles are looked into.
fn check_result(result: &Value, sent: &mut Sent) -> Result<String, ApiError> {
    let refuse = |why: &str| ApiError::malformed(&format!("can't parse inline query result: {why}"));
    let field = |name: &str| result.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = field("id").to_owned();
    if !(1..=MAX_ID).contains(&id.len()) {
        return Err(ApiError::malformed("RESULT_ID_INVALID"));
    }
    if let Some(markup) = result.get("reply_markup") {
        sent.doubts.extend(Keyboard::check(markup, true)?.doubts);
    }
    if field("type") != "article" {
        return if field("type").is_empty() { Err(refuse("Can't find field \"type\"")) } else { Ok(id) };
    }
    sent.doubts.extend(unknown_fields("inline result", result, &ARTICLE_FIELDS));
    if field("title").trim().is_empty() {
        return Err(ApiError::malformed("ARTICLE_TITLE_EMPTY"));
    }
    let content = result.get("input_message_content").and_then(Value::as_object);
    let Some(content) = content else {
        return Err(refuse("Can't find field \"input_message_content\""));
    };
    let content = Params(content.clone());
    for name in ["description", "url", "thumbnail_url"] {
        if result.get(name).is_some_and(|value| !value.is_string()) {
            return Err(refuse(&format!("Field \"{name}\" must be of type String")));
        }
    }
    if content.get("message_text").is_some() {
        let fields = Value::Object(content.0.clone());
        sent.doubts.extend(unknown_fields("input_message_content", &fields, &CONTENT_FIELDS));
        let text = read_text(["message_text", "parse_mode", "entities"], &content, &mut sent.doubts)?;
        if text.len() > MAX_TEXT {
            return Err(ApiError::malformed("MESSAGE_TOO_LONG"));
        }
    }
    Ok(id)
}
