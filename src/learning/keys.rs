//! What features are found by: the hashes of stems, pairs, character runs and words.

use crate::text::Word;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Lengths of character runs, a word's ends included.
const RUNS: std::ops::RangeInclusive<usize> = 2..=4;

/// The kind of a feature; it keeps a stem and a character run with the same letters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Stem = 1,
    Pair = 2,
    Run = 3,
    Word = 4,
}

/// The hash of a feature; a run of few bytes is its own.
pub(super) fn key(kind: Kind, parts: &[&[u8]]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind as u8);
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// The hash of a word as it is written.
pub(super) fn word_key(word: &str) -> u64 {
    key(Kind::Word, &[word.as_bytes()])
}

/// The hash of a text, by its words.
pub(crate) fn text_key(words: &[Word]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write(word.text.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// Calls `visit` with the hash of each of a word's runs.
pub(super) fn each_run(word: &str, mut visit: impl FnMut(u64)) {
    let mut plain = [b' '; 34];
    if word.is_ascii() && word.len() + 2 <= plain.len() {
        plain[1..=word.len()].copy_from_slice(word.as_bytes());
        let padded = &plain[..word.len() + 2];
        return RUNS.for_each(|length| padded.windows(length).for_each(|run| visit(run_key(run))));
    }
    let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    let mut buffer = [0_u8; 16];
    for length in RUNS {
        for run in padded.windows(length) {
            let mut end = 0;
            for letter in run {
                end += letter.encode_utf8(&mut buffer[end..]).len();
            }
            visit(run_key(&buffer[..end]));
        }
    }
}

fn run_key(run: &[u8]) -> u64 {
    if run.len() < size_of::<u64>() {
        // a first bit of 1 tells it from shorter ones, and nothing else is so small
        run.iter().fold(1, |packed, byte| packed << 8 | u64::from(*byte))
    } else {
        key(Kind::Run, &[run])
    }
}
