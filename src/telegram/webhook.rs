//! The webhook: Telegram posts updates to us, and gets a 200 only once they are on disk.

use super::RunError;
use super::api::{ALLOWED_UPDATES, Api};
use super::certificate::Certificate;
use super::intake::Intake;
use super::refusal::Refusal;
use crate::config::Webhook;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::post;
use log::{error, info, warn};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use teloxide::requests::Payload;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// The header in which Telegram shows the secret (<https://core.telegram.org/bots/api#setwebhook>).
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// Bytes of an update; Telegram's largest are far below.
const LONGEST_BODY: usize = 1 << 20;
/// Updates that are taken in at a time.
const AT_A_TIME: usize = 128;
/// Connections that Telegram may open.
const CONNECTIONS: u8 = 40;
/// While the database cannot be used, an update is confirmed once it is answered; how long Telegram waits for that.
const PATIENCE: Duration = Duration::from_secs(25);
/// Between two looks whether Telegram still knows our address, and whether a certificate was renewed.
const CHECK: Duration = Duration::from_mins(1);
/// The pause before an address that could not be set is set again.
const RETRY: Duration = Duration::from_secs(5);
/// How long requests in hand may take at the end.
const GRACE: Duration = Duration::from_secs(2);

/// `setWebhook` (<https://core.telegram.org/bots/api#setwebhook>).
#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    allowed_updates: &'static [&'static str],
    max_connections: u8,
}

impl Payload for SetWebhook<'_> {
    type Output = bool;
    const NAME: &'static str = "setWebhook";
}

/// `getWebhookInfo`
#[derive(Serialize)]
struct GetWebhookInfo {}

impl Payload for GetWebhookInfo {
    type Output = Value;
    const NAME: &'static str = "getWebhookInfo";
}

/// What a request needs.
struct Hook {
    intake: Arc<Intake>,
    secret: SecretString,
    places: Semaphore,
}

/// Listens, tells Telegram where, and takes updates in until `stop` is set. The webhook stays set then: Telegram keeps
/// what comes meanwhile.
pub(super) async fn serve(
    api: &Api,
    intake: &Arc<Intake>,
    config: &Webhook,
    secret: SecretString,
    mut stop: watch::Receiver<bool>,
) -> Result<(), RunError> {
    let unusable = |failure| RunError::Listen(config.listen.clone(), failure);
    let listener = TcpListener::bind(&config.listen).await.map_err(unusable)?;
    let certificate = Certificate::of(config).map_err(unusable)?;
    let path = reqwest::Url::parse(&config.url).map_or_else(|_| "/".to_owned(), |url| url.path().to_owned());
    let hook = Arc::new(Hook { intake: intake.clone(), secret: secret.clone(), places: Semaphore::new(AT_A_TIME) });
    let router = Router::new().route(&path, post(receive)).with_state(hook);
    let serving = listen(listener, router, certificate.clone(), stop.clone());
    let watching = keep_set(api, config, &secret, certificate.as_deref());
    let stopping = async {
        // an end of the sender is an end, too
        let _ = stop.wait_for(|stop| *stop).await;
        sleep(GRACE).await;
    };
    tokio::select! {
        served = serving => served.map_err(unusable),
        failure = watching => Err(failure),
        () = stopping => Ok(()),
    }
}

async fn listen(
    listener: TcpListener,
    router: Router,
    certificate: Option<Arc<Certificate>>,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    match certificate {
        Some(certificate) => {
            let listener = tls_listener::builder(certificate.acceptor()?).listen(listener);
            axum::serve(listener, router).with_graceful_shutdown(stopped).await
        }
        None => axum::serve(listener, router).with_graceful_shutdown(stopped).await,
    }
}

/// Tells Telegram our address, and again whenever it has been told another. Ends with what Telegram refuses for good.
async fn keep_set(api: &Api, config: &Webhook, secret: &SecretString, certificate: Option<&Certificate>) -> RunError {
    let mut known = false;
    loop {
        if !known {
            let call = SetWebhook {
                url: &config.url,
                secret_token: secret.expose_secret(),
                allowed_updates: ALLOWED_UPDATES,
                max_connections: CONNECTIONS,
            };
            match api.persist(&call).await {
                Ok(_) => {
                    info!("Telegram posts to {}", config.url);
                    known = true;
                }
                Err(Refusal::Token) => return RunError::Token,
                Err(Refusal::Final(words)) => return RunError::Webhook(words),
                Err(refusal) => {
                    warn!("the webhook could not be set ({refusal}); trying again in {} s", RETRY.as_secs());
                    sleep(RETRY).await;
                    continue;
                }
            }
        }
        sleep(CHECK).await;
        if let Ok(info) = api.call(&GetWebhookInfo {}).await
            && info["url"].as_str() != Some(&config.url)
        {
            warn!("somebody has changed this bot's webhook; setting it again");
            known = false;
        }
        if let Some(Err(failure)) = certificate.map(|certificate| certificate.renew(config)) {
            warn!("the webhook's certificate could not be read again ({failure}); the old one stays in use");
        }
    }
}

/// Takes one update in.
async fn receive(State(hook): State<Arc<Hook>>, headers: HeaderMap, body: Body) -> StatusCode {
    let shown = headers.get(SECRET_HEADER).map(HeaderValue::as_bytes).unwrap_or_default();
    if !bool::from(shown.ct_eq(hook.secret.expose_secret().as_bytes())) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(_place) = hook.places.try_acquire() else { return StatusCode::SERVICE_UNAVAILABLE };
    if hook.intake.is_full() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(bytes) = to_bytes(body, LONGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let Ok(update) = serde_json::from_slice::<Value>(&bytes) else { return StatusCode::BAD_REQUEST };
    hook.intake.monitor.reached_telegram();
    let Some(update_id) = update["update_id"].as_i64() else { return StatusCode::BAD_REQUEST };
    if let Err(failure) = hook.intake.take(vec![update]).await {
        error!("an update could not be stored ({failure}); Telegram keeps it");
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match timeout(PATIENCE, on_disk_or_answered(&hook.intake, update_id)).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Resolves at once if updates are on disk; while the database cannot be used, once this one is answered.
async fn on_disk_or_answered(intake: &Intake, update_id: i64) {
    loop {
        let changed = intake.changed();
        tokio::pin!(changed);
        changed.as_mut().enable();
        match intake.inbox.lowest_volatile().await {
            Ok(Some(lowest)) if lowest <= update_id => changed.await,
            _ => return,
        }
    }
}
