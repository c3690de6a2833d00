//! Rules over what was found in a message, weighed by the signs around it.

use super::lexicon::Lexicon;
use super::message::Message;
use super::phrases::{Found, List, Phrases, Source, Span};
use crate::knowledge::{Kind, Makes, Side, Triage};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// No phrase is longer than this many pieces, gaps and fillers included: how far back a sign can begin.
const LONGEST_PHRASE: u32 = 24;

/// A rule that wants to be alone bears this many words besides its own ("help", "please", a name).
const OTHERS_ALONE: usize = 1;

/// Concepts with these names are what small talk goes by besides its rules.
const SMALL_TALK_FILLER: &str = "small-talk-filler";
const TOPIC: &str = "topic";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rule {
    pub(super) id: Arc<str>,
    pub(super) kind: Kind,
    pub(super) reply: Arc<str>,
    pub(super) when: Vec<Vec<List>>,
    with: Vec<List>,
    within: u32,
    pub(super) alone: bool,
    unless: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Sign {
    list: List,
    stops: List,
    side: Side,
    reach: u32,
    makes: Makes,
    outweighed_by: Vec<usize>,
}

/// The rules, made ready.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Rules {
    pub(super) list: Vec<Rule>,
    signs: Vec<Sign>,
    pub(super) filler: Option<List>,
    pub(super) topic: Option<List>,
}

/// How heavily a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Mentioned in general.
    Mentioned,
    /// As the rule says.
    Full,
}

/// A rule that applies.
#[derive(Debug)]
pub(super) struct Applies<'j> {
    pub(super) rule: &'j Rule,
    pub(super) weight: Weight,
    pub(super) spans: Vec<Span>,
}

impl Applies<'_> {
    /// The words that it goes by, in order.
    pub(super) fn words(&self, message: &Message) -> Vec<usize> {
        let pieces = self.spans.iter().flat_map(|span| span.start..span.end);
        let mut words: Vec<usize> = pieces.map(|at| message.pieces[at as usize].word as usize).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Makes phrases and rules ready. Names that nobody declared, which loading reports, are passed over.
pub(super) fn compile(triage: &Triage, lexicon: &mut Lexicon) -> (Phrases, Rules) {
    let mut sources: Vec<Source<'_>> = Vec::new();
    let mut source = |phrases, hidden_by_idioms| {
        sources.push(Source { phrases, hidden_by_idioms });
        sources.len() as List - 1
    };
    let idioms = source(&triage.idioms, false);
    // turns of speech take the alarm out of words; small talk ("my heart is broken") means them
    let talk =
        triage.rules.iter().filter(|rule| rule.kind == Kind::Smalltalk).flat_map(|rule| rule.when.iter().flatten());
    let talk: FxHashSet<&str> = talk.map(String::as_str).collect();
    let named = triage.concepts.iter().map(|concept| {
        let name = concept.name.as_str();
        (name, source(&concept.phrases, !talk.contains(name)))
    });
    let concepts: FxHashMap<&str, List> = named.collect();
    let numbers: FxHashMap<&str, usize> =
        triage.signs.iter().enumerate().map(|(at, sign)| (sign.name.as_str(), at)).collect();
    let numbers_of = |names: &[String]| names.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
    let signs: Vec<Sign> = triage
        .signs
        .iter()
        .map(|sign| Sign {
            list: source(&sign.phrases, false),
            stops: source(&sign.stopped_by, false),
            side: sign.side,
            reach: sign.reach,
            makes: sign.makes,
            outweighed_by: numbers_of(&sign.outweighed_by),
        })
        .collect();
    let rules = triage
        .rules
        .iter()
        .map(|rule| Rule {
            id: rule.id.as_str().into(),
            kind: rule.kind,
            reply: rule.reply.as_str().into(),
            // a set with an unknown name must not become a smaller set, which would apply to more
            when: rule
                .when
                .iter()
                .filter_map(|set| set.iter().map(|name| concepts.get(name.as_str()).copied()).collect())
                .collect(),
            with: rule
                .with
                .iter()
                .filter_map(|name| {
                    concepts
                        .get(name.as_str())
                        .copied()
                        .or_else(|| numbers.get(name.as_str()).map(|at| signs[*at].list))
                })
                .collect(),
            within: rule.within,
            alone: rule.alone,
            unless: numbers_of(&rule.unless),
        })
        .collect();
    let rules = Rules {
        list: rules,
        signs,
        filler: concepts.get(SMALL_TALK_FILLER).copied(),
        topic: concepts.get(TOPIC).copied(),
    };
    (Phrases::new(&sources, &concepts, idioms, &triage.fillers, lexicon), rules)
}

impl Rules {
    /// The rule of a kind that applies most heavily; of equals the first in the file.
    pub(super) fn heaviest(&self, kind: Kind, message: &Message, found: &Found) -> Option<Applies<'_>> {
        let mut best: Option<Applies<'_>> = None;
        for rule in self.list.iter().filter(|rule| rule.kind == kind) {
            let applies = self.apply(rule, message, found);
            if applies.as_ref().map(|applies| applies.weight) > best.as_ref().map(|best| best.weight) {
                best = applies;
            }
            if best.as_ref().is_some_and(|best| best.weight == Weight::Full) {
                break;
            }
        }
        best
    }

    fn apply<'j>(&'j self, rule: &'j Rule, message: &Message, found: &Found) -> Option<Applies<'j>> {
        let mut best: Option<Applies<'j>> = None;
        for set in &rule.when {
            if set.iter().any(|list| found.of(*list).is_empty()) {
                continue;
            }
            for &anchor in found.of(set[0]) {
                let Some(spans) = together(rule, set, anchor, found) else { continue };
                if rule.alone && others(&spans, message) > OTHERS_ALONE {
                    continue;
                }
                let Some(weight) = self.weigh(rule, &spans[..set.len()], message, found) else { continue };
                if best.as_ref().is_none_or(|best| weight > best.weight) {
                    best = Some(Applies { rule, weight, spans });
                }
                if weight == Weight::Full {
                    return best;
                }
            }
        }
        best
    }

    /// How heavily a rule applies to what stands at `spans`, by the signs against it; `None` for not at all.
    fn weigh(&self, rule: &Rule, spans: &[Span], message: &Message, found: &Found) -> Option<Weight> {
        let mut weight = Weight::Full;
        for &sign in &rule.unless {
            if !self.counts(sign, spans, message, found) {
                continue;
            }
            let outweighed =
                self.signs[sign].outweighed_by.iter().any(|other| self.counts(*other, spans, message, found));
            match self.signs[sign].makes {
                _ if outweighed => {}
                Makes::Nothing => return None,
                Makes::Alarming => weight = Weight::Mentioned,
                Makes::Present => {}
            }
        }
        Some(weight)
    }

    /// Whether a sign stands where it counts for any of `spans`.
    fn counts(&self, sign: usize, spans: &[Span], message: &Message, found: &Found) -> bool {
        let sign = &self.signs[sign];
        if found.of(sign.list).is_empty() {
            return false;
        }
        // a denial is about one thing; a question's frame stands before the whole of what it asks about
        let earliest = spans.iter().min().map(std::slice::from_ref).unwrap_or_default();
        let about = if sign.side == Side::Before && sign.makes == Makes::Alarming { earliest } else { spans };
        about.iter().any(|&span| {
            let first = span.start.saturating_sub(sign.reach + LONGEST_PHRASE);
            let last = match sign.side {
                Side::Before => span.start,
                Side::Sentence | Side::Near => span.end + sign.reach,
            };
            found.between(sign.list, first, last).iter().any(|&at| {
                let same_sentence =
                    message.pieces[at.start as usize].sentence == message.pieces[span.start as usize].sentence;
                // what is denied may begin with a "not" of its own; a question's frame may close around what it asks about
                let before = if sign.makes == Makes::Nothing { at.end <= span.start } else { at.start < span.start };
                let stands = match sign.side {
                    Side::Before => same_sentence && before,
                    Side::Sentence => same_sentence,
                    Side::Near => true,
                };
                stands && distance(at, span) <= sign.reach && !stopped(sign, at, span, found)
            })
        })
    }
}

/// The places of a set's concepts around its first one, and of what must stand with them.
fn together(rule: &Rule, set: &[List], anchor: Span, found: &Found) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(set.len() + 1);
    spans.push(anchor);
    for list in &set[1..] {
        spans.push(nearest(found, *list, anchor, rule.within)?);
    }
    if !rule.with.is_empty() {
        let with = rule.with.iter().filter_map(|list| nearest(found, *list, anchor, rule.within));
        spans.push(with.min_by_key(|span| distance(*span, anchor))?);
    }
    Some(spans)
}

/// Whether something stands between a sign and what it is about that cuts it off.
fn stopped(sign: &Sign, at: Span, span: Span, found: &Found) -> bool {
    let (from, to) = if at.end <= span.start { (at.end, span.start) } else { (span.end, at.start) };
    from < to && found.between(sign.stops, from, to - 1).iter().any(|stop| stop.end <= to)
}

/// How many pieces stand between two places.
fn distance(a: Span, b: Span) -> u32 {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// The place of a list nearest to `anchor`, at most `within` pieces away.
fn nearest(found: &Found, list: List, anchor: Span, within: u32) -> Option<Span> {
    let first = anchor.start.saturating_sub(within + LONGEST_PHRASE);
    let around = found.between(list, first, anchor.end + within).iter().copied();
    around.filter(|span| distance(*span, anchor) <= within).min_by_key(|span| distance(*span, anchor))
}

/// How many pieces of a message stand outside `spans`.
fn others(spans: &[Span], message: &Message) -> usize {
    let inside = |at: u32| spans.iter().any(|span| (span.start..span.end).contains(&at));
    (0..message.len() as u32).filter(|at| !inside(*at)).count()
}
