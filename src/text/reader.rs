//! Reading a message the way the knowledge was read: corrected, and folded into the FAQ's terms.

use super::{Folding, Speller, Word, read};

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
    /// A reader that corrects towards `lexicon` and folds by `synonyms`, pairs of a variant and its term. The words
    /// of both stand in the lexicon.
    #[must_use]
    pub fn new<'a>(lexicon: impl Iterator<Item = &'a str>, synonyms: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let mut words: Vec<String> = Vec::new();
        for text in lexicon.chain(synonyms.clone().flat_map(|(variant, term)| [variant, term])) {
            words.extend(read(text).into_iter().map(|word| word.text));
        }
        Self { speller: Speller::new(words.iter().map(String::as_str)), folding: Folding::new(synonyms) }
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
