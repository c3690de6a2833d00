//! Spelling: words that nobody wrote into the knowledge, mended into ones that somebody did.
//!
//! Candidates come from an index of deletions (Garbe's symmetric delete method, <https://github.com/wolfgarbe/SymSpell>),
//! so that the cost of a word does not grow with the lexicon; `strsim` decides between them.

use super::Word;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;
use strsim::osa_distance;

/// Words shorter than this are never corrected: too many words lie one letter away.
const SHORTEST: usize = 3;
/// Up to this many letters one slip is forgiven, beyond it two.
const ONE_SLIP_UP_TO: usize = 7;
/// Words longer than this are left alone: they are noise, and their deletions would be many.
const LONGEST: usize = 32;
/// How much a word's frequency weighs against its likeness, per natural logarithm of `1 + frequency`.
const FREQUENCY_WEIGHT: f64 = 0.02;
/// A pair of words written without the space between them: each part has at least this many letters.
const SHORTEST_PART: usize = 3;

/// A lexicon that corrects words outside it.
///
/// The words stand in one text: ten thousand short strings would cost more than their letters.
#[derive(Debug, Default, Clone)]
pub struct Speller {
    letters: String,
    words: Vec<Entry>,
    /// Hash and number of each word, sorted.
    ids: Vec<(u32, u32)>,
    /// The hash of every word that up to [`slips`] deletions leave of a word, and that word's number; sorted.
    deletions: Vec<(u32, u32)>,
}

/// A word of the lexicon.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    length: u32,
    frequency: u32,
}

impl Speller {
    /// Builds the lexicon from normalised words: misspelt ones become `targets`, of which the more frequent is likelier;
    /// `bystanders` are only known, so that they are never corrected.
    #[must_use]
    pub fn new(targets: &FxHashMap<String, u32>, bystanders: &FxHashSet<String>) -> Self {
        let mut all: Vec<(&str, u32, bool)> =
            targets.iter().map(|(word, times)| (word.as_str(), *times, true)).collect();
        all.extend(bystanders.iter().filter(|word| !targets.contains_key(*word)).map(|word| (word.as_str(), 1, false)));
        // by the word, so that ties are broken alike on every machine
        all.sort_unstable();
        let mut speller = Self::default();
        for (word, frequency, target) in all {
            let id = speller.words.len() as u32;
            speller.words.push(Entry { start: speller.letters.len() as u32, length: word.len() as u32, frequency });
            speller.letters.push_str(word);
            speller.ids.push((hash(word), id));
            if target && is_correctable(word) {
                each_deletion(word, slips(word), &mut |deletion| speller.deletions.push((hash(deletion), id)));
            }
        }
        speller.ids.sort_unstable();
        speller.deletions.sort_unstable();
        speller.deletions.dedup();
        speller.deletions.shrink_to_fit();
        speller
    }

    fn word(&self, id: u32) -> &str {
        let Entry { start, length, .. } = self.words[id as usize];
        &self.letters[start as usize..(start + length) as usize]
    }

    fn frequency(&self, word: &str) -> Option<u32> {
        let mut same = same_hash(&self.ids, hash(word));
        same.find(|id| self.word(*id) == word).map(|id| self.words[id as usize].frequency)
    }

    /// Whether the word stands in the lexicon.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.frequency(word).is_some()
    }

    /// Corrects every word outside the lexicon that has a likely correction; the others stay as typed.
    /// A word that is two known ones run together becomes two.
    pub fn correct(&self, words: &mut Vec<Word>) {
        let mut at = 0;
        while at < words.len() {
            let typed = words[at].text.clone();
            if !self.knows(&typed) {
                if let Some(known) = self.nearest(&typed) {
                    words[at].understand_as(known);
                } else if let Some((left, right)) = self.split(&typed) {
                    let second = Word::new(right, words[at].sentence);
                    words[at] = Word::new(left, words[at].sentence);
                    words.insert(at + 1, second);
                    at += 1;
                }
            }
            at += 1;
        }
    }

    /// The likeliest word of the lexicon within the slips that the length forgives.
    #[must_use]
    pub fn nearest(&self, typed: &str) -> Option<&str> {
        if !is_correctable(typed) {
            return None;
        }
        let mut candidates = Vec::new();
        each_deletion(typed, slips(typed), &mut |deletion| {
            candidates.extend(same_hash(&self.deletions, hash(deletion)));
        });
        candidates.sort_unstable();
        candidates.dedup();
        let letters = typed.chars().count();
        let mut best: Option<(f64, u32)> = None;
        for id in candidates {
            let (word, frequency) = (self.word(id), self.words[id as usize].frequency);
            let distance = osa_distance(typed, word);
            if distance > slips(typed) || distance == 0 {
                continue;
            }
            let longer = letters.max(word.chars().count());
            let likeness = 1.0 - distance as f64 / longer as f64 + FREQUENCY_WEIGHT * f64::from(1 + frequency).ln();
            if best.is_none_or(|(score, _)| likeness > score) {
                best = Some((likeness, id));
            }
        }
        best.map(|(_, id)| self.word(id))
    }

    /// The two known words that `typed` is made of, the split with the most frequent rarer half.
    fn split<'a>(&self, typed: &'a str) -> Option<(&'a str, &'a str)> {
        if typed.len() > LONGEST {
            return None;
        }
        let frequency = |part: &str| {
            let enough = part.chars().count() >= SHORTEST_PART;
            if enough { self.frequency(part) } else { None }
        };
        typed
            .char_indices()
            .skip(1)
            .map(|(at, _)| typed.split_at(at))
            .filter_map(|(left, right)| Some((frequency(left)?.min(frequency(right)?), (left, right))))
            .max_by_key(|(frequency, _)| *frequency)
            .map(|(_, parts)| parts)
    }
}

/// The numbers that stand beside a hash in a sorted list.
fn same_hash(sorted: &[(u32, u32)], key: u32) -> impl Iterator<Item = u32> {
    let from = sorted.partition_point(|(other, _)| *other < key);
    sorted[from..].iter().take_while(move |(other, _)| *other == key).map(|(_, id)| *id)
}

/// Words with the same hash only become candidates, between which the distance decides.
fn hash(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish() as u32
}

/// Only words of letters are corrected: a changed number would be another number.
fn is_correctable(word: &str) -> bool {
    let letters = word.chars().count();
    (SHORTEST..=LONGEST).contains(&letters) && word.chars().all(char::is_alphabetic)
}

fn slips(word: &str) -> usize {
    if word.chars().count() <= ONE_SLIP_UP_TO { 1 } else { 2 }
}

/// Calls `visit` with the word and every word that up to `slips` deletions leave.
fn each_deletion(word: &str, slips: usize, visit: &mut impl FnMut(&str)) {
    visit(word);
    if slips == 0 {
        return;
    }
    let mut shorter = String::with_capacity(word.len());
    for (at, letter) in word.char_indices() {
        shorter.clear();
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + letter.len_utf8()..]);
        if slips == 1 { visit(&shorter) } else { each_deletion(&shorter, slips - 1, visit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::read;

    fn speller(lexicon: &str) -> Speller {
        let targets = lexicon.split(' ').map(|word| (word.to_owned(), 1)).collect();
        Speller::new(&targets, &FxHashSet::default())
    }

    fn corrected(lexicon: &str, message: &str) -> Vec<String> {
        let speller = speller(lexicon);
        let mut words = read(message);
        speller.correct(&mut words);
        words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn slips_of_the_fingers_are_mended() {
        let lexicon = "what are the symptoms of liver metastases";
        assert_eq!(
            corrected(lexicon, "wat are teh symtoms of livr metastisis"),
            lexicon.split(' ').map(String::from).collect::<Vec<_>>()[..]
        );
    }

    #[test]
    fn known_words_numbers_and_short_words_stay() {
        assert_eq!(corrected("diet died 12", "died 13 is"), ["died", "13", "is"]);
    }

    #[test]
    fn two_words_run_together_are_parted() {
        assert_eq!(corrected("liver cancer", "livercancer"), ["liver", "cancer"]);
    }

    #[test]
    fn what_was_typed_is_kept_beside_the_correction() {
        let speller = speller("liver");
        let mut words = read("livver");
        speller.correct(&mut words);
        assert_eq!((words[0].typed.as_str(), words[0].text.as_str()), ("livver", "liver"));
    }
}
