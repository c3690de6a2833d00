//! Why a message got its reply: what was understood, what it matched, which rule applied.

use super::Engine;
use crate::question::{Context, Question};
use crate::reply::Candidate;
use crate::text::{Message, Word};
use crate::triage::Likely;
use serde::Serialize;

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// Words that were read as others: slips mended, and what people say turned into what the FAQ says.
    pub corrected: Vec<Correction>,
    /// The words that the nearest wording of the likeliest entry holds too, in the order of the message.
    pub matched: Vec<Shared>,
    /// That wording.
    pub phrasing: Option<String>,
    /// The second likeliest entry.
    pub runner_up: Option<Candidate>,
    /// The triage rule that decided, or that saw something alarming.
    pub rule: Option<String>,
    /// The words that this rule goes by.
    pub rule_words: Vec<String>,
    /// How probable each kind of message is by the labelled messages.
    pub likely: Option<Likely>,
}

/// A word, or a run of words, and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// As typed, in lower case.
    pub typed: String,
    /// As understood.
    pub read: String,
}

/// A word in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shared {
    /// The word, as understood.
    pub word: String,
    /// How telling it is: its inverse document frequency over the entries.
    pub weight: f32,
}

impl Engine {
    /// Why a question gets its reply. It is reckoned again from the beginning: nothing is kept of an answer.
    #[must_use]
    pub fn why(&self, question: &Question<'_>, context: &Context) -> Why {
        let message = self.reader.read(question.text());
        let (verdict, opening) = self.judge.judge_and_open(&message.words);
        let (ranking, _) = self.rank(&message, opening, context);
        let mut hits = ranking.hits.iter();
        let first = hits.next();
        let likeness = first.and_then(|first| self.matcher.likeness(&message.terms, first.entry));
        let phrasing = first.zip(likeness.as_ref()).and_then(|(first, likeness)| {
            self.knowledge.entries[first.entry].wordings().nth(likeness.wording).map(str::to_owned)
        });
        let shared = likeness.map(|likeness| likeness.shared).unwrap_or_default();
        let matched =
            shared.iter().map(|(at, weight)| Shared { word: message.terms[*at].text.to_string(), weight: *weight });
        let finding = verdict.finding();
        Why {
            corrected: corrections(&message),
            matched: matched.collect(),
            phrasing,
            runner_up: hits.next().map(|hit| Candidate { id: self.id(hit), score: hit.score }),
            rule: finding.map(|finding| finding.rule.to_string()),
            rule_words: finding
                .map(|finding| finding.words.iter().map(|at| message.words[*at].typed.to_string()).collect())
                .unwrap_or_default(),
            likely: self.judge.likely(&message.words),
        }
    }
}

/// The words of a message that were read as others: corrected first, then folded.
fn corrections(message: &Message) -> Vec<Correction> {
    let mended = message.words.iter().filter(|word| word.typed != word.text);
    let mended = mended.map(|word| Correction { typed: word.typed.to_string(), read: word.text.to_string() });
    let mut corrections: Vec<Correction> = mended.collect();
    // a run that was folded stands in the first word of its term; the term's other words are blank
    let mut at = 0;
    while let Some(word) = message.terms.get(at) {
        let length = 1 + message.terms[at + 1..].iter().take_while(|word| word.typed.is_empty()).count();
        let read = joined(&message.terms[at..at + length]);
        let known = message.words.iter().any(|own| own.typed == word.typed && own.text == read);
        if word.typed != read && !known {
            corrections.push(Correction { typed: word.typed.to_string(), read });
        }
        at += length;
    }
    corrections
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}
