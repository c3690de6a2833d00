//! Folding: what people say ("secondaries", "mets") becomes what the FAQ says ("metastases").

use super::Word;
use compact_str::CompactString;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;
use std::ops::Range;

/// Runs of words and the term that each stands for, compared by stem, longest run first.
///
/// All runs stand in one list, and so do all terms: thousands of short lists would leave the heap in pieces.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Folding {
    /// First stem of a variant -> the variants that begin so, longest first.
    by_first: FxHashMap<CompactString, Range<u32>>,
    variants: Vec<Variant>,
    /// The stems of all variants as their hashes, a sixth of the memory: one word in four thousand million has another one's.
    stems: Vec<u32>,
    terms: Vec<Word>,
}

/// Where a variant's stems stand, and its term's words.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Variant {
    stems: Range<u32>,
    term: Range<u32>,
}

impl Folding {
    /// Builds the table from pairs of a variant and its term, both as written by a person and read by `read`.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, read: impl Fn(&str) -> Vec<Word>) -> Self {
        let mut folding = Self::default();
        let mut variants: Vec<(CompactString, Variant)> = Vec::new();
        let mut known: FxHashMap<&str, Range<u32>> = FxHashMap::default();
        for (variant, term) in pairs {
            let from = folding.stems.len() as u32;
            let read_variant = read(variant);
            let Some(first) = read_variant.first() else { continue };
            folding.stems.extend(read_variant.iter().map(|word| hash(&word.stem)));
            let stems = from..folding.stems.len() as u32;
            let terms = &mut folding.terms;
            let term = known.entry(term).or_insert_with(|| {
                let from = terms.len() as u32;
                terms.extend(read(term));
                from..terms.len() as u32
            });
            variants.push((first.stem.clone(), Variant { stems, term: term.clone() }));
        }
        variants.sort_by(|(a, left), (b, right)| a.cmp(b).then(right.stems.len().cmp(&left.stems.len())));
        for same in variants.chunk_by(|(a, _), (b, _)| a == b) {
            let from = folding.variants.len() as u32;
            folding.variants.extend(same.iter().map(|(_, variant)| variant.clone()));
            folding.by_first.insert(same[0].0.clone(), from..folding.variants.len() as u32);
        }
        folding.stems.shrink_to_fit();
        folding.terms.shrink_to_fit();
        folding.variants.shrink_to_fit();
        folding
    }

    /// Replaces every variant by its term. A term's own words are not folded again. `typed` of the first word
    /// that replaces a run keeps the whole run; the others have an empty one.
    #[must_use]
    pub fn fold(&self, words: &[Word]) -> Vec<Word> {
        let mut folded = Vec::with_capacity(words.len());
        let stems: Vec<u32> = words.iter().map(|word| hash(&word.stem)).collect();
        let mut at = 0;
        while at < words.len() {
            let Some(variant) = self.variant_at(&words[at..], &stems[at..]) else {
                folded.push(words[at].clone());
                at += 1;
                continue;
            };
            let run = &words[at..at + variant.stems.len()];
            for (position, word) in self.terms[as_usize(&variant.term)].iter().enumerate() {
                let typed = if position == 0 {
                    run.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ").into()
                } else {
                    CompactString::default()
                };
                folded.push(Word { typed, sentence: run[0].sentence, ..word.clone() });
            }
            at += run.len();
        }
        folded
    }

    /// The longest variant that the words begin with; `stems` are the hashes of their stems.
    fn variant_at(&self, words: &[Word], stems: &[u32]) -> Option<&Variant> {
        let first = words.first()?;
        let same_first = &self.variants[as_usize(self.by_first.get(&first.stem)?)];
        same_first.iter().find(|variant| {
            let own = &self.stems[as_usize(&variant.stems)];
            stems.starts_with(own) && words[own.len() - 1].sentence == first.sentence
        })
    }
}

fn hash(stem: &str) -> u32 {
    FxBuildHasher.hash_one(stem) as u32
}

fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::read;

    #[test]
    fn the_longest_variant_wins_and_the_run_is_remembered() {
        let folding = Folding::new([("liver mets", "liver metastases"), ("mets", "metastases")], read);
        let folded = folding.fold(&read("are liver mets bad, or mets in general"));
        let texts: Vec<&str> = folded.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["are", "liver", "metastases", "bad", "or", "metastases", "in", "general"]);
        assert_eq!(folded[1].typed, "liver mets");
    }
}
