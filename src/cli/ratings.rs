//! `bedside ratings`: which passages were said to help, by counts only.

use super::{Failure, Global};
use crate::store::Database;
use std::io::Write;

pub(super) fn run(global: &Global) -> Result<(), Failure> {
    let config = global.config()?;
    let ratings = Database::open(&config.store.path)?.ratings()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "helped\tdid not\tentry")?;
    for rating in ratings {
        writeln!(out, "{}\t{}\t{}", rating.helped, rating.did_not_help, rating.entry)?;
    }
    Ok(())
}
