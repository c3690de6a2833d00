//! Matching: how well each entry answers a message, and how sure that is.
//!
//! ```text
//! words -> Counts (which features, how often) -> Model: scores of each entry -> Ranking -> calibrated confidence
//! ```
//!
//! A [`model::Model`] is all that is derived from the wordings; it is built when the knowledge is loaded, twice: once from
//! every wording, and once from four of five, so that the fifth tells how far its confidence can be trusted
//! ([`calibration`]). Nothing derived is kept in a file.

mod bm25;
mod calibration;
mod centroids;
mod features;
mod layer;
mod model;

use crate::knowledge::Knowledge;
use crate::text::{Reader, Word};
use calibration::Calibration;
use features::{Ids, Texts};
use model::{Class, Model};

pub use model::Scratch;

/// Every so many wordings of an entry one is held out to calibrate the confidence.
const HELD_OUT: usize = 5;
/// The confidence rests on about so many held-out wordings at most: more would tell no more.
const MOST_HELD_OUT: usize = 1_000;

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
    /// The likeliest entries, best first; all of them up to [`model::MOST_HITS`]. Empty for a message without words.
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
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    ids: Ids,
    model: Model,
    calibration: Calibration,
}

impl Matcher {
    /// Learns the entries' wordings and the out-of-scope examples, read by `reader`. Cost: a few tens of
    /// milliseconds for three thousand of them; see the benchmarks.
    #[must_use]
    pub fn new(knowledge: &Knowledge, reader: &Reader) -> Self {
        let mut ids = Ids::default();
        let mut texts = Texts::default();
        let mut classes: Vec<Class> = Vec::new();
        for (entry, wordings) in knowledge.entries.iter().enumerate() {
            for wording in wordings.wordings() {
                texts.learn(&reader.read(wording).terms, &mut ids);
                classes.push(Class::Entry(entry as u32));
            }
        }
        for example in &knowledge.out_of_scope {
            texts.learn(&reader.read(example).terms, &mut ids);
            classes.push(Class::OutOfScope);
        }
        let entries = knowledge.entries.len();
        let held_out = held_out(&classes);
        // the two do not need each other: on two cores they take the time of one
        let (calibration, model) = std::thread::scope(|scope| {
            let calibrate = || Self::calibrate(&texts, &classes, &held_out, ids.len(), entries);
            let calibration = scope.spawn(calibrate);
            let all = Model::new(&texts, &classes, |_| true, ids.len(), entries);
            // a panic there is a defect of ours; without its result the usual calibration serves
            (calibration.join().unwrap_or_default(), all)
        });
        let (model, numbers) = model;
        ids.renumber(&numbers);
        Self { ids, model, calibration }
    }

    fn calibrate(texts: &Texts, classes: &[Class], held_out: &[bool], features: usize, entries: usize) -> Calibration {
        let (model, numbers) = Model::new(texts, classes, |text| !held_out[text], features, entries);
        let mut scratch = Scratch::default();
        let tried = (0..classes.len()).filter(|text| held_out[*text]);
        let samples = tried.filter_map(|text| {
            scratch.message.clear();
            scratch.message.push(texts.get(text), &numbers);
            let best = model.rank(&mut scratch)?;
            Some((best.evidence, classes[text] == Class::Entry(best.entry as u32)))
        });
        Calibration::fit(&samples.collect::<Vec<_>>())
    }

    /// Ranks the entries for a message's terms. `scratch` is working memory to use again.
    #[must_use]
    pub fn rank(&self, terms: &[Word], scratch: &mut Scratch) -> Ranking {
        scratch.message.clear();
        scratch.message.count(terms, &self.ids);
        let Some(best) = self.model.rank(scratch) else { return Ranking::default() };
        let confidence = self.calibration.confidence(best.evidence);
        let hit =
            |(entry, behind): &(u32, f32)| Hit { entry: *entry as usize, score: confidence * libm::expf(*behind) };
        Ranking { hits: scratch.order.iter().map(hit).collect() }
    }

    /// What an entry has in common with a message's terms; nothing for an entry that is not there.
    #[must_use]
    pub fn likeness(&self, terms: &[Word], entry: usize) -> Option<Likeness> {
        let mut message = Texts::default();
        message.count(terms, &self.ids);
        let (wording, stems) = self.model.nearest(entry, message.get(0).stems)?;
        let shared = terms.iter().enumerate().filter_map(|(at, word)| {
            let stem = self.ids.stem(word).filter(|stem| stems.contains(stem))?;
            Some((at, self.model.idf(stem)))
        });
        Some(Likeness { wording, shared: shared.collect() })
    }
}

/// Which texts are held out: every fifth of a class, and of large knowledge fewer.
fn held_out(classes: &[Class]) -> Vec<bool> {
    let every = HELD_OUT.max(classes.len() / MOST_HELD_OUT);
    let mut place = 0;
    let mut before = None;
    let mut hold = |class: &Class| {
        place = if before == Some(*class) { place + 1 } else { 0 };
        before = Some(*class);
        place % every == every - 1
    };
    classes.iter().map(&mut hold).collect()
}
