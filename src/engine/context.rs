//! A message that leans on the one before: "and if there are none?" after the symptoms.
//!
//! Such a message is ranked twice, by itself and together with the question that the chat saw last; what people ask
//! next after that question is likelier, the question itself less so.

use super::Engine;
use crate::matcher::{Hit, Ranking, Scratch};
use crate::question::Context;
use crate::text::{Message, Word};

/// A message of more words than this stands by itself.
const LONGEST: usize = 14;
/// A message of so many words may say too little by itself; one that is surely answered does not, and one that is hardly like
/// anything, or of unknown words alone, is about something else.
const SHORT: usize = 5;
const FAR_FETCHED: f32 = 0.05;
/// Words that point to something said before.
const POINTING: [&str; 22] = [
    "it", "that", "this", "those", "these", "them", "they", "one", "ones", "there", "none", "any", "either", "neither",
    "both", "other", "others", "second", "first", "last", "which", "he",
];
/// Beginnings of a message that goes on from the one before.
const GOING_ON: [&str; 8] = ["and", "so", "but", "or", "then", "also", "what about", "how about"];
/// Of a message that asks for more and says nothing else ("tell me more", "and then?"), one of these words and no others
/// than the rest.
const MORE: [&str; 8] = ["more", "else", "continue", "next", "further", "on", "then", "and"];
const BESIDES_MORE: [&str; 16] = [
    "tell",
    "me",
    "us",
    "go",
    "what",
    "anything",
    "something",
    "please",
    "ok",
    "is",
    "there",
    "so",
    "say",
    "can",
    "you",
    "yes",
];
/// How much the reading together with the question before weighs beside the message's own.
const TOGETHER: f32 = 0.4;
/// What an entry gains, in log-odds, for being related to the one that was seen.
const RELATED: f32 = 1.8;
/// What every entry gains: who goes on from a passage seldom asks for what no entry answers.
const GOES_ON: f32 = 1.2;
/// What the entry that was seen loses: nobody asks again for what stands on the screen.
const SEEN: f32 = -1.5;

/// Ranks a message in the context of what the chat saw; a message that does not lean on it is ranked by itself.
pub(super) fn rank(engine: &Engine, message: &Message, context: &Context, scratch: &mut Scratch) -> Ranking {
    let Engine { knowledge, reader, matcher, .. } = engine;
    let seen = context.entry.as_deref().and_then(|id| knowledge.entries.iter().position(|entry| entry.id == id));
    let leaning = leans(&message.words);
    let Some(seen) = seen.filter(|_| leaning || message.words.len() <= SHORT) else {
        return matcher.rank(&message.terms, scratch);
    };
    let own = matcher.rank_loosely(&message.terms, scratch);
    let known = || message.words.iter().any(|word| reader.knows(&word.text));
    let says_too_little = || (FAR_FETCHED..super::ANSWER_AT).contains(&own.confidence()) && known();
    if !leaning && !says_too_little() {
        return matcher.rank(&message.terms, scratch);
    }

    let before = reader.read(&knowledge.entries[seen].question).terms;
    let joined: Vec<Word> = message.terms.iter().chain(&before).cloned().collect();
    let together = matcher.rank_loosely(&joined, scratch);
    let related = &knowledge.entries[seen].related;
    // an entry that a ranking does not name is as unlikely there as can be
    let mut scores = vec![log_odds(0.0); knowledge.entries.len()];
    for (ranking, weight) in [(&own, 1.0 - TOGETHER), (&together, TOGETHER)] {
        for hit in &ranking.hits {
            scores[hit.entry] += (log_odds(hit.score) - log_odds(0.0)) * weight;
        }
    }
    for (at, score) in scores.iter_mut().enumerate() {
        *score += GOES_ON;
        if at == seen {
            // where the article says nothing, people press on
            *score += if knowledge.entries[at].covered { SEEN } else { 0.0 };
        } else if related.contains(&knowledge.entries[at].id) {
            *score += RELATED;
        }
    }
    let mut hits: Vec<Hit> =
        scores.iter().enumerate().map(|(entry, score)| Hit { entry, score: probability(*score) }).collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    Ranking { hits }
}

/// The entries to offer to somebody who asks for more after a passage: those that people ask next.
pub(super) fn more(engine: &Engine, message: &Message, context: &Context) -> Option<Vec<String>> {
    let seen = context.entry.as_deref().and_then(|id| engine.knowledge.entry(id))?;
    let is_of = |words: &[&str], word: &Word| words.contains(&word.text.as_str());
    let words = &message.words;
    let asks_more = words.iter().any(|word| is_of(&MORE, word))
        && words.iter().all(|word| is_of(&MORE, word) || is_of(&BESIDES_MORE, word));
    let mut next = seen.related.clone();
    next.truncate(super::SUGGESTIONS);
    (asks_more && !next.is_empty()).then_some(next)
}

/// Whether a message points to something that was said before.
fn leans(words: &[Word]) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let start = format!("{} {}", text(0), text(1));
    let goes_on = GOING_ON.iter().any(|begin| text(0) == *begin || start == *begin);
    words.len() <= LONGEST && (goes_on || words.iter().any(|word| POINTING.contains(&word.text.as_str())))
}

/// Scores this close to 0 or 1 say no more.
const SURE: f32 = 0.999;

fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(1.0 - SURE, SURE);
    libm::logf(bounded / (1.0 - bounded))
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-log_odds))
}
