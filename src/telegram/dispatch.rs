//! Works on the inbox: a lane a chat, many chats at a time, each row under a time limit, panics caught, failures
//! counted.

use super::guard::guarded;
use super::intake::Intake;
use crate::store::{Failed, Key, Row};
use chrono::Utc;
use log::{debug, error, info, warn};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

/// Chats that are worked for at a time.
const MOST_LANES: usize = 256;
/// How long one row may take.
const LONGEST_WORK: Duration = Duration::from_secs(90);
/// A row that failed this often is a dead letter.
const MOST_ATTEMPTS: u32 = 3;
/// A row whose work began this often without an end is a dead letter: it may be what ends the program.
const MOST_STARTS: u32 = 20;
/// A row that could not be delivered for this long is a dead letter. Counted since this process knows it, by a clock that
/// never jumps.
const GIVE_UP_AFTER: Duration = Duration::from_hours(24);
/// The pauses after the first and the second failure.
const PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(10)];
/// The pause while Telegram cannot be reached.
const OUTAGE: Duration = Duration::from_secs(4);
/// Between two rounds of housekeeping.
const TICK: Duration = Duration::from_secs(2);

/// How the work on a row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Answered, or nobody is left to answer.
    Done,
    /// Put by until its asker wants the answer.
    Hold,
    /// Telegram asks for a pause in this chat.
    Wait(Duration),
    /// It did not work; this may pass. Nothing of the message in it.
    Failed(String),
}

/// What is done with a row.
pub(super) trait Work: Send + Sync + 'static {
    /// Does it. It may be done again after a failure or a crash.
    fn work(&self, row: &Row) -> impl Future<Output = Outcome> + Send;
    /// Called every few seconds.
    fn tidy(&self);
}

/// What a lane does next.
enum Next {
    Go,
    Pause(Duration),
}

/// Works until `stop` is set; then finishes what is in hand within `grace`, and leaves the rest in the inbox.
pub(super) async fn dispatch<W: Work>(
    intake: Arc<Intake>,
    work: Arc<W>,
    mut stop: watch::Receiver<bool>,
    grace: Duration,
) {
    let mut tasks: JoinSet<(i64, Next)> = JoinSet::new();
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let changed = intake.changed();
        tokio::pin!(changed);
        changed.as_mut().enable();
        while tasks.len() < MOST_LANES {
            let Some(key) = intake.lanes().next(Instant::now()) else { break };
            let (intake, work) = (intake.clone(), work.clone());
            tasks.spawn(async move { (key.chat, one(&intake, &*work, key).await) });
        }
        let due = intake.lanes().next_due();
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            Some(done) = tasks.join_next() => settle(&intake, done),
            () = changed => {}
            () = until(due) => {}
            _ = tick.tick() => {
                work.tidy();
                intake.inbox.tidy().await;
                look(&intake).await;
            }
        }
    }
    let finish = async {
        while let Some(done) = tasks.join_next().await {
            settle(&intake, done);
        }
    };
    if timeout(grace, finish).await.is_err() {
        warn!("{} updates were not finished in time; they are answered at the next start", tasks.len());
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

fn settle(intake: &Intake, done: Result<(i64, Next), tokio::task::JoinError>) {
    match done {
        Ok((chat, Next::Go)) => intake.lanes().finish(chat),
        Ok((chat, Next::Pause(pause))) => intake.lanes().pause(chat, Instant::now() + pause),
        // the work's own panics are caught inside
        Err(failure) => error!("a task of the inbox ended badly ({failure})"),
    }
    intake.tell();
}

/// Queues what the inbox holds. Before anything new is taken in: it comes first in its chats.
pub(super) async fn reload(intake: &Intake) {
    match intake.inbox.pending().await {
        Ok(keys) => {
            if !keys.is_empty() {
                info!("{} updates were left unanswered; answering them now", keys.len());
            }
            intake.queue(&keys);
        }
        Err(failure) => error!("the inbox cannot be read ({failure})"),
    }
}

/// Tells the monitor how full the inbox is; queues what another program put back.
async fn look(intake: &Intake) {
    intake.monitor.database(intake.inbox.trouble().is_none());
    let Ok(counts) = intake.inbox.counts().await else { return };
    intake.monitor.inbox(&counts, Utc::now().timestamp());
    if counts.pending > u64::try_from(intake.lanes().len()).unwrap_or(u64::MAX)
        && let Ok(keys) = intake.inbox.pending().await
    {
        intake.queue(&keys);
    }
}

/// Works on one row.
async fn one<W: Work>(intake: &Intake, work: &W, key: Key) -> Next {
    let row = match intake.inbox.begin(key.seq).await {
        Ok(Some(row)) => row,
        Ok(None) => return Next::Go,
        Err(failure) => {
            error!("a row of the inbox cannot be read ({failure})");
            return Next::Pause(PAUSES[1]);
        }
    };
    if row.starts > MOST_STARTS {
        return bury(intake, &row, "the program ended while it was worked on, again and again").await;
    }
    let delivered = intake.monitor.deliveries();
    let outcome = match timeout(LONGEST_WORK, guarded(&intake.monitor, work.work(&row))).await {
        Ok(Some(outcome)) => outcome,
        Ok(None) => {
            error!(update = row.update_id; "the work on an update panicked; the others go on");
            return fail(intake, &row, "the program panicked".to_owned()).await;
        }
        Err(_) => return fail(intake, &row, format!("took longer than {} s", LONGEST_WORK.as_secs())).await,
    };
    match outcome {
        Outcome::Done => {
            intake.monitor.answered(intake.lanes().waited(row.seq).unwrap_or_default());
            settled(intake.inbox.done(row.seq).await)
        }
        Outcome::Hold => settled(intake.inbox.hold(row.seq).await),
        _ if intake.lanes().waited(row.seq).is_some_and(|waited| waited > GIVE_UP_AFTER) && !row.wanted => {
            bury(intake, &row, "could not be delivered for a day").await
        }
        Outcome::Wait(pause) => rest(intake, &row, pause).await,
        // while nothing gets through to anybody, the fault is not this row's
        Outcome::Failed(why) if intake.monitor.deliveries() == delivered => {
            debug!(update = row.update_id; "an update waits for Telegram ({why})");
            rest(intake, &row, OUTAGE).await
        }
        Outcome::Failed(why) => fail(intake, &row, why).await,
    }
}

async fn fail(intake: &Intake, row: &Row, why: String) -> Next {
    match intake.inbox.fail(row.seq, why.clone(), MOST_ATTEMPTS).await {
        Ok(Failed::Again { attempts }) => {
            warn!(update = row.update_id, attempts; "the work on an update failed ({why}); at most {MOST_ATTEMPTS} attempts");
            let pause = PAUSES.get(usize::try_from(attempts).unwrap_or(1).saturating_sub(1));
            Next::Pause(*pause.unwrap_or(&PAUSES[1]))
        }
        Ok(Failed::Dead) => {
            intake.monitor.update("any", "dead");
            error!(update = row.update_id; "an update failed too often ({why}) and is set aside: see `bedside inbox`");
            Next::Go
        }
        Err(failure) => settled(Err(failure)),
    }
}

/// The row is tried again later, and this try is not held against it.
async fn rest(intake: &Intake, row: &Row, pause: Duration) -> Next {
    settled(intake.inbox.rest(row.seq).await);
    Next::Pause(pause)
}

async fn bury(intake: &Intake, row: &Row, why: &str) -> Next {
    intake.monitor.update("any", "dead");
    error!(update = row.update_id; "an update is set aside ({why}): see `bedside inbox`");
    settled(intake.inbox.bury(row.seq, why.to_owned()).await)
}

fn settled(written: Result<(), crate::store::StoreError>) -> Next {
    if let Err(failure) = written {
        error!("the inbox could not be brought up to date ({failure})");
    }
    Next::Go
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::Monitor;
    use crate::store::{Database, Inbox, Incoming};
    use crate::telegram::update::Me;

    /// Panics for chat 1, never ends for chat 2, answers the others.
    struct Moody;

    impl Work for Moody {
        async fn work(&self, row: &Row) -> Outcome {
            match row.chat {
                1 => panic!("a fault in the program"),
                2 => std::future::pending().await,
                _ => Outcome::Done,
            }
        }

        fn tidy(&self) {}
    }

    #[tokio::test]
    async fn a_panic_is_counted_and_stays_alone_and_what_never_ends_stays_in_the_inbox() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.db");
        let inbox = Inbox::open(&path).unwrap();
        let monitor = Arc::new(Monitor::new(&crate::knowledge::Version::default()));
        let me = Me { id: 1, username: "bot".to_owned(), keepers: Arc::new([]), keeps: false };
        let intake = Arc::new(Intake::new(inbox.clone(), monitor.clone(), me, 100));
        let update = |id: i64| Incoming { update_id: id, chat: id, json: "{}".to_owned() };
        inbox.receive((1..=5).map(update).collect()).await.unwrap();
        let (tell, stop) = watch::channel(false);
        reload(&intake).await;
        let bot = dispatch(intake, Arc::new(Moody), stop, Duration::from_millis(100));
        let dead = async {
            while Database::open(&path).unwrap().dead_letters().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let watching = async {
            timeout(Duration::from_mins(1), dead).await.unwrap();
            tell.send_replace(true);
        };
        tokio::join!(bot, watching);
        assert!(monitor.text().contains("bedside_panics_total 3"), "{}", monitor.text());
        let dead = Database::open(&path).unwrap().dead_letters().unwrap();
        assert_eq!((dead.len(), dead[0].attempts), (1, 3));
        let left: Vec<i64> = inbox.pending().await.unwrap().iter().map(|key| key.chat).collect();
        assert_eq!(left, [2], "the others were answered");
    }
}
