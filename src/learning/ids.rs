//! The numbers of features: given as features are met, and found again by their hashes.
//!
//! A message's features are mostly character runs of words that every message has ("the", "liver"): the runs of the most
//! frequent words are looked up once, when the knowledge is read.

use super::keys::{Kind, each_run, key, word_key};
use crate::text::Word;
use compact_str::CompactString;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;

/// A pair or a run that occurs less often in the knowledge is no feature.
pub(super) const FEWEST_TIMES: u32 = 2;

/// The runs of so many words are looked up beforehand.
const FREQUENT_WORDS: usize = 1_000;

/// Numbers features as they are met: while the knowledge is read, nobody knows yet which are worth keeping.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// The hash and the number of each feature, side by side. Of a million features a few hundred share a hash by chance,
    /// and count as the same.
    numbers: HashTable<(u32, u32)>,
    /// How often each word was met.
    words: FxHashMap<CompactString, u32>,
}

impl Numbering {
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn get_or_add(&mut self, key: u64) -> u32 {
        let (hash, next) = (spread(key), self.len() as u32);
        match self.numbers.entry(place(hash), |(other, _)| *other == hash, |(hash, _)| place(*hash)) {
            Entry::Occupied(known) => known.get().1,
            Entry::Vacant(vacant) => {
                vacant.insert((hash, next));
                next
            }
        }
    }

    /// Counts a word.
    pub(super) fn meet(&mut self, word: &str) {
        if let Some(times) = self.words.get_mut(word) {
            *times += 1;
        } else {
            self.words.insert(word.into(), 1);
        }
    }

    /// Keeps the features that are counted at least [`FEWEST_TIMES`]; `times` counts each. Gives where to find a feature's
    /// new number, and the new number of each old one.
    pub(super) fn settle(self, times: &[u32]) -> (Ids, Numbers) {
        let frequent = |id: &u32| times[*id as usize] >= FEWEST_TIMES;
        let mut kept: Vec<(u32, u32)> = self.numbers.into_iter().filter(|(_, id)| frequent(id)).collect();
        kept.sort_unstable();
        let mut numbers = vec![Numbers::NONE; times.len()];
        for (number, (_, id)) in kept.iter().enumerate() {
            numbers[*id as usize] = number as u32;
        }
        let count = kept.len() as u32;
        let features = Hashes::of_sorted(kept.into_iter().map(|(hash, _)| hash).collect());
        let frequent = Frequent::new(self.words, &features);
        (Ids { features, frequent }, Numbers { numbers, count })
    }
}

/// The number of every feature that the knowledge has.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Ids {
    features: Hashes,
    frequent: Frequent,
}

impl Ids {
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        self.features.get(key)
    }

    /// The number of a word's stem.
    pub(crate) fn stem(&self, word: &Word) -> Option<u32> {
        self.get(key(Kind::Stem, &[word.stem.as_bytes()]))
    }

    /// Calls `visit` with the number of each of a word's runs that the knowledge has.
    pub(super) fn each_run(&self, word: &str, mut visit: impl FnMut(u32)) {
        match self.frequent.runs_of(word) {
            Some(runs) => runs.iter().for_each(|run| visit(*run)),
            None => each_run(word, |run| {
                if let Some(number) = self.get(run) {
                    visit(number);
                }
            }),
        }
    }
}

/// The runs of the most frequent words.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Frequent {
    words: Hashes,
    /// Where each word's runs end in `runs`.
    ends: Vec<u32>,
    runs: Vec<u32>,
}

impl Frequent {
    fn new(words: FxHashMap<CompactString, u32>, features: &Hashes) -> Self {
        let mut words: Vec<(CompactString, u32)> = words.into_iter().collect();
        words.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then(a.cmp(b)));
        words.truncate(FREQUENT_WORDS);
        let mut hashed: Vec<(u32, CompactString)> =
            words.into_iter().map(|(word, _)| (spread(word_key(&word)), word)).collect();
        hashed.sort_unstable();
        hashed.dedup_by_key(|(hash, _)| *hash);
        let mut frequent = Self::default();
        for (_, word) in &hashed {
            each_run(word, |run| frequent.runs.extend(features.get(run)));
            frequent.ends.push(frequent.runs.len() as u32);
        }
        frequent.words = Hashes::of_sorted(hashed.into_iter().map(|(hash, _)| hash).collect());
        frequent
    }

    fn runs_of(&self, word: &str) -> Option<&[u32]> {
        let at = self.words.get(word_key(word))? as usize;
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        Some(&self.runs[from as usize..self.ends[at] as usize])
    }
}

/// The number of a hash is its place among all, in order. That takes half the memory of a table, and a search that looks at
/// one or two of them.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Hashes {
    sorted: Vec<u32>,
    /// Where the hashes with the same first bits begin; one place more than there are such beginnings.
    starts: Vec<u32>,
    /// How many of a hash's bits are not its beginning.
    rest_bits: u32,
}

impl Hashes {
    fn of_sorted(hashes: Vec<u32>) -> Self {
        // so many that a hash shares its own with hardly another
        let beginnings = hashes.len().next_power_of_two();
        let rest_bits = u32::BITS - beginnings.ilog2();
        let begin = |hash: u32| u64::from(hash) >> rest_bits;
        let starts = (0..=beginnings as u64).map(|at| hashes.partition_point(|hash| begin(*hash) < at) as u32);
        Self { starts: starts.collect(), sorted: hashes, rest_bits }
    }

    fn get(&self, key: u64) -> Option<u32> {
        let hash = spread(key);
        let beginning = (u64::from(hash) >> self.rest_bits) as usize;
        let bounds = self.starts.get(beginning..beginning + 2)?;
        let near = &self.sorted[bounds[0] as usize..bounds[1] as usize];
        near.iter().position(|other| *other == hash).map(|at| bounds[0] + at as u32)
    }
}

/// Which number a feature that was met has among those that are kept, if it is.
#[derive(Debug)]
pub(super) struct Numbers {
    /// By feature; [`Numbers::NONE`] for those that are not.
    numbers: Vec<u32>,
    count: u32,
}

impl Numbers {
    const NONE: u32 = u32::MAX;

    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    pub(super) fn get(&self, feature: u32) -> Option<u32> {
        let number = self.numbers[feature as usize];
        (number != Self::NONE).then_some(number)
    }
}

/// Packed runs differ in their last bits only; a hash is to differ in all.
fn spread(key: u64) -> u32 {
    (FxBuildHasher.hash_one(key) >> 32) as u32
}

/// Where a table looks for a hash: it goes by the first bits and by the last ones.
fn place(hash: u32) -> u64 {
    FxBuildHasher.hash_one(hash)
}
