//! The receive loop: long polling that confirms an update to Telegram only once it has been answered.
//!
//! Telegram forgets an update when a later call's offset passes it. The offset stays at the oldest update that is not
//! finished, so a bot that is killed finds it again when it starts. Each chat's updates are handled in order; chats
//! do not wait for each other. At most [`BATCH`] updates are in hand, because Telegram sends no more past an
//! unconfirmed one.

use super::api::{Api, Refusal};
use super::serve::Service;
use super::update::Incoming;
use super::wire;
use log::{debug, error, info, warn};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinSet};
use tokio::time::{sleep, timeout};

/// Updates asked for at a time, Telegram's most.
const BATCH: u8 = 100;
/// While updates are in hand Telegram answers at once with the same ones; how long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(200);
/// How long one update may take.
const LONGEST_WORK: Duration = Duration::from_secs(90);
/// How long to wait after a failed poll, doubled each time up to the second figure.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How long to wait while another program polls the same bot.
const CONFLICT: Duration = Duration::from_secs(30);
/// How long updates in hand may take once the bot is told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(8);

/// The updates in hand.
struct Desk {
    service: Arc<Service>,
    tasks: JoinSet<()>,
    /// The update and the chat that a task works for.
    working: HashMap<Id, (i64, i64)>,
    /// What waits behind the update that a chat's task works on.
    waiting: HashMap<i64, VecDeque<(i64, Incoming)>>,
    /// Updates that are not finished.
    open: BTreeSet<i64>,
    /// Behind the newest update seen.
    next: i64,
}

/// Receives and answers until `stop` resolves; then finishes what is in hand, within [`SHUTDOWN_GRACE`].
pub(super) async fn receive(api: &Api, service: Service, stop: impl Future<Output = ()>) -> Result<(), Refusal> {
    let mut desk = Desk {
        service: Arc::new(service),
        tasks: JoinSet::new(),
        working: HashMap::new(),
        waiting: HashMap::new(),
        open: BTreeSet::new(),
        next: 0,
    };
    tokio::pin!(stop);
    let mut delay = RETRY.0;
    let mut failing = false;
    let refused = loop {
        let polled = tokio::select! {
            () = &mut stop => break None,
            polled = api.updates(desk.offset(), BATCH, desk.open.is_empty()) => polled,
        };
        let pause = match polled {
            Ok(updates) => {
                if std::mem::take(&mut failing) {
                    info!("Telegram answers again");
                }
                delay = RETRY.0;
                desk.take(updates);
                if desk.open.is_empty() { Duration::ZERO } else { PAUSE }
            }
            Err(error) => match Refusal::from_error(&error) {
                Some(Refusal::Token) => break Some(Refusal::Token),
                Some(Refusal::OtherPoller) => {
                    warn!(
                        "another program polls this bot's updates: stop it, or give this one a token of its own; trying again in {} s",
                        CONFLICT.as_secs()
                    );
                    CONFLICT
                }
                refusal => {
                    let why = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
                    if !std::mem::replace(&mut failing, true) {
                        warn!("Telegram cannot be reached ({why}); trying again until it can");
                    }
                    let pause = delay;
                    delay = (delay * 2).min(RETRY.1);
                    pause
                }
            },
        };
        tokio::select! {
            () = &mut stop => break None,
            () = desk.work_for(pause) => {}
        }
    };
    desk.finish(api).await;
    refused.map_or(Ok(()), Err)
}

impl Desk {
    /// The oldest update that is not finished, or what comes after the newest.
    fn offset(&self) -> i64 {
        self.open.first().copied().unwrap_or(self.next)
    }

    /// Takes in what is new of a batch.
    fn take(&mut self, updates: Vec<serde_json::Value>) {
        for value in updates {
            let id = value["update_id"].as_i64();
            let Some(id) = id.filter(|id| *id >= self.next) else { continue };
            self.next = id + 1;
            let update: wire::Update = match serde_json::from_value(value) {
                Ok(update) => update,
                Err(error) => {
                    // the category only: the text of the error quotes the message
                    warn!("update {id} is not readable ({:?} error); passed over", error.classify());
                    continue;
                }
            };
            let incoming = self.service.understand(update);
            if incoming == Incoming::Nothing {
                continue;
            }
            self.open.insert(id);
            let chat = incoming.chat();
            if self.working.values().any(|(_, busy)| *busy == chat) {
                self.waiting.entry(chat).or_default().push_back((id, incoming));
            } else {
                self.begin(id, chat, incoming);
            }
        }
    }

    fn begin(&mut self, id: i64, chat: i64, incoming: Incoming) {
        let service = self.service.clone();
        let task = self.tasks.spawn(async move {
            if timeout(LONGEST_WORK, service.handle(incoming)).await.is_err() {
                error!("update {id} took longer than {} s and was given up", LONGEST_WORK.as_secs());
            }
        });
        self.working.insert(task.id(), (id, chat));
    }

    /// Finishes updates until `pause` is over, or nothing is in hand; without a pause, those that are done already.
    async fn work_for(&mut self, pause: Duration) {
        let rest = sleep(pause);
        tokio::pin!(rest);
        loop {
            tokio::select! {
                biased;
                Some(done) = self.tasks.join_next_with_id() => {
                    self.finished(done);
                    if self.open.is_empty() && pause == PAUSE {
                        return;
                    }
                }
                () = &mut rest => return,
            }
        }
    }

    fn finished(&mut self, done: Result<(Id, ()), tokio::task::JoinError>) {
        let task = match done {
            Ok((task, ())) => task,
            Err(failure) => {
                error!("handling an update failed; the others go on");
                failure.id()
            }
        };
        let Some((id, chat)) = self.working.remove(&task) else { return };
        self.open.remove(&id);
        match self.waiting.get_mut(&chat).and_then(VecDeque::pop_front) {
            Some((id, incoming)) => self.begin(id, chat, incoming),
            None => {
                self.waiting.remove(&chat);
            }
        }
    }

    /// Finishes what is being worked on and confirms it; what only waits stays with Telegram for the next start.
    async fn finish(mut self, api: &Api) {
        self.waiting.clear();
        let all = async {
            while let Some(done) = self.tasks.join_next_with_id().await {
                self.finished(done);
            }
        };
        if timeout(SHUTDOWN_GRACE, all).await.is_err() {
            warn!("{} updates were not finished; Telegram sends them again at the next start", self.open.len());
        }
        if self.next > 0 {
            // best effort: an update that is not confirmed is answered twice, never lost
            if let Ok(Err(_)) | Err(_) = timeout(Duration::from_secs(2), api.updates(self.offset(), 1, false)).await {
                debug!("the last updates could not be confirmed");
            }
        }
    }
}
