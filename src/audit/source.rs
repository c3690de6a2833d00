//! Passages that say something else than the article they rest on: figures it does not have, and words of their own.

use crate::knowledge::{Knowledge, Problems};
use crate::text::{Word, read};
use rustc_hash::FxHashSet;

/// A passage should share at least this much of its longer words with the article.
const SHARED: f64 = 0.35;
/// Words of fewer letters say little about a subject.
const LONG: usize = 5;

pub(super) fn check(knowledge: &Knowledge, article: &str, problems: &mut Problems) {
    let words = read(article);
    let stems: FxHashSet<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    for entry in knowledge.entries.iter().filter(|entry| entry.covered) {
        let own = read(&entry.passage);
        let figures: Vec<&str> = own
            .iter()
            .filter(|word| is_figure(word) && !stems.contains(word.stem.as_str()))
            .map(|word| word.text.as_str())
            .collect();
        if !figures.is_empty() {
            let what =
                format!("the passage of `{}` gives {}, which the article does not", entry.id, figures.join(", "));
            problems.warning(&entry.places.passage, what, "correct the figure, or delete it");
        }
        let long: Vec<&Word> = own.iter().filter(|word| word.text.len() >= LONG && !is_figure(word)).collect();
        let shared = long.iter().filter(|word| stems.contains(word.stem.as_str())).count();
        if !long.is_empty() && (shared as f64) < SHARED * long.len() as f64 {
            let percent = 100 * shared / long.len();
            let what = format!("the passage of `{}` shares {percent} % of its longer words with the article", entry.id);
            problems.warning(
                &entry.places.passage,
                what,
                "read it against the article: it may say what the article does not",
            );
        }
    }
}

fn is_figure(word: &Word) -> bool {
    word.text.starts_with(|letter: char| letter.is_ascii_digit())
}
