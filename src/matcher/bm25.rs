//! BM25 of a class's phrasings joined (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework").

use rustc_hash::FxHashMap;

/// Saturation of repeated terms.
const K1: f32 = 1.2;
/// How much a long document is held against it.
const B: f32 = 0.75;

/// An inverted index: term -> classes that hold it and what it is worth there.
#[derive(Debug, Clone, Default)]
pub(super) struct Bm25 {
    postings: FxHashMap<u64, Vec<(u32, f32)>>,
}

impl Bm25 {
    /// Indexes the terms of each class, each with its share of an occurrence.
    pub(super) fn new(classes: &[Vec<(u64, f32)>]) -> Self {
        let lengths: Vec<f32> = classes.iter().map(|terms| terms.iter().map(|(_, share)| share).sum()).collect();
        let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(f32::MIN_POSITIVE);
        let mut postings: FxHashMap<u64, Vec<(u32, f32)>> = FxHashMap::default();
        for (class, terms) in classes.iter().enumerate() {
            for (term, share) in terms {
                let classes_of_term = postings.entry(*term).or_default();
                match classes_of_term.last_mut() {
                    Some((last, times)) if *last == class as u32 => *times += share,
                    _ => classes_of_term.push((class as u32, *share)),
                }
            }
        }
        for classes_of_term in postings.values_mut() {
            let idf = (1.0
                + (lengths.len() as f32 - classes_of_term.len() as f32 + 0.5) / (classes_of_term.len() as f32 + 0.5))
                .ln();
            for (class, times) in classes_of_term {
                let norm = 1.0 - B + B * lengths[*class as usize] / average;
                *times = idf * *times * (K1 + 1.0) / (*times + K1 * norm);
            }
        }
        Self { postings }
    }

    /// Adds to `scores`, one a class, what each class scores for the terms.
    pub(super) fn score(&self, terms: impl Iterator<Item = (u64, f32)>, scores: &mut [f32]) {
        for (term, share) in terms {
            for (class, worth) in self.postings.get(&term).map_or(&[][..], Vec::as_slice) {
                scores[*class as usize] += share * worth;
            }
        }
    }
}
