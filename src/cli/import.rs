//! `bedside import`: a spreadsheet goes back into the knowledge files, all or nothing.

use super::{Failure, Global};
use crate::engine::Engine;
use crate::knowledge::additions::{FILE, without};
use crate::knowledge::{self, Loaded, Problem, Severity};
use crate::sheet::{self, Change, Merged, SheetFault};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Take a spreadsheet from `bedside export` back into the knowledge, all or nothing
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The sheet
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Show the difference and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Delete the entries that the sheet does not have
    #[arg(long)]
    delete: bool,
}

impl Import {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        let Some(folder) = global.folder(&config) else {
            let message = "the knowledge built into the program cannot be changed: give --knowledge DIR";
            return Err(Failure::Unusable(message.to_owned()));
        };
        let name = self.file.display().to_string();
        let bytes = fs::read(&self.file)
            .map_err(|error| Failure::Unusable(format!("{name} cannot be read ({error}), give the path of a sheet")))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::Unusable(format!("{name} is not UTF-8: save it as \"CSV UTF-8\"")))?;
        let loaded = global.sound(&config)?;
        let files = toml_files(folder)?;
        let mut out = std::io::stdout().lock();

        let merged = sheet::read(&name, &text).and_then(|entries| {
            sheet::merge(&name, &entries, &loaded.knowledge, &articles(&files, &loaded), self.delete)
        });
        let mut merged = match merged {
            Ok(merged) => merged,
            Err(faults) => return refuse(&faults, &mut out),
        };
        take_over_additions(&files, &mut merged);
        merged.changes.iter().try_for_each(|change| writeln!(out, "{change}"))?;
        let errors = errors_after(&files, &merged);
        if !errors.is_empty() {
            errors.iter().try_for_each(|error| writeln!(out, "{error}"))?;
            writeln!(
                out,
                "nothing was written: mend this in {name} first (lines are those of the files as they would be)"
            )?;
            return Err(Failure::Wanting);
        }
        let changes = merged.changes.iter().filter(|change| change.is_real()).count();
        if self.dry_run || changes == 0 {
            writeln!(out, "{changes} changes; nothing was written")?;
            return Ok(());
        }
        replace(&changed(&files, merged))?;
        writeln!(out, "{changes} changes written to {}", folder.display())?;
        Ok(())
    }
}

fn refuse(faults: &[SheetFault], out: &mut impl Write) -> Result<(), Failure> {
    faults.iter().try_for_each(|fault| writeln!(out, "{fault}"))?;
    writeln!(out, "nothing was written")?;
    Err(Failure::Wanting)
}

/// Path and text of every TOML file of a folder.
fn toml_files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::Unusable(format!("{} cannot be read ({error})", folder.display()));
    let mut files = Vec::new();
    for item in fs::read_dir(folder).map_err(unreadable)? {
        let path = item.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push((path.display().to_string(), fs::read_to_string(&path).map_err(unreadable)?));
        }
    }
    files.sort();
    Ok(files)
}

/// The files that hold articles.
fn articles(files: &[(String, String)], loaded: &Loaded) -> Vec<(String, String)> {
    let is_article = |path: &str| loaded.knowledge.sources.iter().any(|source| &*source.place.file == path);
    files.iter().filter(|(path, _)| is_article(path)).cloned().collect()
}

/// Where a sheet changes an entry's phrasings, all of them stand in its article then: those that were attached from an
/// admin chat leave `additions.toml`.
fn take_over_additions(files: &[(String, String)], merged: &mut Merged) {
    let taken: Vec<&str> = merged.changes.iter().filter_map(Change::rewritten).collect();
    let additions = files.iter().find(|(path, _)| Path::new(path).file_name().is_some_and(|name| name == FILE));
    // a file that is no valid TOML has been refused before
    if let Some((path, text)) = additions
        && let Ok(Some(text)) = without(text, &taken)
    {
        merged.files.push((path.clone(), text));
    }
}

/// What would be wrong with the knowledge after the change.
fn errors_after(files: &[(String, String)], merged: &Merged) -> Vec<Problem> {
    let after = files.iter().map(|(path, text)| {
        let new = merged.files.iter().find(|(other, _)| other == path);
        (path.clone(), new.map_or_else(|| text.clone(), |(_, text)| text.clone()))
    });
    let loaded = knowledge::from_texts(after.collect(), "the sheet");
    let mut problems = loaded.problems;
    problems.extend(Engine::new(loaded.knowledge).check());
    problems.retain(|problem| problem.severity == Severity::Error);
    problems
}

/// The files whose text is another than before.
fn changed(files: &[(String, String)], merged: Merged) -> Vec<(String, String)> {
    merged.files.into_iter().filter(|file| !files.contains(file)).collect()
}

/// Writes all files beside the old ones first, then puts them in their place; a failure leaves or restores the old ones.
fn replace(files: &[(String, String)]) -> Result<(), Failure> {
    let beside = |path: &str| format!("{path}.new-{}", std::process::id());
    let old = |path: &str| format!("{path}.old-{}", std::process::id());
    let failed = |path: &str, error: &std::io::Error| {
        Failure::Unusable(format!("{path} cannot be written ({error}), nothing was changed"))
    };
    for (at, (path, text)) in files.iter().enumerate() {
        if let Err(error) = write_synced(&beside(path), text) {
            // what was begun goes; the knowledge is as it was
            files[..=at].iter().for_each(|(path, _)| drop(fs::remove_file(beside(path))));
            return Err(failed(path, &error));
        }
    }
    for (at, (path, _)) in files.iter().enumerate() {
        let swapped = fs::hard_link(path, old(path)).and_then(|()| fs::rename(beside(path), path));
        if let Err(error) = swapped {
            files[..at].iter().for_each(|(path, _)| drop(fs::rename(old(path), path)));
            files[at..].iter().for_each(|(path, _)| drop(fs::remove_file(beside(path))));
            drop(fs::remove_file(old(path)));
            return Err(failed(path, &error));
        }
    }
    for (path, _) in files {
        drop(fs::remove_file(old(path)));
    }
    Ok(())
}

fn write_synced(path: &str, text: &str) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
