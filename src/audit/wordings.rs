//! Wordings that read the same once slips, endings and vocabulary are taken into account.

use crate::knowledge::{Entry, Group, Knowledge, Place, Problems};
use crate::text::{Folding, Word, read};
use rustc_hash::FxHashMap;

/// Words that change nothing about what is asked.
const IDLE: [&str; 5] = ["a", "an", "the", "please", "pls"];

/// A wording as it was met first.
#[derive(Clone, Copy)]
struct Met<'k> {
    entry: &'k Entry,
    wording: &'k str,
}

pub(super) fn check(knowledge: &Knowledge, problems: &mut Problems) {
    let folding = Folding::new(knowledge.vocabulary.groups.iter().flat_map(Group::pairs), read);
    let mut seen: FxHashMap<String, Met<'_>> = FxHashMap::default();
    for entry in &knowledge.entries {
        let places = std::iter::once(&entry.places.question).chain(&entry.places.phrasings);
        for (wording, place) in entry.wordings().zip(places) {
            let key = stems(&folding.fold(&read(wording)));
            let Some(first) = seen.get(&key) else {
                seen.insert(key, Met { entry, wording });
                continue;
            };
            tell(*first, Met { entry, wording }, place, problems);
        }
    }
}

/// The stems that carry the meaning, in order.
fn stems(words: &[Word]) -> String {
    let telling: Vec<&str> =
        words.iter().filter(|word| !IDLE.contains(&word.text.as_str())).map(|word| word.stem.as_str()).collect();
    telling.join(" ")
}

fn tell(first: Met<'_>, second: Met<'_>, place: &Place, problems: &mut Problems) {
    let (one, other) = (read(first.wording), read(second.wording));
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
    if texts(&one) == texts(&other) {
        return; // the same words: loading has noted it
    }
    let id = &second.entry.id;
    if first.entry.id == *id {
        let what =
            format!("\"{}\" adds nothing to \"{}\" in `{id}`: they read the same", second.wording, first.wording);
        problems.note(place, what, "delete it, or ask in other words");
        return;
    }
    let by_vocabulary = stems(&one) != stems(&other);
    let why = if by_vocabulary { "once the vocabulary is applied" } else { "but for endings and idle words" };
    let what = format!(
        "\"{}\" of `{}` and \"{}\" of `{id}` are the same {why}",
        first.wording, first.entry.id, second.wording
    );
    let remedy = if by_vocabulary {
        "take the variant out of vocabulary.toml, or leave the wording to one entry"
    } else {
        "leave it to one of the two entries"
    };
    problems.warning(place, what, remedy);
}
