//! What is derived from the wordings, and the scores it gives each entry.
//!
//! Several ways of scoring are standardised over the entries and added. Where the entries are few enough to train a layer
//! of weights, they are that layer and BM25 on stems; where they are thousands, nearness to the entry's average in
//! character runs, and BM25 on stems and on pairs. Of the entries that score best so, the nearest wording counts too.
//! Out-of-scope examples are one more class, which never wins a place but lowers the confidence of whatever it resembles more.

use super::bm25::Bm25;
use super::calibration::Evidence;
use super::centroids::Centroids;
use crate::learning::{Examples, Layer, Space, Sums, Texts, Vector, softmax};
use serde::{Deserialize, Serialize};

/// At most this many weights are trained: 64 MB, and some seconds of training.
const MOST_WEIGHTS: usize = 16_000_000;
/// What each way of scoring weighs, trained.
const LAYER_WEIGHT: f32 = 1.13;
const STEMS_WEIGHT: f32 = 0.31;
/// What the likeness of the nearest wording weighs, from 0 to 1 and not standardised: it is reckoned for the first few only.
const NEAREST_WEIGHT: f32 = 2.0;
const COMPARED: usize = 3;
/// And without training.
const CENTROID_WEIGHT: f32 = 0.73;
const PLAIN_STEMS_WEIGHT: f32 = 0.67;
const PAIRS_WEIGHT: f32 = 0.07;
const PLAIN_NEAREST_WEIGHT: f32 = 0.96;
const PLAIN_COMPARED: usize = 24;
/// How sharply an untrained score tells entries apart, as a logit.
const PLAIN_SHARPNESS: f32 = 1.5;
/// A ranking names at most so many entries.
pub(super) const MOST_HITS: usize = 64;

/// Working memory of a ranking, to be used again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) message: Texts,
    /// The likeliest entries, each with how far its score lies behind the first one's.
    pub(super) order: Vec<(u32, f32)>,
    vector: Vector,
    sums: Sums,
    stems: Vec<u32>,
    nearness: Nearness,
    class_scores: Vec<f32>,
    scores: Vec<f32>,
    total: Vec<f32>,
}

/// Working memory of a comparison with wordings.
#[derive(Debug, Clone, Default)]
struct Nearness {
    /// How telling the words are that each wording of an entry shares with the message.
    shared: Vec<f32>,
    /// The entries compared so far, and the most of it that a wording of each shares.
    held: Vec<(u32, f32)>,
}

/// The first of a ranking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Best {
    pub(super) entry: usize,
    pub(super) evidence: Evidence,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Scorer {
    Trained { layer: Layer },
    Plain { centroids: Centroids, pairs: Bm25 },
}

impl Default for Scorer {
    fn default() -> Self {
        Self::Trained { layer: Layer::default() }
    }
}

/// What models learn from.
#[derive(Debug)]
pub(super) struct Lessons {
    texts: Texts,
    /// The class of each text: an entry, or the number of entries for what no entry answers. The texts of a class stand
    /// together. That class is the last, and there even without examples: it takes what nothing speaks for.
    pub(super) class_of: Vec<u32>,
    /// What the chances of each text come from.
    pub(super) keys: Vec<u64>,
    pub(super) space: Space,
    /// For training, if the entries are few enough.
    examples: Option<Examples>,
    pub(super) entries: usize,
}

impl Lessons {
    pub(super) fn new(texts: Texts, features: usize, class_of: Vec<u32>, keys: Vec<u64>, entries: usize) -> Self {
        let space = Space::new(&texts, features, &class_of, entries + 1);
        let few = space.len() <= Examples::MOST_FEATURES && space.len().saturating_mul(entries + 1) <= MOST_WEIGHTS;
        let examples = few.then(|| {
            let mut examples = Examples::default();
            let (mut vector, mut sums) = (Vector::new(), Sums::default());
            for (text, (class, key)) in class_of.iter().zip(&keys).enumerate() {
                space.vector(texts.get(text), &mut vector, &mut sums);
                examples.push(&vector, *class, *key);
            }
            examples
        });
        Self { texts, class_of, keys, space, examples, entries }
    }

    /// Whether a text is an entry's, and not one that no entry answers.
    pub(super) fn is_wording(&self, text: usize) -> bool {
        (self.class_of[text] as usize) < self.entries
    }

    /// The text that is to be ranked next.
    pub(super) fn ask(&self, text: usize, scratch: &mut Scratch) {
        scratch.message.become_text(&self.texts, text);
    }
}

/// All that is derived from the wordings but how telling their features are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Model {
    entries: usize,
    scorer: Scorer,
    stems: Bm25,
    wordings: Wordings,
}

impl Model {
    /// Learns from those of the texts that `used` picks.
    pub(super) fn new(lessons: &Lessons, used: impl Fn(usize) -> bool) -> Self {
        let Lessons { texts, class_of, space, examples, entries, .. } = lessons;
        let entries = *entries;
        let of_class = |class: usize| {
            let from = class_of.partition_point(|other| (*other as usize) < class);
            let to = class_of.partition_point(|other| (*other as usize) <= class);
            (from..to).filter(|text| used(*text)).map(|text| texts.get(text))
        };
        let classes = if examples.is_some() { entries } else { entries + 1 };
        let stems = Bm25::new(space.len(), classes, |class| of_class(class).flat_map(|counts| counts.stems).copied());
        let scorer = if let Some(examples) = examples {
            let chosen = (0..class_of.len() as u32).filter(|text| used(*text as usize));
            let (wordings, others): (Vec<u32>, Vec<u32>) = chosen.partition(|text| lessons.is_wording(*text as usize));
            let layer = Layer::train(examples, &wordings, others, space.len(), entries + 1);
            Scorer::Trained { layer }
        } else {
            let pairs =
                Bm25::new(space.len(), classes, |class| of_class(class).flat_map(|counts| counts.pairs).copied());
            Scorer::Plain { centroids: Centroids::new(space, classes, of_class), pairs }
        };
        let wordings = Wordings::new(space, (0..entries).map(|entry| of_class(entry).map(|counts| counts.stems)));
        Self { entries, scorer, stems, wordings }
    }

    /// Ranks the entries for the first text of `scratch.message` into `scratch.order`; the evidence for the best one. Nothing
    /// for a message without words. Half a question is not `compared` with wordings, of which it can only be far.
    pub(super) fn rank(&self, space: &Space, compared: bool, scratch: &mut Scratch) -> Option<Best> {
        let Scratch { message, order, vector, sums, stems, nearness, class_scores, scores, total } = scratch;
        let counts = message.get(0);
        order.clear();
        if counts.words == 0 || self.entries == 0 {
            return None;
        }
        each_once(counts.stems, stems);
        nearness.held.clear();
        total.clear();
        total.resize(self.entries + 1, 0.0);
        match &self.scorer {
            Scorer::Trained { layer } => {
                total.truncate(self.entries);
                space.vector(counts, vector, sums);
                layer.logits(vector, class_scores);
                add_standardised(&class_scores[..self.entries], LAYER_WEIGHT, total);
                add(&self.stems, counts.stems, STEMS_WEIGHT, scores, total);
                best_first(total, if compared { COMPARED } else { 0 }, order);
                if !is_far_ahead(order) {
                    self.compare_wordings(space, stems, NEAREST_WEIGHT, nearness, order, total);
                }
            }
            Scorer::Plain { centroids, pairs } => {
                scores.clear();
                scores.resize(total.len(), 0.0);
                space.run_vector(counts, vector, sums);
                centroids.score(vector, scores);
                add_standardised(scores, CENTROID_WEIGHT, total);
                add(&self.stems, counts.stems, PLAIN_STEMS_WEIGHT, scores, total);
                add(pairs, counts.pairs, PAIRS_WEIGHT, scores, total);
                best_first(&total[..self.entries], if compared { PLAIN_COMPARED } else { 0 }, order);
                self.compare_wordings(space, stems, PLAIN_NEAREST_WEIGHT, nearness, order, total);
                class_scores.clear();
                class_scores.extend(total.iter().map(|score| PLAIN_SHARPNESS * score));
                total.truncate(self.entries);
            }
        }
        best_first(total, MOST_HITS, order);
        let (best, most) = *order.first()?;
        for (_, score) in order.iter_mut() {
            *score -= most;
        }
        softmax(class_scores);
        let probability = class_scores[best as usize];
        let odds = libm::logf(probability.max(f32::MIN_POSITIVE) / (1.0 - probability).max(f32::MIN_POSITIVE));
        let known = nearness.held.iter().find(|(entry, _)| *entry == best).map(|(_, held)| *held);
        let nearest = || self.nearest(space, best as usize, stems, &mut nearness.shared).map_or(0.0, |(_, held)| held);
        let held = known.unwrap_or_else(nearest);
        Some(Best { entry: best as usize, evidence: Evidence { odds, held } })
    }

    /// Adds what the nearest wording weighs, of the entries in `order`: the telling words that it shares with the message, as a
    /// cosine.
    fn compare_wordings(
        &self,
        space: &Space,
        stems: &[u32],
        weight: f32,
        Nearness { shared, held }: &mut Nearness,
        order: &[(u32, f32)],
        total: &mut [f32],
    ) {
        let weight = weight * per_length(space, stems);
        for (entry, _) in order {
            let per_length = self.wordings.share(*entry as usize, space, stems, shared);
            let (mut likest, mut most) = (0.0_f32, 0.0_f32);
            for (shared, per_length) in shared.iter().zip(per_length) {
                likest = likest.max(shared * per_length);
                most = most.max(*shared);
            }
            total[*entry as usize] += weight * likest;
            held.push((*entry, most));
        }
    }

    /// The wording of an entry that holds the most telling words of the message, by its stems, each once: its place, and how
    /// telling these words are. `shared` is working memory.
    fn nearest(&self, space: &Space, entry: usize, stems: &[u32], shared: &mut Vec<f32>) -> Option<(usize, f32)> {
        self.wordings.share(entry, space, stems, shared);
        let mut best: Option<(usize, f32)> = None;
        for (at, held) in shared.iter().enumerate() {
            if best.is_none_or(|(_, most)| *held > most) {
                best = Some((at, *held));
            }
        }
        best
    }

    /// The wording of an entry that is nearest to the first text of `scratch.message`; nothing for an entry that is not there.
    pub(super) fn nearest_wording(&self, space: &Space, entry: usize, scratch: &mut Scratch) -> Option<usize> {
        let Scratch { message, stems, nearness, .. } = scratch;
        each_once(message.get(0).stems, stems);
        self.nearest(space, entry, stems, &mut nearness.shared).map(|(wording, _)| wording)
    }

    /// Whether a wording of an entry holds a stem.
    pub(super) fn holds(&self, entry: usize, wording: usize, stem: u32) -> bool {
        self.wordings.holds(entry, wording, stem)
    }
}

/// Whether the first is so far ahead that no nearness makes another the first. The trained confidence does not rest on these
/// scores, so that nothing but time is lost then by a comparison.
fn is_far_ahead(order: &[(u32, f32)]) -> bool {
    matches!(order, [(_, first), (_, second), ..] if first - second > NEAREST_WEIGHT)
}

/// One by the length of a text's vector of stems, which are as long as they are telling; 0 for a text without any.
fn per_length(space: &Space, stems: &[u32]) -> f32 {
    let square: f32 = stems.iter().map(|stem| space.idf(*stem)).sum();
    if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
}

/// Which wordings of each entry hold a stem.
///
/// All stand in a few long lists: thousands of short ones would cost more than they hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Wordings {
    /// Pairs of a stem and a wording of the entry that holds it, in order; an entry's behind the one's before.
    holders: Vec<(u32, u32)>,
    /// Where each entry's end.
    ends: Vec<u32>,
    /// One by the length of each wording's vector, see [`per_length`].
    per_length: Vec<f32>,
    /// Where each entry's wordings end there.
    entries: Vec<u32>,
}

impl Wordings {
    fn new<'c>(space: &Space, entries: impl Iterator<Item = impl Iterator<Item = &'c [u32]>>) -> Self {
        let mut all = Self::default();
        let mut distinct = Vec::new();
        for wordings in entries {
            let from = all.holders.len();
            for (wording, stems) in wordings.enumerate() {
                each_once(stems, &mut distinct);
                all.holders.extend(distinct.iter().map(|stem| (*stem, wording as u32)));
                all.per_length.push(per_length(space, &distinct));
            }
            all.holders[from..].sort_unstable();
            all.ends.push(all.holders.len() as u32);
            all.entries.push(all.per_length.len() as u32);
        }
        all
    }

    fn bounds(ends: &[u32], at: usize) -> std::ops::Range<usize> {
        let Some(to) = ends.get(at) else { return 0..0 };
        let from = if at == 0 { 0 } else { ends[at - 1] };
        from as usize..*to as usize
    }

    /// Writes how telling the words are that each wording of an entry shares with the stems, each of which is there once; gives
    /// one by the length of each wording's vector.
    fn share(&self, entry: usize, space: &Space, stems: &[u32], shared: &mut Vec<f32>) -> &[f32] {
        let per_length = &self.per_length[Self::bounds(&self.entries, entry)];
        shared.clear();
        shared.resize(per_length.len(), 0.0);
        let mut holders = &self.holders[Self::bounds(&self.ends, entry)];
        for stem in stems {
            holders = &holders[holders.partition_point(|(other, _)| other < stem)..];
            let telling = space.idf(*stem);
            for (_, wording) in holders.iter().take_while(|(other, _)| other == stem) {
                shared[*wording as usize] += telling;
            }
        }
        per_length
    }

    /// Whether a wording of an entry holds a stem.
    fn holds(&self, entry: usize, wording: usize, stem: u32) -> bool {
        self.holders[Self::bounds(&self.ends, entry)].binary_search(&(stem, wording as u32)).is_ok()
    }
}

/// Writes each of the stems once, in order.
fn each_once(stems: &[u32], distinct: &mut Vec<u32>) {
    distinct.clear();
    distinct.extend_from_slice(stems);
    distinct.sort_unstable();
    distinct.dedup();
}

/// Writes the `most` best scores into `order`, best first, the earlier entry first where two are equal.
fn best_first(scores: &[f32], most: usize, order: &mut Vec<(u32, f32)>) {
    order.clear();
    order.extend(scores.iter().enumerate().map(|(entry, score)| (entry as u32, *score)));
    let by_score = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if order.len() > most {
        order.select_nth_unstable_by(most, by_score);
        order.truncate(most);
    }
    order.sort_unstable_by(by_score);
}

/// Adds what an index scores.
fn add(index: &Bm25, features: &[u32], weight: f32, scores: &mut Vec<f32>, total: &mut [f32]) {
    scores.clear();
    scores.resize(total.len(), 0.0);
    index.score(features, scores);
    add_standardised(scores, weight, total);
}

/// Adds `weight` times the standard score of each of `scores` to `total`.
fn add_standardised(scores: &[f32], weight: f32, total: &mut [f32]) {
    let count = scores.len() as f32;
    let mean = scores.iter().sum::<f32>() / count;
    let deviation = (scores.iter().map(|score| (score - mean) * (score - mean)).sum::<f32>() / count).sqrt();
    if deviation > 0.0 {
        for (sum, score) in total.iter_mut().zip(scores) {
            *sum += weight * (score - mean) / deviation;
        }
    }
}
