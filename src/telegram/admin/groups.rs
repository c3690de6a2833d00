//! Kept messages that say much the same, together.

use super::order::Batch;
use crate::redact::without_marks;
use crate::store::Unanswered;
use crate::text::{Word, read};
use std::collections::BTreeSet;

/// Two messages are alike if they share this part of their words.
const ALIKE: f64 = 0.6;
/// Words that say little about what a message asks.
const PLAIN: [&str; 44] = [
    "a", "an", "and", "any", "are", "as", "at", "be", "been", "but", "can", "could", "did", "do", "does", "for",
    "from", "has", "have", "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "please", "should", "so",
    "tell", "that", "the", "this", "to", "was", "what", "when", "will", "with", "you",
];

/// Messages that are alike, oldest first.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) messages: Vec<Unanswered>,
}

impl Group {
    /// What a button needs to mean just these messages.
    pub(super) fn batch(&self) -> Batch {
        let ids = || self.messages.iter().map(|message| message.id);
        Batch { first: ids().min().unwrap_or_default(), last: ids().max().unwrap_or_default() }
    }

    /// Their texts, each once.
    pub(super) fn texts(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let new = |message: &&Unanswered| seen.insert(plain(&message.text).into_iter().collect::<Vec<_>>().join(" "));
        self.messages.iter().filter(new).map(|message| message.text.as_str()).collect()
    }

    pub(super) fn ids(&self) -> Vec<i64> {
        self.messages.iter().map(|message| message.id).collect()
    }
}

/// The groups, the largest first and of those the oldest.
pub(super) fn grouped(messages: Vec<Unanswered>) -> Vec<Group> {
    let mut groups: Vec<(BTreeSet<String>, Group)> = Vec::new();
    for message in messages {
        let words = plain(&message.text);
        match groups.iter_mut().find(|(others, _)| likeness(others, &words) >= ALIKE) {
            Some((_, group)) => group.messages.push(message),
            None => groups.push((words, Group { messages: vec![message] })),
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.messages.len()), group.batch().first));
    groups
}

/// The messages that a button meant.
pub(super) fn meant(messages: Vec<Unanswered>, batch: Batch) -> Option<Group> {
    let until: Vec<Unanswered> = messages.into_iter().filter(|message| message.id <= batch.last).collect();
    if batch.first == batch.last {
        let alone: Vec<Unanswered> = until.into_iter().filter(|message| message.id == batch.first).collect();
        return (!alone.is_empty()).then_some(Group { messages: alone });
    }
    grouped(until).into_iter().find(|group| group.messages.iter().any(|message| message.id == batch.first))
}

fn plain(text: &str) -> BTreeSet<String> {
    let words = read(&without_marks(text));
    let telling = |word: &&Word| !PLAIN.contains(&word.text.as_str());
    let stems: BTreeSet<String> = words.iter().filter(telling).map(|word| word.stem.to_string()).collect();
    if stems.is_empty() { words.iter().map(|word| word.text.to_string()).collect() } else { stems }
}

/// The share of words in common (Dice's coefficient).
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let total = a.len() + b.len();
    if total == 0 { 1.0 } else { 2.0 * a.intersection(b).count() as f64 / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(texts: &[&str]) -> Vec<Unanswered> {
        let message = |(at, text): (usize, &&str)| Unanswered {
            id: i64::try_from(at).unwrap() + 1,
            text: (*text).to_owned(),
            declined: false,
            day: 1,
        };
        texts.iter().enumerate().map(message).collect()
    }

    #[test]
    fn what_says_the_same_stands_together_and_the_rest_alone() {
        let all =
            kept(&["can I drink coffee", "is coffee ok to drink?", "may I fly", "Can I drink coffee!", "how long"]);
        let groups = grouped(all.clone());
        let ids: Vec<Vec<i64>> = groups.iter().map(Group::ids).collect();
        assert_eq!(ids, [vec![1, 2, 4], vec![3], vec![5]], "{groups:?}");
        assert_eq!(groups[0].texts().len(), 2, "{:?}", groups[0].texts());
        let mut later = all.clone();
        later.extend(kept(&["", "", "", "", "", "coffee to drink"]).into_iter().skip(5));
        assert_eq!(meant(later.clone(), groups[0].batch()).unwrap().ids(), [1, 2, 4], "not what came in since");
        assert_eq!(meant(later, Batch { first: 2, last: 2 }).unwrap().ids(), [2]);
    }
}
