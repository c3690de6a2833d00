//! The Telegram bot: the one module that knows teloxide and the Bot API.
//!
//! `wire` -> `update` -> `serve` -> `send`, driven by `receive`. The facts of the Bot API that this rests on are named
//! where they are used.

mod api;
mod menu;
mod receive;
mod send;
mod serve;
mod update;
mod wire;

use crate::conversation::Conversation;
use api::{Api, Refusal};
use log::{info, warn};
use secrecy::SecretString;
use serve::Service;
use std::future::Future;
use std::time::Duration;
use teloxide::requests::Requester;
use update::Me;

/// How long to wait before asking again who the bot is, doubled each time up to the second figure.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Why the bot cannot run: one line that names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Telegram does not know the token.
    #[error("Telegram refuses the bot token: copy it again from BotFather, or ask it for a new one")]
    Token,
    /// The HTTP client cannot be built.
    #[error("the HTTP client cannot be set up: check the system's certificates and limits")]
    Client,
    /// The address is none.
    #[error("telegram.api_url = \"{0}\": write the address of a Bot API server, for instance https://api.telegram.org")]
    Address(String),
}

/// Runs the bot until `stop` resolves.
pub async fn run(
    token: &SecretString,
    api_url: &str,
    conversation: Conversation,
    stop: impl Future<Output = ()>,
) -> Result<(), RunError> {
    let url = reqwest::Url::parse(api_url).map_err(|_| RunError::Address(api_url.to_owned()))?;
    let api = Api::new(token, &url).map_err(|_| RunError::Client)?;
    tokio::pin!(stop);
    let me = tokio::select! {
        () = &mut stop => return Ok(()),
        me = introduce(&api) => me?,
    };
    info!("@{} is listening; Ctrl-C ends it", me.username);
    let menu = tokio::spawn(menu::publish(api.clone(), conversation.wording().clone()));
    let service = Service::new(api.clone(), me, conversation);
    let received = receive::receive(&api, service, stop).await;
    menu.abort();
    received.map_err(|_| RunError::Token)
}

/// Asks Telegram who the bot is, until it answers, and ends a webhook that would keep updates from us.
async fn introduce(api: &Api) -> Result<Me, RunError> {
    let mut delay = RETRY.0;
    loop {
        let refusal = match api.bot().get_me().await {
            Ok(me) => {
                if let Err(refusal) = api::persist(api.bot().delete_webhook()).await {
                    warn!("a webhook of this bot may still be set ({refusal})");
                }
                return Ok(Me { id: me.id.0, username: me.username.clone().unwrap_or_default() });
            }
            Err(error) => Refusal::from_error(&error),
        };
        if refusal == Some(Refusal::Token) {
            return Err(RunError::Token);
        }
        let why = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
        warn!("Telegram does not answer ({why}); trying again in {} s", delay.as_secs());
        tokio::time::sleep(delay).await;
        delay = (delay * 2).min(RETRY.1);
    }
}
