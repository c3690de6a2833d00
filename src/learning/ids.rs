//! The numbers of features: given as features are met, and found again by their hashes.

use crate::text::Word;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::{FxBuildHasher, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hasher};

/// A pair or a run that occurs less often in the knowledge is no feature.
pub(super) const FEWEST_TIMES: u32 = 2;

/// The kind of a feature; it keeps a stem and a character run with the same letters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Stem = 1,
    Pair = 2,
    Run = 3,
}

/// Numbers features as they are met: while the knowledge is read, nobody knows yet which are worth keeping.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// The hash and the number of each feature, side by side. Of a million features a few hundred share a hash by chance,
    /// and count as the same.
    numbers: HashTable<(u32, u32)>,
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
        (Ids::of_sorted(kept.into_iter().map(|(hash, _)| hash).collect()), Numbers { numbers, count })
    }
}

/// The number of every feature that the knowledge has: its place among their hashes, in order. That takes half the
/// memory of a table, and a search that looks at one or two of them.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Ids {
    hashes: Vec<u32>,
    /// Where the hashes with the same first bits begin; one place more than there are such beginnings.
    starts: Vec<u32>,
    /// How many of a hash's bits are not its beginning.
    rest_bits: u32,
}

impl Ids {
    fn of_sorted(hashes: Vec<u32>) -> Self {
        // so many that a hash shares its own with hardly another
        let beginnings = hashes.len().next_power_of_two();
        let rest_bits = u32::BITS - beginnings.ilog2();
        let begin = |hash: u32| u64::from(hash) >> rest_bits;
        let starts = (0..=beginnings as u64).map(|at| hashes.partition_point(|hash| begin(*hash) < at) as u32);
        Self { starts: starts.collect(), hashes, rest_bits }
    }

    pub(super) fn get(&self, key: u64) -> Option<u32> {
        let hash = spread(key);
        let beginning = (u64::from(hash) >> self.rest_bits) as usize;
        let bounds = self.starts.get(beginning..beginning + 2)?;
        let near = &self.hashes[bounds[0] as usize..bounds[1] as usize];
        near.iter().position(|other| *other == hash).map(|at| bounds[0] + at as u32)
    }

    /// The number of a word's stem.
    pub(crate) fn stem(&self, word: &Word) -> Option<u32> {
        self.get(key(Kind::Stem, &[word.stem.as_bytes()]))
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

/// The hash of a text, by its words.
pub(crate) fn text_key(words: &[Word]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write(word.text.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

pub(super) fn run_key(run: &[u8]) -> u64 {
    if run.len() < size_of::<u64>() {
        // a first bit of 1 tells it from shorter ones, and nothing else is so small
        run.iter().fold(1, |packed, byte| packed << 8 | u64::from(*byte))
    } else {
        key(Kind::Run, &[run])
    }
}
