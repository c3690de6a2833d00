//! Long polling: an update is on disk before the next call's offset confirms it to Telegram.

use super::api::Api;
use super::intake::Intake;
use super::refusal::Refusal;
use log::{error, info, warn};
use std::time::Duration;
use teloxide::payloads::DeleteWebhook;
use tokio::sync::watch;
use tokio::time::sleep;

/// Updates asked for at a time, Telegram's most.
const BATCH: u8 = 100;
/// How long to wait before asking again while the inbox is full, or while Telegram has to keep what is not on disk: it
/// then answers at once with the same updates.
const PAUSE: Duration = Duration::from_millis(200);
/// How long to wait after a failed poll, doubled each time up to the second figure.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));
/// How long to wait while another program polls the same bot.
const CONFLICT: Duration = Duration::from_secs(30);

/// Polls until `stop` is set. The error is a token that Telegram refuses.
pub(super) async fn poll(api: &Api, intake: &Intake, mut stop: watch::Receiver<bool>) -> Result<(), Refusal> {
    // Telegram keeps updates from a poller while a webhook is set
    let end = DeleteWebhook::new();
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => return Ok(()),
        ended = api.persist(&end) => if let Err(refusal) = ended {
            warn!("a webhook of this bot may still be set ({refusal})");
        }
    }
    let mut poller = Poller { api, intake, offset: 0, held: false, delay: RETRY.0, failing: false };
    loop {
        let round = async {
            let pause = poller.round().await?;
            sleep(pause).await;
            Ok(())
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            result = round => result?,
        }
    }
}

struct Poller<'a> {
    api: &'a Api,
    intake: &'a Intake,
    /// What the next call confirms: everything below. 0 confirms nothing, and is right whatever numbers come next:
    /// they start anew, and perhaps lower, after a week of silence.
    offset: i64,
    /// Whether Telegram has to keep updates that are not on disk.
    held: bool,
    delay: Duration,
    failing: bool,
}

impl Poller<'_> {
    /// One call, and how long to wait before the next.
    async fn round(&mut self) -> Result<Duration, Refusal> {
        if self.intake.is_full() {
            return Ok(PAUSE);
        }
        match self.api.updates(self.offset, BATCH, !self.held).await {
            Ok(updates) => {
                if std::mem::take(&mut self.failing) {
                    info!("Telegram answers again");
                }
                self.delay = RETRY.0;
                Ok(self.take(updates).await)
            }
            Err(Refusal::Token) => Err(Refusal::Token),
            Err(Refusal::OtherPoller) => {
                warn!(
                    "another program polls this bot's updates or has set a webhook for it: stop that one, or give this \
                     bot a token of its own; trying again in {} s",
                    CONFLICT.as_secs()
                );
                Ok(CONFLICT)
            }
            Err(Refusal::Flood(wait)) => Ok(wait),
            Err(refusal) => {
                if !std::mem::replace(&mut self.failing, true) {
                    warn!("Telegram cannot be reached ({refusal}); trying again until it can");
                }
                let pause = self.delay;
                self.delay = (self.delay * 2).min(RETRY.1);
                Ok(pause)
            }
        }
    }

    async fn take(&mut self, updates: Vec<serde_json::Value>) -> Duration {
        let next = updates.iter().filter_map(|update| update["update_id"].as_i64()).max().map_or(0, |last| last + 1);
        if let Err(failure) = self.intake.take(updates).await {
            error!("updates could not be stored ({failure}); Telegram keeps them");
            return self.delay;
        }
        let lowest = self.intake.inbox.lowest_volatile().await.unwrap_or(None);
        self.held = lowest.is_some();
        self.offset = lowest.unwrap_or(next);
        if self.held { PAUSE } else { Duration::ZERO }
    }
}
