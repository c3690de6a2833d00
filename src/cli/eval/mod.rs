//! `bedside eval`: how often labelled questions get the reply they should.

mod gate;
mod tell;

use super::{Failure, Global, sound_folder};
use crate::engine::{ANSWER_AT, Engine, SUGGEST_AT};
use crate::eval::{
    Comparison, Confusion, Figures, Outcome, Page, Point, Row, Thresholds, ask, compare, confusions, curve, html,
    point, read, suggest_thresholds,
};
use gate::Gates;
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Measure the knowledge on labelled questions
#[derive(Debug, clap::Args)]
pub(super) struct Eval {
    /// Tab-separated rows: question, expected, kind, note; or id, turn, message, expected, note
    #[arg(value_name = "FILE.tsv")]
    file: PathBuf,
    /// Print the figures as one JSON object
    #[arg(long)]
    json: bool,
    /// Print the rows that did not get the right reply too
    #[arg(long)]
    misses: bool,
    /// Print which thresholds would be worth most on these rows
    #[arg(long)]
    suggest_thresholds: bool,
    /// Write a page with figures and plots, in one file
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Show what is better and what is worse than with another knowledge, question by question
    #[arg(long, value_name = "DIR")]
    compare: Option<PathBuf>,
    #[command(flatten)]
    gates: Gates,
}

/// What was measured, for a program.
#[derive(Debug, Serialize)]
struct Measured {
    #[serde(flatten)]
    figures: Figures,
    confusions: Vec<Confusion>,
    curve: Vec<Point>,
    thresholds: Thresholds,
    suggested_thresholds: Thresholds,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<Comparison>,
}

impl Eval {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        let engine = global.engine(&config)?;
        let name = self.file.display().to_string();
        let file = File::open(&self.file).map_err(|error| {
            Failure::Unusable(format!("{name} cannot be read ({error}), give the path of an evaluation file"))
        })?;
        let rows = read(&name, file, &engine).map_err(|error| Failure::Unusable(error.to_string()))?;
        let outcomes = ask(&engine, &rows);
        let compare = self.compare.as_deref().map(|other| against(global, other, &rows, &outcomes)).transpose()?;
        let mut measured = Measured {
            figures: Figures::of(&outcomes),
            confusions: confusions(&outcomes),
            curve: curve(&outcomes),
            thresholds: Thresholds { answer: two_decimals(ANSWER_AT), suggest: two_decimals(SUGGEST_AT) },
            suggested_thresholds: suggest_thresholds(&outcomes),
            compare,
        };
        if let Some(path) = &self.report {
            let knowledge =
                global.folder(&config).map_or("The built-in knowledge".to_owned(), |path| path.display().to_string());
            self.write_report(path, &name, &knowledge, &rows, &outcomes, &measured)?;
        }
        let failed = self.gates.failed(&measured.figures);
        let mut out = std::io::stdout().lock();
        if self.json {
            if !self.misses {
                measured.figures.misses.clear();
            }
            serde_json::to_writer(&mut out, &measured).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            writeln!(out, "{name}: {} messages", rows.len())?;
            self.tell(&measured, &outcomes, &mut out)?;
        }
        let mut err = std::io::stderr().lock();
        failed.iter().try_for_each(|gate| writeln!(err, "{gate}"))?;
        if failed.is_empty() { Ok(()) } else { Err(Failure::Wanting) }
    }

    fn tell(&self, measured: &Measured, outcomes: &[Outcome], out: &mut impl Write) -> std::io::Result<()> {
        tell::figures(&measured.figures, out)?;
        tell::confusions(&measured.confusions, out)?;
        if self.suggest_thresholds {
            tell::thresholds(outcomes, measured.thresholds, measured.suggested_thresholds, out)?;
        }
        if let Some(comparison) = &measured.compare {
            tell::comparison(comparison, out)?;
        }
        if self.misses {
            measured.figures.misses.iter().try_for_each(|miss| tell::miss(miss, out))?;
        }
        Ok(())
    }

    fn write_report(
        &self,
        path: &Path,
        file: &str,
        knowledge: &str,
        rows: &[Row],
        outcomes: &[Outcome],
        measured: &Measured,
    ) -> Result<(), Failure> {
        let other = self.compare.as_ref().map(|other| other.display().to_string());
        let page = Page {
            file,
            knowledge,
            rows: rows.len(),
            figures: &measured.figures,
            confusions: &measured.confusions,
            curve: &measured.curve,
            today: point(outcomes, measured.thresholds.answer),
            thresholds: measured.thresholds,
            suggested: measured.suggested_thresholds,
            comparison: other.as_deref().zip(measured.compare.as_ref()),
        };
        std::fs::write(path, html(&page)).map_err(|error| {
            Failure::Unusable(format!("{} cannot be written ({error}), give another path", path.display()))
        })
    }
}

/// The same rows on another knowledge, compared with the outcomes on this one.
fn against(global: &Global, other: &Path, rows: &[Row], now: &[Outcome]) -> Result<Comparison, Failure> {
    let loaded = sound_folder(other)?;
    let engine = Engine::new(global.shown(loaded)?);
    Ok(compare(&ask(&engine, rows), now))
}

/// The thresholds are written with two decimals; as a wider number they would show the digits of the narrower one.
fn two_decimals(threshold: f32) -> f64 {
    (f64::from(threshold) * 100.0).round() / 100.0
}
