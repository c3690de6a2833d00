//! Finding the phrases of concepts and signs in a message.

use super::drafts::{Beginnings, Draft, Terms, adjoins, drafts, needs};
use super::lexicon::{Lexicon, Term};
use super::message::Message;
use crate::knowledge::Phrase;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// How many words `...` stands for at most.
const GAP: usize = 3;
/// How many fillers may stand between two words of a phrase.
const FILLERS: usize = 2;

/// Index of a list of phrases: a concept, a sign, what stops a sign, or the idioms.
pub(super) type List = u32;

/// Where a phrase stands: pieces from `start` up to but without `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The same as it is searched; what it names stands in the lists of [`Phrases`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Step {
    /// From and to in `terms`, which are in order there for a binary search.
    Words(u32, u32),
    /// From and to in `ways`.
    Ways(u32, u32),
    List(List),
    /// A place in `numbers`.
    Number(u32),
    Gap,
}

/// Some of a list: from and to.
type Part = (u32, u32);

fn part<T>(list: &[T], (from, to): Part) -> &[T] {
    &list[from as usize..to as usize]
}

#[derive(Debug, Serialize, Deserialize)]
struct Compiled {
    /// Its part of `steps`.
    steps: Part,
    /// Its part of `needs`.
    needs: Part,
    list: List,
    leads: bool,
    bars: bool,
    /// Whether its first step takes one piece and the first of `needs` is of the step behind it.
    adjoins: bool,
}

/// Lists of numbers, one behind the other.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Lists {
    /// Where each list ends.
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Sorts pairs of a list's number and an item into `count` lists, each in order and without repeats.
    fn new(mut pairs: Vec<(u32, u32)>, count: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let ends = (0..count as u32).map(|list| pairs.partition_point(|(of, _)| *of <= list) as u32).collect();
        Self { ends, items: pairs.into_iter().map(|(_, item)| item).collect() }
    }

    fn of(&self, list: u32) -> &[u32] {
        let from = if list == 0 { 0 } else { self.ends[list as usize - 1] };
        part(&self.items, (from, self.ends[list as usize]))
    }
}

/// All lists of phrases, made ready for the search.
///
/// Lists are ranked: one that calls another has a higher rank, and is searched after it.
///
/// What they consist of stands in a few long lists: tens of thousands of short ones would cost more than they hold.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Phrases {
    compiled: Vec<Compiled>,
    steps: Vec<Step>,
    terms: Vec<Term>,
    ways: Vec<Way>,
    numbers: Vec<(f64, f64)>,
    /// For every step behind the first that needs a word, the words it could be: a message without any is not searched.
    needs: Vec<Terms>,
    ranks: Vec<u32>,
    /// Whether idioms hide the list's phrases.
    hidden: Vec<bool>,
    /// The phrases that can begin with a term, with a place of a list, with a number.
    by_term: Lists,
    by_list: Lists,
    by_number: Vec<u32>,
    fillers: Vec<bool>,
    idioms: List,
}

/// One of several ways to say a part of a phrase: its part of `steps`, and what it can begin with.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Way {
    steps: Part,
    begins: Terms,
}

/// How a phrase is walked through a message.
#[derive(Debug, Clone, Copy)]
struct Walk<'m> {
    /// For each piece the words that it and, behind fillers, the next ones may mean.
    ahead: &'m [Terms],
    /// The piece it begins at.
    start: usize,
    /// How many fillers may stand between two of its words.
    fillers: usize,
}

/// The phrases of a list before they are made ready.
pub(super) struct Source<'k> {
    pub(super) phrases: &'k [Phrase],
    pub(super) hidden_by_idioms: bool,
}

impl Phrases {
    /// Makes lists ready; `names` gives the list of each concept that phrases call, `idioms` the list of idioms.
    pub(super) fn new(
        sources: &[Source<'_>],
        names: &FxHashMap<&str, List>,
        idioms: List,
        fillers: &[String],
        lexicon: &mut Lexicon,
    ) -> Self {
        let mut ready = Self {
            ranks: ranks(sources, names),
            hidden: sources.iter().map(|source| source.hidden_by_idioms).collect(),
            idioms,
            ..Self::default()
        };
        let mut beginnings = Beginnings::default();
        for (list, source) in sources.iter().enumerate() {
            for phrase in source.phrases {
                let drafts: Vec<Draft> = phrase.tokens.iter().flat_map(|token| drafts(token, names, lexicon)).collect();
                beginnings.note(ready.compiled.len() as u32, &drafts);
                let from = ready.needs.len() as u32;
                ready.needs.extend(drafts.iter().skip(1).filter_map(needs));
                let needs = (from, ready.needs.len() as u32);
                let steps = ready.lay_down(&drafts);
                let (leads, bars) = (phrase.leads, phrase.bars);
                let adjoins = adjoins(&drafts);
                ready.compiled.push(Compiled { steps, needs, list: list as List, leads, bars, adjoins });
            }
        }
        let fillers: Vec<Term> = fillers.iter().map(|word| lexicon.learn(word)).collect();
        ready.fillers = vec![false; lexicon.len()];
        for filler in fillers {
            ready.fillers[filler as usize] = true;
        }
        ready.by_term = Lists::new(beginnings.terms, lexicon.len());
        ready.by_list = Lists::new(beginnings.lists, sources.len());
        beginnings.numbers.dedup();
        ready.by_number = beginnings.numbers;
        ready.shrink();
        ready
    }

    /// Appends the steps of a phrase, or of a way, to the lists: its part of `steps`.
    fn lay_down(&mut self, drafts: &[Draft]) -> Part {
        let steps: Vec<Step> = drafts.iter().map(|draft| self.step(draft)).collect();
        let from = self.steps.len() as u32;
        self.steps.extend(steps);
        (from, self.steps.len() as u32)
    }

    fn step(&mut self, draft: &Draft) -> Step {
        match draft {
            Draft::Words(terms) => {
                let from = self.terms.len() as u32;
                self.terms.extend(terms);
                Step::Words(from, self.terms.len() as u32)
            }
            Draft::Ways(ways) => {
                let begins = |way: &Vec<Draft>| way.first().and_then(needs).unwrap_or(Terms::ALL);
                let ways: Vec<Way> =
                    ways.iter().map(|way| Way { begins: begins(way), steps: self.lay_down(way) }).collect();
                let from = self.ways.len() as u32;
                self.ways.extend(ways);
                Step::Ways(from, self.ways.len() as u32)
            }
            Draft::List(list) => Step::List(*list),
            Draft::Number(low, high) => {
                self.numbers.push((*low, *high));
                Step::Number(self.numbers.len() as u32 - 1)
            }
            Draft::Gap => Step::Gap,
        }
    }

    fn shrink(&mut self) {
        self.compiled.shrink_to_fit();
        self.steps.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.needs.shrink_to_fit();
        self.ways.shrink_to_fit();
    }

    /// Where the phrases of every list stand in the message, in order.
    pub(super) fn find(&self, message: &Message) -> Found {
        let top = self.ranks.iter().copied().max().unwrap_or(0) as usize;
        let mut ahead: Vec<Vec<(u32, u32)>> = vec![Vec::new(); top + 1];
        let mut present = Terms::default();
        (0..message.len()).flat_map(|at| message.readings(at)).for_each(|term| present.insert(*term));
        let words_ahead: Vec<Terms> = (0..=message.len()).map(|at| self.ahead(message, at)).collect();
        let due = |at: u32, phrase: u32, ahead: &mut Vec<Vec<(u32, u32)>>| {
            let compiled = &self.compiled[phrase as usize];
            let needs = part(&self.needs, compiled.needs);
            if compiled.adjoins && !needs[0].meets(words_ahead[at as usize + 1]) {
                return;
            }
            if needs.iter().all(|needed| needed.meets(present)) {
                ahead[self.ranks[compiled.list as usize] as usize].push((at, phrase));
            }
        };
        for at in 0..message.len() {
            for term in message.readings(at) {
                self.by_term.of(*term).iter().for_each(|phrase| due(at as u32, *phrase, &mut ahead));
            }
            if message.pieces[at].number.is_some() {
                self.by_number.iter().for_each(|phrase| due(at as u32, *phrase, &mut ahead));
            }
        }
        let mut found = Found { spans: vec![Vec::new(); self.ranks.len()] };
        for rank in 0..=top {
            let mut touched: Vec<List> = Vec::new();
            let mut barred: Vec<(List, Span)> = Vec::new();
            for (at, phrase) in std::mem::take(&mut ahead[rank]) {
                let compiled = &self.compiled[phrase as usize];
                let start = at as usize;
                if compiled.leads && !message.leads(start) {
                    continue;
                }
                // a turn of speech is one word for word; fillers inside would stretch it over words that are meant
                let fillers = if compiled.list == self.idioms { 0 } else { FILLERS };
                let taken =
                    self.matches(compiled.steps, message, &found, Walk { ahead: &words_ahead, start, fillers }, start);
                let Some(end) = taken else { continue };
                let span = Span { start: at, end: end as u32 };
                if compiled.bars {
                    barred.push((compiled.list, span));
                } else {
                    touched.push(compiled.list);
                    found.spans[compiled.list as usize].push(span);
                }
            }
            touched.sort_unstable();
            touched.dedup();
            barred.sort_unstable();
            for list in touched {
                let bars_from = barred.partition_point(|(of, _)| *of < list);
                let bars = &barred[bars_from..barred.partition_point(|(of, _)| *of <= list)];
                let mut spans = std::mem::take(&mut found.spans[list as usize]);
                let hidden = self.hidden[list as usize];
                spans.retain(|span| {
                    let bar = bars.iter().any(|(_, bar)| bar.overlaps(*span));
                    let idiom = hidden && found.of(self.idioms).iter().any(|idiom| idiom.overlaps(*span));
                    !(bar || idiom)
                });
                spans.sort_unstable();
                spans.dedup();
                for span in &spans {
                    self.by_list.of(list).iter().for_each(|phrase| due(span.start, *phrase, &mut ahead));
                }
                found.spans[list as usize] = spans;
            }
        }
        found
    }

    /// What can be the next word of a phrase from the piece `at` on: that piece, and those behind fillers.
    fn ahead(&self, message: &Message, at: usize) -> Terms {
        let mut terms = Terms::default();
        for next in (at..message.len()).take(1 + FILLERS) {
            message.readings(next).iter().for_each(|term| terms.insert(*term));
            if !self.is_filler(message, next) {
                break;
            }
        }
        terms
    }

    fn is_filler(&self, message: &Message, at: usize) -> bool {
        message.readings(at).iter().any(|term| self.fillers[*term as usize])
    }

    /// Where the steps end, if they can be taken from piece `at` on.
    fn matches(&self, steps: Part, message: &Message, found: &Found, walk: Walk<'_>, at: usize) -> Option<usize> {
        let Some(step) = part(&self.steps, steps).first() else { return Some(at) };
        let rest = (steps.0 + 1, steps.1);
        for skipped in 0..=walk.fillers {
            let at = at + skipped;
            // at the end of a sentence only what may be left out still fits
            let piece = message.pieces.get(at).filter(|piece| piece.sentence == message.pieces[walk.start].sentence);
            let end = match step {
                Step::Gap => return (0..=GAP).find_map(|gap| self.matches(rest, message, found, walk, at + gap)),
                Step::Words(from, to) => {
                    let terms = part(&self.terms, (*from, *to));
                    let means = |term| terms.binary_search(term).is_ok();
                    let fits = piece.is_some() && message.readings(at).iter().any(means);
                    fits.then(|| self.matches(rest, message, found, walk, at + 1)).flatten()
                }
                Step::Number(bounds) => {
                    let (low, high) = self.numbers[*bounds as usize];
                    let number = piece.and_then(|piece| piece.number);
                    let fits = number.is_some_and(|number| (low..=high).contains(&number));
                    fits.then(|| self.matches(rest, message, found, walk, at + 1)).flatten()
                }
                Step::Ways(from, to) => {
                    let ahead = walk.ahead.get(at).copied().unwrap_or_default();
                    let ways = part(&self.ways, (*from, *to)).iter().filter(|way| way.begins.allows(ahead));
                    ways.filter_map(|way| self.matches(way.steps, message, found, walk, at))
                        .find_map(|end| self.matches(rest, message, found, walk, end))
                }
                Step::List(list) => {
                    let from_here = found.at(*list, at as u32);
                    from_here.iter().rev().find_map(|span| self.matches(rest, message, found, walk, span.end as usize))
                }
            };
            if end.is_some() || piece.is_none() {
                return end;
            }
            if at == walk.start || !self.is_filler(message, at) {
                return None;
            }
        }
        None
    }
}

/// Where phrases stand in one message.
#[derive(Debug)]
pub(super) struct Found {
    spans: Vec<Vec<Span>>,
}

impl Found {
    /// The places of a list, in order.
    pub(super) fn of(&self, list: List) -> &[Span] {
        &self.spans[list as usize]
    }

    /// The places of a list that begin at a piece.
    fn at(&self, list: List, start: u32) -> &[Span] {
        self.between(list, start, start)
    }

    /// The places of a list that begin within the pieces named, both included.
    pub(super) fn between(&self, list: List, earliest: u32, latest: u32) -> &[Span] {
        let spans = self.of(list);
        let begin = spans.partition_point(|span| span.start < earliest);
        let end = spans.partition_point(|span| span.start <= latest);
        &spans[begin..end.max(begin)]
    }
}

/// The rank of each list: one more than the highest of those it calls. A circle, which loading reports, ends at the
/// number of lists.
fn ranks(sources: &[Source<'_>], names: &FxHashMap<&str, List>) -> Vec<u32> {
    let mut ranks = vec![0; sources.len()];
    for _ in 0..sources.len() {
        let mut settled = true;
        for (list, source) in sources.iter().enumerate() {
            let called = source.phrases.iter().flat_map(Phrase::concepts).filter_map(|name| names.get(name));
            let rank = called.map(|list| ranks[*list as usize] + 1).max().unwrap_or(0);
            if rank > ranks[list] {
                ranks[list] = rank;
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    ranks
}
