//! The words that rules speak of, and which of them a word of a message may mean.

use super::sound;
use crate::text::stem;
use rustc_hash::{FxHashMap, FxHashSet};
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
#[derive(Debug)]
struct Surface {
    text: String,
    letters: u32,
    term: Term,
}

/// The words of the rules.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    stems: FxHashMap<String, Term>,
    exact: FxHashMap<String, Term>,
    terms: Term,
    /// Stems that are never taken for another word.
    ordinary: FxHashSet<String>,
    /// Words by their number of letters, for the search of near ones.
    by_length: Vec<Vec<Surface>>,
    by_sound: FxHashMap<String, Vec<(String, Term)>>,
    seen: FxHashSet<String>,
}

impl Lexicon {
    pub(super) fn new<'a>(ordinary: impl Iterator<Item = &'a str>) -> Self {
        let ordinary = ordinary.map(stem).collect();
        Self { ordinary, by_length: (0..=LONGEST).map(|_| Vec::new()).collect(), ..Self::default() }
    }

    fn next_term(&mut self) -> Term {
        self.terms += 1;
        self.terms - 1
    }

    /// The term of a word, by its stem; new ones are learnt.
    pub(super) fn learn(&mut self, word: &str) -> Term {
        let stem = stem(word);
        let known = self.stems.get(&stem).copied();
        let term = known.unwrap_or_else(|| self.next_term());
        self.stems.entry(stem).or_insert(term);
        let length = word.chars().count();
        if self.seen.insert(word.to_owned()) && (SHORTEST..=LONGEST).contains(&length) && is_plain(word) {
            self.by_length[length].push(Surface { text: word.to_owned(), letters: letters(word), term });
            if let Some(key) = sound::key(word) {
                self.by_sound.entry(key).or_default().push((word.to_owned(), term));
            }
        }
        term
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
        self.exact.insert(word.to_owned(), term);
        term
    }

    pub(super) fn len(&self) -> usize {
        self.terms as usize
    }

    /// Appends the terms that a word may mean. `typed` is as typed, `text` its correction and `text_stem` that one's
    /// stem. A word that is known or ordinary as typed means itself only.
    pub(super) fn readings(&self, typed: &str, text: &str, text_stem: &str, readings: &mut Vec<Term>) {
        let from = readings.len();
        let own_stem = if typed == text { text_stem.to_owned() } else { stem(typed) };
        readings.extend(self.exact.get(typed));
        readings.extend(self.stems.get(&own_stem));
        if readings.len() > from || self.ordinary.contains(&own_stem) {
            return;
        }
        if typed != text {
            readings.extend(self.exact.get(text));
            readings.extend(self.stems.get(text_stem));
        }
        if is_plain(typed) {
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
            for candidate in candidates {
                // a slip puts in at most one new letter and takes out at most one
                let added = (mask & !candidate.letters).count_ones() as usize;
                let lost = (candidate.letters & !mask).count_ones() as usize;
                if added > slips || lost > slips || !begin_alike(typed, &candidate.text) {
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
        for (word, term) in self.by_sound.get(&key).into_iter().flatten() {
            if osa_distance(typed, word) <= (word.len() / SOUND_SLIPS_PER_LETTERS).max(1) {
                readings.push(*term);
            }
        }
    }
}

/// Lower-case ASCII letters only: numbers and other scripts are not corrected.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Which letters a word holds, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, byte| mask | 1 << (byte - b'a'))
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
        lexicon.readings(word, word, &stem(word), &mut readings);
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
