//! `bedside unpack`: the built-in knowledge as files, to edit it and to let the bot add to it.

use super::Failure;
use crate::knowledge::built_in_files;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the knowledge built into the program to a folder, to edit it
#[derive(Debug, clap::Args)]
pub(super) struct Unpack {
    /// The folder; it is made if need be
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Unpack {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let failed = |path: &Path, error: &std::io::Error| {
            Failure::Unusable(format!("{} cannot be written ({error}), name another folder", path.display()))
        };
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, &error))?;
        let files = built_in_files().into_iter();
        let paths: Vec<(PathBuf, String)> = files.map(|(name, text)| (self.folder.join(name), text)).collect();
        // nothing that is there is written over
        if let Some((path, _)) = paths.iter().find(|(path, _)| path.exists()) {
            let message = format!("{} exists already: name another folder, or delete it first", path.display());
            return Err(Failure::Unusable(message));
        }
        for (path, text) in &paths {
            let written = OpenOptions::new().write(true).create_new(true).open(path);
            written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| failed(path, &error))?;
        }
        let folder = self.folder.display();
        writeln!(std::io::stdout(), "{} files written; use them with --knowledge {folder}", paths.len())?;
        Ok(())
    }
}
