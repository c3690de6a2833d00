//! Features of a text: what the scorers weigh, as sparse vectors over an interned space.
//!
//! Two blocks, each of length one: words (stems and pairs of neighbouring stems) and characters (runs of two to four
//! inside a word). Characters let a word that no correction reached still count for what it resembles.

use crate::text::Word;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// How much a pair of neighbouring stems weighs beside a single stem.
const PAIR_WEIGHT: f32 = 0.6;
/// The power of the inverse document frequency: below 1, so that one rare word does not decide alone.
const IDF_POWER: f32 = 0.7;
/// Lengths of character runs.
const RUNS: std::ops::RangeInclusive<usize> = 2..=4;
/// In a question, the share of a character run that comes from the word as corrected; the rest as typed.
const CORRECTED_SHARE: f32 = 0.5;

/// The kind of a feature; it keeps a stem and a character run with the same letters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stem = 1,
    Pair = 2,
    Run = 3,
}

/// Occurrences of features by kind, before they are weighted.
#[derive(Debug, Default, Clone)]
pub(super) struct Counts {
    /// Stems in order; BM25 counts them too.
    pub(super) stems: Vec<u64>,
    /// Pairs of neighbours, with marks at the ends.
    pub(super) pairs: Vec<u64>,
    /// Character runs, each with its share.
    pub(super) runs: Vec<(u64, f32)>,
}

/// A sparse vector: feature and weight, by rising feature.
pub(super) type Vector = Vec<(u32, f32)>;

fn key(kind: Kind, parts: &[&[u8]]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind as u8);
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// Counts the features of words.
pub(super) fn count(words: &[Word]) -> Counts {
    let mut counts = Counts::default();
    let mut before: &[u8] = b"^";
    for word in words {
        let stem = word.stem.as_bytes();
        counts.stems.push(key(Kind::Stem, &[stem]));
        counts.pairs.push(key(Kind::Pair, &[before, stem]));
        before = stem;
        if word.typed == word.text || word.typed.is_empty() || word.typed.contains(' ') {
            count_runs(&word.text, 1.0, &mut counts.runs);
        } else {
            count_runs(&word.text, CORRECTED_SHARE, &mut counts.runs);
            count_runs(&word.typed, 1.0 - CORRECTED_SHARE, &mut counts.runs);
        }
    }
    if !words.is_empty() {
        counts.pairs.push(key(Kind::Pair, &[before, b"$"]));
    }
    counts
}

fn count_runs(word: &str, share: f32, runs: &mut Vec<(u64, f32)>) {
    let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    let mut buffer = [0_u8; 16];
    for length in RUNS {
        for run in padded.windows(length) {
            let mut end = 0;
            for letter in run {
                end += letter.encode_utf8(&mut buffer[end..]).len();
            }
            runs.push((key(Kind::Run, &[&buffer[..end]]), share));
        }
    }
}

/// The features of the knowledge, numbered, each with its inverse document frequency over classes.
#[derive(Debug, Clone, Default)]
pub(super) struct Space {
    ids: FxHashMap<u64, u32>,
    /// `ln(1 + classes / classes that hold it)`, by feature.
    idf: Vec<f32>,
}

impl Space {
    /// Numbers all features of the classes' texts.
    pub(super) fn new(classes: &[Vec<Counts>]) -> Self {
        let mut space = Self::default();
        let mut holders: Vec<(u32, u32)> = Vec::new();
        for (class, texts) in classes.iter().enumerate() {
            for counts in texts {
                let runs = counts.runs.iter().map(|(key, _)| key);
                for &key in counts.stems.iter().chain(&counts.pairs).chain(runs) {
                    let next = space.ids.len() as u32;
                    let id = *space.ids.entry(key).or_insert(next) as usize;
                    if id == holders.len() {
                        holders.push((u32::MAX, 0));
                    }
                    if holders[id].0 != class as u32 {
                        holders[id] = (class as u32, holders[id].1 + 1);
                    }
                }
            }
        }
        space.idf = holders.iter().map(|(_, held)| (1.0 + classes.len() as f32 / *held as f32).ln()).collect();
        space
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.idf.len()
    }

    /// The number of a feature, if the knowledge has it.
    pub(super) fn id(&self, key: u64) -> Option<u32> {
        self.ids.get(&key).copied()
    }

    /// How telling a stem is: its inverse document frequency; 0 for a stem that no wording has.
    pub(super) fn weight_of_stem(&self, stem: &str) -> f32 {
        self.id(key(Kind::Stem, &[stem.as_bytes()])).map_or(0.0, |id| self.idf[id as usize])
    }

    /// The weighted vector of a text: a word block and a character block, each of length one.
    pub(super) fn vector(&self, counts: &Counts) -> Vector {
        let stems = counts.stems.iter().map(|key| (*key, 1.0));
        let pairs = counts.pairs.iter().map(|key| (*key, PAIR_WEIGHT));
        let mut vector = self.block(stems.chain(pairs));
        vector.extend(self.block(counts.runs.iter().copied()));
        vector.sort_unstable_by_key(|(id, _)| *id);
        vector
    }

    fn block(&self, occurrences: impl Iterator<Item = (u64, f32)>) -> Vector {
        let mut found: Vector = occurrences.filter_map(|(key, share)| Some((self.id(key)?, share))).collect();
        found.sort_unstable_by_key(|(id, _)| *id);
        let mut block: Vector = Vec::with_capacity(found.len());
        let mut start = 0;
        while start < found.len() {
            let id = found[start].0;
            let end = start + found[start..].iter().take_while(|(other, _)| *other == id).count();
            let times: f32 = found[start..end].iter().map(|(_, share)| share).sum();
            // 1 + ln(tf) for whole occurrences, the share itself below one
            let damped = if times > 1.0 { 1.0 + times.ln() } else { times };
            block.push((id, damped * self.idf[id as usize].powf(IDF_POWER)));
            start = end;
        }
        let length = block.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut block {
                *weight /= length;
            }
        }
        block
    }
}
