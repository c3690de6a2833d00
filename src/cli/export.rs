//! `bedside export`: entries and phrasings as a spreadsheet.

use super::{Failure, Global};
use crate::sheet;
use std::fs::OpenOptions;
use std::path::PathBuf;

/// Write entries and phrasings to a spreadsheet
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The sheet to write, comma separated
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let knowledge = global.sound(&global.config()?)?.knowledge;
        let name = self.file.display();
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).create_new(!self.force);
        let file = options.open(&self.file).map_err(|error| {
            Failure::Unusable(format!(
                "{name} cannot be written ({error}), give another name, or --force to replace it"
            ))
        })?;
        sheet::write(&knowledge, std::io::BufWriter::new(file))
            .map_err(|error| Failure::Unusable(format!("{name} cannot be written ({error}), check the disk")))
    }
}
