//! Text as the matcher reads it: normalised words with their stems, spelling correction, folding of synonyms.
//!
//! Everything here is a pure function of its arguments. The order is fixed: [`normalise`] splits a message into words
//! and sentences, [`Speller::read`] mends the words nobody wrote into the knowledge, [`Folding::fold`] turns what
//! people say into what the FAQ says.

mod emoji;
mod fold;
mod normalise;
mod reader;
mod sentences;
mod spell;
mod stem;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

pub use emoji::Emoji;
pub use fold::Folding;
pub use normalise::{asked, normalise};
pub use reader::{Message, Reader};
pub use sentences::sentences;
pub use spell::Speller;
pub use stem::stem;

/// A word of a message, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The word as typed, normalised: lower case, without marks, contractions opened.
    pub typed: CompactString,
    /// The word as understood: `typed`, or its correction.
    pub text: CompactString,
    /// The stem of `text`.
    pub stem: CompactString,
    /// The sentence it stands in, counted from 0. A full stop, `!`, `?`, `;` or a line break ends one.
    pub sentence: usize,
}

impl Word {
    /// A word that is understood as it was typed.
    #[must_use]
    pub fn new(typed: &str, sentence: usize) -> Self {
        Self { typed: typed.into(), text: typed.into(), stem: stem(typed), sentence }
    }
}

/// The words of a message, uncorrected.
#[must_use]
pub fn read(message: &str) -> Vec<Word> {
    let mut words = Vec::new();
    each_word(message, |word, sentence| words.push(Word::new(word, sentence)));
    words
}

/// Visits the normalised words of a message, each with the sentence it stands in.
fn each_word(message: &str, mut visit: impl FnMut(&str, usize)) {
    words_of(&normalise(message)).for_each(|(word, sentence)| visit(word, sentence));
}

/// The words of a normalised message, each with the sentence it stands in.
fn words_of(normalised: &str) -> impl Iterator<Item = (&str, usize)> {
    let sentences = normalised.split('\n').enumerate();
    sentences.flat_map(|(at, sentence)| sentence.split(' ').filter(|word| !word.is_empty()).map(move |word| (word, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Vec<CompactString> {
        read(message).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn case_marks_width_and_punctuation_do_not_matter() {
        assert_eq!(texts("  ＬＩＶＥＲ,   Métastases!! "), ["liver", "metastases"]);
        assert_eq!(texts("LIVER metastases"), texts("liver 😱 metastases"));
    }

    #[test]
    fn contractions_are_opened_with_or_without_the_apostrophe() {
        assert_eq!(texts("don’t"), ["do", "not"]);
        assert_eq!(texts("dont"), ["do", "not"]);
        assert_eq!(
            texts("can't won't I'm they're mum's"),
            ["can", "not", "will", "not", "i", "am", "they", "are", "mum"]
        );
    }

    #[test]
    fn sentences_are_counted_and_decimal_numbers_stay_whole() {
        let words = read("Temp 38.7... Help! what now");
        let seen: Vec<(&str, usize)> = words.iter().map(|word| (word.text.as_str(), word.sentence)).collect();
        assert_eq!(seen, [("temp", 0), ("38.7", 0), ("help", 1), ("what", 2), ("now", 2)]);
    }

    #[test]
    fn drawn_out_letters_are_shortened() {
        assert_eq!(texts("pleeeeease"), ["pleease"]);
    }
}
