//! Features of a text: what the scorers weigh, as sparse vectors over an interned space.
//!
//! Two blocks: words (stems and pairs of neighbouring stems), of length one, and characters (runs of two to four inside a
//! word), a little shorter. Characters let a word that no correction reached still count for what it resembles.

use super::ids::{FEWEST_TIMES, Ids, Numbering, Numbers};
use super::keys::{Kind, each_run, key};
use crate::text::Word;
use serde::{Deserialize, Serialize};

/// How much a pair of neighbouring stems weighs beside a single stem.
const PAIR_WEIGHT: f32 = 0.6;
/// The length of the character block beside the word block's of one.
const CHARACTERS_LENGTH: f32 = 0.8;
/// The power of the inverse document frequency: below 1, so that one rare word does not decide alone.
const IDF_POWER: f32 = 0.7;
/// Of a corrected word, the runs as corrected and the runs as typed count half each.
const HALF: f32 = 0.5;

/// Occurrences of features in a text, before they are weighted. Features that the knowledge does not have are left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts<'c> {
    /// How many words the text has, known or not.
    pub(crate) words: u32,
    /// Stems in order; BM25 counts them too.
    pub(crate) stems: &'c [u32],
    /// Pairs of neighbours, with marks at the ends.
    pub(crate) pairs: &'c [u32],
    /// Character runs.
    runs: &'c [Run],
}

impl<'c> Counts<'c> {
    /// Character runs, each with its share of an occurrence.
    pub(crate) fn runs(self) -> impl Iterator<Item = (u32, f32)> + 'c {
        self.runs.iter().map(|run| (run.feature(), run.share()))
    }

    /// Every feature, as often as it occurs.
    fn features(self) -> impl Iterator<Item = u32> + 'c {
        self.stems.iter().chain(self.pairs).copied().chain(self.runs.iter().map(|run| run.feature()))
    }
}

/// A character run that counts whole or half: twice its feature's number, and 1 more for a half.
#[derive(Debug, Clone, Copy)]
struct Run(u32);

impl Run {
    fn new(feature: u32, half: bool) -> Self {
        Self(feature << 1 | u32::from(half))
    }

    fn feature(self) -> u32 {
        self.0 >> 1
    }

    fn share(self) -> f32 {
        if self.0 & 1 == 1 { HALF } else { 1.0 }
    }
}

/// How often each feature occurs and how many classes hold it, of texts that are not kept: tens of thousands would fill the
/// memory of a small machine.
#[derive(Debug, Default)]
pub(crate) struct Census {
    times: Vec<u32>,
    /// The last class that held it, and how many did.
    holders: Vec<(u32, u32)>,
    classes: usize,
}

impl Census {
    /// Counts a text; `features` is how many there are so far. The texts of a class come together.
    pub(crate) fn add(&mut self, counts: Counts<'_>, class: u32, features: usize) {
        self.classes = class as usize + 1;
        self.times.resize(features, 0);
        self.holders.resize(features, (u32::MAX, 0));
        counts.stems.iter().for_each(|id| self.times[*id as usize] += FEWEST_TIMES);
        counts.pairs.iter().for_each(|id| self.times[*id as usize] += 1);
        counts.runs.iter().for_each(|run| self.times[run.feature() as usize] += 1);
        for id in counts.features() {
            let (last, held) = &mut self.holders[id as usize];
            if *last != class {
                *last = class;
                *held += 1;
            }
        }
    }

    /// Where to find the numbers of the features that are frequent enough, and their space.
    pub(crate) fn settle(self, ids: Numbering) -> (Ids, Space) {
        let Self { times, holders, classes } = self;
        let (ids, numbers) = ids.settle(&times);
        let mut held = vec![0; numbers.len()];
        for (id, (_, classes)) in holders.iter().enumerate() {
            if let Some(number) = numbers.get(id as u32) {
                held[number as usize] = *classes;
            }
        }
        (ids, Space::of_held(&held, classes))
    }
}

/// The occurrences of many texts, one behind the other: a few long lists instead of thousands of short ones, which would
/// leave the heap in pieces.
#[derive(Debug, Default, Clone)]
pub(crate) struct Texts {
    stems: Vec<u32>,
    pairs: Vec<u32>,
    runs: Vec<Run>,
    ends: Vec<Ends>,
}

/// Where a text's features end, and how many words it has.
#[derive(Debug, Default, Clone, Copy)]
struct Ends {
    words: u32,
    stems: u32,
    pairs: u32,
    runs: u32,
}

impl Texts {
    /// The occurrences of a text.
    pub(crate) fn get(&self, text: usize) -> Counts<'_> {
        let ends = self.ends[text];
        let before = if text == 0 { Ends::default() } else { self.ends[text - 1] };
        Counts {
            words: ends.words,
            stems: &self.stems[before.stems as usize..ends.stems as usize],
            pairs: &self.pairs[before.pairs as usize..ends.pairs as usize],
            runs: &self.runs[before.runs as usize..ends.runs as usize],
        }
    }

    pub(crate) fn clear(&mut self) {
        self.stems.clear();
        self.pairs.clear();
        self.runs.clear();
        self.ends.clear();
    }

    /// Counts a text of the knowledge, numbering the features that are new.
    pub(crate) fn learn(&mut self, words: &[Word], ids: &mut Numbering) {
        self.add(words, ids);
        for word in words {
            ids.meet(&word.text);
        }
    }

    /// Counts a message, as far as the knowledge has its features.
    pub(crate) fn count(&mut self, words: &[Word], ids: &Ids) {
        self.add(words, &mut &*ids);
    }

    /// Keeps the stems, and the pairs and runs that occur more than once: nothing can be learnt from the others, and they are
    /// half of all. Gives the same texts by the numbers of what is kept, where to find these, and how many there are.
    pub(crate) fn settle(self, ids: Numbering) -> (Self, Ids, usize) {
        let mut times: Vec<u32> = vec![0; ids.len()];
        self.stems.iter().for_each(|id| times[*id as usize] += FEWEST_TIMES);
        self.pairs.iter().for_each(|id| times[*id as usize] += 1);
        self.runs.iter().for_each(|run| times[run.feature() as usize] += 1);
        let (ids, numbers) = ids.settle(&times);
        (self.renumbered(&numbers), ids, numbers.len())
    }

    /// The same texts, by other numbers.
    fn renumbered(self, numbers: &Numbers) -> Self {
        let mut texts = Self::default();
        texts.ends.reserve_exact(self.ends.len());
        for text in 0..self.ends.len() {
            let counts = self.get(text);
            texts.stems.extend(counts.stems.iter().filter_map(|id| numbers.get(*id)));
            texts.pairs.extend(counts.pairs.iter().filter_map(|id| numbers.get(*id)));
            let halves = counts.runs.iter().map(|run| (run.feature(), run.share() == HALF));
            texts.runs.extend(halves.filter_map(|(id, half)| Some(Run::new(numbers.get(id)?, half))));
            texts.end(counts.words);
        }
        texts
    }

    /// Makes one of `others`' texts the only one here.
    pub(crate) fn become_text(&mut self, others: &Self, text: usize) {
        self.clear();
        let counts = others.get(text);
        self.stems.extend_from_slice(counts.stems);
        self.pairs.extend_from_slice(counts.pairs);
        self.runs.extend_from_slice(counts.runs);
        self.end(counts.words);
    }

    /// Counts the features of words as one more text.
    fn add(&mut self, words: &[Word], numbers: &mut impl Number) {
        let mut before: &[u8] = b"^";
        for word in words {
            let stem = word.stem.as_bytes();
            self.stems.extend(numbers.number(key(Kind::Stem, &[stem])));
            self.pairs.extend(numbers.number(key(Kind::Pair, &[before, stem])));
            before = stem;
            let mut runs = |word: &str, half| numbers.each_run(word, |id| self.runs.push(Run::new(id, half)));
            if word.typed == word.text || word.typed.is_empty() || word.typed.contains(' ') {
                runs(&word.text, false);
            } else {
                runs(&word.text, true);
                runs(&word.typed, true);
            }
        }
        if !words.is_empty() {
            self.pairs.extend(numbers.number(key(Kind::Pair, &[before, b"$"])));
        }
        self.end(words.len() as u32);
    }

    fn end(&mut self, words: u32) {
        let (stems, pairs, runs) = (self.stems.len() as u32, self.pairs.len() as u32, self.runs.len() as u32);
        self.ends.push(Ends { words, stems, pairs, runs });
    }
}

/// What gives features their numbers: all get one while the knowledge is read, later those that it has.
trait Number {
    fn number(&mut self, key: u64) -> Option<u32>;

    /// Calls `visit` with the number of each of a word's runs that has one.
    fn each_run(&mut self, word: &str, visit: impl FnMut(u32));
}

impl Number for Numbering {
    fn number(&mut self, key: u64) -> Option<u32> {
        Some(self.get_or_add(key))
    }

    fn each_run(&mut self, word: &str, mut visit: impl FnMut(u32)) {
        each_run(word, |run| visit(self.get_or_add(run)));
    }
}

impl Number for &Ids {
    fn number(&mut self, key: u64) -> Option<u32> {
        self.get(key)
    }

    fn each_run(&mut self, word: &str, visit: impl FnMut(u32)) {
        Ids::each_run(self, word, visit);
    }
}

/// A sparse vector: each feature once, and its weight.
pub(crate) type Vector = Vec<(u32, f32)>;

/// How often each feature of a space occurs in the block at hand; all 0 between blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums(Vec<f32>);

impl Sums {
    /// One working memory may serve several spaces.
    fn fit(&mut self, space: &Space) {
        if self.0.len() < space.len() {
            self.0.resize(space.len(), 0.0);
        }
    }
}

/// How telling each feature of a model is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Space {
    /// How many classes hold each feature; the last number stands for as many and more.
    held: Vec<u16>,
    /// `ln(1 + classes / classes that hold it)`, by how many do: far fewer values than features.
    idf: Vec<f32>,
    /// The same to the power of [`IDF_POWER`].
    weights: Vec<f32>,
}

impl Space {
    /// Weighs each feature by how few of the classes hold it. `class_of` gives a text's class; the texts of a class
    /// stand together.
    pub(crate) fn new(texts: &Texts, features: usize, class_of: &[u32], classes: usize) -> Self {
        let mut holders: Vec<(u32, u32)> = vec![(u32::MAX, 0); features];
        for (text, class) in class_of.iter().enumerate() {
            for id in texts.get(text).features() {
                let (last, held) = &mut holders[id as usize];
                if last != class {
                    *last = *class;
                    *held += 1;
                }
            }
        }
        let held: Vec<u32> = holders.into_iter().map(|(_, held)| held).collect();
        Self::of_held(&held, classes)
    }

    /// Weighs each feature by how many of the classes hold it.
    fn of_held(held: &[u32], classes: usize) -> Self {
        let most = u16::try_from(classes).unwrap_or(u16::MAX);
        let telling = |held: u16| libm::logf(1.0 + classes as f32 / f32::from(held.max(1)));
        let idf: Vec<f32> = (0..=most).map(telling).collect();
        let weights = idf.iter().map(|idf| libm::powf(*idf, IDF_POWER)).collect();
        let held = held.iter().map(|held| u16::try_from(*held).map_or(most, |held| held.min(most))).collect();
        Self { held, idf, weights }
    }

    /// How many features there are.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }

    /// How telling a feature is: its inverse document frequency.
    pub(crate) fn idf(&self, feature: u32) -> f32 {
        self.idf[usize::from(self.held[feature as usize])]
    }

    /// How telling a feature is that a single class holds, and so one that none does.
    pub(crate) fn most_telling(&self) -> f32 {
        self.idf.get(1).copied().unwrap_or_default()
    }

    /// Writes the weighted vector of a text: a word block and a character block. `sums` is working memory.
    pub(crate) fn vector(&self, counts: Counts<'_>, vector: &mut Vector, sums: &mut Sums) {
        vector.clear();
        vector.extend(counts.stems.iter().map(|id| (*id, 1.0)));
        vector.extend(counts.pairs.iter().map(|id| (*id, PAIR_WEIGHT)));
        self.end_block(vector, 0, 1.0, sums);
        let words = vector.len();
        vector.extend(counts.runs());
        self.end_block(vector, words, CHARACTERS_LENGTH, sums);
    }

    /// Writes the character block alone.
    pub(crate) fn run_vector(&self, counts: Counts<'_>, vector: &mut Vector, sums: &mut Sums) {
        vector.clear();
        vector.extend(counts.runs());
        self.end_block(vector, 0, 1.0, sums);
    }

    /// Makes what stands behind `start` a block: each feature once, damped, weighted, and the whole of that length.
    fn end_block(&self, vector: &mut Vector, start: usize, length: f32, sums: &mut Sums) {
        sums.fit(self);
        let mut end = start;
        for at in start..vector.len() {
            let (id, share) = vector[at];
            let sum = &mut sums.0[id as usize];
            if *sum == 0.0 {
                vector[end].0 = id;
                end += 1;
            }
            *sum += share;
        }
        vector.truncate(end);
        let mut squares = 0.0;
        for (id, weight) in &mut vector[start..] {
            let times = std::mem::take(&mut sums.0[*id as usize]);
            // 1 + ln(tf) for whole occurrences, the share itself below one
            let damped = if times > 1.0 { 1.0 + libm::logf(times) } else { times };
            *weight = damped * self.weights[usize::from(self.held[*id as usize])];
            squares += *weight * *weight;
        }
        if squares > 0.0 {
            let scale = length / squares.sqrt();
            vector[start..].iter_mut().for_each(|(_, weight)| *weight *= scale);
        }
    }
}
