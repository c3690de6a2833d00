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

/// A pair or a run that occurs less often in the knowledge is no feature.
const FEWEST_TIMES: u32 = 2;

/// The kind of a feature; it keeps a stem and a character run with the same letters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stem = 1,
    Pair = 2,
    Run = 3,
}

/// Occurrences of features in a text, before they are weighted. Features that the knowledge does not have are left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts<'c> {
    /// Stems in order; BM25 counts them too.
    pub(super) stems: &'c [u32],
    /// Pairs of neighbours, with marks at the ends.
    pairs: &'c [u32],
    /// Character runs, each with its share.
    pub(super) runs: &'c [(u32, f32)],
}

/// The occurrences of many texts, one behind the other: a few long lists instead of thousands of short ones, which would
/// leave the heap in pieces.
#[derive(Debug, Default, Clone)]
pub(super) struct Texts {
    stems: Vec<u32>,
    pairs: Vec<u32>,
    runs: Vec<(u32, f32)>,
    /// Where each text's stems, pairs and runs end.
    ends: Vec<[u32; 3]>,
}

impl Texts {
    /// The occurrences of a text.
    pub(super) fn get(&self, text: usize) -> Counts<'_> {
        let [stems, pairs, runs] = self.ends[text].map(|end| end as usize);
        let before = if text == 0 { [0; 3] } else { self.ends[text - 1] }.map(|end| end as usize);
        Counts {
            stems: &self.stems[before[0]..stems],
            pairs: &self.pairs[before[1]..pairs],
            runs: &self.runs[before[2]..runs],
        }
    }

    /// Counts the features of words as one more text; `number` gives a feature's number, if it has one.
    fn count(&mut self, words: &[Word], mut number: impl FnMut(u64) -> Option<u32>) {
        let mut before: &[u8] = b"^";
        for word in words {
            let stem = word.stem.as_bytes();
            self.stems.extend(number(key(Kind::Stem, &[stem])));
            self.pairs.extend(number(key(Kind::Pair, &[before, stem])));
            before = stem;
            let mut runs =
                |word: &str, share| each_run(word, |key| self.runs.extend(number(key).map(|id| (id, share))));
            if word.typed == word.text || word.typed.is_empty() || word.typed.contains(' ') {
                runs(&word.text, 1.0);
            } else {
                runs(&word.text, CORRECTED_SHARE);
                runs(&word.typed, 1.0 - CORRECTED_SHARE);
            }
        }
        if !words.is_empty() {
            self.pairs.extend(number(key(Kind::Pair, &[before, b"$"])));
        }
        self.end();
    }

    fn end(&mut self) {
        self.ends.push([self.stems.len(), self.pairs.len(), self.runs.len()].map(|end| end as u32));
    }
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

fn each_run(word: &str, mut visit: impl FnMut(u64)) {
    let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    let mut buffer = [0_u8; 16];
    for length in RUNS {
        for run in padded.windows(length) {
            let mut end = 0;
            for letter in run {
                end += letter.encode_utf8(&mut buffer[end..]).len();
            }
            visit(key(Kind::Run, &[&buffer[..end]]));
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
    /// Counts the features of a text of the knowledge, numbering those that are new.
    pub(super) fn learn(&mut self, words: &[Word], texts: &mut Texts) {
        let ids = &mut self.ids;
        texts.count(words, |key| {
            let next = ids.len() as u32;
            Some(*ids.entry(key).or_insert(next))
        });
    }

    /// Forgets pairs and runs that occurred a single time: nothing can be learnt from them, and they are half of all.
    pub(super) fn prune(&mut self, texts: &Texts) -> Texts {
        let mut times: Vec<u32> = vec![0; self.ids.len()];
        for id in texts.pairs.iter().chain(texts.runs.iter().map(|(id, _)| id)) {
            times[*id as usize] += 1;
        }
        for id in &texts.stems {
            times[*id as usize] += FEWEST_TIMES;
        }
        let mut next = 0;
        let renumbered: Vec<Option<u32>> = times
            .iter()
            .map(|times| {
                let id = (*times >= FEWEST_TIMES).then_some(next);
                next += u32::from(id.is_some());
                id
            })
            .collect();
        let new_id = |id: &u32| renumbered[*id as usize];
        // a new map: an emptied one would keep its size
        self.ids = self.ids.iter().filter_map(|(key, id)| Some((*key, new_id(id)?))).collect();
        let mut kept = Texts::default();
        for text in 0..texts.ends.len() {
            let counts = texts.get(text);
            kept.stems.extend(counts.stems.iter().filter_map(new_id));
            kept.pairs.extend(counts.pairs.iter().filter_map(new_id));
            kept.runs.extend(counts.runs.iter().filter_map(|(id, share)| Some((new_id(id)?, *share))));
            kept.end();
        }
        kept
    }

    /// Ends the learning: weighs each feature by how few of the classes hold it. `class_of` gives a text's class; the
    /// texts of a class stand together.
    pub(super) fn weigh(&mut self, texts: &Texts, class_of: &[u32], classes: usize) {
        let mut holders: Vec<(u32, u32)> = vec![(u32::MAX, 0); self.ids.len()];
        for (text, class) in class_of.iter().enumerate() {
            let counts = texts.get(text);
            let runs = counts.runs.iter().map(|(id, _)| id);
            for id in counts.stems.iter().chain(counts.pairs).chain(runs) {
                let (last, held) = &mut holders[*id as usize];
                if last != class {
                    *last = *class;
                    *held += 1;
                }
            }
        }
        let idf = |(_, held): &(u32, u32)| (1.0 + classes as f32 / (*held).max(1) as f32).ln();
        self.idf = holders.iter().map(idf).collect();
    }

    /// Counts the features of a message.
    pub(super) fn count(&self, words: &[Word]) -> Texts {
        let mut texts = Texts::default();
        texts.count(words, |key| self.ids.get(&key).copied());
        texts
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// How telling a feature is: its inverse document frequency.
    pub(super) fn idf(&self, feature: u32) -> f32 {
        self.idf[feature as usize]
    }

    /// The weighted vector of a text: a word block and a character block, each of length one.
    pub(super) fn vector(&self, counts: Counts<'_>) -> Vector {
        let stems = counts.stems.iter().map(|id| (*id, 1.0));
        let pairs = counts.pairs.iter().map(|id| (*id, PAIR_WEIGHT));
        let words = self.block(stems.chain(pairs).collect());
        let runs = self.block(counts.runs.to_vec());
        let mut vector = Vector::with_capacity(words.len() + runs.len());
        vector.extend(words);
        vector.extend(runs);
        vector.sort_unstable_by_key(|(id, _)| *id);
        vector
    }

    fn block(&self, mut found: Vector) -> Vector {
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
