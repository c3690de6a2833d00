//! What an article is about: its words by how often they recur, its title, author and topic.

use super::block::{Block, Kind, words};
use super::stop_words::is_stop_word;
use crate::text::{normalise, read};
use rustc_hash::{FxHashMap, FxHashSet};

/// The stems of a text that can say what it is about.
pub(super) fn telling_stems(text: &str) -> Vec<String> {
    let tells = |word: &str| word.len() > 2 && !is_stop_word(word) && word.parse::<f64>().is_err();
    read(text).into_iter().filter(|word| tells(&word.text)).map(|word| word.stem.into()).collect()
}

/// The stems that an article keeps coming back to.
#[derive(Debug, Default)]
pub(super) struct Subject(FxHashSet<String>);

impl Subject {
    /// Those of the title, and those that recur in whole sentences: the scraps of an advertisement repeat its name too.
    pub(super) fn of(title: &str, texts: &[&str]) -> Self {
        let mut holders: FxHashMap<String, u32> = FxHashMap::default();
        for text in texts.iter().filter(|text| words(text) >= WHOLE) {
            for stem in telling_stems(text).into_iter().collect::<FxHashSet<_>>() {
                *holders.entry(stem).or_default() += 1;
            }
        }
        let mut stems: FxHashSet<String> =
            holders.into_iter().filter(|(_, held)| *held >= 2).map(|(stem, _)| stem).collect();
        stems.extend(telling_stems(title));
        Self(stems)
    }

    /// How many different words of the subject a text has.
    pub(super) fn in_text(&self, text: &str) -> usize {
        telling_stems(text).into_iter().collect::<FxHashSet<_>>().intersection(&self.0).count()
    }
}

/// What the first lines of an article say about it; they are taken from the blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
}

/// A text of at least this many words is more than a scrap.
const WHOLE: usize = 12;

/// How many blocks at the top may hold title and author.
const TOP: usize = 8;

/// Takes title and author from the top of the blocks, where the file's form did not say them.
pub(super) fn take_heading(known: Heading, blocks: &mut Vec<Block>) -> Heading {
    let mut heading = known;
    if let Some(at) = blocks.iter().take(TOP).position(|block| match &heading.title {
        Some(title) => normalise(&block.text) == normalise(title),
        None => block.kind == Kind::Heading && super::cues::sounds_like(&block.text).is_none(),
    }) {
        heading.title = Some(blocks.remove(at).text);
    }
    let author = blocks.iter().take(TOP).position(|block| author_of(&block.text).is_some());
    if let Some(at) = author {
        let found = author_of(&blocks.remove(at).text);
        heading.author = heading.author.or(found);
    }
    heading.author = heading.author.map(|author| author_of(&author).unwrap_or(author));
    heading
}

/// The name in a line that names the author.
fn author_of(line: &str) -> Option<String> {
    let mut name = line.trim();
    let mut said = false;
    for lead in ["Written by ", "By ", "by ", "BY ", "Author: ", "Text: "] {
        if let Some(rest) = name.strip_prefix(lead) {
            (name, said) = (rest.trim(), true);
            break;
        }
    }
    let name = name.split([',', '|', '·']).next().unwrap_or(name).trim();
    let small = ["de", "van", "von", "der", "den", "la", "le", "del", "bin", "al", "and"];
    let capital = |word: &str| word.starts_with(char::is_uppercase) || small.contains(&word);
    let letters =
        |word: &str| word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '.' | '-' | '\'' | '’'));
    let is_name = (2..=5).contains(&words(name)) && name.split(' ').all(|word| capital(word) && letters(word));
    // two capitalised words may be a heading; a name alone has no word of the language in it
    let ordinary = name.split(' ').any(|word| is_stop_word(&word.to_lowercase()) && !small.contains(&word));
    (is_name && (said || !ordinary) && super::cues::sounds_like(name).is_none()).then(|| name.to_owned())
}

/// What an article is about, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// As it stands inside a sentence: "liver metastases".
    pub(super) name: String,
    /// Whether it is grammatically plural.
    pub(super) plural: bool,
}

/// What stands before the topic in titles.
const LEADS: [&str; 30] = [
    "what are the symptoms of",
    "what are the",
    "what are",
    "what is a",
    "what is an",
    "what is the",
    "what is",
    "what you should know about",
    "what to know about",
    "everything you need to know about",
    "all you need to know about",
    "all about",
    "about",
    "understanding",
    "living with",
    "an introduction to",
    "introduction to",
    "a guide to",
    "your guide to",
    "guide to",
    "the basics of",
    "facts about",
    "an overview of",
    "overview of",
    "a closer look at",
    "coping with",
    "dealing with",
    "managing",
    "the facts on",
    "overview",
];

/// The topic of a title, written as the text writes it.
pub(super) fn topic(title: &str, text: &str) -> Topic {
    let head = title.split(['|', ':', '?', '–', '—', '(']).find(|part| words(part) > 0).unwrap_or(title);
    let head = head.split(" - ").next().unwrap_or(head).trim();
    let lower = head.to_lowercase();
    let lead = LEADS.iter().find(|lead| lower.strip_prefix(**lead).is_some_and(|rest| rest.starts_with(' ')));
    let name = lead.map_or(head, |lead| head.get(lead.len()..).unwrap_or(head)).trim();
    let name = if name.is_empty() { "the illness" } else { name };
    let spelt: Vec<String> = name.split(' ').map(|word| as_in_text(word, text)).collect();
    let name = spelt.join(" ");
    let plural = is_plural(&name, text);
    Topic { name, plural }
}

/// A word in small letters, unless the text writes it with a capital inside a sentence.
pub(super) fn as_in_text(word: &str, text: &str) -> String {
    let plain = word.chars().skip(1).all(|letter| !letter.is_uppercase());
    if plain && word != "I" && is_stop_word(&word.to_lowercase()) {
        return word.to_lowercase();
    }
    let inside = text.match_indices(word).any(|(at, _)| {
        let before = text[..at].trim_end();
        before.len() < at
            && before.ends_with(|letter: char| letter.is_alphanumeric() || letter == ',')
            && !before.ends_with('\n')
            && !text[before.len()..at].contains('\n')
    });
    if plain && !inside { word.to_lowercase() } else { word.to_owned() }
}

fn is_plural(name: &str, text: &str) -> bool {
    let lower = format!(" {} ", normalise(text).replace('\n', " "));
    let name = normalise(name);
    let count =
        |verbs: &[&str]| verbs.iter().map(|verb| lower.matches(&format!(" {name} {verb} ")).count()).sum::<usize>();
    let (many, one) = (count(&["are", "have", "do", "were"]), count(&["is", "has", "does", "was"]));
    if many != one {
        return many > one;
    }
    is_plural_word(&name)
}

/// Whether a noun looks like a plural.
pub(super) fn is_plural_word(word: &str) -> bool {
    const SINGULAR: [&str; 8] = ["ss", "us", "is", "betes", "rabies", "measles", "mumps", "shingles"];
    const PLURAL: [&str; 11] =
        ["people", "children", "women", "men", "feet", "teeth", "bacteria", "villi", "genes", "many", "most"];
    PLURAL.contains(&word) || (word.ends_with('s') && !SINGULAR.iter().any(|end| word.ends_with(end)))
}
