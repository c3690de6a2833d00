//! Watches the knowledge folder: changed files are read, checked, and used at once; with an error in them the edition in
//! use stays, and the log and the admin chats are told what and where, once.
//!
//! Editors and tools write a file by renaming another over it, delete it and create it again, write several in a burst,
//! and put a whole folder in the place of another. So a change is only a hint: what counts is a hash over the files once
//! it is quiet, and an error only if it still stands a little later. Where the system tells of no changes (some network
//! and container file systems), a look now and then finds them.

use super::admin::tell;
use super::api::Api;
use super::live::Live;
use crate::knowledge::Version;
use crate::monitor::Monitor;
use crate::prepared::Unusable;
use log::{debug, error, info, warn};
use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::Signal;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// It must be quiet for this long before the files are read.
const QUIET: Duration = Duration::from_millis(300);
/// An error that is gone after this time was one of a change that was not finished.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two looks at the files that no hint asked for.
const LOOK: Duration = Duration::from_secs(30);
/// Problems that are told in the chat.
const TOLD: usize = 5;
/// Letters of a notice; a message holds 4,096.
const LONGEST: usize = 3_500;

/// Why the files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The system told of a change, or it was time for a look.
    Hint,
    /// Somebody asked for it.
    Signal,
}

/// Reloads for as long as it is polled. A knowledge without a folder never changes.
pub(super) async fn watch(
    mut hangup: Signal,
    live: Arc<Live>,
    api: Arc<Api>,
    monitor: Arc<Monitor>,
    chats: Arc<[i64]>,
) {
    let (tell, mut hints) = mpsc::channel(1);
    let folder = live.folder().map(Path::to_owned);
    let mut watcher = folder.as_deref().and_then(|folder| Watcher::new(folder, tell));
    let mut reloader = Reloader { live, api, monitor, chats, refused: None };
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let cause = tokio::select! {
            Some(()) = hints.recv() => Cause::Hint,
            _ = look.tick() => Cause::Hint,
            Some(()) = hangup.recv() => Cause::Signal,
        };
        if cause == Cause::Signal && folder.is_none() {
            info!("SIGHUP: the knowledge is built into the program and never changes; set knowledge.dir for a folder");
            continue;
        }
        // first, so that a change is either seen by the look or told of after it
        if let Some(watcher) = &mut watcher {
            watcher.renew();
        }
        if folder.is_some() {
            reloader.look(cause).await;
        }
    }
}

/// Watches a folder and the one it lies in: a folder that is removed takes its watch with it.
struct Watcher {
    folder: PathBuf,
    debouncer: Debouncer<RecommendedWatcher>,
}

impl Watcher {
    /// `None` if the system does not let it watch; the looks now and then remain.
    fn new(folder: &Path, hints: mpsc::Sender<()>) -> Option<Self> {
        let folder = std::path::absolute(folder).unwrap_or(folder.to_owned());
        let inside = folder.clone();
        let hint = move |events: DebounceEventResult| {
            // beside the folder there may be files that change all the time, the database for one
            if !events.is_ok_and(|events| events.iter().all(|event| !event.path.starts_with(&inside))) {
                // a hint that waits already stands for this one too
                let _ = hints.try_send(());
            }
        };
        let debouncer = match new_debouncer(QUIET, hint) {
            Ok(debouncer) => debouncer,
            Err(failure) => {
                warn!(
                    "changes of the knowledge folder cannot be watched ({failure}); it is looked at every {} s",
                    LOOK.as_secs()
                );
                return None;
            }
        };
        Some(Self { folder, debouncer })
    }

    /// Watches what is there now: also a folder that was put in the place of another.
    fn renew(&mut self) {
        let parent = self.folder.parent();
        for path in parent.into_iter().chain([self.folder.as_path()]) {
            let watcher = self.debouncer.watcher();
            // it may be another folder of the same name, or gone
            let _ = watcher.unwatch(path);
            if let Err(failure) = watcher.watch(path, RecursiveMode::NonRecursive) {
                debug!("{} is not watched ({failure})", path.display());
            }
        }
    }
}

struct Reloader {
    live: Arc<Live>,
    api: Arc<Api>,
    monitor: Arc<Monitor>,
    chats: Arc<[i64]>,
    /// The state of the files that was refused last, and told.
    refused: Option<String>,
}

impl Reloader {
    /// Uses the files if they are others than those in use, and sound.
    async fn look(&mut self, cause: Cause) {
        let mut refused = match self.attempt(cause).await {
            Ok(()) => return,
            Err(refused) => refused,
        };
        if cause == Cause::Hint {
            if self.refused.as_ref() == Some(&refused.0) {
                return;
            }
            sleep(PATIENCE).await;
            match self.attempt(cause).await {
                Ok(()) => return,
                Err(still) => refused = still,
            }
            if self.refused.as_ref() == Some(&refused.0) {
                return;
            }
        }
        let (state, failure) = refused;
        self.refused = Some(state);
        self.monitor.reloaded(false);
        error!("the changed knowledge cannot be used, the one before stays: {failure}");
        let lines = failure.lines(TOLD);
        let more = failure.count().saturating_sub(lines.len());
        let wording = self.live.now().conversation.wording().clone();
        let mut words = vec![wording.knowledge_refused(&self.live.version().to_string())];
        words.extend(lines);
        if more > 0 {
            words.push(wording.knowledge_more(u32::try_from(more).unwrap_or(u32::MAX)));
        }
        let words: String = words.join("\n\n").chars().take(LONGEST).collect();
        tell(&self.api, &self.chats, &words).await;
    }

    /// One attempt; the error comes with the state of the files that it is about.
    async fn attempt(&mut self, cause: Cause) -> Result<(), (String, Unusable)> {
        let _changing = self.live.changing.lock().await;
        let unreadable = |failure: Unusable| (failure.to_string(), failure);
        let files = self.live.files().await.map_err(unreadable)?;
        let Version { hash, .. } = files.version();
        if hash == self.live.version().hash {
            // as in use, perhaps after a change that was taken back
            if self.refused.take().is_some() {
                info!("the knowledge is again the one in use");
                tell(&self.api, &self.chats, &self.taken()).await;
            } else if cause == Cause::Signal {
                info!("SIGHUP: the knowledge has not changed");
            }
            return Ok(());
        }
        if cause == Cause::Hint && self.refused.as_ref() == Some(&hash) {
            return Ok(());
        }
        let edition = self.live.edition(files).await.map_err(|failure| (hash, failure))?;
        self.live.swap(edition);
        self.refused = None;
        let version = self.live.version();
        self.monitor.knowledge(&version);
        self.monitor.reloaded(true);
        info!("the changed knowledge is in use: {version}");
        tell(&self.api, &self.chats, &self.taken()).await;
        Ok(())
    }

    fn taken(&self) -> String {
        let edition = self.live.now();
        let entries = edition.conversation.engine().knowledge().entries.len();
        let wording = edition.conversation.wording();
        wording.knowledge_taken(u32::try_from(entries).unwrap_or(u32::MAX), &edition.version().to_string())
    }
}
