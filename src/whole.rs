//! A file that is written as a whole or not at all: a reader sees the old one or the new one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process;

/// The rights of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rights {
    /// Its owner reads and writes it, and nobody else.
    Private,
    /// Those of the file that was there; else what the system gives to new files.
    Kept,
}

/// Writes these parts, one behind the other, beside the place and moves that there. What is on disk when it returns stays
/// there, also at a power cut.
pub(crate) fn write(path: &Path, parts: &[&[u8]], rights: Rights) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".new-{}", process::id()));
    let beside = Path::new(&beside);
    let written = fill(beside, parts, rights, path).and_then(|()| fs::rename(beside, path));
    if written.is_err() {
        // the error of the writing is the one to show
        let _ = fs::remove_file(beside);
    }
    written
}

fn fill(beside: &Path, parts: &[&[u8]], rights: Rights, old: &Path) -> io::Result<()> {
    let before = fs::metadata(old).ok().filter(|_| rights == Rights::Kept);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    if before.is_some() || rights == Rights::Private {
        options.mode(0o600);
    }
    let mut file = options.open(beside)?;
    if let Some(before) = before {
        file.set_permissions(fs::Permissions::from_mode(before.permissions().mode()))?;
    }
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.sync_all()
}
