//! Folding: what people say ("secondaries", "mets") becomes what the FAQ says ("metastases").

use super::Word;
use compact_str::CompactString;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;
use std::ops::Range;

/// Runs of words and the term that each stands for, compared by stem, longest run first.
///
/// All runs stand in one list, and so do all terms: thousands of short lists would leave the heap in pieces.
#[derive(Debug, Default, Clone)]
pub struct Folding {
    /// First stem of a variant -> the variants that begin so, longest first.
    by_first: FxHashMap<CompactString, Range<u32>>,
    variants: Vec<Variant>,
    stems: Vec<CompactString>,
    terms: Vec<Word>,
}

/// Where a variant's stems stand, and its term's words.
#[derive(Debug, Clone)]
struct Variant {
    /// The hash of its second stem, 0 for a variant of one word: what most variants differ in.
    second: u32,
    stems: Range<u32>,
    term: Range<u32>,
}

impl Folding {
    /// Builds the table from pairs of a variant and its term, both as written by a person and read by `read`.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, read: impl Fn(&str) -> Vec<Word>) -> Self {
        let mut folding = Self::default();
        let mut known: FxHashMap<&str, Range<u32>> = FxHashMap::default();
        for (variant, term) in pairs {
            let from = folding.stems.len() as u32;
            folding.stems.extend(read(variant).into_iter().map(|word| word.stem));
            let stems = from..folding.stems.len() as u32;
            if stems.is_empty() {
                continue;
            }
            let terms = &mut folding.terms;
            let term = known.entry(term).or_insert_with(|| {
                let from = terms.len() as u32;
                terms.extend(read(term));
                from..terms.len() as u32
            });
            let second = folding.stems.get(from as usize + 1).map_or(0, |stem| hash(stem));
            folding.variants.push(Variant { second, stems, term: term.clone() });
        }
        let stems = &folding.stems;
        let first = |variant: &Variant| &stems[variant.stems.start as usize];
        folding.variants.sort_by(|a, b| first(a).cmp(first(b)).then(b.stems.len().cmp(&a.stems.len())));
        let mut from = 0;
        for same in folding.variants.chunk_by(|a, b| first(a) == first(b)) {
            folding.by_first.insert(first(&same[0]).clone(), from..from + same.len() as u32);
            from += same.len() as u32;
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
        let mut at = 0;
        while at < words.len() {
            let Some(variant) = self.variant_at(&words[at..]) else {
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

    fn variant_at(&self, words: &[Word]) -> Option<&Variant> {
        let first = words.first()?;
        let same_first = &self.variants[as_usize(self.by_first.get(&first.stem)?)];
        let second = words.get(1).map_or(0, |word| hash(&word.stem));
        same_first.iter().filter(|variant| variant.second == 0 || variant.second == second).find(|variant| {
            let stems = &self.stems[as_usize(&variant.stems)];
            words.len() >= stems.len()
                && words.iter().zip(stems).all(|(word, stem)| word.stem == *stem && word.sentence == first.sentence)
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
