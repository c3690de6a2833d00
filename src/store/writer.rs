//! The one thread that writes: a transaction for all that waits; in memory while the file cannot be used.

use super::error::{StoreError, Trouble};
use super::{open, rows, salvage};
use chrono::Utc;
use log::{debug, error, info, warn};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};
use tokio::sync::{mpsc, oneshot, watch};

/// Jobs that one transaction carries at most.
const BATCH: usize = 64;
/// Update numbers are remembered this long; Telegram repeats an update for a day at most.
const KEEP_SEEN: i64 = 2 * 86_400;
/// A late question waits this long for its asker.
const KEEP_HELD: i64 = 86_400;
/// A dead letter is kept this long.
const KEEP_DEAD: i64 = 7 * 86_400;
/// Tidying rounds between two attempts to use the file again.
const RECOVERY_ROUNDS: u32 = 5;

/// A piece of work on the database. It may run twice: where the file fails, once more in memory.
pub(super) trait Job: Send {
    /// Does it; an error is only given if the file is at fault.
    fn run(&mut self, sql: &Connection) -> rusqlite::Result<()>;
    /// Hands the result over.
    fn reply(self: Box<Self>);
}

/// What the thread is asked to do.
pub(super) enum Message {
    /// A piece of work.
    Job(Box<dyn Job>),
    /// Housekeeping, with the time in seconds since 1970.
    Tidy(i64),
    /// To end, and say so.
    Close(oneshot::Sender<()>),
}

/// The thread's state.
pub(super) struct Writer {
    path: PathBuf,
    connection: Connection,
    /// Whether something was written since the journal was emptied.
    dirty: bool,
    /// Rounds since the file was last tried, while it cannot be used.
    rounds: u32,
    /// Whether what is in memory began with what the file holds, while it cannot be used.
    read: bool,
    trouble: watch::Sender<Option<(Trouble, i64)>>,
}

impl Writer {
    /// Opens the file. A corrupt one is set aside; one that cannot be written for now is done without.
    pub(super) fn open(path: PathBuf, trouble: watch::Sender<Option<(Trouble, i64)>>) -> Result<Self, StoreError> {
        let opened = open::file(&path).and_then(|connection| {
            if open::is_sound(&connection) { Ok(connection) } else { Err(StoreError::Sql(corrupt())) }
        });
        let connection = match opened {
            Ok(connection) => connection,
            Err(error) => match error.trouble() {
                None => return Err(error),
                Some(Trouble::Corrupt) => replace_corrupt(&path)?,
                Some(_) => open::in_memory()?,
            },
        };
        let mut writer = Self { path, connection, dirty: true, rounds: 0, read: false, trouble };
        if writer.connection.path().is_none_or(str::is_empty) {
            // the file was opened in vain, and why will show again at the next attempt
            salvage::number_apart(&writer.connection, Utc::now().timestamp())?;
            writer.announce(
                open::file(&writer.path).err().and_then(|error| error.trouble()).unwrap_or(Trouble::Locked),
            )?;
        }
        Ok(writer)
    }

    /// Works until it is told to end, or nobody is left to work for.
    pub(super) fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut jobs = Vec::with_capacity(BATCH);
        while let Some(message) = messages.blocking_recv() {
            let mut next = Some(message);
            while let Some(message) = next.take() {
                match message {
                    Message::Job(job) => jobs.push(job),
                    Message::Tidy(now) => self.tidy(now),
                    Message::Close(closed) => {
                        self.work(&mut jobs);
                        self.last_tidy();
                        // whoever asked may have stopped waiting
                        let _ = closed.send(());
                        return;
                    }
                }
                if jobs.len() < BATCH {
                    next = messages.try_recv().ok();
                }
            }
            self.work(&mut jobs);
        }
    }

    /// Does the jobs in one transaction; in memory if the file fails.
    fn work(&mut self, jobs: &mut Vec<Box<dyn Job>>) {
        if jobs.is_empty() {
            return;
        }
        self.dirty = true;
        let mut result = attempt(&mut self.connection, jobs);
        if let Err(failure) = &result
            && let Some(trouble) = Trouble::of(failure)
            && self.trouble.borrow().is_none()
        {
            result = self.fall_back(trouble).and_then(|()| attempt(&mut self.connection, jobs));
        }
        match result {
            Ok(()) => jobs.drain(..).for_each(Job::reply),
            Err(failure) => {
                error!("the database refused work ({failure})");
                jobs.clear();
            }
        }
    }

    /// Goes on in memory with what the file holds. Of a damaged one that is what can be read; one that cannot be read for now
    /// keeps what it holds, to be answered later.
    fn fall_back(&mut self, trouble: Trouble) -> rusqlite::Result<()> {
        self.take_into_memory(trouble == Trouble::Corrupt)?;
        self.announce(trouble)
    }

    /// Takes what the file holds into memory and lets go of the file. Where not all of it can be read, either that part is
    /// taken, or nothing.
    fn take_into_memory(&mut self, also_a_part: bool) -> rusqlite::Result<()> {
        let mut memory = in_memory()?;
        self.read = true;
        if let Err(failure) = salvage::copy(&self.connection, &memory) {
            warn!("not everything in database {} could be read ({failure})", self.path.display());
            if !also_a_part {
                memory = in_memory()?;
                self.read = false;
            }
            salvage::number_apart(&memory, Utc::now().timestamp())?;
        }
        self.connection = memory;
        Ok(())
    }

    /// A new file in the place of one that was moved or deleted: its rows can still be read, but the next start would not
    /// find them. By way of the memory: closing the old file erases the journal of that name.
    fn renew(&mut self) -> rusqlite::Result<()> {
        error!(
            "database {} is gone: its file was moved or deleted while the bot uses it. A new one takes its place, with what \
             was in it; to put an older one there, end the bot first",
            self.path.display()
        );
        self.take_into_memory(true)?;
        match open::file(&self.path).and_then(|file| self.put_into(file)) {
            Ok(file) => {
                self.connection = file;
                self.dirty = true;
                Ok(())
            }
            Err(failure) => self.announce(failure.trouble().unwrap_or(Trouble::Unwritable)),
        }
    }

    fn announce(&mut self, trouble: Trouble) -> rusqlite::Result<()> {
        error!(
            "database {} cannot be used: {trouble}. The bot goes on without it, and Telegram keeps what is not \
             answered yet; {}",
            self.path.display(),
            trouble.remedy()
        );
        self.rounds = 0;
        let last = rows::last_seq(&self.connection)?;
        self.trouble.send_replace(Some((trouble, last)));
        Ok(())
    }

    /// Housekeeping: forgets what is too old, empties the journal so that no answered message stays in it, and tries
    /// the file again if it could not be used.
    fn tidy(&mut self, now: i64) {
        if let Err(failure) = rows::expire(&self.connection, now, KEEP_SEEN, KEEP_HELD, KEEP_DEAD) {
            note(&failure);
        }
        if self.trouble.borrow().is_some() {
            self.rounds += 1;
            if self.rounds >= RECOVERY_ROUNDS {
                self.rounds = 0;
                self.recover();
            }
        } else if self.path.try_exists().is_ok_and(|exists| !exists) {
            if let Err(failure) = self.renew() {
                note(&failure);
            }
        } else if self.dirty {
            match empty_journal(&self.connection) {
                Ok(emptied) => self.dirty = !emptied,
                Err(failure) => note(&failure),
            }
        }
    }

    fn last_tidy(&mut self) {
        if self.trouble.borrow().is_some() {
            self.recover();
        }
        if let Err(failure) = empty_journal(&self.connection) {
            note(&failure);
        }
    }

    /// Puts what is in memory into a file.
    fn put_into(&self, mut file: Connection) -> Result<Connection, StoreError> {
        let transaction = file.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if self.read {
            salvage::clear(&transaction)?;
            salvage::copy(&self.connection, &transaction)?;
        } else {
            salvage::merge(&self.connection, &transaction)?;
        }
        transaction.commit()?;
        Ok(file)
    }

    /// Puts what is in memory back into the file, if that works again.
    fn recover(&mut self) {
        let Some((trouble, since)) = *self.trouble.borrow() else { return };
        let opened = match trouble {
            Trouble::Corrupt => {
                let fresh =
                    if self.read { replace(&self.path, "what could be read") } else { replace_corrupt(&self.path) };
                if fresh.is_ok() {
                    // it has been set aside, and no other may take its place there
                    self.trouble.send_replace(Some((Trouble::Unwritable, since)));
                }
                fresh
            }
            _ => open::file(&self.path),
        };
        match opened.and_then(|file| self.put_into(file)) {
            Ok(file) => {
                self.connection = file;
                self.dirty = true;
                self.trouble.send_replace(None);
                info!("database {} is in use again", self.path.display());
            }
            Err(failure) => {
                debug!("the database still cannot be used ({failure})");
                if failure.trouble() == Some(Trouble::Corrupt) {
                    self.trouble.send_replace(Some((Trouble::Corrupt, since)));
                }
            }
        }
    }
}

/// Runs the jobs in a transaction.
fn attempt(connection: &mut Connection, jobs: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in jobs {
        job.run(&transaction)?;
    }
    transaction.commit()
}

/// Writes the journal into the file and empties it. Gives whether nobody was in the way.
fn empty_journal(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).map(|busy| busy == 0)
}

/// A failure of the housekeeping: the next job will meet it too and deal with it.
fn note(failure: &rusqlite::Error) {
    debug!("housekeeping of the database failed ({failure})");
}

/// A new file in the place of a corrupt one, with what can be read of it.
fn replace_corrupt(path: &Path) -> Result<Connection, StoreError> {
    let saved = open::in_memory()?;
    let readable = Connection::open(path).is_ok_and(|old| salvage::copy(&old, &saved).is_ok());
    let file = replace(path, if readable { "all of its rows" } else { "what could be read" })?;
    salvage::copy(&saved, &file)?;
    Ok(file)
}

/// An empty file in the place of a corrupt one.
fn replace(path: &Path, kept: &str) -> Result<Connection, StoreError> {
    let aside = open::set_aside(path).map_err(|source| StoreError::Unopenable { path: path.to_owned(), source })?;
    error!(
        "database {} is damaged; a new one takes its place, with {kept}. The old one lies at {}: erase it once you have no \
         use for it",
        path.display(),
        aside.display()
    );
    open::file(path)
}

fn in_memory() -> rusqlite::Result<Connection> {
    open::in_memory().map_err(|error| match error {
        StoreError::Sql(error) => error,
        _ => corrupt(),
    })
}

fn corrupt() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT), None)
}
