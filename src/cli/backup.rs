//! `bedside backup`: a copy of the database in one file.

use super::{Failure, Global};
use crate::store::Database;
use std::path::PathBuf;

/// Copy the database to a new file, also while the bot runs
///
/// To restore it, stop the bot and put the file in the place of `store.path`.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// The new file; it must not exist yet
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        Ok(Database::open(&global.config()?.store.path)?.back_up(&self.file)?)
    }
}
