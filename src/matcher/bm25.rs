//! BM25 of a class's phrasings joined (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework").

use serde::{Deserialize, Serialize};

/// Saturation of repeated terms.
const K1: f32 = 1.2;
/// How much a long document is held against it.
const B: f32 = 0.75;

/// An inverted index: for each feature the classes that hold it and what it is worth there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Bm25 {
    /// Where each feature's postings begin; one place more than features.
    starts: Vec<u32>,
    postings: Vec<Posting>,
    /// How much a step of a posting's worth is.
    step: f32,
}

/// A class, and below it what the feature is worth there in steps: half the memory, and no difference.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Posting(u32);

const STEP_BITS: u32 = 12;
const MOST_STEPS: u32 = (1 << STEP_BITS) - 1;

impl Posting {
    fn new(class: u32, worth: f32, step: f32) -> Self {
        let steps = u32::try_from(libm::roundf(worth / step) as i32).unwrap_or(0);
        Self(class << STEP_BITS | steps.min(MOST_STEPS))
    }

    fn class(self) -> usize {
        (self.0 >> STEP_BITS) as usize
    }

    fn steps(self) -> f32 {
        (self.0 & MOST_STEPS) as f32
    }
}

impl Bm25 {
    /// Indexes `features` features of `classes` classes; `terms` gives those of a class, each as often as it occurs.
    pub(super) fn new<I: Iterator<Item = u32>>(features: usize, classes: usize, terms: impl Fn(usize) -> I) -> Self {
        let lengths: Vec<f32> = (0..classes).map(|class| terms(class).count() as f32).collect();
        let average = (lengths.iter().sum::<f32>() / classes.max(1) as f32).max(f32::MIN_POSITIVE);
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        let mut sums = vec![0.0; features];
        for class in 0..classes {
            let from = all.len();
            for feature in terms(class) {
                if sums[feature as usize] == 0.0 {
                    all.push((feature, class as u32, 0.0));
                }
                sums[feature as usize] += 1.0;
            }
            for (feature, _, times) in &mut all[from..] {
                *times = std::mem::take(&mut sums[*feature as usize]);
            }
        }
        all.sort_unstable_by_key(|(feature, class, _)| (*feature, *class));
        let mut starts = vec![0; features + 1];
        let mut worths: Vec<(u32, f32)> = Vec::with_capacity(all.len());
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let held = same.len() as f32;
            let idf = libm::logf(1.0 + (classes as f32 - held + 0.5) / (held + 0.5));
            for (_, class, times) in same {
                let norm = 1.0 - B + B * lengths[*class as usize] / average;
                worths.push((*class, idf * times * (K1 + 1.0) / (times + K1 * norm)));
            }
            starts[same[0].0 as usize + 1] = worths.len() as u32;
        }
        // a feature without postings ends where the one before it ends
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        let most = worths.iter().fold(f32::MIN_POSITIVE, |most, (_, worth)| most.max(*worth));
        let step = most / MOST_STEPS as f32;
        let postings = worths.into_iter().map(|(class, worth)| Posting::new(class, worth, step)).collect();
        Self { starts, postings, step }
    }

    /// Adds to `scores`, one a class, what each class scores for the features.
    pub(super) fn score(&self, features: &[u32], scores: &mut [f32]) {
        for &feature in features {
            let (from, to) = (self.starts[feature as usize], self.starts[feature as usize + 1]);
            for posting in &self.postings[from as usize..to as usize] {
                scores[posting.class()] += self.step * posting.steps();
            }
        }
    }
}
