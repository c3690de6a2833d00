//! What is done now and then: counts are written, what was kept long enough is erased, and once a week the admin chats
//! get a digest, if that is switched on.

use super::stats::Figures;
use super::{DAY, tell};
use crate::render::plain;
use crate::store::{Inbox, StoreError};
use crate::telegram::api::Api;
use crate::telegram::live::Live;
use crate::telegram::tally::Tally;
use log::warn;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// Between two writings of the counts.
const TICK: Duration = Duration::from_secs(2);
/// Rounds between two looks at what is old or due.
const ROUNDS: u32 = 15;
/// The digest goes out from this second of the week on: Monday, 8 o'clock (UTC).
const DIGEST_AT: i64 = 8 * 3_600;
/// 1970-01-01 was a Thursday: the Monday before it, in seconds.
const FIRST_MONDAY: i64 = -3 * DAY;
/// The note that holds the week of the last digest.
const NOTE: &str = "digest";

/// What the rounds need.
pub(in crate::telegram) struct Rounds {
    pub(in crate::telegram) api: Arc<Api>,
    pub(in crate::telegram) live: Arc<Live>,
    pub(in crate::telegram) inbox: Inbox,
    pub(in crate::telegram) tally: Arc<Tally>,
    pub(in crate::telegram) chats: Arc<[i64]>,
    /// For how many days messages without a passage are kept; none if they are not.
    pub(in crate::telegram) keep_days: Option<u32>,
    pub(in crate::telegram) weekly_digest: bool,
}

/// Goes its rounds for as long as it is polled.
pub(in crate::telegram) async fn run(rounds: Rounds) {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for round in 0_u32.. {
        tick.tick().await;
        rounds.tally.flush(&rounds.inbox).await;
        if round % ROUNDS == 0
            && let Err(failure) = rounds.now_and_then().await
        {
            warn!("what is old could not be erased, or the digest not made ({failure})");
        }
    }
}

impl Rounds {
    async fn now_and_then(&self) -> Result<(), StoreError> {
        let now = self.api.clock().now();
        let today = now.div_euclid(DAY);
        self.inbox.expire_counts(today).await?;
        // switched off, nothing is kept any longer
        let oldest = self.keep_days.map_or(i64::MAX, |days| today - i64::from(days));
        self.inbox.expire_unanswered(oldest).await?;
        if self.weekly_digest {
            self.digest(now).await?;
        }
        Ok(())
    }

    async fn digest(&self, now: i64) -> Result<(), StoreError> {
        let week = (now - FIRST_MONDAY - DIGEST_AT).div_euclid(7 * DAY).to_string();
        let last = self.inbox.note(NOTE).await?;
        if last.as_ref() == Some(&week) {
            return Ok(());
        }
        self.inbox.set_note(NOTE, week).await?;
        // the first week of a bot has nothing behind it
        if last.is_some() {
            let (edition, today) = (self.live.now(), now.div_euclid(DAY));
            let wording = edition.conversation.wording();
            let figures = Figures::read(&self.inbox, today - 1, 7).await?;
            let mut words = vec![wording.digest_heading(), plain::text(&figures.card(&edition, wording, today - 1))];
            if self.keep_days.is_some() {
                let kept = self.inbox.unanswered().await?.len();
                words.push(wording.digest_unanswered(u32::try_from(kept).unwrap_or(u32::MAX)));
            }
            tell(&self.api, &self.chats, &words.join("\n\n")).await;
        }
        Ok(())
    }
}
