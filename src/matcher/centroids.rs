//! Nearness of a message to the average of an entry's wordings, in character runs: what stands in for training where the
//! entries are thousands.

use crate::learning::{Counts, Space, Sums, Vector};
use serde::{Deserialize, Serialize};

/// A run that more than one class in so many holds says next to nothing, and its list would be long.
const TOO_COMMON: usize = 4;
/// Of so few classes every run counts.
const FEW_CLASSES: usize = 500;

/// An inverted index: for each feature the classes whose average holds it, and its weight there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Centroids {
    /// Where each feature's postings begin; one place more than features.
    starts: Vec<u32>,
    postings: Vec<(u32, f32)>,
}

impl Centroids {
    /// Averages the run vectors of each class's texts, each average of length one.
    pub(super) fn new<'c, I: Iterator<Item = Counts<'c>>>(
        space: &Space,
        classes: usize,
        texts: impl Fn(usize) -> I,
    ) -> Self {
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        let (mut vector, mut sums) = (Vector::new(), Sums::default());
        for class in 0..classes {
            let mut sum = Vector::new();
            for counts in texts(class) {
                space.run_vector(counts, &mut vector, &mut sums);
                sum.extend_from_slice(&vector);
            }
            sum.sort_unstable_by_key(|(feature, _)| *feature);
            let same = sum.chunk_by(|a, b| a.0 == b.0);
            let added: Vector = same.map(|same| (same[0].0, same.iter().map(|(_, weight)| weight).sum())).collect();
            let length = added.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            all.extend(added.into_iter().map(|(feature, weight)| (feature, class as u32, weight / length)));
        }
        all.sort_unstable_by_key(|(feature, class, _)| (*feature, *class));
        let most = if classes <= FEW_CLASSES { classes } else { classes / TOO_COMMON };
        let mut starts = vec![0; space.len() + 1];
        let mut postings = Vec::with_capacity(all.len());
        for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() <= most) {
            postings.extend(same.iter().map(|(_, class, weight)| (*class, *weight)));
            starts[same[0].0 as usize + 1] = postings.len() as u32;
        }
        // a feature without postings ends where the one before it ends
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        postings.shrink_to_fit();
        Self { starts, postings }
    }

    /// Adds to `scores`, one a class, the cosine of `vector` with each average.
    pub(super) fn score(&self, vector: &[(u32, f32)], scores: &mut [f32]) {
        for (feature, own) in vector {
            let (from, to) = (self.starts[*feature as usize], self.starts[*feature as usize + 1]);
            for (class, weight) in &self.postings[from as usize..to as usize] {
                scores[*class as usize] += own * weight;
            }
        }
    }
}
