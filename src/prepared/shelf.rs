//! A folder where bytes are kept from start to start: found by name, checked by their hash, the oldest deleted.

use crate::knowledge::Files;
use crate::whole::{self, Rights};
use etcetera::{BaseStrategy, choose_base_strategy};
use log::{debug, warn};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs, io};

/// A hash of the code that learns, by the build script: another program learns otherwise.
const LEARNER: &str = env!("LEARNER_HASH");
/// How the names of kept files end.
const EXTENSION: &str = "engine";
/// So many are kept: of one folder with and without its unreviewed entries, of some others, and of what they were before.
const MOST: usize = 8;
/// systemd names a folder of the service's own here (`CacheDirectory=`).
const SYSTEMD: &str = "CACHE_DIRECTORY";

/// Where things are kept; nowhere, if nothing is to be.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    folder: Option<PathBuf>,
}

/// The name of what is learnt from files.
pub(super) fn name(files: &Files, allow_unreviewed: bool) -> String {
    let which = if allow_unreviewed { "all" } else { "reviewed" };
    format!("{}-{which}-{LEARNER}", files.key())
}

impl Shelf {
    /// A shelf in the folder that the config names; without one in the system's place for caches, and with an empty one
    /// nowhere.
    #[must_use]
    pub fn new(folder: Option<&Path>) -> Self {
        let folder = match folder {
            Some(folder) if folder.as_os_str().is_empty() => None,
            Some(folder) => Some(folder.to_owned()),
            None => usual(),
        };
        Self { folder }
    }

    /// What is kept under a name, if it is whole.
    pub(super) fn take(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.path(name)?;
        let mut bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            // a file in the place of the folder is said where something is to be kept there
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return None;
            }
            Err(error) => {
                warn!("{}: cannot be read ({error}): the knowledge is learnt again", path.display());
                return None;
            }
        };
        let hashed = bytes.split_last_chunk::<SHA256_OUTPUT_LEN>();
        if hashed.is_none_or(|(rest, hash)| digest(&SHA256, rest).as_ref() != hash) {
            warn!("{}: not what was written there: the knowledge is learnt again", path.display());
            return None;
        }
        bytes.truncate(bytes.len() - SHA256_OUTPUT_LEN);
        // those that were used last are kept
        let used = fs::File::options().append(true).open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        if let Err(error) = used {
            debug!("{}: cannot be marked as used ({error})", path.display());
        }
        Some(bytes)
    }

    /// Keeps bytes under a name; whether it could. Where that fails the log says so, and the next start takes longer.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> bool {
        let Some((folder, path)) = self.folder.as_deref().zip(self.path(name)) else { return false };
        if let Err(error) = write(folder, &path, bytes) {
            warn!(
                "{}: what was learnt cannot be kept there ({error}), so each start takes half a second longer: let the bot \
                 write there, or name another folder, or \"\" for none, under knowledge.cache",
                folder.display()
            );
            return false;
        }
        debug!("{}: what was learnt is kept", path.display());
        forget_oldest(folder);
        true
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.as_deref()?.join(name).with_extension(EXTENSION))
    }
}

/// Where systemd says, or where this system's programs keep what they can make again.
fn usual() -> Option<PathBuf> {
    if let Some(folders) = env::var_os(SYSTEMD) {
        return env::split_paths(&folders).next();
    }
    Some(choose_base_strategy().ok()?.cache_dir().join(env!("CARGO_PKG_NAME")))
}

/// Keeps bytes with their hash behind them. Only their owner reads them: phrasings may have been attached from what people
/// asked.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    whole::write(path, &[bytes, digest(&SHA256, bytes).as_ref()], Rights::Private)
}

/// Deletes all but the newest. What cannot be deleted stays; the next time tries again.
fn forget_oldest(folder: &Path) {
    let Ok(items) = fs::read_dir(folder) else { return };
    let mut kept: Vec<(SystemTime, PathBuf)> = items
        .filter_map(|item| {
            let path = item.ok()?.path();
            let is_ours = path.extension().is_some_and(|extension| extension == EXTENSION);
            is_ours.then(|| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))?
        })
        .collect();
    kept.sort_unstable();
    let surplus = kept.len().saturating_sub(MOST);
    for (_, path) in kept.drain(..surplus) {
        if let Err(error) = fs::remove_file(&path) {
            debug!("{}: cannot be deleted ({error})", path.display());
        }
    }
}
