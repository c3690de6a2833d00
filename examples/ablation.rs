//! What each part of the knowledge brings: the same questions with one part left out at a time.
//!
//! `cargo run --release --example ablation -- FILE.tsv...` prints a table in Markdown, one line a variant, over all rows.

#![allow(clippy::print_stdout, reason = "the table is its output")]

use bedside::engine::Engine;
use bedside::eval::{Figures, Outcome, Share, ask, read};
use bedside::knowledge::{Knowledge, Vocabulary, built_in};
use std::error::Error;
use std::fs::File;

/// A name, and what it takes away.
type Variant = (&'static str, fn(&mut Knowledge));

const VARIANTS: [Variant; 8] = [
    ("everything", |_| ()),
    ("no vocabulary", |knowledge| knowledge.vocabulary = Vocabulary::default()),
    ("no out-of-scope examples", |knowledge| knowledge.out_of_scope.clear()),
    ("no labelled messages: rules alone tell kinds apart", |knowledge| knowledge.messages.clear()),
    ("no triage rules: labelled messages alone tell kinds apart", |knowledge| {
        for rule in &mut knowledge.triage.rules {
            rule.when.clear();
        }
    }),
    ("every second phrasing", |knowledge| thin(knowledge, 2)),
    ("every tenth phrasing", |knowledge| thin(knowledge, 10)),
    ("the entries' own questions alone", |knowledge| thin(knowledge, usize::MAX)),
];

fn thin(knowledge: &mut Knowledge, step: usize) {
    for entry in &mut knowledge.entries {
        let kept = if step == usize::MAX { 0 } else { entry.phrasings.len() };
        entry.phrasings = entry.phrasings.drain(..).take(kept).step_by(step).collect();
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return Err("name at least one evaluation file, for instance tests/data/questions.tsv".into());
    }
    println!(
        "| variant | answered | wrong | answered or offered | `none` answered | urgent | false alarms | personal | small talk |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (name, change) in VARIANTS {
        let mut knowledge = built_in().knowledge;
        change(&mut knowledge);
        let engine = Engine::new(knowledge);
        let mut outcomes: Vec<Outcome> = Vec::new();
        for file in &files {
            outcomes.extend(ask(&engine, &read(file, File::open(file)?, &engine)?));
        }
        let figures = Figures::of(&outcomes);
        let shown = [
            &figures.answered,
            &figures.wrong,
            &figures.answered_or_suggested,
            &figures.none_answered,
            &figures.urgent,
            &figures.false_alarms,
            &figures.personal,
            &figures.smalltalk,
        ];
        let cells: Vec<String> = shown.iter().map(|share| cell(share)).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
    Ok(())
}

fn cell(share: &Share) -> String {
    format!("{:.3}", share.rate())
}
