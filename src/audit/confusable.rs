//! Entries that are taken for each other, and wordings that a triage rule catches.
//!
//! An entry's wordings are learnt, so asked again they mostly find it. How it fares with wordings that were not learnt
//! shows when a part of them is held out: the rest is learnt, the part is asked, and so on for each part.

use crate::engine::Engine;
use crate::knowledge::{Entry, Knowledge, Place, Problems};
use crate::question::{Context, Question};
use crate::reply::{Decision, Reply};

/// Into how many parts the phrasings are split.
const PARTS: usize = 5;
/// From this many phrasings, and this share of an entry's phrasings, answered by one other entry the two are too alike.
const MANY: usize = 3;
const LARGE_SHARE: f64 = 0.15;
/// Fewer are not worth a note.
const SOME: usize = 2;

/// A phrasing of `entry` that another entry answers.
struct Confusion<'k> {
    entry: &'k Entry,
    other: String,
    phrasing: &'k str,
    place: &'k Place,
    other_score: f32,
    own_score: f32,
}

pub(super) fn check(knowledge: &Knowledge, engine: &Engine, problems: &mut Problems) {
    caught(knowledge, engine, problems);
    let confusions: Vec<Confusion<'_>> = (0..PARTS).flat_map(|part| held_out(knowledge, part)).collect();
    tell_pairs(&confusions, problems);
}

fn reply_to(engine: &Engine, wording: &str) -> Reply {
    engine.answer(&Question::new(wording), &Context::default())
}

/// Wordings that never get their passage, because they sound like something that triage looks for.
fn caught(knowledge: &Knowledge, engine: &Engine, problems: &mut Problems) {
    for entry in &knowledge.entries {
        let places = std::iter::once(&entry.places.question).chain(&entry.places.phrasings);
        for (wording, place) in entry.wordings().zip(places) {
            let decision = reply_to(engine, wording).decision;
            let what =
                format!("\"{wording}\" of `{}` gets the reply to {}, not its passage", entry.id, decision.name());
            match decision {
                // an emergency is never taken for a question, so whoever asks so will not see the passage
                Decision::Urgent { .. } => problems.warning(
                    place,
                    what,
                    "reword it so that it asks in general, or narrow the rule in triage.toml with it as a counterexample",
                ),
                Decision::Smalltalk { .. } | Decision::Personal { .. } => problems.note(
                    place,
                    what,
                    "reword it, or narrow the rule in triage.toml with it as a counterexample",
                ),
                _ => {}
            }
        }
    }
}

/// The phrasings of one part that another entry answers when they are not learnt.
fn held_out(knowledge: &Knowledge, part: usize) -> Vec<Confusion<'_>> {
    let is_held = |at: usize| at % PARTS == part;
    let mut rest = knowledge.clone();
    for entry in &mut rest.entries {
        let phrasings = std::mem::take(&mut entry.phrasings);
        entry.phrasings =
            phrasings.into_iter().enumerate().filter(|(at, _)| !is_held(*at)).map(|(_, text)| text).collect();
    }
    let engine = Engine::new(rest);
    let mut confusions = Vec::new();
    for entry in &knowledge.entries {
        let places = entry.phrasings.iter().zip(&entry.places.phrasings).enumerate();
        for (_, (phrasing, place)) in places.filter(|(at, _)| is_held(*at)) {
            let reply = reply_to(&engine, phrasing);
            let Decision::Answer { entries, .. } = &reply.decision else { continue };
            if entries.contains(&entry.id) {
                continue;
            }
            let score =
                |id: &str| reply.candidates.iter().find(|other| other.id == id).map_or(0.0, |other| other.score);
            let other = entries[0].clone();
            let (other_score, own_score) = (score(&other), score(&entry.id));
            confusions.push(Confusion { entry, other, phrasing, place, other_score, own_score });
        }
    }
    confusions
}

/// One finding a pair of entries: how often, and its clearest case.
fn tell_pairs(confusions: &[Confusion<'_>], problems: &mut Problems) {
    let mut told: Vec<(&str, &str)> = Vec::new();
    for confusion in confusions {
        let pair = (confusion.entry.id.as_str(), confusion.other.as_str());
        if told.contains(&pair) {
            continue;
        }
        told.push(pair);
        let of_pair = || confusions.iter().filter(|other| (other.entry.id.as_str(), other.other.as_str()) == pair);
        let gap = |confusion: &&Confusion<'_>| confusion.other_score - confusion.own_score;
        let (count, all) = (of_pair().count(), confusion.entry.phrasings.len());
        let Some(worst) = of_pair().max_by(|a, b| gap(a).total_cmp(&gap(b))).filter(|_| count >= SOME) else {
            continue;
        };
        let what = format!(
            "`{}` is taken for `{}`: {count} of its {all} phrasings, when they are not learnt, as \"{}\" ({:.2} against {:.2})",
            pair.0, pair.1, worst.phrasing, worst.other_score, worst.own_score
        );
        let remedy = "move such phrasings to the other entry, or tell the two entries further apart";
        if count >= MANY && count as f64 >= LARGE_SHARE * all as f64 {
            problems.warning(worst.place, what, remedy);
        } else {
            problems.note(worst.place, what, remedy);
        }
    }
}
