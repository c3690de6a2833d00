//! Adds phrasings to the knowledge that is in use: checked before anything is written, then in `additions.toml` and live.

use crate::knowledge::Version;
use crate::knowledge::additions::{self, Addition, FILE};
use crate::prepared::Unusable;
use crate::telegram::live::Live;
use crate::whole::{self, Rights};
use chrono::{DateTime, NaiveDate};
use std::fs;
use std::io::ErrorKind;

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub(super) enum AttachError {
    /// The knowledge is the one built into the program.
    #[error("the knowledge is built into the program")]
    BuiltIn,
    /// The file cannot be read or written.
    #[error("{path}: {what}")]
    File {
        /// The file.
        path: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// With the additions the knowledge has errors.
    #[error(transparent)]
    Refused(#[from] Unusable),
}

/// Adds to the knowledge and uses it; all or nothing.
pub(super) async fn attach(live: &Live, added: &[Addition], by: &str, day: i64) -> Result<Version, AttachError> {
    let path = live.folder().ok_or(AttachError::BuiltIn)?.join(FILE);
    let _changing = live.changing.lock().await;
    let failed = |what: String| AttachError::File { path: path.display().to_string(), what };
    let old = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(format!("it cannot be read ({error}), let the bot read it"))),
    };
    let text = additions::append(&old, added, by, date(day))
        .map_err(|_| failed("it is no valid TOML, mend it first (`bedside check`)".to_owned()))?;
    let files = live.files().await?.with(&path, &text);
    let edition = live.edition(files).await?;
    whole::write(&path, &[text.as_bytes()], Rights::Kept)
        .map_err(|error| failed(format!("it cannot be written ({error}), let the bot write there")))?;
    live.swap(edition);
    Ok(live.version())
}

fn date(day: i64) -> NaiveDate {
    DateTime::from_timestamp(day.saturating_mul(super::DAY), 0).unwrap_or_default().date_naive()
}
