//! `bedside check`: everything wrong with config and knowledge, with its line and remedy.

use super::{Failure, Global};
use crate::config::Config;
use crate::engine::Engine;
use crate::knowledge::{Loaded, Problem, Problems, Severity};
use chrono::{Months, NaiveDate, Utc};
use std::io::Write;

pub(super) fn run(global: &Global) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let (config, mut sound) = match Config::load(global.config.as_deref()) {
        Ok(config) => (config, true),
        Err(error) => {
            writeln!(out, "{error}")?;
            (Config::default(), false)
        }
    };
    if global.verbose > 0 {
        let text = toml::to_string(&config).map_err(|error| Failure::Unusable(error.to_string()))?;
        writeln!(out, "# the effective config\n{text}")?;
    }
    let loaded = global.load(&config)?;
    let problems = all_problems(&loaded, config.knowledge.review_months, Utc::now().date_naive());
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    sound &= errors == 0;
    let knowledge = &loaded.knowledge;
    writeln!(
        out,
        "{}: {} entries, {} wordings; {errors} errors, {warnings} warnings",
        loaded.origin,
        knowledge.entries.len(),
        knowledge.entries.iter().map(|entry| entry.wordings().count()).sum::<usize>(),
    )?;
    if sound { Ok(()) } else { Err(Failure::Wanting) }
}

/// What loading found, what only answering shows, and what time has brought.
fn all_problems(loaded: &Loaded, review_months: u32, today: NaiveDate) -> Vec<Problem> {
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
    problems.extend(Engine::new(loaded.knowledge.clone()).check());
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    problems
}
