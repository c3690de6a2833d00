//! What can go wrong with the file, in one line for whoever runs the bot.

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use std::path::PathBuf;

/// Why the file cannot be used at present. The bot goes on in memory meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No space is left.
    Full,
    /// Another program holds it.
    Locked,
    /// Its content is damaged, or it is no database.
    Corrupt,
    /// The disk or the file's permissions refuse.
    Unwritable,
}

impl Trouble {
    /// The trouble that an error stands for; `None` if it is not the file's fault.
    pub(super) fn of(error: &rusqlite::Error) -> Option<Self> {
        // no room for the index of the journal is a full disk too (<https://sqlite.org/rescode.html#ioerr_shmsize>)
        if error.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE) {
            return Some(Self::Full);
        }
        Some(match error.sqlite_error_code()? {
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Self::Locked,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
            ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::AuthorizationForStatementDenied => Self::Unwritable,
            _ => return None,
        })
    }

    /// The remedy, for the log.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Full => "free some space on its disk",
            Self::Locked => "end the program that holds it",
            Self::Corrupt => "restore a backup if it happens again",
            Self::Unwritable => "check its disk, its folder and their permissions",
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Full => "its disk is full",
            Self::Locked => "another program holds it locked",
            Self::Corrupt => "it is damaged or no database",
            Self::Unwritable => "it cannot be read or written",
        })
    }
}

/// An error of the store: one line that names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be opened or created.
    #[error("database {path} cannot be opened ({source}): set store.path to a file in a folder that the bot may write")]
    Unopenable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another bot uses it.
    #[error("database {path} is in use by another running bedside: stop that one, or set store.path to another file")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A newer version wrote it.
    #[error("database {path} was written by a newer bedside: install that version, or set store.path to another file")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("database {path} does not exist: set store.path to the database of the bot, which `bedside run` creates")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The backup's file cannot be made.
    #[error("backup {path} cannot be written ({source}): name a file that does not exist yet, in a writable folder")]
    Backup {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A statement failed.
    #[error("the database refused ({0})")]
    Sql(#[from] rusqlite::Error),
    /// The writing thread has ended.
    #[error("the database's thread has ended")]
    Closed,
}

impl StoreError {
    /// The trouble that it stands for.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Sql(error) => Trouble::of(error),
            _ => None,
        }
    }
}
