//! Folding: what people say ("secondaries", "mets") becomes what the FAQ says ("metastases").

use super::{Word, read};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Runs of words and the term that each stands for, compared by stem, longest run first.
#[derive(Debug, Default, Clone)]
pub struct Folding {
    /// First stem of a variant -> the variants that begin so, longest first.
    by_first: FxHashMap<String, Vec<Variant>>,
}

#[derive(Debug, Clone)]
struct Variant {
    stems: Vec<String>,
    term: Arc<[Word]>,
}

impl Folding {
    /// Builds the table from pairs of a variant and its term, both as written by a person.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut by_first: FxHashMap<String, Vec<Variant>> = FxHashMap::default();
        // the variants of a term share its words
        let mut terms: FxHashMap<&str, Arc<[Word]>> = FxHashMap::default();
        for (variant, term) in pairs {
            let stems: Vec<String> = read(variant).into_iter().map(|word| word.stem).collect();
            if let Some(first) = stems.first().cloned() {
                let term = terms.entry(term).or_insert_with(|| read(term).into()).clone();
                by_first.entry(first).or_default().push(Variant { stems, term });
            }
        }
        for variants in by_first.values_mut() {
            variants.sort_by_key(|variant| std::cmp::Reverse(variant.stems.len()));
        }
        Self { by_first }
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
            for (position, word) in variant.term.iter().enumerate() {
                let typed = if position == 0 {
                    run.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
                } else {
                    String::new()
                };
                folded.push(Word { typed, sentence: run[0].sentence, ..word.clone() });
            }
            at += run.len();
        }
        folded
    }

    fn variant_at(&self, words: &[Word]) -> Option<&Variant> {
        self.by_first.get(&words.first()?.stem)?.iter().find(|variant| {
            words.len() >= variant.stems.len()
                && words
                    .iter()
                    .zip(&variant.stems)
                    .all(|(word, stem)| word.stem == *stem && word.sentence == words[0].sentence)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_variant_wins_and_the_run_is_remembered() {
        let folding = Folding::new([("liver mets", "liver metastases"), ("mets", "metastases")]);
        let folded = folding.fold(&read("are liver mets bad, or mets in general"));
        let texts: Vec<&str> = folded.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["are", "liver", "metastases", "bad", "or", "metastases", "in", "general"]);
        assert_eq!(folded[1].typed, "liver mets");
    }
}
