//! One running bot a database: two would answer everything twice.

use super::error::StoreError;
use super::open::with_ending;
use log::warn;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a bot that is just ending is waited for.
const PATIENCE: Duration = Duration::from_secs(12);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Held as long as this bot runs; the system lets go of it when the process ends, however that happens.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    /// Takes the lock beside the database; waits a little for another bot that is ending.
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        let unopenable = |source| StoreError::Unopenable { path: database.to_owned(), source };
        let path = with_ending(database, ".lock");
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map_err(unopenable)?;
        let deadline = Instant::now() + PATIENCE;
        let mut waits = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    if !std::mem::replace(&mut waits, true) {
                        warn!(
                            "database {} is in use by another running bedside: waiting {} s for that one to end",
                            database.display(),
                            PATIENCE.as_secs()
                        );
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { path: database.to_owned() }),
                Err(TryLockError::Error(source)) => return Err(unopenable(source)),
            }
        }
    }
}
