//! Matching: how well each entry answers a message, and how sure that is.
//!
//! ```text
//! words -> Counts (which features, how often) -> Model: scores of each entry -> Ranking -> calibrated confidence
//! ```
//!
//! A `model::Model` is derived from the wordings when the knowledge is loaded, twice: once from every wording, and once
//! from four of five, so that the fifth tells how far its confidence can be trusted (`calibration`).

mod bm25;
mod calibration;
mod centroids;
mod model;

use crate::knowledge::Knowledge;
use crate::learning::{Ids, Numbering, Space, Texts, lot, text_key};
use crate::text::{Message, Reader, Word};
use calibration::Calibration;
use model::{Lessons, Model};
use serde::{Deserialize, Serialize};

pub use model::Scratch;

/// Every so many wordings of an entry one is held out to calibrate the confidence.
const HELD_OUT: usize = 5;
/// The confidence rests on about so many held-out wordings at most: more would tell no more.
const MOST_HELD_OUT: usize = 1_000;
/// The draw of those that are held out; an epoch's is none so high.
const HELD_OUT_DRAW: u64 = u64::MAX;

/// One entry's place in a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Index into [`Knowledge::entries`].
    pub entry: usize,
    /// How probable it is that this entry answers the message, 0 to 1. Only the first hit's is calibrated; the
    /// others fall from it with their score.
    pub score: f32,
}

/// How the entries rank for a message.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// The likeliest entries, best first; all of them up to 64. Empty for a message without words.
    pub hits: Vec<Hit>,
}

impl Ranking {
    /// The first hit's score; 0 without hits.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.hits.first().map_or(0.0, |hit| hit.score)
    }
}

/// What an entry has in common with a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The nearest wording: 0 for the entry's question, from 1 on its phrasings.
    pub wording: usize,
    /// The positions of the message's words that this wording holds too, each with how telling the word is: its inverse
    /// document frequency over the entries.
    pub shared: Vec<(usize, f32)>,
}

/// Ranks entries for messages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Matcher {
    ids: Ids,
    space: Space,
    model: Model,
    calibration: Calibration,
    /// The hash of each wording and its entry, in order.
    wordings: Vec<(u64, u32)>,
}

impl Matcher {
    /// Learns the entries' wordings and the out-of-scope examples, read by `reader`. Cost: some tenths of a second for seven
    /// thousand of them; see the benchmarks.
    #[must_use]
    pub fn new(knowledge: &Knowledge, reader: &Reader) -> Self {
        let mut met = Numbering::default();
        let mut texts = Texts::default();
        let mut wordings_by_key: Vec<(u64, u32)> = Vec::new();
        let (mut class_of, mut keys): (Vec<u32>, Vec<u64>) = (Vec::new(), Vec::new());
        let entries = knowledge.entries.len();
        let wordings = knowledge
            .entries
            .iter()
            .enumerate()
            .flat_map(|(class, entry)| entry.wordings().map(move |text| (class, text)));
        let out_of_scope = knowledge.out_of_scope.iter().map(|example| (entries, example.as_str()));
        for (class, text) in wordings.chain(out_of_scope) {
            let Message { words, terms, .. } = reader.read(text);
            texts.learn(&terms, &mut met);
            if class < entries {
                wordings_by_key.push((text_key(&words), class as u32));
            }
            class_of.push(class as u32);
            keys.push(text_key(&terms));
        }
        let (texts, ids, features) = texts.settle(met);
        let lessons = Lessons::new(texts, features, class_of, keys, entries);
        // the two do not need each other: on two cores they take the time of one
        let (calibration, model) = std::thread::scope(|scope| {
            let calibration = scope.spawn(|| calibrate(&lessons));
            let model = Model::new(&lessons, |_| true);
            // a panic there is a defect of ours and goes on here
            (calibration.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), model)
        });
        wordings_by_key.sort_unstable();
        wordings_by_key.dedup();
        Self { ids, space: lessons.space, model, calibration, wordings: wordings_by_key }
    }

    /// Ranks the entries for a message's terms. `scratch` is working memory to use again.
    #[must_use]
    pub fn rank(&self, terms: &[Word], scratch: &mut Scratch) -> Ranking {
        self.rank_by(terms, true, scratch)
    }

    /// The same for a message that may be half a question, or is joined from two: how near it is to any wording says
    /// nothing.
    #[must_use]
    pub fn rank_loosely(&self, terms: &[Word], scratch: &mut Scratch) -> Ranking {
        self.rank_by(terms, false, scratch)
    }

    fn rank_by(&self, terms: &[Word], compared: bool, scratch: &mut Scratch) -> Ranking {
        scratch.message.clear();
        scratch.message.count(terms, &self.ids);
        let Some(best) = self.model.rank(&self.space, compared, scratch) else { return Ranking::default() };
        let confidence = self.calibration.confidence(best.evidence);
        let hit =
            |(entry, behind): &(u32, f32)| Hit { entry: *entry as usize, score: confidence * libm::expf(*behind) };
        Ranking { hits: scratch.order.iter().map(hit).collect() }
    }

    /// The entry of which a message's words are a wording, slips mended; none where two entries have it.
    #[must_use]
    pub fn worded_so(&self, words: &[Word]) -> Option<usize> {
        let key = text_key(words);
        let from = self.wordings.partition_point(|(other, _)| *other < key);
        let mut same = self.wordings[from..].iter().take_while(|(other, _)| *other == key);
        let (_, entry) = same.next()?;
        same.next().is_none().then_some(*entry as usize)
    }

    /// What an entry has in common with a message's terms; nothing for an entry that is not there.
    #[must_use]
    pub fn likeness(&self, terms: &[Word], entry: usize) -> Option<Likeness> {
        let mut scratch = Scratch::default();
        scratch.message.count(terms, &self.ids);
        let wording = self.model.nearest_wording(&self.space, entry, &mut scratch)?;
        let shared = terms.iter().enumerate().filter_map(|(at, word)| {
            let stem = self.ids.stem(word).filter(|stem| self.model.holds(entry, wording, *stem))?;
            Some((at, self.space.idf(stem)))
        });
        Some(Likeness { wording, shared: shared.collect() })
    }
}

/// How far the confidence of a model can be trusted that has not seen some of the wordings.
fn calibrate(lessons: &Lessons) -> Calibration {
    let held_out = held_out(lessons);
    let model = Model::new(lessons, |text| !held_out[text]);
    let mut scratch = Scratch::default();
    let (wordings, others): (Vec<usize>, Vec<usize>) =
        (0..held_out.len()).filter(|text| held_out[*text]).partition(|text| lessons.is_wording(*text));
    // with many more examples of what no entry answers than of what one does, all would be doubted
    let every = others.len().div_ceil(wordings.len().max(1)).max(1);
    let tried = wordings.into_iter().chain(others.into_iter().step_by(every));
    let samples = tried.filter_map(|text| {
        lessons.ask(text, &mut scratch);
        let best = model.rank(&lessons.space, true, &mut scratch)?;
        Some((best.evidence, lessons.class_of[text] as usize == best.entry))
    });
    Calibration::fit(&samples.collect::<Vec<_>>())
}

/// Which texts are held out: of each class the first fifth by lot, and of large knowledge fewer.
fn held_out(lessons: &Lessons) -> Vec<bool> {
    let Lessons { class_of, keys, .. } = lessons;
    let every = HELD_OUT.max(class_of.len() / MOST_HELD_OUT);
    let mut held_out = vec![false; class_of.len()];
    let mut from = 0;
    for class in class_of.chunk_by(|a, b| a == b) {
        let mut drawn: Vec<usize> = (from..from + class.len()).collect();
        drawn.sort_by_cached_key(|text| (lot(keys[*text], HELD_OUT_DRAW), *text));
        drawn.iter().take(class.len() / every).for_each(|text| held_out[*text] = true);
        from += class.len();
    }
    held_out
}
