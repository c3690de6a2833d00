//! `bedside draft`: an article becomes a knowledge file that a person reviews.

use super::{Failure, Global};
use crate::draft::{Draft as Drafted, Known, draft};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Make a knowledge file to review from an article: plain text, Markdown or HTML
#[derive(Debug, clap::Args)]
pub(super) struct Draft {
    /// The article
    #[arg(value_name = "ARTICLE")]
    article: PathBuf,
    /// Write to this file, and `vocabulary.toml` and `out-of-scope.toml` beside it where there are none
    #[arg(short, long, value_name = "FILE.toml")]
    output: Option<PathBuf>,
    /// The article's title [default: the one that the article has]
    #[arg(long)]
    title: Option<String>,
    /// Who wrote the article [default: the name that the article gives]
    #[arg(long)]
    author: Option<String>,
    /// What the article is about, in a few words [default: from the title]
    #[arg(long)]
    topic: Option<String>,
}

impl Draft {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let name = self.article.display().to_string();
        if let Some(output) = &self.output
            && output.exists()
        {
            let message = format!("{} exists: give another name, or move that file away", output.display());
            return Err(Failure::Unusable(message));
        }
        let bytes = fs::read(&self.article).map_err(|error| {
            Failure::Unusable(format!("{name} cannot be read ({error}), give the path of an article"))
        })?;
        let known = Known { title: self.title.clone(), author: self.author.clone(), topic: self.topic.clone() };
        let drafted = draft(&name, &bytes, &known).map_err(|error| Failure::Unusable(error.to_string()))?;
        let written = if let Some(output) = &self.output {
            write_folder(&drafted, output)?
        } else {
            std::io::stdout().lock().write_all(drafted.article_toml().as_bytes())?;
            Vec::new()
        };
        if !global.quiet {
            report(&name, &drafted, &written)?;
        }
        Ok(())
    }
}

/// Writes the draft, and beside it what it needs and the folder does not have.
fn write_folder(drafted: &Drafted, output: &Path) -> Result<Vec<String>, Failure> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let mut written = Vec::new();
    let files = [
        (output.to_owned(), drafted.article_toml()),
        (folder.join("vocabulary.toml"), drafted.vocabulary_toml()),
        (folder.join("out-of-scope.toml"), drafted.out_of_scope_toml()),
    ];
    for (at, (path, text)) in files.iter().enumerate() {
        if at > 0 && path.exists() {
            continue; // the folder's own words stay
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| unwritable(path, &error))?;
        written.push(path.display().to_string());
    }
    Ok(written)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unusable(format!(
        "{} cannot be written ({error}), give a path in a folder that you may write to",
        path.display()
    ))
}

/// What is not in the draft and what is left to do, on standard error.
fn report(name: &str, drafted: &Drafted, written: &[String]) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    for left in &drafted.left_out {
        let line = if left.line == 0 { String::new() } else { format!(":{}", left.line) };
        writeln!(err, "{name}{line}: left out ({}): {}", left.why, left.text)?;
    }
    for note in &drafted.notes {
        writeln!(err, "{name}: {note}")?;
    }
    let missing = drafted.entries.iter().filter(|entry| !entry.covered).count();
    writeln!(
        err,
        "{name}: {} entries on \"{}\" from its text, {missing} for what it does not seem to say; {} pieces left out",
        drafted.entries.len() - missing,
        drafted.topic,
        drafted.left_out.len(),
    )?;
    written.iter().try_for_each(|path| writeln!(err, "wrote {path}"))?;
    writeln!(err, "next: read each entry against the article and write `reviewed = true`, then run `bedside check`")
}
