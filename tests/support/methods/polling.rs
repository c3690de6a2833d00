//! getUpdates and the methods around the webhook.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::params::{ApiError, Blame, Params};
use super::super::record::{Poll, Sent};
use super::super::state::{Shared, State, Webhook};
use super::done;

/// The longest a call of getUpdates waits, in seconds.
const MAX_TIMEOUT: i64 = 50;
/// The ports a webhook may be on.
const WEBHOOK_PORTS: [&str; 4] = ["80", "88", "443", "8443"];

/// An end of getUpdates by another request.
fn conflict(why: &str) -> ApiError {
    ApiError::new(409, &format!("Conflict: {why}"), Blame::World)
}

/// Waits for updates as long as the call says and gives them. A second call
/// while one is waiting ends the first, the older one.
pub async fn get_updates(shared: &Shared, params: &Params) -> Result<Value, ApiError> {
    let (poll, poller) = shared.change(|state| begin(state, params))?;
    let limit = usize::try_from(poll.limit).unwrap_or(1);
    let timeout = Duration::from_secs(poll.timeout.unsigned_abs());
    let deadline = tokio::time::Instant::now() + timeout;
    let mut changes = shared.changes();
    loop {
        {
            let mut state = shared.look();
            let ended = if state.webhook.is_some() {
                Some("terminated by setWebhook request")
            } else if state.updates.is_newest(poller) {
                None
            } else {
                Some("terminated by other getUpdates request; make sure that only one bot instance is running")
            };
            if let Some(why) = ended {
                state.conflicts += 1;
                return Err(conflict(why));
            }
            let batch = state.updates.batch(limit);
            if !batch.is_empty() || tokio::time::Instant::now() >= deadline {
                return Ok(Value::Array(batch));
            }
        }
        // A timeout shows in the next round.
        let _ = tokio::time::timeout_at(deadline, changes.changed()).await;
    }
}

/// Reads the parameters, confirms what the offset confirms and makes this
/// caller the only one.
fn begin(state: &mut State, params: &Params) -> Result<(Poll, u64), ApiError> {
    let kinds = params.array("allowed_updates")?;
    let poll = Poll {
        at: state.at(),
        offset: params.int("offset")?.unwrap_or(0),
        limit: params.int("limit")?.unwrap_or(100),
        timeout: params.int("timeout")?.unwrap_or(0),
        allowed_updates: kinds.as_ref().map(|kinds| {
            let names = kinds.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        }),
    };
    let mut doubts = super::unknown_parameters("getUpdates", params);
    if !(1..=100).contains(&poll.limit) {
        doubts.push(format!("limit {} is not from 1 to 100", poll.limit));
    }
    if !(0..=MAX_TIMEOUT).contains(&poll.timeout) {
        doubts.push(format!("timeout {} is not from 0 to {MAX_TIMEOUT}", poll.timeout));
    }
    if let Some(kinds) = kinds {
        doubts.extend(state.updates.allow(&kinds));
    }
    for doubt in doubts {
        state.violation("getUpdates", &doubt, params);
    }
    state.polls.push(poll.clone());
    if state.webhook.is_some() {
        state.conflicts += 1;
        return Err(conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        ));
    }
    let poller = state.updates.new_poller();
    if poll.offset != 0 {
        state.updates.confirm(poll.offset);
    }
    let poll = Poll { limit: poll.limit.clamp(1, 100), timeout: poll.timeout.clamp(0, MAX_TIMEOUT), ..poll };
    Ok((poll, poller))
}

/// `setWebhook`; an empty address removes it.
pub fn set_webhook(state: &mut State, params: &Params, sent: &mut Sent) -> Result<Value, ApiError> {
    let bad = |why: &str| ApiError::malformed(&format!("bad webhook: {why}"));
    let url = params.text("url")?.unwrap_or_default();
    if url.is_empty() {
        return delete_webhook(state, params);
    }
    let Some(rest) = url.strip_prefix("https://") else {
        return Err(bad("An HTTPS URL must be provided for webhook"));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        return Err(bad("Failed to resolve host: No address associated with hostname"));
    }
    if host.rsplit_once(':').is_some_and(|(_, port)| !WEBHOOK_PORTS.contains(&port)) {
        return Err(bad("Webhook can be set up only on ports 80, 88, 443 or 8443"));
    }
    let secret_token = params.text("secret_token")?;
    if let Some(secret) = &secret_token {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if secret.is_empty() || secret.len() > 256 {
            return Err(ApiError::malformed("secret token must be from 1 to 256 characters long"));
        }
        if !secret.chars().all(fits) {
            return Err(ApiError::malformed("secret token contains unallowed characters"));
        }
    }
    if !(1..=100).contains(&params.int("max_connections")?.unwrap_or(40)) {
        sent.doubts.push("max_connections is not from 1 to 100".to_owned());
    }
    if let Some(kinds) = params.array("allowed_updates")? {
        sent.doubts.extend(state.updates.allow(&kinds));
    }
    if params.flag("drop_pending_updates")? {
        state.updates.drop_pending();
    }
    state.webhook = Some(Webhook { url, secret_token, params: Value::Object(params.0.clone()) });
    Ok(done())
}

/// `deleteWebhook`
pub fn delete_webhook(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    if params.flag("drop_pending_updates")? {
        state.updates.drop_pending();
    }
    state.webhook = None;
    Ok(done())
}

/// `getWebhookInfo`
pub fn webhook_info(state: &State) -> Value {
    let url = state.webhook.as_ref().map_or("", |webhook| webhook.url.as_str());
    let mut info = json!({
        "url": url,
        "has_custom_certificate": false,
        "pending_update_count": state.updates.pending().len(),
    });
    if let Some(allowed) = state.updates.allowed() {
        info["allowed_updates"] = json!(allowed);
    }
    info
}
