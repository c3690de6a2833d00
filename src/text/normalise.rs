//! Normalising a message: one lower-case line a sentence, words separated by single spaces.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What an apostrophe looks like on the keyboards of the world.
const APOSTROPHES: [char; 6] = ['\'', '’', '‘', 'ʼ', '`', '´'];

/// Words written with a contraction, as typed without its apostrophe, and what they stand for. Forms that are
/// words of their own (`ill`, `well`, `were`, `id`, `shell`) are left alone.
const CONTRACTIONS: [(&str, &str); 39] = [
    ("aint", "is not"),
    ("arent", "are not"),
    ("cannot", "can not"),
    ("cant", "can not"),
    ("couldnt", "could not"),
    ("didnt", "did not"),
    ("doesnt", "does not"),
    ("dont", "do not"),
    ("hadnt", "had not"),
    ("hasnt", "has not"),
    ("havent", "have not"),
    ("hes", "he"),
    ("hows", "how"),
    ("im", "i am"),
    ("isnt", "is not"),
    ("itll", "it will"),
    ("its", "it"),
    ("ive", "i have"),
    ("lets", "let"),
    ("mustnt", "must not"),
    ("neednt", "need not"),
    ("shes", "she"),
    ("shouldnt", "should not"),
    ("thats", "that"),
    ("theres", "there"),
    ("theyll", "they will"),
    ("theyre", "they are"),
    ("theyve", "they have"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("weve", "we have"),
    ("whats", "what"),
    ("wheres", "where"),
    ("whos", "who"),
    ("wont", "will not"),
    ("wouldnt", "would not"),
    ("youll", "you will"),
    ("youre", "you are"),
    ("youve", "you have"),
];

/// What stands after an apostrophe, and what it stands for; `n't` is handled before these.
const ENDINGS: [(&str, &str); 5] = [("m", "am"), ("re", "are"), ("ve", "have"), ("ll", "will"), ("d", "would")];

/// The longest run of one letter that stays: `sooooo` becomes `soo`, which a correction of one letter mends.
const LONGEST_RUN: usize = 2;

/// Normalises a message: names spoken to (`@somebody`) left out, NFKC, lower case, marks removed, contractions opened, drawn-out letters shortened,
/// everything but letters and digits taken as a gap. Sentences are separated by `\n`, words by one space.
///
/// `normalise(normalise(x)) == normalise(x)`; the cost is linear in the length.
#[must_use]
pub fn normalise(message: &str) -> String {
    normalise_noting(message, &mut Vec::new())
}

/// The numbers of the sentences that end in a question mark, counted from 0 like the lines of [`normalise`].
#[must_use]
pub fn asked(message: &str) -> Vec<usize> {
    let mut asked = Vec::new();
    if message.contains(['?', '？', '؟']) {
        normalise_noting(message, &mut asked);
    }
    asked
}

fn normalise_noting(message: &str, asked: &mut Vec<usize>) -> String {
    // most messages are plain ASCII, for which the tables of Unicode have nothing to say
    if message.is_ascii() {
        return gather(message.chars().map(|letter| letter.to_ascii_lowercase()), message.len(), asked);
    }
    let folded = message.nfkc().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter)).nfc();
    gather(folded, message.len(), asked)
}

/// Gathers lower-case letters into words and sentences; `size` is about how many bytes come out. Notes the sentences that end
/// in a question mark.
fn gather(letters: impl Iterator<Item = char>, size: usize, asked: &mut Vec<usize>) -> String {
    let mut out = String::with_capacity(size + 1);
    let mut word = String::new();
    let mut run = 0;
    let mut before = ' ';
    let mut sentence = 0;
    let mut letters = letters.peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() {
            let again = letter == before && !word.is_empty() && letter.is_alphabetic();
            run = if again { run + 1 } else { 1 };
            if run <= LONGEST_RUN {
                word.push(letter);
            }
            before = letter;
            continue;
        }
        let next = letters.peek().copied();
        if letter == '@' && word.is_empty() && next.is_some_and(char::is_alphabetic) {
            // who is spoken to says nothing about what is asked
            while letters.next_if(|letter| letter.is_alphanumeric() || *letter == '_').is_some() {}
            before = ' ';
            continue;
        }
        if is_invisible(letter) {
            // a zero-width joiner or a soft hyphen does not end a word
            continue;
        }
        if matches!(letter, '.' | ',') && before.is_ascii_digit() && next.is_some_and(|next| next.is_ascii_digit()) {
            word.push('.');
        } else if APOSTROPHES.contains(&letter) && !word.is_empty() && next.is_some_and(char::is_alphabetic) {
            word.push('\'');
        } else {
            push_word(&mut out, &mut word);
            if ends_sentence(letter) {
                sentence += usize::from(end_sentence(&mut out));
                // "what?", and also "what!?"
                if matches!(letter, '?' | '؟') && sentence > 0 && out.ends_with('\n') {
                    asked.push(sentence - 1);
                }
            }
        }
        before = letter;
    }
    push_word(&mut out, &mut word);
    end_sentence(&mut out);
    out.pop();
    out
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn ends_sentence(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | ';' | '\n' | '…' | '。' | '؟')
}

/// Ends the sentence at hand, if there is one.
fn end_sentence(out: &mut String) -> bool {
    let words = out.ends_with(' ');
    if words {
        out.pop();
        out.push('\n');
    }
    words
}

/// What a contraction stands for.
fn opened(word: &str) -> Option<&'static str> {
    static OPENED: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| CONTRACTIONS.into_iter().collect());
    OPENED.get(word).copied()
}

/// The negation that was meant by one with a slip in it: "desnt" of "desn't".
fn slipped(joined: &str) -> Option<&'static str> {
    let negations = CONTRACTIONS.iter().map(|(contracted, _)| *contracted).filter(|word| word.ends_with("nt"));
    negations.into_iter().find(|negation| strsim::osa_distance(negation, joined) == 1)
}

/// Appends the words that `word` stands for, each followed by a space, and empties it.
fn push_word(out: &mut String, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let open = |out: &mut String, word: &str| {
        out.push_str(opened(word).unwrap_or(word));
        out.push(' ');
    };
    match word.split_once('\'') {
        None => open(out, word),
        Some((stem, ending)) => {
            let joined: String = word.chars().filter(|letter| *letter != '\'').collect();
            let ending_word = ENDINGS.iter().find(|(short, _)| *short == ending).map(|(_, long)| *long);
            if opened(&joined).is_some() {
                open(out, &joined);
            } else if ending == "s" {
                open(out, stem);
            } else if let Some(long) = ending_word {
                open(out, stem);
                open(out, long);
            } else if let Some(meant) = (ending == "t").then(|| slipped(&joined)).flatten() {
                open(out, meant);
            } else {
                // O'Brien, rock'n'roll: two words
                stem.split('\'')
                    .chain(ending.split('\''))
                    .filter(|part| !part.is_empty())
                    .for_each(|part| open(out, part));
            }
        }
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_spoken_to_are_left_out() {
        assert_eq!(normalise("@Bedside_bot what are mets @all?"), "what are mets");
        assert_eq!(normalise("me@example.org 3 @ noon"), "me example\norg 3 noon");
    }

    #[test]
    fn every_contraction_is_found() {
        for (contracted, open) in CONTRACTIONS {
            assert_eq!(normalise(contracted), open);
        }
    }

    #[test]
    fn a_slip_within_a_negation_is_forgiven() {
        for (typed, meant) in [("it desn't hurt", "it does not hurt"), ("I cna't", "i can not"), ("o'tool", "o tool")] {
            assert_eq!(normalise(typed), meant);
        }
    }

    #[test]
    fn plain_letters_are_read_as_the_tables_of_unicode_say() {
        for message in ["I can't  KEEP food down!! 38.5C, why?", "o'brien's\tliver\u{0}mets", "a.b 1.2.3 ,5"] {
            let folded = message.nfkc().flat_map(char::to_lowercase).nfd().nfc();
            assert_eq!(normalise(message), gather(folded, 0, &mut Vec::new()), "{message}");
        }
    }

    #[test]
    fn questions_are_told_by_their_mark() {
        assert_eq!(asked("It is late. What is it?! I am tired. Can it be cured ? ok"), [1, 3]);
        assert_eq!(asked("no mark at all. none"), Vec::<usize>::new());
        assert_eq!(asked("??? what？ (really)"), [0]);
    }
}
