//! A public set of labelled questions taken as an FAQ: how often the right entry comes first, on an FAQ of another subject.
//!
//! `cargo run --release --example labelled_set -- TRAIN.csv TEST.csv` prints a table in Markdown. The files have the columns
//! `text` and `category`, as BANKING77 has them (Casanueva et al. 2020, <https://github.com/PolyAI-LDN/task-specific-datasets>,
//! CC BY 4.0). A category is an entry, its training texts are its wordings: all of them, or ten, as an FAQ written by hand
//! would have. The test questions are asked as they are, and with one or two slips of the fingers each.

#![allow(clippy::print_stdout, reason = "the table is its output")]

use bedside::engine::Engine;
use bedside::knowledge::{Knowledge, from_texts};
use bedside::question::{Context, Question};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

/// The wordings of an entry of a hand-written FAQ.
const BY_HAND: usize = 10;
const SEED: u64 = 1;

#[derive(Debug, Deserialize)]
struct Row {
    text: String,
    category: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [train, test] = files.as_slice() else {
        return Err("usage: labelled_set TRAIN.csv TEST.csv, with the columns text and category".into());
    };
    let (train, test) = (read(train)?, read(test)?);
    println!(
        "| wordings an entry | questions | right entry first | among three | answered at once | wrong | load, ms | one, µs |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (wordings, most) in [("all", usize::MAX), ("ten", BY_HAND)] {
        let knowledge = knowledge(&train, most)?;
        let begun = Instant::now();
        let engine = Engine::new(knowledge);
        let load = begun.elapsed().as_millis();
        for (questions, slips) in [("as they are", false), ("with slips", true)] {
            let mut random = Random::new();
            let asked: Vec<(String, String)> = test
                .iter()
                .map(|row| (if slips { slipped(&row.text, &mut random) } else { row.text.clone() }, id(&row.category)))
                .collect();
            println!("| {wordings} | {questions} | {} |", figures(&engine, &asked, load));
        }
    }
    Ok(())
}

fn read(file: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file).map_err(|error| format!("{file}: {error}"))?;
    let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
    Ok(rows.map_err(|error| format!("{file}: {error}"))?)
}

/// An entry a category, with so many of its texts at most, drawn by lot.
fn knowledge(rows: &[Row], most: usize) -> Result<Knowledge, Box<dyn Error>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in rows {
        let text = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if seen.insert(text.to_lowercase()) {
            texts.entry(id(&row.category)).or_default().push(text);
        }
    }
    let mut article =
        "[source]\ntitle = \"Labelled questions\"\nauthor = \"others\"\nreviewed = 2026-01-01\ntopic = \"All\"\n"
            .to_owned();
    let mut random = Random::new();
    for (id, mut texts) in texts {
        for at in 0..texts.len().min(most) {
            let other = at + random.below(texts.len() - at);
            texts.swap(at, other);
        }
        texts.truncate(most);
        let (question, phrasings) = texts.split_first().ok_or("a category without a text")?;
        let quoted = |text: &str| serde_json::to_string(text);
        writeln!(article, "[[entry]]\nid = {}\nquestion = {}\nsection = \"All\"", quoted(&id)?, quoted(question)?)?;
        writeln!(
            article,
            "passage = {}\nphrasings = {}",
            quoted(&format!("About {id}."))?,
            serde_json::to_string(phrasings)?
        )?;
    }
    Ok(from_texts(vec![("labelled.toml".to_owned(), article)], "labelled questions").knowledge)
}

/// A category's name as an entry's id.
fn id(category: &str) -> String {
    let letters = category.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// What share of the questions found their entry, and what one cost.
fn figures(engine: &Engine, asked: &[(String, String)], load: u128) -> String {
    let (mut first, mut three, mut answered, mut wrong) = (0, 0, 0, 0);
    let begun = Instant::now();
    for (text, right) in asked {
        let reply = engine.answer(&Question::new(text), &Context::default());
        let rank = reply.candidates.iter().position(|candidate| candidate.id == *right);
        first += usize::from(rank == Some(0));
        three += usize::from(rank.is_some_and(|rank| rank < 3));
        if reply.decision.name() == "answer" {
            if reply.decision.entries().contains(right) { answered += 1 } else { wrong += 1 }
        }
    }
    let each = begun.elapsed().as_micros() / asked.len().max(1) as u128;
    let share = |count: usize| format!("{:.3}", count as f64 / asked.len().max(1) as f64);
    format!("{} | {} | {} | {} | {load} | {each}", share(first), share(three), share(answered), share(wrong))
}

/// A text with one or two slips: two letters swapped, one left out, doubled, or taken from the key beside it.
fn slipped(text: &str, random: &mut Random) -> String {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(2) {
        // within a word of four letters or more, neither its first nor its last
        let inside = |at: &usize| {
            let from = letters[..*at].iter().rposition(|letter| !letter.is_alphabetic()).map_or(0, |gap| gap + 1);
            let to =
                letters[*at..].iter().position(|letter| !letter.is_alphabetic()).map_or(letters.len(), |gap| at + gap);
            to - from >= 4 && *at > from && at + 1 < to
        };
        let places: Vec<usize> = (0..letters.len()).filter(inside).collect();
        if places.is_empty() {
            break;
        }
        let at = places[random.below(places.len())];
        match random.below(4) {
            0 => letters.swap(at, at + 1),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, letters[at]),
            _ => {
                let row = ROWS.iter().find(|row| row.contains(letters[at].to_ascii_lowercase()));
                let beside = row.and_then(|row| {
                    let keys: Vec<char> = row.chars().collect();
                    let key = keys.iter().position(|key| *key == letters[at].to_ascii_lowercase())?;
                    keys.get(key + 1).or_else(|| keys.get(key.checked_sub(1)?)).copied()
                });
                letters[at] = beside.unwrap_or(letters[at]);
            }
        }
    }
    letters.into_iter().collect()
}

/// Random numbers that are the same on every machine.
struct Random(Xoshiro256PlusPlus);

impl Random {
    fn new() -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(SEED))
    }

    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end as u64) as usize
    }
}
