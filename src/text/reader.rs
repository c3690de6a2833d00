//! Reading a message the way the knowledge was read: corrected, and folded into the FAQ's terms.

use super::{Folding, Speller, Word, read};
use rustc_hash::FxHashSet;

/// A message, read.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Its words, corrected; what triage judges.
    pub words: Vec<Word>,
    /// The same with synonyms folded into the terms of the FAQ; what is matched.
    pub terms: Vec<Word>,
}

/// Corrects and folds; built once for a knowledge.
#[derive(Debug, Default, Clone)]
pub struct Reader {
    speller: Speller,
    folding: Folding,
}

impl Reader {
    /// A reader that folds by `synonyms`, pairs of a variant and its term, and corrects towards a lexicon: the words of
    /// `wordings`, each as often as it occurs; those of `others` and of the synonyms once each; those of `strangers`
    /// only where they resemble none of the former, because strangers may be misspelt themselves. `ordinary` words are
    /// left alone and nothing is corrected into them.
    #[must_use]
    pub fn new<'a>(
        wordings: impl Iterator<Item = &'a str>,
        others: impl Iterator<Item = &'a str>,
        strangers: impl Iterator<Item = &'a str>,
        ordinary: impl Iterator<Item = &'a str>,
        synonyms: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Self {
        let mut targets: Vec<String> = wordings.flat_map(words_of).collect();
        let mut seen: FxHashSet<String> = targets.iter().cloned().collect();
        let said = synonyms.clone().flat_map(|(variant, term)| [variant, term]);
        targets.extend(others.chain(said).flat_map(words_of).filter(|word| seen.insert(word.clone())));
        let ordinary: Vec<String> = ordinary.flat_map(words_of).collect();
        let speller =
            |targets: &[String]| Speller::new(targets.iter().map(String::as_str), ordinary.iter().map(String::as_str));
        let known = speller(&targets);
        let mut strange: Vec<String> = strangers.flat_map(words_of).collect();
        strange.retain(|word| !known.knows(word) && known.nearest(word).is_none());
        drop(known);
        targets.extend(strange);
        Self { speller: speller(&targets), folding: Folding::new(synonyms) }
    }

    /// Reads a message.
    #[must_use]
    pub fn read(&self, message: &str) -> Message {
        let mut words = read(message);
        self.speller.correct(&mut words);
        let terms = self.folding.fold(&words);
        Message { words, terms }
    }

    /// Whether the word stands in the lexicon.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.speller.knows(word)
    }
}

fn words_of(text: &str) -> impl Iterator<Item = String> + use<> {
    read(text).into_iter().map(|word| word.text)
}
