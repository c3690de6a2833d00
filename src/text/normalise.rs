//! Normalising a message: one lower-case line a sentence, words separated by single spaces.

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
    ("isnt", "is not"),
    ("mustnt", "must not"),
    ("neednt", "need not"),
    ("shouldnt", "should not"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("wont", "will not"),
    ("wouldnt", "would not"),
    ("im", "i am"),
    ("ive", "i have"),
    ("youre", "you are"),
    ("youve", "you have"),
    ("theyre", "they are"),
    ("theyve", "they have"),
    ("weve", "we have"),
    ("hes", "he"),
    ("shes", "she"),
    ("its", "it"),
    ("thats", "that"),
    ("theres", "there"),
    ("whats", "what"),
    ("whos", "who"),
    ("wheres", "where"),
    ("hows", "how"),
    ("lets", "let"),
    ("itll", "it will"),
    ("theyll", "they will"),
    ("youll", "you will"),
];

/// What stands after an apostrophe, and what it stands for; `n't` is handled before these.
const ENDINGS: [(&str, &str); 5] = [("m", "am"), ("re", "are"), ("ve", "have"), ("ll", "will"), ("d", "would")];

/// The longest run of one letter that stays: `sooooo` becomes `soo`, which a correction of one letter mends.
const LONGEST_RUN: usize = 2;

/// Normalises a message: NFKC, lower case, marks removed, contractions opened, drawn-out letters shortened,
/// everything but letters and digits taken as a gap. Sentences are separated by `\n`, words by one space.
///
/// `normalise(normalise(x)) == normalise(x)`; the cost is linear in the length.
#[must_use]
pub fn normalise(message: &str) -> String {
    let mut plain = String::with_capacity(message.len());
    let folded = message.nfkc().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter)).nfc();
    for letter in folded {
        plain.push(if APOSTROPHES.contains(&letter) { '\'' } else { letter });
    }
    let mut out = String::with_capacity(plain.len());
    let letters: Vec<char> = plain.chars().collect();
    let mut word = String::new();
    let mut run = 0;
    for (at, &letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let inside_number = matches!(letter, '.' | ',')
            && at > 0
            && letters[at - 1].is_ascii_digit()
            && next.is_some_and(|next| next.is_ascii_digit());
        if letter.is_alphanumeric() {
            let again = word.ends_with(letter) && letter.is_alphabetic();
            run = if again { run + 1 } else { 1 };
            if run <= LONGEST_RUN {
                word.push(letter);
            }
        } else if inside_number {
            word.push('.');
        } else if letter == '\'' && !word.is_empty() && next.is_some_and(char::is_alphabetic) {
            word.push('\'');
        } else if is_invisible(letter) {
            // a zero-width joiner or a soft hyphen does not end a word
        } else {
            push_word(&mut out, &mut word);
            if ends_sentence(letter) {
                end_sentence(&mut out);
            }
        }
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

fn end_sentence(out: &mut String) {
    if out.ends_with(' ') {
        out.pop();
        out.push('\n');
    }
}

/// Appends the words that `word` stands for, each followed by a space, and empties it.
fn push_word(out: &mut String, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let open = |out: &mut String, word: &str| {
        let opened = CONTRACTIONS.iter().find(|(contracted, _)| *contracted == word).map_or(word, |(_, open)| open);
        out.push_str(opened);
        out.push(' ');
    };
    match word.split_once('\'') {
        None => open(out, word),
        Some((stem, ending)) => {
            let joined: String = word.chars().filter(|letter| *letter != '\'').collect();
            let ending_word = ENDINGS.iter().find(|(short, _)| *short == ending).map(|(_, long)| *long);
            if CONTRACTIONS.iter().any(|(contracted, _)| *contracted == joined) {
                open(out, &joined);
            } else if ending == "s" {
                open(out, stem);
            } else if let Some(long) = ending_word {
                open(out, stem);
                open(out, long);
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
