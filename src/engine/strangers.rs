//! Messages that no entry answers, for a knowledge that brings hardly any of its own: without them, whatever is asked
//! would resemble one of its entries most.

use crate::knowledge::{Entry, Knowledge};
use crate::text::Reader;
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// A stem in more than one of so many messages tells no subject: "what", "help", "symptom".
const COMMON: usize = 100;

/// The ordinary messages among the labelled ones, without those that share a telling word with an entry: they may well be
/// what it answers.
pub(super) fn strangers(knowledge: &Knowledge, reader: &Reader) -> Vec<String> {
    let stems = |text: &str| -> FxHashSet<CompactString> {
        reader.read(text).terms.into_iter().map(|word| word.stem).collect()
    };
    let own: FxHashSet<CompactString> = knowledge.entries.iter().flat_map(Entry::wordings).flat_map(&stems).collect();
    let ordinary = knowledge.messages.iter().filter(|message| message.kind.is_none());
    let messages: Vec<(&str, FxHashSet<CompactString>)> =
        ordinary.map(|message| (message.text.as_str(), stems(&message.text))).collect();
    let mut held: FxHashMap<&str, usize> = FxHashMap::default();
    for stem in messages.iter().flat_map(|(_, stems)| stems) {
        *held.entry(stem).or_default() += 1;
    }
    let telling = |stem: &CompactString| held.get(stem.as_str()).is_none_or(|times| times * COMMON < messages.len());
    let foreign = |stems: &FxHashSet<CompactString>| !stems.iter().any(|stem| own.contains(stem) && telling(stem));
    messages.iter().filter(|(_, stems)| foreign(stems)).map(|(text, _)| (*text).to_owned()).collect()
}
