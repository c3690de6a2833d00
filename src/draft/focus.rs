//! What sets a passage apart: its telling phrases, by how few other passages hold their words.

use super::clause_words::Words;
use super::stop_words::is_stop_word;
use super::subject::as_in_text;
use super::verbs::{base_of, is_base};
use crate::text::sentences;
use crate::text::stem;
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// Phrases have at most this many words.
const LONGEST: usize = 3;
/// What a phrase of one, two and three words is worth beside its words' own worth.
const LENGTH_WORTH: [f64; LONGEST] = [0.7, 1.0, 0.9];
/// How many phrases are kept.
const MOST: usize = 6;

/// A word after one of these is a verb.
const BEFORE_VERBS: [&str; 20] = [
    "can", "may", "will", "might", "should", "must", "could", "would", "to", "not", "they", "it", "he", "she", "you",
    "we", "who", "which", "that", "cannot",
];
/// Words that may stand between.
const ADVERBS: [&str; 5] = ["also", "often", "sometimes", "never", "always"];
/// Words that are no part of a name, beside the verbs.
const FILLERS: Words = Words(
    "causing including using common important likely best main early long little known certain various several \
     different possible usual many far late lost eaten twice type spite nobody nothing way one two three four \
     five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred \
     thousand half strong enough ourselves themselves yourself oneself meant taken came found felt held kept left \
     like higher lower milder better worse gone \
     person people adult adults part parts piece spot step figure fault chance body",
);

/// Weighs phrases against all passages of an article.
#[derive(Debug)]
pub(super) struct Focus<'a> {
    article: &'a str,
    topic: FxHashSet<CompactString>,
    /// In how many passages a stem stands.
    holders: FxHashMap<CompactString, usize>,
    passages: usize,
}

impl<'a> Focus<'a> {
    pub(super) fn new(article: &'a str, topic: &str, passages: &[&str]) -> Self {
        let mut holders: FxHashMap<CompactString, usize> = FxHashMap::default();
        for passage in passages {
            let stems: FxHashSet<CompactString> =
                crate::text::read(passage).into_iter().map(|word| word.stem).collect();
            for stem in stems {
                *holders.entry(stem).or_default() += 1;
            }
        }
        let topic = crate::text::read(topic).into_iter().map(|word| word.stem).collect();
        Self { article, topic, holders, passages: passages.len() }
    }

    /// The telling phrases of a passage, best first; at least one if the passage has any word of its own.
    pub(super) fn phrases(&self, passage: &str) -> Vec<String> {
        let mut found: Vec<(f64, String)> = Vec::new();
        for (at, sentence) in sentences(passage).into_iter().enumerate() {
            for phrase in self.candidates(sentence) {
                // what a passage says first it is usually about
                let worth = self.worth(&phrase) * if at == 0 { 1.2 } else { 1.0 };
                let phrase = phrase.join(" ");
                match found.iter_mut().find(|(_, other)| *other == phrase) {
                    Some((sum, _)) => *sum += worth,
                    None => found.push((worth, phrase)),
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut phrases: Vec<String> = Vec::new();
        for (worth, phrase) in found {
            let part = phrases.iter().any(|other| other.contains(&phrase) || phrase.contains(other.as_str()));
            if worth > 0.0 && !part && phrases.len() < MOST {
                phrases.push(phrase);
            }
        }
        phrases
    }

    /// Runs of words between words that say nothing.
    fn candidates(&self, sentence: &str) -> Vec<Vec<String>> {
        let mut runs: Vec<Vec<String>> = vec![Vec::new()];
        let mut verb_next = false; // behind "can", "to", "they": also with an adverb between
        for raw in sentence.split_whitespace() {
            let word = raw.trim_matches(|letter: char| !letter.is_alphanumeric());
            let small = word.to_lowercase();
            let dull = word.is_empty()
                || is_stop_word(&small)
                || FILLERS.contains(&small.as_str())
                || is_base(&small)
                || base_of(&small).is_some()
                || small.ends_with("ly")
                || small.ends_with("ed")
                || small.parse::<f64>().is_ok()
                || verb_next
                || raw.contains(['\'', '’']);
            if dull {
                runs.push(Vec::new());
            } else if let Some(run) = runs.last_mut() {
                run.push(as_in_text(word, self.article));
            }
            if raw.ends_with(|letter: char| !letter.is_alphanumeric()) {
                runs.push(Vec::new());
            }
            let adverb = small.ends_with("ly") || ADVERBS.contains(&small.as_str());
            verb_next = BEFORE_VERBS.contains(&small.as_str()) || (verb_next && adverb);
        }
        runs.retain(|run| !run.is_empty());
        for run in &mut runs {
            let extra = run.len().saturating_sub(LONGEST);
            run.drain(..extra);
        }
        runs
    }

    fn worth(&self, phrase: &[String]) -> f64 {
        let rare = |word: &String| {
            let stem = stem(&word.to_lowercase());
            let held = self.holders.get(&stem).copied().unwrap_or(1);
            if self.topic.contains(&stem) { 0.0 } else { (1.0 + self.passages as f64 / held as f64).ln() }
        };
        let sum: f64 = phrase.iter().map(rare).sum();
        sum * LENGTH_WORTH[phrase.len().min(LONGEST) - 1] / (phrase.len() as f64).sqrt()
    }
}

/// What a sentence lists: "such as weight loss, difficulty eating, and nausea".
pub(super) fn listed(text: &str) -> Vec<String> {
    const OPENERS: [&str; 7] =
        [" such as ", " like ", " including ", " include ", " includes ", " can include ", " for example "];
    let mut items = Vec::new();
    for sentence in sentences(text) {
        let Some(rest) = OPENERS.iter().find_map(|opener| sentence.split_once(opener)).map(|(_, rest)| rest) else {
            continue;
        };
        let rest = rest.split(['.', ';', ':', '(']).next().unwrap_or(rest);
        let lists = !rest.contains(", ") || rest.contains(" and ") || rest.contains(" or ");
        let rest = rest.replace(" and ", ", ").replace(" or ", ", ");
        // "a hard, tender cord" is one thing: what is listed ends in "and" or "or"
        let rest = if lists { rest } else { String::new() };
        let parts = rest.split(',').map(|item| item.trim().trim_start_matches("a ").trim_start_matches("an "));
        items.extend(parts.filter(|item| is_item(item)).map(str::to_owned));
    }
    items.extend(
        text.lines().filter_map(|line| line.strip_prefix("- ")).filter(|item| is_item(item)).map(str::to_owned),
    );
    items.iter().map(|item| item.trim_end_matches(['.', ';']).to_owned()).collect()
}

/// Whether a part of a list is short enough to be a thing, and is one.
fn is_item(item: &str) -> bool {
    let words: Vec<&str> = item.split_whitespace().collect();
    (1..=4).contains(&words.len()) && words.iter().any(|word| word.len() > 2 && !is_stop_word(&word.to_lowercase()))
}
