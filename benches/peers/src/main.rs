//! The same questions to bedside and to other libraries, in one process: how often the first entry is right, and what a
//! question costs.
//!
//! ```sh
//! cargo run --release --manifest-path benches/peers/Cargo.toml --target-dir target -- KNOWLEDGE_FOLDER QUESTIONS.tsv
//! ```
//!
//! Rows whose label is an entry are asked; any of several labels is right. Everybody gets the same wordings in the same
//! normal form (lower case, no marks, no punctuation); bedside gets the messages as they are. Times are processor time of
//! the one thread that asks, so that a busy machine changes them little.

mod peers;

use bedside::engine::Engine;
use bedside::knowledge::{Knowledge, built_in, from_folder};
use peers::{Peer, Wordings};
use rustix::time::{ClockId, clock_gettime};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// A question and the places of the entries that are right.
struct Question {
    text: String,
    right: Vec<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, questions] = args.as_slice() else {
        return Err("usage: bedside-peers KNOWLEDGE_FOLDER QUESTIONS.tsv (`-` for the shipped knowledge)".into());
    };
    let loaded = if folder == "-" { built_in() } else { from_folder(Path::new(folder))? };
    if let Some(problem) = loaded.errors().next() {
        return Err(problem.to_string().into());
    }
    let questions = read(&std::fs::read_to_string(questions)?, &loaded.knowledge);
    let wordings = Wordings::new(&loaded.knowledge);
    println!(
        "{} entries, {} wordings, {} questions\n",
        loaded.knowledge.entries.len(),
        wordings.texts.len(),
        questions.len()
    );
    println!("| system | first entry right | microseconds a question | milliseconds to prepare |");
    println!("| --- | --- | --- | --- |");
    for (name, prepare) in peers::ALL {
        let begun = processor_time();
        let peer = prepare(&wordings)?;
        report(name, peer.as_ref(), processor_time() - begun, &questions);
    }
    let begun = processor_time();
    let engine = Engine::new(loaded.knowledge);
    report("**bedside**", &engine, processor_time() - begun, &questions);
    Ok(())
}

/// Asks everything once and writes a line of the table.
fn report(name: &str, peer: &dyn Peer, prepared: Duration, questions: &[Question]) {
    // a warm-up, so that the first question is like the others
    questions.iter().take(20).for_each(|question| {
        std::hint::black_box(peer.first(&question.text));
    });
    let mut right = 0;
    let begun = processor_time();
    for question in questions {
        right += usize::from(peer.first(&question.text).is_some_and(|entry| question.right.contains(&entry)));
    }
    let taken = processor_time() - begun;
    println!(
        "| {name} | {:.3} | {:.0} | {:.0} |",
        right as f64 / questions.len() as f64,
        taken.as_secs_f64() * 1e6 / questions.len() as f64,
        prepared.as_secs_f64() * 1e3
    );
}

/// The rows that an entry answers.
fn read(text: &str, knowledge: &Knowledge) -> Vec<Question> {
    let place = |id: &str| knowledge.entries.iter().position(|entry| entry.id == id.trim());
    let row = |line: &str| {
        let mut columns = line.split('\t');
        let text = columns.next()?.to_owned();
        let right: Vec<usize> = columns.next()?.split('|').filter_map(place).collect();
        (!right.is_empty()).then_some(Question { text, right })
    };
    text.lines().skip(1).filter_map(row).collect()
}

/// Processor time that this thread has had.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
