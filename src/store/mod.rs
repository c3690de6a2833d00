//! What must outlive the process, in one SQLite file: the inbox, counts, and what was asked in vain. The one module that knows SQL.
//!
//! [`Database`] is the file and its statements, called directly by the command line. [`Inbox`] is what the running bot
//! uses: one thread writes, a transaction for all that waits, and an update counts as received once that is on disk.
//! Where the file cannot be used (disk full, locked, corrupt) the thread goes on in memory and says so; see [`Trouble`].
//!
//! The statements are SQL that PostgreSQL understands too, but for the pragmas in `open` and the backup.

mod backup;
mod database;
mod error;
mod inbox;
mod lock;
mod open;
mod ratings;
mod rows;
mod salvage;
mod settings;
mod stats;
mod unanswered;
mod writer;

pub use database::{Database, DeadLetter};
pub use error::{StoreError, Trouble};
pub use inbox::Inbox;
pub use lock::Lock;
pub use ratings::Rating;
pub use rows::{Counts, Failed, Incoming, Key, Row};
pub use settings::{Answers, Askers, GroupSettings};
pub use stats::Count;
pub use unanswered::Unanswered;
