//! The file as the command line uses it: dead letters and backups, also while the bot runs.

use super::error::StoreError;
use super::{backup, open};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// An update whose work failed too often. What was asked stays inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number, for `retry` and `drop`.
    pub id: i64,
    /// When it was received, in seconds since 1970 (UTC).
    pub received_at: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it failed last.
    pub error: String,
}

/// The file.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    path: PathBuf,
}

impl Database {
    /// Opens the file of a bot; it must exist.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        Ok(Self { connection: open::file(path)?, path: path.to_owned() })
    }

    /// The dead letters, oldest first.
    pub fn dead_letters(&self) -> Result<Vec<DeadLetter>, StoreError> {
        let mut select = self.connection.prepare(
            "SELECT seq, received_at, attempts, COALESCE(error, '') FROM inbox WHERE state = 'dead' ORDER BY seq",
        )?;
        let rows = select.query_map([], |row| {
            Ok(DeadLetter { id: row.get(0)?, received_at: row.get(1)?, attempts: row.get(2)?, error: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Puts dead letters back to be tried again: one, or all. Gives how many.
    pub fn retry(&self, id: Option<i64>, now: i64) -> Result<usize, StoreError> {
        let changed = self.connection.execute(
            "UPDATE inbox SET state = 'pending', attempts = 0, starts = 0, changed_at = ?2 \
             WHERE state = 'dead' AND (?1 IS NULL OR seq = ?1)",
            params![id, now],
        )?;
        Ok(changed)
    }

    /// Erases dead letters: one, or all. Gives how many.
    pub fn drop_dead(&self, id: Option<i64>) -> Result<usize, StoreError> {
        let erased = self
            .connection
            .execute("DELETE FROM inbox WHERE state = 'dead' AND (?1 IS NULL OR seq = ?1)", params![id])?;
        self.truncate_journal()?;
        Ok(erased)
    }

    /// Copies the database to a new file, also while the bot writes.
    pub fn back_up(&self, target: &Path) -> Result<(), StoreError> {
        backup::write(&self.connection, target)
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn truncate_journal(&self) -> Result<(), StoreError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}
