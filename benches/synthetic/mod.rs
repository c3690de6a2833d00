//! Knowledge of any size, made up: the same on every machine.
//!
//! Words are as frequent as in a language (Zipf's law) and their number grows with the text (Heaps' law). An entry has
//! ten phrasings that share some words of a subject, and each question is a phrasing with a word left out, a word added
//! and a slip of the finger.

use bedside::knowledge::{Knowledge, from_texts};
use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use std::fmt::Write as _;

/// How many phrasings an entry has.
pub(crate) const PHRASINGS: usize = 10;
/// How many words an entry's phrasings draw on.
const SUBJECT: usize = 12;
const SYLLABLES: [&str; 32] = [
    "ba", "bel", "cor", "da", "den", "dis", "e", "fi", "ga", "gan", "hol", "i", "ka", "la", "lin", "ma", "mer", "mo",
    "na", "nor", "o", "pal", "per", "ra", "rin", "sa", "ser", "ta", "tor", "u", "ven", "zi",
];

/// Made-up knowledge and questions for it.
pub(crate) struct Synthetic {
    /// An article as a knowledge file.
    pub(crate) article: String,
    /// Questions, each with the place of the entry that it is about.
    pub(crate) questions: Vec<(String, usize)>,
}

impl Synthetic {
    /// So many phrasings, [`PHRASINGS`] an entry, and so many questions.
    pub(crate) fn new(phrasings: usize, questions: usize) -> Self {
        let mut random = Random::new(phrasings as u64);
        let words = (30.0 * (phrasings as f64 * 7.0).powf(0.55)) as usize;
        let entries = phrasings / PHRASINGS;
        let mut article = String::from(
            "[source]\ntitle = \"Made up\"\nauthor = \"Nobody\"\nreviewed = 2026-01-01\ntopic = \"Nothing\"\n",
        );
        let mut all = Vec::with_capacity(entries);
        for entry in 0..entries {
            let subject: Vec<String> = (0..SUBJECT).map(|_| word(random.zipf(words))).collect();
            let wordings: Vec<Vec<String>> = (0..=PHRASINGS).map(|_| phrasing(&subject, words, &mut random)).collect();
            let question = wordings[0].join(" ");
            write!(article, "[[entry]]\nid = \"e{entry}\"\nquestion = \"{question} n{entry}?\"\nsection = \"S\"\n")
                .unwrap();
            writeln!(article, "passage = \"Passage {entry}.\"\nphrasings = [").unwrap();
            for (at, wording) in wordings[1..].iter().enumerate() {
                writeln!(article, "  \"{} n{entry}x{at}\",", wording.join(" ")).unwrap();
            }
            article.push_str("]\n");
            all.push(wordings);
        }
        let questions = (0..questions).map(|_| {
            let entry = random.below(entries);
            let mut asked = all[entry][random.below(PHRASINGS) + 1].clone();
            asked.remove(random.below(asked.len()));
            asked.insert(random.below(asked.len()), word(random.zipf(words)));
            let slip = random.below(asked.len());
            asked[slip] = slipped(&asked[slip], &mut random);
            (asked.join(" "), entry)
        });
        let questions = questions.collect();
        Self { article, questions }
    }

    /// The article, loaded.
    pub(crate) fn load(&self) -> Knowledge {
        let loaded = from_texts(vec![("made-up.toml".to_owned(), self.article.clone())], "made up");
        assert_eq!(loaded.errors().map(ToString::to_string).next(), None);
        loaded.knowledge
    }
}

/// Five to ten words, more than half of them of the subject.
fn phrasing(subject: &[String], words: usize, random: &mut Random) -> Vec<String> {
    let length = 5 + random.below(6);
    let mut pick = |_| {
        if random.below(10) < 6 { subject[random.below(SUBJECT)].clone() } else { word(random.zipf(words)) }
    };
    (0..length).map(&mut pick).collect()
}

/// A word by its rank: frequent words are short.
fn word(rank: usize) -> String {
    let mut rest = rank + SYLLABLES.len();
    let mut text = String::new();
    while rest > 0 {
        text.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    text
}

/// The word with two of its letters swapped, or one doubled.
fn slipped(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len() - 1);
    if random.below(2) == 0 {
        letters.swap(at, at + 1);
    } else {
        letters.insert(at, letters[at]);
    }
    letters.into_iter().collect()
}

/// Random numbers that are the same on every machine.
struct Random(Xoshiro256StarStar);

impl Random {
    fn new(seed: u64) -> Self {
        Self(Xoshiro256StarStar::seed_from_u64(seed))
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end as u64) as usize
    }

    /// A rank below `end`, the first about twice as likely as the second.
    fn zipf(&mut self, end: usize) -> usize {
        let share = (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        // the inverse of ln(1 + rank) / ln(1 + end), the distribution of Zipf's law
        (((end as f64 + 1.0).powf(share) - 1.0) as usize).min(end - 1)
    }
}
