//! The words that rules speak of, and which of them a word of a message may mean.

use super::sound;
use crate::text::stem;
use compact_str::CompactString;
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;
use strsim::osa_distance;

/// Words shorter than this must be typed as they are: too many ordinary words lie one letter away.
const SHORTEST: usize = 4;
/// Up to this many letters one slip is forgiven, beyond it two.
const ONE_SLIP_UP_TO: usize = 7;
/// From this many letters on the first letter may be the slip.
const FIRST_LETTER_MAY_SLIP: usize = 6;
/// Words longer than this are noise.
const LONGEST: usize = 24;
/// Words that sound alike may still differ by this share of their letters, so that "seasoned" is not "sustained".
const SOUND_SLIPS_PER_LETTERS: usize = 3;

/// A word of the rules, by its stem or its exact form.
pub(super) type Term = u32;

/// A word of the rules as it is written there.
#[derive(Debug, Serialize, Deserialize)]
struct Surface {
    text: CompactString,
    term: Term,
}

/// The words of the rules.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub(super) struct Lexicon {
    stems: FxHashMap<CompactString, Term>,
    exact: FxHashMap<CompactString, Term>,
    terms: Term,
    /// Stems that are never taken for another word.
    ordinary: FxHashSet<CompactString>,
    /// Words that a misspelt one may be.
    surfaces: Vec<Surface>,
    #[serde(skip)]
    by_text: HashTable<u32>,
    #[serde(skip)]
    by_sound: HashTable<u32>,
    /// Words by their number of letters, for the search of near ones: which letters each holds, and its place. Most are ruled out
    /// by their letters, without a look at the word.
    #[serde(skip)]
    by_length: Vec<Vec<(u32, u32)>>,
}

/// A lexicon as it is kept: the rest follows from it.
#[derive(Deserialize)]
struct Kept {
    stems: FxHashMap<CompactString, Term>,
    exact: FxHashMap<CompactString, Term>,
    terms: Term,
    ordinary: FxHashSet<CompactString>,
    surfaces: Vec<Surface>,
}

impl From<Kept> for Lexicon {
    fn from(kept: Kept) -> Self {
        let Kept { stems, exact, terms, ordinary, surfaces } = kept;
        let mut lexicon = Self { stems, exact, terms, ordinary, ..Self::empty() };
        for Surface { text, term, .. } in surfaces {
            lexicon.note_surface(&text, text.chars().count(), term);
        }
        lexicon
    }
}

impl Lexicon {
    pub(super) fn new<'a>(ordinary: impl Iterator<Item = &'a str>) -> Self {
        Self { ordinary: ordinary.map(stem).collect(), ..Self::empty() }
    }

    fn empty() -> Self {
        Self { by_length: (0..=LONGEST).map(|_| Vec::new()).collect(), ..Self::default() }
    }

    fn next_term(&mut self) -> Term {
        self.terms += 1;
        self.terms - 1
    }

    /// The term of a word, by its stem; new ones are learnt.
    pub(super) fn learn(&mut self, word: &str) -> Term {
        if let Some(at) = self.by_text.find(hash(word), |at| self.surfaces[*at as usize].text == word) {
            return self.surfaces[*at as usize].term;
        }
        let stem = stem(word);
        let known = self.stems.get(&stem).copied();
        let term = known.unwrap_or_else(|| self.next_term());
        self.stems.entry(stem).or_insert(term);
        let length = word.chars().count();
        if (SHORTEST..=LONGEST).contains(&length) && is_plain(word) {
            self.note_surface(word, length, term);
        }
        term
    }

    fn note_surface(&mut self, word: &str, length: usize, term: Term) {
        let Self { surfaces, by_text, by_sound, by_length, .. } = self;
        let next = surfaces.len() as u32;
        surfaces.push(Surface { text: word.into(), term });
        let text_of = |at: &u32| surfaces[*at as usize].text.as_str();
        by_text.insert_unique(hash(word), next, |at| hash(text_of(at)));
        if let Some(key) = sound::key(word) {
            by_sound.insert_unique(hash(&key), next, |at| sound::key(text_of(at)).map_or(0, |key| hash(&key)));
        }
        by_length[length].push((letters(word), next));
    }

    /// The term of a word in this very form; new ones are learnt.
    pub(super) fn learn_exact(&mut self, word: &str) -> Term {
        // its stem is known too, so that it is not taken for its neighbours
        let stem = stem(word);
        if !self.stems.contains_key(&stem) {
            let term = self.next_term();
            self.stems.insert(stem, term);
        }
        if let Some(&term) = self.exact.get(word) {
            return term;
        }
        let term = self.next_term();
        self.exact.insert(word.into(), term);
        term
    }

    pub(super) fn len(&self) -> usize {
        self.terms as usize
    }

    /// Appends the terms that a word may mean. `typed` is as typed, `text` its correction and `text_stem` that one's
    /// stem. A word that is known or ordinary as typed means itself only. For another one like words are sought, which costs
    /// one of `searches`.
    pub(super) fn readings(
        &self,
        typed: &str,
        text: &str,
        text_stem: &str,
        searches: &mut usize,
        readings: &mut Vec<Term>,
    ) {
        let from = readings.len();
        let own_stem: CompactString = if typed == text { text_stem.into() } else { stem(typed) };
        readings.extend(self.exact.get(typed));
        readings.extend(self.stems.get(&own_stem));
        if readings.len() > from || self.ordinary.contains(&own_stem) {
            return;
        }
        if typed != text {
            readings.extend(self.exact.get(text));
            readings.extend(self.stems.get(text_stem));
        }
        if is_plain(typed) && *searches > 0 {
            *searches -= 1;
            self.near(typed, readings);
            self.alike(typed, readings);
        }
        readings[from..].sort_unstable();
        let mut kept = from;
        for at in from..readings.len() {
            if at == from || readings[at] != readings[at - 1] {
                readings[kept] = readings[at];
                kept += 1;
            }
        }
        readings.truncate(kept);
    }

    /// The nearest words within the slips that the length forgives.
    fn near(&self, typed: &str, readings: &mut Vec<Term>) {
        let length = typed.len();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return;
        }
        let slips = if length <= ONE_SLIP_UP_TO { 1 } else { 2 };
        let mask = letters(typed);
        let mut best = slips + 1;
        let from = readings.len();
        for candidates in &self.by_length[length.saturating_sub(slips)..=(length + slips).min(LONGEST)] {
            for (held, at) in candidates {
                // a slip puts in at most one new letter and takes out at most one
                if !at_most(slips, mask & !held) || !at_most(slips, held & !mask) {
                    continue;
                }
                let candidate = &self.surfaces[*at as usize];
                if !begin_alike(typed, &candidate.text) {
                    continue;
                }
                let distance = osa_distance(typed, &candidate.text);
                if distance < best {
                    best = distance;
                    readings.truncate(from);
                }
                if distance == best && distance <= slips {
                    readings.push(candidate.term);
                }
            }
        }
    }

    /// Words that sound the same.
    fn alike(&self, typed: &str, readings: &mut Vec<Term>) {
        let Some(key) = sound::key(typed) else { return };
        for at in self.by_sound.iter_hash(hash(&key)) {
            let Surface { text, term, .. } = &self.surfaces[*at as usize];
            if osa_distance(typed, text) <= (text.len() / SOUND_SLIPS_PER_LETTERS).max(1) {
                readings.push(*term);
            }
        }
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// Lower-case ASCII letters only: numbers and other scripts are not corrected.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Which letters a word holds, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, byte| mask | 1 << (byte - b'a'))
}

/// Whether at most so many bits are set, one or two; to count them takes longer.
fn at_most(count: usize, bits: u32) -> bool {
    // without its last bit
    let shorter = |bits: u32| bits & bits.wrapping_sub(1);
    let rest = shorter(bits);
    rest == 0 || (count > 1 && shorter(rest) == 0)
}

/// Whether two words begin alike: same first letter, the first two swapped, or long enough for it not to matter.
fn begin_alike(typed: &str, word: &str) -> bool {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    typed[0] == word[0]
        || (typed[0] == word[1] && typed[1] == word[0])
        || typed.len().min(word.len()) >= FIRST_LETTER_MAY_SLIP
}
#[cfg(test)]
mod tests {
    use super::*;

    fn means(word: &str, wanted: &str) -> bool {
        let mut lexicon = Lexicon::new(["building", "diet"].into_iter());
        for known in ["bleeding", "died", "blood", "breathing", "unconscious"] {
            lexicon.learn(known);
        }
        let term = lexicon.learn(wanted);
        let mut readings = Vec::new();
        lexicon.readings(word, word, &stem(word), &mut 1, &mut readings);
        readings.contains(&term)
    }

    #[test]
    fn slips_and_sounds_are_forgiven() {
        for (typed, word) in [
            ("bleedng", "bleeding"),
            ("bleading", "bleeding"),
            ("blod", "blood"),
            ("brething", "breathing"),
            ("unconshus", "unconscious"),
        ] {
            assert!(means(typed, word), "{typed}");
        }
    }

    #[test]
    fn ordinary_words_are_themselves() {
        for (typed, word) in [("building", "bleeding"), ("diet", "died"), ("flood", "blood"), ("12", "blood")] {
            assert!(!means(typed, word), "{typed}");
        }
    }
}
