//! The Telegram bot: the one module that knows teloxide and the Bot API.
//!
//! ```text
//! poll -> intake -> the inbox on disk -> dispatch -> serve -> send
//!         (wire -> update)               (lanes)              (limit, api, refusal)
//! ```
//!
//! Inline queries alone are not stored: `intake` hands them to `inline`, which answers at once or not at all. In a group
//! `cooldown` settles on arrival whether a message is within the limits, and `people` holds in memory who sent it; the
//! rules are in `group`, `group_press` and `settings`.
//!
//! An update is on disk before it is confirmed to Telegram and erased once it is answered. The facts of the Bot API that
//! this rests on are named where they are used.

mod admin;
mod api;
mod around;
mod asked;
mod certificate;
mod clock;
mod cooldown;
mod dispatch;
mod edits;
mod expiring;
mod group;
mod group_press;
mod guard;
mod inline;
mod intake;
mod lanes;
mod late;
mod limit;
mod live;
mod memory;
mod menu;
mod people;
mod poll;
mod press;
mod private;
mod rate;
mod recent;
mod refusal;
mod reload;
mod send;
mod serve;
mod settings;
mod settle;
mod tally;
mod update;
mod webhook;
mod wire;

use crate::config;
use crate::monitor::{self, Monitor};
use crate::store::Inbox;
use admin::{Desk, Rounds};
use api::Api;
use intake::Intake;
use limit::Limiter;
pub use live::Live;
use log::{info, warn};
use refusal::Refusal;
use secrecy::SecretString;
use serve::Service;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tally::Tally;
use teloxide::payloads::GetMe;
use tokio::signal::unix::Signal;
use tokio::sync::watch;
use update::Me;

/// How long to wait before asking again who the bot is, doubled each time up to the second figure.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

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
    /// Telegram does not take the webhook.
    #[error("Telegram refuses the webhook ({0}): correct telegram.webhook.url")]
    Webhook(String),
    /// Telegram does not answer.
    #[error("Telegram does not answer ({0}): try again later, or check telegram.api_url and the network")]
    Unreachable(String),
    /// The webhook cannot be served.
    #[error(
        "telegram.webhook.listen = \"{0}\" cannot be used ({1}): name a free port, and certificate files the bot may read"
    )]
    Listen(String, std::io::Error),
}

/// What the inbox would keep of an update, as JSON: what is asked and where, nothing of who asks. `me` and `username` are
/// the bot's own. `None` for an update that asks nothing of the bot, or cannot be read.
#[must_use]
pub fn kept(update: &str, me: u64, username: &str) -> Option<String> {
    let me = Me { id: me, username: username.to_owned(), keepers: Arc::new([]), keeps: false };
    let asked = asked::Asked::from_update(serde_json::from_str(update).ok()?, &me)?;
    serde_json::to_string(&asked).ok()
}

/// What the bot runs on.
pub struct Bot {
    /// Its token.
    pub token: SecretString,
    /// The secret that Telegram shows at the webhook, if there is one.
    pub webhook_secret: Option<SecretString>,
    /// Its settings.
    pub config: config::Config,
    /// What it says, and says anew once its files change.
    pub live: Live,
    /// Where updates wait.
    pub inbox: Inbox,
    /// Who watches over it.
    pub monitor: Arc<Monitor>,
    /// SIGHUP: to look at the knowledge's files.
    pub hangup: Signal,
}

impl Bot {
    /// Runs until `stop` resolves.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), RunError> {
        let Self { token, webhook_secret, config, live, inbox, monitor, hangup } = self;
        let settings = config.telegram;
        let url = reqwest::Url::parse(&settings.api_url).map_err(|_| RunError::Address(settings.api_url.clone()))?;
        let limiter = Limiter::new(&settings.limits);
        let api = Api::new(token, &url, limiter, monitor.clone()).map_err(|_| RunError::Client)?;
        tokio::pin!(stop);
        let me = tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            me = introduce(&api) => me?,
        };
        let api = Arc::new(api.of(&me.username));
        info!("@{} is listening; Ctrl-C ends it", me.username);
        monitor::ready();
        let live = Arc::new(live);
        let wording = live.now().conversation.wording().clone();
        let menu = tokio::spawn(menu::publish(api.clone(), wording.clone()));
        let chats: Arc<[i64]> = config.admin.chats.into();
        let admin = tokio::spawn(admin::watch(api.clone(), inbox.clone(), chats.clone(), wording.clone()));
        let reload = tokio::spawn(reload::watch(hangup, live.clone(), api.clone(), monitor.clone(), chats.clone()));
        let keep_days = config.privacy.keep_days();
        let me = Me { keepers: chats.clone(), keeps: keep_days.is_some(), ..me };
        let tally = Arc::new(Tally::default());
        let admin_menu = tokio::spawn(admin::publish(api.clone(), wording, chats.clone()));
        let rounds = tokio::spawn(admin::run(Rounds {
            api: api.clone(),
            live: live.clone(),
            inbox: inbox.clone(),
            tally: tally.clone(),
            chats: chats.clone(),
            keep_days,
            weekly_digest: config.admin.weekly_digest,
        }));
        let keepers = Desk::new(chats, tally.clone(), keep_days);
        let (desk, queries) = inline::Desk::open();
        let inline = tokio::spawn(inline::serve(api.clone(), live.clone(), monitor.clone(), tally.clone(), queries));
        let intake = Intake::new(inbox.clone(), monitor, me, config.store.high_water);
        let intake = Arc::new(intake.within(&config.groups).with_desk(desk));
        let repeat_after = config.groups.repeat_after;
        let service =
            Arc::new(Service::new(api.clone(), live, intake.clone(), settings.stale_after, repeat_after, keepers));
        let settled = tokio::spawn(edits::watch(service.clone()));
        let (tell, stopped) = watch::channel(false);
        let hook = settings.webhook.zip(webhook_secret);
        let receiving = async {
            let received = match hook {
                Some((hook, secret)) => webhook::serve(&api, &intake, &hook, secret, stopped.clone()).await,
                None => poll::poll(&api, &intake, stopped.clone()).await.map_err(|_| RunError::Token),
            };
            tell.send_replace(true);
            received
        };
        let stopping = async {
            let mut ended = stopped.clone();
            tokio::select! {
                () = stop => { tell.send_replace(true); }
                _ = ended.wait_for(|ended| *ended) => {}
            }
        };
        dispatch::reload(&intake).await;
        let dispatching = dispatch::dispatch(intake.clone(), service, stopped.clone(), settings.shutdown_grace);
        let (received, (), ()) = tokio::join!(receiving, stopping, dispatching);
        settled.abort();
        menu.abort();
        inline.abort();
        admin.abort();
        reload.abort();
        admin_menu.abort();
        rounds.abort();
        tally.flush(&inbox).await;
        inbox.close().await;
        received
    }
}

/// Asks Telegram once for the bot's username.
pub async fn username(token: SecretString, api_url: &str) -> Result<String, RunError> {
    let url = reqwest::Url::parse(api_url).map_err(|_| RunError::Address(api_url.to_owned()))?;
    let limiter = Limiter::new(&config::Limits::default());
    let api = Api::new(token, &url, limiter, Arc::new(Monitor::new(&crate::knowledge::Version::default())))
        .map_err(|_| RunError::Client)?;
    match api.persist(&GetMe::new()).await {
        Ok(me) => Ok(me["username"].as_str().unwrap_or_default().to_owned()),
        Err(Refusal::Token) => Err(RunError::Token),
        Err(refusal) => Err(RunError::Unreachable(refusal.to_string())),
    }
}

/// Asks Telegram who the bot is, until it answers.
async fn introduce(api: &Api) -> Result<Me, RunError> {
    let mut delay = RETRY.0;
    loop {
        let why = match api.call(&GetMe::new()).await {
            Ok(me) => {
                if let (Some(id), Some(username)) = (me["id"].as_u64(), me["username"].as_str()) {
                    return Ok(Me { id, username: username.to_owned(), keepers: Arc::new([]), keeps: false });
                }
                "its answer to getMe was cut on its way, or names no bot".to_owned()
            }
            Err(Refusal::Token) => return Err(RunError::Token),
            Err(refusal) => refusal.to_string(),
        };
        warn!(
            "Telegram does not say who the bot is ({why}): trying again in {} s; if this goes on, check \
             telegram.api_url and the network",
            delay.as_secs()
        );
        tokio::time::sleep(delay).await;
        delay = (delay * 2).min(RETRY.1);
    }
}
