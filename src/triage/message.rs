//! A message as triage reads it: words with everything they may mean, numbers apart from their units.

use super::lexicon::{Lexicon, Term};
use crate::text::{Word, stem};

/// For so many unknown words of one message like ones are sought: a longer text with more of them is noise, or another
/// language.
const MOST_SEARCHES: usize = 200;

/// A piece of a message: a word, or a part of one where letters and digits meet ("38c", "gcs9").
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The word that it comes from, counted from 0.
    pub(super) word: u32,
    pub(super) sentence: u32,
    pub(super) number: Option<f64>,
    /// Its readings: from and to in [`Message::readings`].
    readings: (u32, u32),
}

/// The pieces of a message in reading order.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) pieces: Vec<Piece>,
    readings: Vec<Term>,
}

impl Message {
    pub(super) fn new(words: &[Word], lexicon: &Lexicon) -> Self {
        let mut message =
            Self { pieces: Vec::with_capacity(words.len()), readings: Vec::with_capacity(2 * words.len()) };
        let mut searches = MOST_SEARCHES;
        for (at, word) in words.iter().enumerate() {
            if is_whole(&word.typed) {
                message.push(at, word.sentence, None, |readings| {
                    lexicon.readings(&word.typed, &word.text, &word.stem, &mut searches, readings);
                });
            } else {
                for part in parts(&word.typed) {
                    let number = part.parse().ok();
                    message.push(at, word.sentence, number, |readings| {
                        lexicon.readings(part, part, &stem(part), &mut searches, readings);
                    });
                }
            }
        }
        message
    }

    fn push(&mut self, word: usize, sentence: usize, number: Option<f64>, read: impl FnOnce(&mut Vec<Term>)) {
        let from = self.readings.len() as u32;
        read(&mut self.readings);
        self.pieces.push(Piece {
            word: word as u32,
            sentence: sentence as u32,
            number,
            readings: (from, self.readings.len() as u32),
        });
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether the piece is the first of its sentence.
    pub(super) fn leads(&self, at: usize) -> bool {
        at == 0 || self.pieces[at - 1].sentence != self.pieces[at].sentence
    }

    /// What the piece may mean.
    pub(super) fn readings(&self, at: usize) -> &[Term] {
        let (from, to) = self.pieces[at].readings;
        &self.readings[from as usize..to as usize]
    }
}

/// Whether a word is of letters only, none of them a script written without spaces.
fn is_whole(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
        || word.chars().all(|letter| part_kind(letter) == PartKind::Letters)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Letters,
    Digits,
    /// Han and kana: a word is not marked off there, so each sign stands for itself.
    Sign,
}

fn part_kind(letter: char) -> PartKind {
    match letter {
        '.' => PartKind::Digits,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => PartKind::Sign,
        letter if letter.is_ascii_digit() => PartKind::Digits,
        _ => PartKind::Letters,
    }
}

/// The parts of a word: `38c` is `38` and `c`.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let kind = part_kind(rest.chars().next()?);
        let end = rest.char_indices().skip(1).find(|(_, letter)| kind == PartKind::Sign || part_kind(*letter) != kind);
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_signs_come_apart() {
        assert_eq!(parts("38.4c").collect::<Vec<_>>(), ["38.4", "c"]);
        assert_eq!(parts("gcs9").collect::<Vec<_>>(), ["gcs", "9"]);
        assert_eq!(parts("我想死").collect::<Vec<_>>(), ["我", "想", "死"]);
        assert_eq!(parts("blood").collect::<Vec<_>>(), ["blood"]);
    }
}
