//! Adds phrasings to the knowledge that is in use: checked before anything is written, then in `additions.toml` and live.

use crate::knowledge::Version;
use crate::knowledge::additions::{self, Addition, FILE};
use crate::prepared::Unusable;
use crate::telegram::live::Live;
use chrono::{DateTime, NaiveDate};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

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
    write(&path, &text).map_err(|error| failed(format!("it cannot be written ({error}), let the bot write there")))?;
    live.swap(edition);
    Ok(live.version())
}

fn date(day: i64) -> NaiveDate {
    DateTime::from_timestamp(day.saturating_mul(super::DAY), 0).unwrap_or_default().date_naive()
}

/// Writes a new file beside the old one and puts it in its place: a reader sees the one or the other.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("toml.new");
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // the error of the writing is the one to show
        let _ = fs::remove_file(&beside);
    }
    written
}
