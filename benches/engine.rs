//! How long loading takes, and how long a question.
//!
//! ```sh
//! cargo bench                        # everything, some minutes
//! cargo bench --bench engine ask     # a part
//! ```
//!
//! The shipped FAQ, and made-up knowledge of 300 to 100,000 phrasings. One thread asks; loading uses two where there are
//! two cores.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed benchmark")]
#![allow(clippy::cast_sign_loss, reason = "made-up words have ranks from 0 on")]

mod synthetic;
#[path = "../tests/support/worst.rs"]
mod worst;

use bedside::engine::Engine;
use bedside::knowledge::{Files, built_in};
use bedside::prepared::{Care, Ready, Shelf};
use bedside::question::{Context, Question};
use bedside::reply::Reply;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::sync::LazyLock;
use synthetic::Synthetic;

const SIZES: [usize; 4] = [300, 770, 10_000, 100_000];
/// The questions that the shipped FAQ is asked: those of its evaluation file.
const QUESTIONS: &str = include_str!("../tests/data/questions.tsv");
/// How many questions a made-up knowledge is asked.
const ASKED: usize = 500;

fn main() {
    divan::main();
}

fn ask(engine: &Engine, text: &str) -> Reply {
    engine.answer(&Question::new(black_box(text)), &Context::default())
}

/// Asks one question after the other; what is measured is one question.
fn ask_in_turn(bencher: Bencher<'_, '_>, engine: &Engine, questions: &[&str]) {
    let mut turn = questions.iter().cycle();
    bencher
        .counter(ItemsCount::new(1_u32))
        .with_inputs(|| *turn.next().unwrap())
        .bench_local_values(|text| ask(engine, text));
}

/// Reading the files, and everything that is derived from them.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn load_shipped() -> Engine {
    Engine::new(built_in().knowledge)
}

/// The same from what was kept after the last time: what every start but the first takes.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn load_kept(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(Some(folder.path()));
    let load = || Ready::of(&Files::built_in(), false, Care::Read, &shelf).unwrap();
    load();
    bencher.bench_local(load);
}

/// Reading the files and learning for made-up knowledge, by its number of phrasings.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>, phrasings: usize) {
    let made_up = Synthetic::new(phrasings, 0);
    bencher.bench_local(|| Engine::new(made_up.load()));
}

/// A question to the shipped FAQ.
#[divan::bench(sample_count = 2_000, sample_size = 1)]
fn ask_shipped(bencher: Bencher<'_, '_>) {
    let questions: Vec<&str> = QUESTIONS.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    ask_in_turn(bencher, &Engine::new(built_in().knowledge), &questions);
}

/// A question to made-up knowledge, by its number of phrasings.
#[divan::bench(args = SIZES, sample_count = 2_000, sample_size = 1)]
fn ask_made_up(bencher: Bencher<'_, '_>, phrasings: usize) {
    let made_up = Synthetic::new(phrasings, ASKED);
    let engine = Engine::new(made_up.load());
    let questions: Vec<&str> = made_up.questions.iter().map(|(text, _)| text.as_str()).collect();
    let right = made_up.questions.iter().filter(|(text, entry)| {
        ask(&engine, text).candidates.first().is_some_and(|first| first.id == format!("e{entry}"))
    });
    // a benchmark of wrong answers would tell little
    assert!(
        right.count() * 10 > questions.len() * 8,
        "fewer than eight in ten of the made-up questions find their entry"
    );
    ask_in_turn(bencher, &engine, &questions);
}

/// The messages of 4,096 characters that cost most.
#[divan::bench(args = worst::worst_cases().into_iter().map(|(name, _)| name), sample_count = 20, sample_size = 1)]
fn longest(bencher: Bencher<'_, '_>, name: &str) {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(built_in().knowledge));
    LazyLock::force(&ENGINE);
    let message = worst::worst_cases().into_iter().find(|(other, _)| *other == name).unwrap().1;
    bencher.bench_local(|| ask(&ENGINE, &message));
}
