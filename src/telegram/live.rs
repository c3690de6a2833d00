//! The edition of the knowledge in use: read by every answer, swapped at once. An answer in hand keeps the one it began
//! with.

use crate::edition::{Edition, Origin};
use crate::knowledge::{Files, Version};
use crate::prepared::Unusable;
use arc_swap::ArcSwap;
use log::warn;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The edition in use and where the next one comes from.
pub struct Live {
    origin: Origin,
    current: ArcSwap<Edition>,
    /// Held by whoever reads the files to swap the edition, or changes them.
    pub(super) changing: Mutex<()>,
}

impl Live {
    /// Loads and checks the knowledge.
    pub fn start(origin: Origin) -> Result<Self, Unusable> {
        let edition = origin.edition(&origin.files()?)?;
        say_hidden(&edition);
        Ok(Self { origin, current: ArcSwap::from_pointee(edition), changing: Mutex::new(()) })
    }

    /// Which state of the knowledge is in use.
    #[must_use]
    pub fn version(&self) -> Version {
        self.now().version().clone()
    }

    /// Whether this process has learnt it and kept it: a new one would take less memory.
    #[must_use]
    pub fn just_kept(&self) -> bool {
        self.now().just_kept
    }

    /// The edition in use.
    pub(super) fn now(&self) -> Arc<Edition> {
        self.current.load_full()
    }

    /// Uses another edition from now on.
    pub(super) fn swap(&self, edition: Edition) {
        say_hidden(&edition);
        self.current.store(Arc::new(edition));
    }

    /// The knowledge folder, if there is one.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.origin.folder.as_deref()
    }

    /// The files as they are now.
    pub(super) async fn files(&self) -> Result<Files, Unusable> {
        let origin = self.origin.clone();
        apart(move || Ok(origin.files()?)).await
    }

    /// An edition of these files, made beside the answers that go on meanwhile.
    pub(super) async fn edition(&self, files: Files) -> Result<Edition, Unusable> {
        let origin = self.origin.clone();
        apart(move || origin.edition(&files)).await
    }
}

/// Runs work that takes long in a thread of its own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Unusable> + Send + 'static) -> Result<T, Unusable> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        // a panic in it is a defect of ours, was logged where it happened, and keeps the edition in use
        Err(_) => Err(Unusable::Broken),
    }
}

fn say_hidden(edition: &Edition) {
    let hidden = edition.unreviewed.len();
    if hidden > 0 {
        warn!("{hidden} entries are not shown because nobody has reviewed them: `bedside check` lists them");
    }
}
