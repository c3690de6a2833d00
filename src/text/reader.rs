//! Reading a message the way the knowledge was read: corrected, and folded into the FAQ's terms.

use super::spell::SLIPS_FEWER;
use super::{Emoji, Folding, Speller, Word, asked, each_word};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// A message, read.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Its words, corrected; what triage judges.
    pub words: Vec<Word>,
    /// The same with synonyms folded into the terms of the FAQ; what is matched.
    pub terms: Vec<Word>,
    /// The sentences that end in a question mark.
    pub asked: Vec<usize>,
}

/// Corrects and folds; built once for a knowledge.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Reader {
    speller: Speller,
    folding: Folding,
    emoji: Emoji,
}

impl Reader {
    /// A reader that folds by `synonyms`, pairs of a variant and its term, and corrects towards a lexicon: the words of
    /// `wordings`, each as often as it occurs; those of `others`, which are normalised words, and of the synonyms once
    /// each; those of `strangers` only where they resemble none of the former, because strangers may be misspelt
    /// themselves. `ordinary` words are left alone and nothing is corrected into them.
    #[must_use]
    pub fn new<'a>(
        wordings: impl Iterator<Item = &'a str> + Clone,
        others: impl Iterator<Item = &'a str>,
        strangers: impl Iterator<Item = &'a str> + Clone,
        ordinary: impl Iterator<Item = &'a str>,
        synonyms: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Self {
        let mut targets = Counted::default();
        wordings.clone().for_each(|text| targets.count(text));
        let phrased: FxHashSet<CompactString> = others.map(CompactString::from).collect();
        let mut once = phrased.clone();
        let mut last = "";
        for (variant, term) in synonyms.clone() {
            // the variants of a term stand together
            for text in [variant].into_iter().chain((term != last).then_some(term)) {
                each_word(text, |word, _| {
                    once.insert(word.into());
                });
            }
            last = term;
        }
        for word in once {
            targets.0.entry(word).or_insert(1);
        }
        let mut bystanders = Counted::default();
        ordinary.for_each(|text| bystanders.count(text));

        let mut speller = Speller::default();
        speller.add(targets.in_order(), true);
        speller.add(bystanders.in_order(), false);
        let mut strange = Counted::default();
        strangers.clone().for_each(|text| strange.count(text));
        strange.0.retain(|word, _| !speller.knows(word) && !speller.corrects(word));
        speller.add(strange.in_order(), true);
        // folding knows the variants as they are written: by their stems they stand for others too
        let folding = Folding::new(synonyms.clone(), |text| speller.read(text));
        take_for_slips(&mut speller, synonyms, &targets, &phrased);
        speller.observe(wordings.clone().chain(strangers));
        speller.take_rare_for_slips(wordings, |word| phrased.contains(word) || bystanders.0.contains_key(word));
        Self { speller, folding, emoji: Emoji::default() }
    }

    /// The same reader, which puts a message without a single word, made of emoji alone, into words.
    #[must_use]
    pub fn with_emoji(self, emoji: Emoji) -> Self {
        Self { emoji, ..self }
    }

    /// Reads a message.
    #[must_use]
    pub fn read(&self, message: &str) -> Message {
        let words = self.words(message);
        let terms = self.folding.fold(&words);
        Message { words, terms, asked: asked(message) }
    }

    /// A message of some of another one's words, whose sentences are the same.
    #[must_use]
    pub fn fold(&self, words: &[Word], asked: &[usize]) -> Message {
        Message { words: words.to_vec(), terms: self.folding.fold(words), asked: asked.to_vec() }
    }

    /// The words of a message, corrected and not folded: all that triage needs.
    #[must_use]
    pub fn words(&self, message: &str) -> Vec<Word> {
        let words = self.speller.read(message);
        if words.is_empty() {
            return self.emoji.spell(message).map(|spelt| self.speller.read(&spelt)).unwrap_or_default();
        }
        words
    }

    /// Whether the word stands in the lexicon.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.speller.knows(word)
    }
}

/// A variant that is a slip of its own term, or of another variant of it that is far more frequent, is read as that word: so
/// triage, which does not fold, understands it too. Words that triage looks for stay as they are.
fn take_for_slips<'a>(
    speller: &mut Speller,
    synonyms: impl Iterator<Item = (&'a str, &'a str)>,
    targets: &Counted,
    phrased: &FxHashSet<CompactString>,
) {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (variant, term) in synonyms {
        match groups.last_mut() {
            Some((last, variants)) if *last == term => variants.push(variant),
            _ => groups.push((term, vec![term, variant])),
        }
    }
    let times = |word: &str| targets.0.get(word).copied().unwrap_or_default();
    for (_, group) in groups {
        for variant in group.iter().filter(|variant| !phrased.contains(**variant)) {
            let enough = SLIPS_FEWER * times(variant);
            speller.take_for_slip(variant, |word| group.contains(&word) && times(word) >= enough);
        }
    }
}

/// Words and how often each occurs.
#[derive(Debug, Default)]
struct Counted(FxHashMap<CompactString, u32>);

impl Counted {
    fn count(&mut self, text: &str) {
        each_word(text, |word, _| *self.0.entry(word.into()).or_insert(0) += 1);
    }

    /// By the word, so that ties are broken alike on every machine.
    fn in_order(&self) -> Vec<(&str, u32)> {
        let mut words: Vec<(&str, u32)> = self.0.iter().map(|(word, times)| (word.as_str(), *times)).collect();
        words.sort_unstable();
        words
    }
}
