//! From a question to a reply: triage, then matching, then the decision.
//!
//! [`Engine::answer`] is a pure function of question, context and knowledge: no I/O, no clock, no randomness.

mod context;
mod parts;
mod strangers;
mod why;

use crate::knowledge::{Entry, Example, Group, Knowledge, Problem, Problems, Rule};
use crate::matcher::{Hit, Matcher, Ranking, Scratch};
use crate::question::{Context, Question};
use crate::reply::{Candidate, Decision, Reply};
use crate::text::{Emoji, Message, Reader, Word};
use crate::triage::{Judge, Verdict};
use parts::{after_opening, parts};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use strangers::strangers;

pub use why::{Correction, Shared, Why};

/// From this confidence on the passage is shown at once.
pub const ANSWER_AT: f32 = 0.6;
/// From this confidence on the likeliest entries are offered.
pub const SUGGEST_AT: f32 = 0.2;
/// Knowledge with fewer out-of-scope examples of its own cannot tell what it does not answer: one may have been attached from
/// an admin chat.
const FEWEST_STRANGERS: usize = 50;
/// From this confidence on an entry comes before small talk: "is it safe to kiss" asks for a passage.
const SURE_AT: f32 = 0.85;
/// From this confidence on an entry comes before a personal reply whose rule is doubtful.
const CERTAIN_AT: f32 = 0.9;
/// How many entries are offered at most.
const SUGGESTIONS: usize = 3;
/// An entry is offered beside the first one if it is at least this share as likely.
const OFFER_SHARE: f32 = 0.1;
/// The second of two questions in one message is answered from this confidence on.
const SECOND_AT: f32 = 0.83;
/// A related entry is offered under a personal reply from this confidence on.
const OFFER_AT: f32 = 0.35;
/// What a part of a long message loses in confidence for every other part: with many parts one looks likely by chance.
const PART_PENALTY: f32 = 0.02;
/// What a part that is no question keeps of its confidence beside one with a question mark.
const UNASKED: f32 = 0.55;
/// What a story of more words than this keeps of its confidence as a whole, beside a question in it.
const WHOLE_STORY: f32 = 0.8;
const LONG_STORY: usize = 24;
/// A message of two sentences is nothing unusual.
const USUAL_PARTS: usize = 2;
/// The most that it loses.
const LARGEST_PENALTY: f32 = 0.2;

/// Answers questions from one knowledge.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::unsafe_derive_deserialize, reason = "the unsafe code is in what `thread_local!` becomes")]
pub struct Engine {
    knowledge: Knowledge,
    reader: Reader,
    judge: Judge,
    matcher: Matcher,
}

impl Engine {
    /// Prepares a knowledge: builds the lexicon, trains the matcher, compiles the triage rules. The rules' phrases and
    /// the labelled messages are dropped once learnt; [`Engine::knowledge`] no longer holds them. Knowledge with hardly any
    /// out-of-scope examples learns from ordinary messages about other subjects what it does not answer.
    #[must_use]
    pub fn new(mut knowledge: Knowledge) -> Self {
        let (reader, rules) = std::thread::scope(|scope| {
            let rules = scope.spawn(|| Judge::new(&knowledge.triage));
            (reader_for(&knowledge), joined(rules))
        });
        // one after the other: together they would take twice the memory
        let judge = rules.with_classifier(&knowledge, &reader);
        if knowledge.out_of_scope.len() < FEWEST_STRANGERS {
            let strangers = strangers(&knowledge, &reader);
            knowledge.out_of_scope.extend(strangers);
        }
        knowledge.messages = Vec::new();
        let matcher = Matcher::new(&knowledge, &reader);
        knowledge.triage.forget_phrases();
        Self { knowledge, reader, judge, matcher }
    }

    /// The knowledge it answers from.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The reply to a question.
    #[must_use]
    pub fn answer(&self, question: &Question<'_>, context: &Context) -> Reply {
        let message = self.reader.read(question.text());
        let (verdict, opening) = self.judge.judge_and_open(&message.words);
        let (ranking, second) = self.rank(&message, opening, context);
        let confidence = ranking.confidence();
        let more = context::more(self, &message, context);
        let worded_so = self.worded_so(&message.words);
        let mut decision = match &verdict {
            Verdict::Urgent(finding) => Decision::Urgent { reply: finding.reply.to_string() },
            // whoever wrote the wording meant it to be answered, whatever it sounds like
            Verdict::Personal { alarming, .. } if !worded_so.is_empty() => {
                Decision::Answer { entries: worded_so, alarming: alarming.is_some() }
            }
            Verdict::Personal { alarming, doubtful: true, .. } if confidence >= CERTAIN_AT => {
                self.decide(&ranking, second, alarming.is_some())
            }
            Verdict::Personal { finding, alarming, .. } => {
                let related = ranking.hits.first().filter(|hit| hit.score >= OFFER_AT).map(|hit| self.id(hit));
                Decision::Personal { reply: finding.reply.to_string(), related, alarming: alarming.is_some() }
            }
            Verdict::Smalltalk { .. } | Verdict::Clear if !worded_so.is_empty() && context.entry.is_none() => {
                Decision::Answer { entries: worded_so, alarming: false }
            }
            Verdict::Smalltalk { .. } | Verdict::Clear if more.is_some() => {
                Decision::Suggest { entries: more.unwrap_or_default(), alarming: false }
            }
            Verdict::Smalltalk { finding, sure }
                if *sure
                    || confidence < SURE_AT
                    || context.entry.is_some() && LEAVE_TAKING.contains(&&*finding.reply) =>
            {
                Decision::Smalltalk { reply: finding.reply.to_string() }
            }
            Verdict::Alarming(_) => self.decide(&ranking, second, true),
            Verdict::Smalltalk { .. } | Verdict::Clear => self.decide(&ranking, second, false),
        };
        if let Some(reply) = &context.urgent
            && still_urgent(&decision)
        {
            decision = Decision::Urgent { reply: reply.clone() };
        }
        let candidates = ranking.hits.iter().map(|hit| Candidate { id: self.id(hit), score: hit.score }).collect();
        Reply { decision, confidence, candidates }
    }

    /// The entries of which a message is a wording, as a whole or sentence by sentence; two at most, in the order asked.
    fn worded_so(&self, words: &[Word]) -> Vec<String> {
        let sentences = words.chunk_by(|a, b| a.sentence == b.sentence);
        let whole = self.matcher.worded_so(words).map(|entry| vec![entry]);
        let by_sentence = || sentences.map(|sentence| self.matcher.worded_so(sentence)).collect();
        let mut entries: Vec<usize> = whole.or_else(by_sentence).unwrap_or_default();
        entries.dedup();
        entries.iter().take(2).map(|entry| self.knowledge.entries[*entry].id.clone()).collect()
    }

    fn id(&self, hit: &Hit) -> String {
        self.knowledge.entries[hit.entry].id.clone()
    }

    fn decide(&self, ranking: &Ranking, second: Option<usize>, alarming: bool) -> Decision {
        let Some(first) = ranking.hits.first() else { return Decision::None { alarming } };
        if first.score >= ANSWER_AT {
            let mut entries = vec![self.id(first)];
            entries.extend(second.map(|entry| self.knowledge.entries[entry].id.clone()));
            Decision::Answer { entries, alarming }
        } else if first.score >= SUGGEST_AT {
            let likely = ranking.hits.iter().take(SUGGESTIONS).filter(|hit| hit.score >= first.score * OFFER_SHARE);
            Decision::Suggest { entries: likely.map(|hit| self.id(hit)).collect(), alarming }
        } else {
            Decision::None { alarming }
        }
    }

    /// Ranks the whole message and its parts; the surest reading wins. Of two questions, the ranking of the first and the
    /// entry of the second, in the order asked.
    fn rank(&self, message: &Message, opening: usize, context: &Context) -> (Ranking, Option<usize>) {
        thread_local! {
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        SCRATCH.with_borrow_mut(|scratch| self.rank_with(message, opening, context, scratch))
    }

    fn rank_with(
        &self,
        message: &Message,
        opening: usize,
        context: &Context,
        scratch: &mut Scratch,
    ) -> (Ranking, Option<usize>) {
        let mut best = context::rank(self, message, context, scratch);
        // what stands behind a fear or an excuse is what is asked
        if let Some(words) = after_opening(&message.words, opening) {
            let rest = self.reader.fold(words, &message.asked);
            let ranking = context::rank(self, &rest, context, scratch);
            if ranking.confidence() > best.confidence() {
                best = ranking;
            }
        }
        let mut asked: Vec<Ranking> = Vec::new();
        let parts = parts(&message.terms);
        // where somebody put a question mark, the story around it is not what is asked
        let marked = |part: &[Word]| part.first().is_some_and(|word| message.asked.contains(&word.sentence));
        let somewhere = parts.iter().any(|part| marked(part));
        if somewhere && message.terms.len() > LONG_STORY {
            best.hits.iter_mut().for_each(|hit| hit.score *= WHOLE_STORY);
        }
        let penalty = (PART_PENALTY * parts.len().saturating_sub(USUAL_PARTS) as f32).min(LARGEST_PENALTY);
        for part in parts {
            let mut ranking = self.matcher.rank(part, scratch);
            for hit in &mut ranking.hits {
                hit.score *= if somewhere && !marked(part) { UNASKED } else { 1.0 - penalty };
            }
            let Some(top) = ranking.hits.first().copied() else { continue };
            let same = |other: &Ranking| other.hits.first().is_some_and(|first| first.entry == top.entry);
            if top.score >= SECOND_AT && !asked.iter().any(same) {
                asked.push(ranking.clone());
            }
            if top.score > best.confidence() {
                best = ranking;
            }
        }
        // of more than two, the two surest
        while asked.len() > 2 {
            let least = (0..asked.len()).min_by(|a, b| asked[*a].confidence().total_cmp(&asked[*b].confidence()));
            asked.remove(least.unwrap_or_default());
        }
        match <[Ranking; 2]>::try_from(asked) {
            Ok([first, second]) => {
                let second = second.hits.first().map(|hit| hit.entry);
                (first, second)
            }
            Err(_) => (best, None),
        }
    }

    /// What is wrong with the knowledge that only answering shows: questions that do not find their own entry, and
    /// triage rules that do not do what their examples say.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        let mut scratch = Scratch::default();
        for entry in &self.knowledge.entries {
            let ranking = self.matcher.rank(&self.reader.read(&entry.question).terms, &mut scratch);
            match ranking.hits.first().map(|hit| &self.knowledge.entries[hit.entry]) {
                Some(found) if found.id == entry.id => {}
                found => {
                    let other = found.map_or("nothing", |found| found.id.as_str());
                    let what = format!("the question of `{}` finds `{other}`", entry.id);
                    problems.error(&entry.places.question, what, "reword it, or move the phrasings that fit both");
                }
            }
        }
        for rule in &self.knowledge.triage.rules {
            self.check_rule(rule, &mut problems);
        }
        problems.sorted()
    }

    fn check_rule(&self, rule: &Rule, problems: &mut Problems) {
        let judge = |example: &Example| self.judge.judge_by_rules(&self.reader.read(&example.message).words);
        for example in &rule.examples {
            let verdict = judge(example);
            let message = &example.message;
            match verdict.of(rule.kind) {
                Some(finding) if *finding.reply == *rule.reply => {}
                Some(finding) => {
                    let what = format!(
                        "rule `{}` leaves its example \"{message}\" to rule `{}`, whose reply is `{}` and not `{}`",
                        rule.id, finding.rule, finding.reply, rule.reply
                    );
                    problems.error(
                        &example.place,
                        what,
                        "narrow that rule, move this one before it, or delete the example",
                    );
                }
                None => {
                    let what = format!("rule `{}` misses its example \"{message}\"", rule.id);
                    problems.error(&example.place, what, "widen the rule's concepts, or delete the example");
                }
            }
        }
        for example in &rule.counterexamples {
            if judge(example).kind() == Some(rule.kind) {
                let what =
                    format!("rule `{}` or one like it catches its counterexample \"{}\"", rule.id, example.message);
                problems.error(&example.place, what, "narrow the rule, or delete the counterexample");
            }
        }
    }
}

/// Small talk that may follow an urgent reply, and that after a passage is meant, whatever it names.
const LEAVE_TAKING: [&str; 4] = ["thanks", "goodbye", "help-coming", "eased"];

/// Whether the message behind an urgent reply goes on about the emergency ("yes", "it doesn't help", "30 of them"): only a
/// question that has a passage, and thanks, are another matter.
fn still_urgent(decision: &Decision) -> bool {
    match decision {
        Decision::Answer { .. } | Decision::Urgent { .. } => false,
        Decision::Smalltalk { reply } => !LEAVE_TAKING.contains(&reply.as_str()),
        Decision::Suggest { .. } | Decision::None { .. } | Decision::Personal { .. } => true,
    }
}

/// What a thread came to; a panic there is a defect of ours and goes on here.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The reader of a knowledge: its lexicon is everything that its people may write.
fn reader_for(knowledge: &Knowledge) -> Reader {
    let vocabulary = &knowledge.vocabulary;
    let wordings = knowledge.entries.iter().flat_map(Entry::wordings);
    let others = knowledge.triage.phrase_words();
    let messages = knowledge.messages.iter().map(|message| message.text.as_str());
    let strangers = knowledge.out_of_scope.iter().map(String::as_str).chain(messages);
    let ordinary = vocabulary.keep.iter().chain(&knowledge.triage.ordinary).map(String::as_str);
    let emoji = Emoji::new(knowledge.triage.emoji.iter().map(|(sign, words)| (sign.as_str(), words.as_str())));
    Reader::new(wordings, others, strangers, ordinary, vocabulary.groups.iter().flat_map(Group::pairs))
        .with_emoji(emoji)
}
