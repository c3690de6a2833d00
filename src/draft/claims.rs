//! Questions that a passage is put to as a whole: whether what it says first is true, and what something has to do with
//! the risk.

use super::kinds::Kind;
use super::passages::Passage;
use super::scores::{best, scores};
use super::subject::{Topic, as_in_text, telling_stems};
use super::turn::{has_verb, is_plural};
use crate::text::{read, sentences};

/// A clause of fewer or more words is not asked for by "Is it true that ...?".
const MARKED: (usize, usize) = (5, 14);
/// Words that point to what stands before.
const LEANING_MORE: [&str; 10] = ["it", "its", "they", "them", "their", "these", "this", "those", "such", "one"];
/// Words that open a part of a sentence, not the sentence proper.
const OPENERS: [&str; 15] =
    ["in", "on", "at", "to", "if", "when", "once", "after", "before", "for", "with", "during", "other", "by", "since"];
/// What is said of a risk that something changes.
const CHANGES: [&str; 12] = [
    "raise",
    "raises",
    "raised",
    "increase",
    "increases",
    "increased",
    "higher",
    "greater",
    "double",
    "doubles",
    "lower",
    "lowers",
];
/// Kinds whose headings name something that may change the risk; the others say what is told about it.
const NAMING: [Kind; 5] = [Kind::Pregnancy, Kind::Children, Kind::Daily, Kind::Inherited, Kind::Other];

/// "Is it true that ...?", for a first sentence that is short and needs no other to be understood.
pub(super) fn is_it_true(passage: &str, article: &str) -> Option<String> {
    let sentence = *sentences(passage).first()?;
    let mut ends: Vec<usize> =
        [", ", ";", " and "].iter().filter_map(|mark| sentence.find(mark)).chain([sentence.len()]).collect();
    ends.sort_unstable();
    let clause = ends.iter().map(|end| sentence[..*end].trim_end_matches('.')).find(|clause| has_verb(clause))?;
    let (first, rest) = clause.split_once(' ')?;
    // a sentence that is not cut is one, whatever it opens with
    let whole = clause.len() + 1 >= sentence.len();
    let small = first.to_lowercase();
    let points = LEANING_MORE.contains(&small.as_str()) || (!whole && OPENERS.contains(&small.as_str()));
    let alone =
        !super::passages::leans(sentence) && !points && !rest.split(' ').any(|word| LEANING_MORE.contains(&word));
    let fits = (MARKED.0..=MARKED.1).contains(&clause.split(' ').count()) && !clause.contains(['"', '“', ':', '\n']);
    (alone && fits).then(|| format!("Is it true that {} {rest}?", as_in_text(first, article)))
}

/// "How do hormones affect the risk of gout?", for a passage that says how the risk changes with what its heading names.
pub(super) fn on_risk(passage: &Passage, heading: &str, topic: &Topic, article: &str) -> Option<String> {
    let named = best(&scores(heading)).is_none_or(|kind| NAMING.contains(&kind));
    let own = telling_stems(&topic.name);
    let plain =
        !heading.contains([':', ',', '.', '?']) && !telling_stems(heading).iter().any(|stem| own.contains(stem));
    if !named || !plain || !sentences(&passage.text).iter().any(|sentence| changes_risk(sentence, &own)) {
        return None;
    }
    let mut words: Vec<String> = heading.split_whitespace().map(str::to_owned).collect();
    *words.first_mut()? = as_in_text(&words[0], article);
    let does = if is_plural(&words) { "do" } else { "does" };
    Some(format!("How {does} {} affect the risk of {}?", words.join(" "), topic.name))
}

/// Whether a sentence says that the risk, of the topic and of nothing else, changes.
fn changes_risk(sentence: &str, topic: &[String]) -> bool {
    let words = read(sentence);
    let at = words.iter().position(|word| word.text == "risk");
    let of_another = |at: usize| {
        let behind = &words[at + 1..];
        behind.first().is_some_and(|word| word.text == "of")
            && !behind.iter().take(1 + 3 + topic.len()).any(|word| topic.contains(&word.stem.to_string()))
    };
    at.is_some_and(|at| !of_another(at)) && words.iter().any(|word| CHANGES.contains(&word.text.as_str()))
}
