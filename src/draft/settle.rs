//! Tries the draft on the engine and mends what does not find its way: a question must find its own entry.

use super::Draft;
use crate::engine::Engine;
use crate::knowledge::{Entry, EntryPlaces, Group, Knowledge, Place, Source, Version, Vocabulary, built_in};
use crate::text::{Folding, read};
use rustc_hash::FxHashSet;

/// How often questions are exchanged before a draft is left as it is.
const ROUNDS: usize = 12;

/// Gives each entry the first of its questions that finds it, and leaves a wording to one entry only.
pub(super) fn settle(draft: &mut Draft) {
    exchange(draft);
    drop_alike(draft);
}

/// Drops phrasings that the vocabulary makes the same as a question, or as a phrasing of an entry before.
fn drop_alike(draft: &mut Draft) {
    let pairs =
        draft.vocabulary.iter().flat_map(|(term, variants)| variants.iter().map(move |variant| (&**variant, &**term)));
    let folding = Folding::new(pairs, read);
    let key = |wording: &str| {
        let words = folding.fold(&read(wording));
        words.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut seen: FxHashSet<String> =
        draft.entries.iter().filter_map(|entry| entry.questions.first()).map(|question| key(question)).collect();
    for entry in &mut draft.entries {
        entry.phrasings.retain(|phrasing| seen.insert(key(phrasing)));
    }
}

fn exchange(draft: &mut Draft) {
    for _ in 0..ROUNDS {
        let lost = lost(draft);
        if lost.is_empty() {
            return;
        }
        for at in lost {
            let entry = &mut draft.entries[at];
            if entry.questions.len() > 1 {
                entry.questions.remove(0);
            }
        }
    }
}

/// The entries whose question finds another entry.
fn lost(draft: &Draft) -> Vec<usize> {
    let faults = Engine::new(knowledge(draft)).check();
    faults.iter().map(|fault| fault.place.line).collect()
}

/// The draft as the engine takes it. The lines of its places are the positions of the entries.
fn knowledge(draft: &Draft) -> Knowledge {
    let place = |line: usize| Place { file: "draft".into(), line };
    let entries = draft.entries.iter().enumerate().map(|(at, entry)| Entry {
        id: entry.id.clone(),
        question: entry.questions.first().cloned().unwrap_or_default(),
        phrasings: entry.phrasings.clone(),
        passage: entry.passage.clone(),
        covered: entry.covered,
        related: entry.related.clone(),
        section: entry.section.clone(),
        paragraphs: entry.paragraphs.clone(),
        reviewed: false,
        source: 0,
        places: EntryPlaces {
            entry: place(at),
            id: place(at),
            question: place(at),
            passage: place(at),
            section: place(at),
            phrasings: vec![place(at); entry.phrasings.len()],
            related: vec![place(at); entry.related.len()],
        },
    });
    let groups = draft.vocabulary.iter().map(|(term, variants)| Group {
        term: term.clone(),
        variants: variants.clone(),
        place: place(0),
    });
    let source = Source {
        title: draft.title.clone(),
        author: draft.author.clone(),
        language: "en".to_owned(),
        reviewed: None,
        topic: draft.topic.clone(),
        place: place(0),
    };
    // the built-in triage, without its rules' examples: those are checked with the shipped knowledge
    let mut triage = built_in().knowledge.triage;
    triage.rules.iter_mut().for_each(|rule| {
        rule.examples.clear();
        rule.counterexamples.clear();
    });
    Knowledge {
        sources: vec![source],
        entries: entries.collect(),
        vocabulary: Vocabulary { groups: groups.collect(), keep: draft.keep.clone() },
        triage,
        out_of_scope: draft.out_of_scope.clone(),
        messages: Vec::new(),
        version: Version::default(),
    }
}
