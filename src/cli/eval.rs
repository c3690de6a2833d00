//! `bedside eval`: how often labelled questions get the reply they should.

use super::{Failure, Global};
use crate::eval::{Figures, Miss, Share, evaluate, read};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

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
        let mut figures = evaluate(&engine, &rows);
        let mut out = std::io::stdout().lock();
        if self.json {
            if !self.misses {
                figures.misses.clear();
            }
            serde_json::to_writer(&mut out, &figures).map_err(std::io::Error::from)?;
            writeln!(out)?;
            return Ok(());
        }
        writeln!(out, "{name}: {} messages", rows.len())?;
        write_figures(&figures, &mut out)?;
        if self.misses {
            figures.misses.iter().try_for_each(|miss| write_miss(miss, &mut out))?;
        }
        Ok(())
    }
}

fn write_figures(figures: &Figures, out: &mut impl Write) -> std::io::Result<()> {
    let lines = [
        ("right reply", figures.right),
        ("entry expected: right entry answered at once", figures.answered),
        ("  answered with a wrong entry", figures.wrong),
        ("  right entry answered or suggested", figures.answered_or_suggested),
        ("  right entry is the first candidate", figures.first),
        ("  right entry among the first three candidates", figures.top3),
        ("  told that there is no passage", figures.refused),
        ("`none` expected: answered with a passage", figures.none_answered),
        ("  given suggestions", figures.none_suggested),
        ("urgent found", figures.urgent),
        ("alarming but not urgent: given the urgent reply", figures.false_alarms),
        ("personal recognised", figures.personal),
        ("not personal: given the personal reply", figures.false_personal),
        ("small talk recognised", figures.smalltalk),
    ];
    for (what, share) in lines {
        write_share(what, share, out)?;
    }
    if figures.answered_by_kind.keys().any(|kind| !kind.is_empty()) {
        writeln!(out, "right entry answered at once, by kind of message:")?;
    }
    for (kind, share) in figures.answered_by_kind.iter().filter(|(kind, _)| !kind.is_empty()) {
        write_share(&format!("  {kind}"), *share, out)?;
    }
    Ok(())
}

/// A line a figure; one that no row speaks of is left out.
fn write_share(what: &str, share: Share, out: &mut impl Write) -> std::io::Result<()> {
    if share.of == 0 {
        Ok(())
    } else {
        writeln!(out, "{what:<50} {:.3}  ({} of {})", share.rate(), share.count, share.of)
    }
}

fn write_miss(miss: &Miss, out: &mut impl Write) -> std::io::Result<()> {
    let got = if miss.entries.is_empty() {
        miss.decision.to_owned()
    } else {
        format!("{} {}", miss.decision, miss.entries.join(", "))
    };
    writeln!(
        out,
        "line {}: expected {}, got {got} ({:.2}): {}",
        miss.line, miss.expected, miss.confidence, miss.question
    )
}
