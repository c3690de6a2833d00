//! `bedside check`: everything wrong with config and knowledge, and what could be better, with its line and remedy.

use super::{Failure, Global};
use crate::audit::audit;
use crate::config::Config;
use crate::draft;
use crate::engine::Engine;
use crate::knowledge::{Entry, Loaded, Problem, Problems, Severity};
use chrono::{Months, NaiveDate, Utc};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check config and knowledge; print every problem with its line and remedy
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Print the findings as one JSON object
    #[arg(long)]
    json: bool,
    /// List the notes too: what is worth knowing and need not be mended
    #[arg(long)]
    notes: bool,
    /// Compare the passages with the article that they rest on: text, Markdown or HTML
    #[arg(long, value_name = "FILE")]
    article: Option<PathBuf>,
}

/// What a program reads.
#[derive(Debug, Serialize)]
struct Report<'a> {
    knowledge: &'a str,
    entries: usize,
    wordings: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<String>,
    /// The entries that wait for their review.
    unreviewed: Vec<Waiting<'a>>,
    findings: Vec<Finding<'a>>,
}

/// An entry that nobody has reviewed.
#[derive(Debug, Serialize)]
struct Waiting<'a> {
    id: &'a str,
    file: &'a str,
    line: usize,
}

impl<'a> From<&'a Entry> for Waiting<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self { id: &entry.id, file: &entry.places.entry.file, line: entry.places.entry.line }
    }
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    file: &'a str,
    line: usize,
    severity: &'static str,
    what: &'a str,
    remedy: &'a str,
}

impl<'a> From<&'a Problem> for Finding<'a> {
    fn from(problem: &'a Problem) -> Self {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let (file, line) = (&*problem.place.file, problem.place.line);
        Self { file, line, severity, what: &problem.what, remedy: &problem.remedy }
    }
}

impl Check {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let (config, fault) = match Config::load(global.config.as_deref()) {
            Ok(config) => (config, None),
            Err(error) => (Config::default(), Some(error.to_string())),
        };
        if let Some(fault) = fault.as_ref().filter(|_| !self.json) {
            writeln!(out, "{fault}")?;
        }
        if global.verbose > 0 && !self.json {
            let text = toml::to_string(&config).map_err(|error| Failure::Unusable(error.to_string()))?;
            writeln!(out, "# the effective config\n{text}")?;
        }
        let article = self.article.as_deref().map(read_article).transpose()?;
        let loaded = global.load(&config)?;
        let mut problems =
            all_problems(&loaded, article.as_deref(), config.knowledge.review_months, Utc::now().date_naive());
        problems.extend(super::wording::load(&config.wording)?.1);
        let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
        let report = Report {
            knowledge: &loaded.origin,
            entries: loaded.knowledge.entries.len(),
            wordings: loaded.knowledge.entries.iter().map(|entry| entry.wordings().count()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            config: fault,
            unreviewed: loaded.knowledge.entries.iter().filter(|entry| !entry.reviewed).map(Waiting::from).collect(),
            findings: problems.iter().map(Finding::from).collect(),
        };
        if self.json {
            serde_json::to_writer(&mut out, &report).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            let shown = problems.iter().filter(|problem| self.notes || problem.severity != Severity::Note);
            shown.map(ToString::to_string).try_for_each(|line| writeln!(out, "{line}"))?;
            let Report { knowledge, entries, wordings, errors, warnings, notes, .. } = report;
            let hint = if notes > 0 && !self.notes { " (--notes lists them)" } else { "" };
            writeln!(
                out,
                "{knowledge}: {entries} entries, {wordings} wordings; {}, {}, {}{hint}",
                counted(errors, "error"),
                counted(warnings, "warning"),
                counted(notes, "note")
            )?;
        }
        match (report.config, report.errors) {
            (Some(_), _) => Err(Failure::Misconfigured),
            (None, 0) => Ok(()),
            (None, _) => Err(Failure::Wanting),
        }
    }
}

/// "1 warning", "2 warnings".
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn read_article(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::Unusable(format!("{name} cannot be read ({error}), give the path of an article")))?;
    draft::text(&name, &bytes).map_err(|error| Failure::Unusable(error.to_string()))
}

/// What loading found, what only answering shows, what could be better, and what time has brought.
fn all_problems(loaded: &Loaded, article: Option<&str>, review_months: u32, today: NaiveDate) -> Vec<Problem> {
    let mut problems = loaded.problems.clone();
    let mut overdue = Problems::default();
    for source in &loaded.knowledge.sources {
        let due = source.reviewed.and_then(|reviewed| reviewed.checked_add_months(Months::new(review_months)));
        if due.is_some_and(|due| due < today) {
            let what = format!("\"{}\" was last reviewed more than {review_months} months ago", source.title);
            overdue.warning(
                &source.place,
                what,
                "read its passages against the article again and set `reviewed` to that day",
            );
        }
    }
    problems.extend(overdue.sorted());
    let engine = Engine::new(loaded.knowledge.clone());
    problems.extend(engine.check());
    // while there are errors, what the engine does with the wordings says little
    if loaded.errors().next().is_none() {
        problems.extend(audit(&loaded.knowledge, &engine, article));
    }
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    problems
}
