//! Matching: how well each entry answers a message, and how sure that is.
//!
//! A message is scored three ways against all entries at once (a trained layer over words and character runs, BM25 on
//! stems, BM25 on character runs); the three are standardised over the entries and added. Confidence is a calibrated
//! probability that the first entry is right. Out-of-scope examples are one more class of the trained layer, which
//! never wins a place but lowers the confidence of whatever it resembles more.

mod bm25;
mod features;
mod layer;

use crate::knowledge::Knowledge;
use crate::text::{Reader, Word};
use bm25::Bm25;
use features::{Counts, Space, Texts};
use layer::{Examples, Layer, softmax};

/// What each way of scoring weighs, after standardising over the entries.
const LAYER_WEIGHT: f32 = 1.13;
const STEMS_WEIGHT: f32 = 0.31;
const RUNS_WEIGHT: f32 = 0.17;

/// How the confidence grows with what speaks for the first entry: the log-odds of the trained layer, and the square
/// root of how telling the words are that the entry's nearest wording holds. Fitted by logistic regression on held-out
/// phrasings and out-of-scope examples of the shipped knowledge, five folds.
const ODDS_WEIGHT: f32 = 0.59;
const HELD_WEIGHT: f32 = 0.88;
const CONFIDENCE_BIAS: f32 = -1.63;
/// More weight than this says no more.
const MOST_WEIGHT: f32 = 30.0;
/// Log-odds beyond this are the layer's overconfidence.
const MOST_ODDS: f32 = 8.0;

/// One entry's place in a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Index into [`Knowledge::entries`].
    pub entry: usize,
    /// How probable it is that this entry answers the message, 0 to 1. Only the first hit's is calibrated; the
    /// others fall from it with their score.
    pub score: f32,
}

/// What the confidence in the first entry rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// The probability that the trained layer gives it, among all entries and "none of them".
    pub probability: f32,
    /// How telling the words are that its nearest wording holds: the sum of their inverse document frequencies.
    pub held: f32,
}

impl Evidence {
    /// The calibrated probability that the entry answers the message.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        let odds =
            (self.probability / (1.0 - self.probability).max(f32::MIN_POSITIVE)).ln().clamp(-MOST_ODDS, MOST_ODDS);
        let score = ODDS_WEIGHT * odds + HELD_WEIGHT * self.held.min(MOST_WEIGHT).sqrt() + CONFIDENCE_BIAS;
        1.0 / (1.0 + (-score).exp())
    }
}

/// How the entries rank for a message.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// What speaks for the first.
    pub evidence: Evidence,
    /// All entries, best first. Empty for a message without words.
    pub hits: Vec<Hit>,
}

impl Ranking {
    /// The first hit's score; 0 without hits.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.hits.first().map_or(0.0, |hit| hit.score)
    }
}

/// Scores entries; built once for a knowledge.
#[derive(Debug, Default, Clone)]
pub struct Matcher {
    entries: usize,
    space: Space,
    layer: Layer,
    stems: Bm25,
    runs: Bm25,
    /// The stems of each entry's wordings.
    wordings: Vec<Vec<Box<[u32]>>>,
}

impl Matcher {
    /// Learns the entries' wordings and the out-of-scope examples, read by `reader`. Cost: a few tens of
    /// milliseconds for a thousand wordings; see the benchmarks.
    #[must_use]
    pub fn new(knowledge: &Knowledge, reader: &Reader) -> Self {
        let mut space = Space::default();
        let mut texts = Texts::default();
        let mut class_of: Vec<u32> = Vec::new();
        let wordings_by_class = knowledge.entries.iter().map(|entry| entry.wordings().collect::<Vec<_>>());
        // the class of what no entry answers is there even without examples: it takes what nothing speaks for
        let out_of_scope = knowledge.out_of_scope.iter().map(String::as_str).collect();
        for (class, wordings) in wordings_by_class.chain(std::iter::once(out_of_scope)).enumerate() {
            for wording in wordings {
                space.learn(&reader.read(wording).terms, &mut texts);
                class_of.push(class as u32);
            }
        }
        let entries = knowledge.entries.len();
        let texts = space.prune(&texts);
        space.weigh(&texts, &class_of, entries + 1);
        let mut examples = Examples::default();
        for (text, class) in class_of.iter().enumerate() {
            examples.push(&space.vector(texts.get(text)), *class);
        }
        let layer = Layer::train(&examples, space.len(), entries + 1);
        drop(examples);

        let of_class = |class: usize| {
            let from = class_of.partition_point(|other| (*other as usize) < class);
            let to = class_of.partition_point(|other| (*other as usize) <= class);
            (from..to).map(|text| texts.get(text))
        };
        let stems = Bm25::new(space.len(), entries, |class| {
            of_class(class).flat_map(|counts| counts.stems.iter().map(|id| (*id, 1.0)))
        });
        let runs =
            Bm25::new(space.len(), entries, |class| of_class(class).flat_map(|counts| counts.runs.iter().copied()));
        let wordings = (0..entries).map(|class| of_class(class).map(|counts| counts.stems.into()).collect()).collect();
        Self { entries, space, layer, stems, runs, wordings }
    }

    /// Ranks all entries for a message's terms.
    #[must_use]
    pub fn rank(&self, terms: &[Word]) -> Ranking {
        if terms.is_empty() || self.entries == 0 {
            return Ranking::default();
        }
        let message = self.space.count(terms);
        let counts = message.get(0);
        let mut logits = vec![0.0; self.layer.classes()];
        self.layer.logits(&self.space.vector(counts), &mut logits);
        let mut stems = vec![0.0; self.entries];
        self.stems.score(counts.stems.iter().map(|id| (*id, 1.0)), &mut stems);
        let mut runs = vec![0.0; self.entries];
        self.runs.score(counts.runs.iter().copied(), &mut runs);

        let mut total: Vec<f32> = vec![0.0; self.entries];
        for (scores, weight) in [(&logits[..self.entries], LAYER_WEIGHT), (&stems, STEMS_WEIGHT), (&runs, RUNS_WEIGHT)]
        {
            add_standardised(scores, weight, &mut total);
        }
        let mut order: Vec<usize> = (0..self.entries).collect();
        // the earlier entry first where two are equal, so that the order never depends on the sort
        order.sort_by(|a, b| total[*b].total_cmp(&total[*a]).then(a.cmp(b)));
        let best = order[0];
        softmax(&mut logits);
        let evidence = Evidence { probability: logits[best], held: self.held(best, counts) };
        let confidence = evidence.confidence();
        let hits = order.into_iter().map(|entry| Hit { entry, score: confidence * (total[entry] - total[best]).exp() });
        Ranking { hits: hits.collect(), evidence }
    }

    /// How telling the words are that the nearest wording of `entry` shares with the message.
    fn held(&self, entry: usize, counts: Counts<'_>) -> f32 {
        let held = |wording: &[u32]| -> f32 {
            counts.stems.iter().filter(|stem| wording.contains(stem)).map(|stem| self.space.idf(*stem)).sum()
        };
        self.wordings[entry].iter().map(|wording| held(wording)).fold(0.0, f32::max)
    }
}

/// Adds `weight` times the standard score of each of `scores` to `total`.
fn add_standardised(scores: &[f32], weight: f32, total: &mut [f32]) {
    let count = scores.len() as f32;
    let mean = scores.iter().sum::<f32>() / count;
    let deviation = (scores.iter().map(|score| (score - mean).powi(2)).sum::<f32>() / count).sqrt();
    if deviation > 0.0 {
        for (sum, score) in total.iter_mut().zip(scores) {
            *sum += weight * (score - mean) / deviation;
        }
    }
}
