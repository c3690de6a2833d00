//! A copy of the database in one file, made while the bot runs.

use super::error::StoreError;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

/// Pages a step, and the rest between two steps in which the bot can write.
const STEP: (i32, Duration) = (1_000, Duration::from_millis(5));

/// Writes a consistent copy to a new file that only its owner may read. Putting that file in the place of the database
/// is all that a restore takes.
pub(super) fn write(from: &Connection, target: &Path) -> Result<(), StoreError> {
    let refused = |source| StoreError::Backup { path: target.to_owned(), source };
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(target).map_err(refused)?;
    let copied = copy(from, target);
    if copied.is_err() {
        // half a backup is worse than none; the error of the copy is the one to show
        let _ = std::fs::remove_file(target);
    }
    copied
}

fn copy(from: &Connection, target: &Path) -> Result<(), StoreError> {
    let mut to = Connection::open(target)?;
    Backup::new(from, &mut to)?.run_to_completion(STEP.0, STEP.1, None)?;
    // one file, without a journal beside it
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(())
}
