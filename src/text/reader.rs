//! Reading a message the way the knowledge was read: corrected, and folded into the FAQ's terms.

use super::{Emoji, Folding, Speller, Word, normalise, read};
use rustc_hash::{FxHashMap, FxHashSet};

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
    emoji: Emoji,
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
        let mut targets: FxHashMap<String, u32> = FxHashMap::default();
        let count = |targets: &mut FxHashMap<String, u32>, text: &str, each: bool| {
            for word in normalise(text).split_whitespace() {
                match targets.get_mut(word) {
                    Some(times) => *times += u32::from(each),
                    None => {
                        targets.insert(word.to_owned(), 1);
                    }
                }
            }
        };
        wordings.for_each(|text| count(&mut targets, text, true));
        let said = synonyms.clone().flat_map(|(variant, term)| [variant, term]);
        others.chain(said).for_each(|text| count(&mut targets, text, false));
        let bystanders: FxHashSet<String> = ordinary
            .flat_map(|text| normalise(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect();

        let known = Speller::new(&targets, &bystanders);
        let mut strange: FxHashMap<String, u32> = FxHashMap::default();
        strangers.for_each(|text| count(&mut strange, text, true));
        strange.retain(|word, _| !known.knows(word) && known.nearest(word).is_none());
        drop(known);
        targets.extend(strange);
        Self { speller: Speller::new(&targets, &bystanders), folding: Folding::new(synonyms), emoji: Emoji::default() }
    }

    /// The same reader, which puts a message without a single word, made of emoji alone, into words.
    #[must_use]
    pub fn with_emoji(self, emoji: Emoji) -> Self {
        Self { emoji, ..self }
    }

    /// Reads a message.
    #[must_use]
    pub fn read(&self, message: &str) -> Message {
        let mut words = read(message);
        if words.is_empty() {
            words = self.emoji.spell(message).map(|spelt| read(&spelt)).unwrap_or_default();
        }
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
