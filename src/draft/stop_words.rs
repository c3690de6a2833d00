//! English words that say nothing about a subject: articles, pronouns, auxiliaries, prepositions, conjunctions.
//!
//! A list of our own: crates that hold such lists bring those of sixty languages, which were a fifth of the program.

use super::clause_words::Words;

/// In the order of the alphabet.
const STOP_WORDS: Words = Words(
    "a about above across after afterwards again against all almost along already also although always am among \
     an and another any anyone anything are around as at away back be became because become becomes been before \
     behind being below beside besides between both but by can cannot could did do does doing done down during \
     each either else enough even ever every everyone everything few for from further get gets give given go goes \
     had has have having he her here hers herself him himself his how however i if in instead into is it its \
     itself just least less made make makes many may me might mine more moreover most much must my myself neither \
     never no nor not nothing now of off often on once one only or other others our ours out over own per perhaps \
     rather same she should since so some someone something sometimes still such than that the their them then \
     there these they this those through to too under until up upon us very was we well were what when where \
     whether which while who whom whose why will with within without would you your",
);

/// Whether a word, in lower case, says nothing about a subject.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}
