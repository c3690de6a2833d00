//! Finding the phrases of concepts and signs in a message.

use super::lexicon::{Lexicon, Term};
use super::message::{Message, parts};
use crate::knowledge::{Phrase, Token};
use rustc_hash::FxHashMap;

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

#[derive(Debug)]
enum Step {
    /// In order, for a binary search.
    Words(Vec<Term>),
    Ways(Vec<Vec<Step>>),
    List(List),
    Number(f64, f64),
    Gap,
}

/// A set of terms, roughly: each falls on one of its bits, so that it may seem to hold more than it does.
#[derive(Debug, Clone, Copy, Default)]
struct Terms([u64; 4]);

impl Terms {
    fn insert(&mut self, term: Term) {
        self.0[(term as usize / 64) % 4] |= 1 << (term % 64);
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

#[derive(Debug)]
struct Compiled {
    steps: Vec<Step>,
    /// For every step that needs a word, the words it could be: a message without any is not searched.
    needs: Vec<Terms>,
    list: List,
    leads: bool,
    bars: bool,
}

/// All lists of phrases, made ready for the search.
///
/// Lists are ranked: one that calls another has a higher rank, and is searched after it.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    compiled: Vec<Compiled>,
    ranks: Vec<u32>,
    /// Whether idioms hide the list's phrases.
    hidden: Vec<bool>,
    by_term: Vec<Vec<u32>>,
    by_list: Vec<Vec<u32>>,
    by_number: Vec<u32>,
    fillers: Vec<bool>,
    idioms: List,
}

/// How a phrase is walked through a message.
#[derive(Debug, Clone, Copy)]
struct Walk {
    /// The piece it begins at.
    start: usize,
    /// How many fillers may stand between two of its words.
    fillers: usize,
}

/// The phrases of a list before they are made ready.
pub(super) struct Draft<'k> {
    pub(super) phrases: &'k [Phrase],
    pub(super) hidden_by_idioms: bool,
}

impl Phrases {
    /// Makes lists ready; `names` gives the list of each concept that phrases call, `idioms` the list of idioms.
    pub(super) fn new(
        drafts: &[Draft<'_>],
        names: &FxHashMap<&str, List>,
        idioms: List,
        fillers: &[String],
        lexicon: &mut Lexicon,
    ) -> Self {
        let mut phrases = Vec::new();
        for (list, draft) in drafts.iter().enumerate() {
            for phrase in draft.phrases {
                let steps: Vec<Step> = phrase.tokens.iter().flat_map(|token| steps(token, names, lexicon)).collect();
                let needs = steps.iter().filter_map(needs).collect();
                phrases.push(Compiled { steps, needs, list: list as List, leads: phrase.leads, bars: phrase.bars });
            }
        }
        let fillers: Vec<Term> = fillers.iter().map(|word| lexicon.learn(word)).collect();
        let mut ready = Self {
            ranks: ranks(drafts, names),
            hidden: drafts.iter().map(|draft| draft.hidden_by_idioms).collect(),
            by_term: vec![Vec::new(); lexicon.len()],
            by_list: vec![Vec::new(); drafts.len()],
            fillers: vec![false; lexicon.len()],
            idioms,
            ..Self::default()
        };
        for filler in fillers {
            ready.fillers[filler as usize] = true;
        }
        for (id, phrase) in phrases.iter().enumerate() {
            ready.index(id as u32, &phrase.steps);
        }
        for phrases in ready.by_term.iter_mut().chain(&mut ready.by_list).chain(std::iter::once(&mut ready.by_number)) {
            phrases.sort_unstable();
            phrases.dedup();
        }
        ready.compiled = phrases;
        ready
    }

    /// Notes what a phrase can begin with.
    fn index(&mut self, phrase: u32, steps: &[Step]) {
        match steps.first() {
            Some(Step::Words(terms)) => terms.iter().for_each(|term| self.by_term[*term as usize].push(phrase)),
            Some(Step::List(list)) => self.by_list[*list as usize].push(phrase),
            Some(Step::Number(..)) => self.by_number.push(phrase),
            Some(Step::Ways(ways)) => {
                for way in ways {
                    self.index(phrase, if way.is_empty() { &steps[1..] } else { way });
                }
            }
            Some(Step::Gap) | None => {}
        }
    }

    /// Where the phrases of every list stand in the message, in order.
    pub(super) fn find(&self, message: &Message) -> Found {
        let top = self.ranks.iter().copied().max().unwrap_or(0) as usize;
        let mut ahead: Vec<Vec<(u32, u32)>> = vec![Vec::new(); top + 1];
        let mut present = Terms::default();
        (0..message.len()).flat_map(|at| message.readings(at)).for_each(|term| present.insert(*term));
        let due = |at: u32, phrase: u32, ahead: &mut Vec<Vec<(u32, u32)>>| {
            let compiled = &self.compiled[phrase as usize];
            if compiled.needs.iter().all(|needed| needed.meets(&present)) {
                ahead[self.ranks[compiled.list as usize] as usize].push((at, phrase));
            }
        };
        for at in 0..message.len() {
            for term in message.readings(at) {
                self.by_term[*term as usize].iter().for_each(|phrase| due(at as u32, *phrase, &mut ahead));
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
                let taken = self.matches(&compiled.steps, message, &found, Walk { start, fillers }, start);
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
            for list in touched {
                let mut spans = std::mem::take(&mut found.spans[list as usize]);
                let hidden = self.hidden[list as usize];
                spans.retain(|span| {
                    let bar = barred.iter().any(|(of, bar)| *of == list && bar.overlaps(*span));
                    let idiom = hidden && found.of(self.idioms).iter().any(|idiom| idiom.overlaps(*span));
                    !(bar || idiom)
                });
                spans.sort_unstable();
                spans.dedup();
                for span in &spans {
                    self.by_list[list as usize].iter().for_each(|phrase| due(span.start, *phrase, &mut ahead));
                }
                found.spans[list as usize] = spans;
            }
        }
        found
    }

    /// Where the steps end, if they can be taken from piece `at` on.
    fn matches(&self, steps: &[Step], message: &Message, found: &Found, walk: Walk, at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        for skipped in 0..=walk.fillers {
            let at = at + skipped;
            // at the end of a sentence only what may be left out still fits
            let piece = message.pieces.get(at).filter(|piece| piece.sentence == message.pieces[walk.start].sentence);
            let end = match step {
                Step::Gap => return (0..=GAP).find_map(|gap| self.matches(rest, message, found, walk, at + gap)),
                Step::Words(terms) => {
                    let means = |term| terms.binary_search(term).is_ok();
                    let fits = piece.is_some() && message.readings(at).iter().any(means);
                    fits.then(|| self.matches(rest, message, found, walk, at + 1)).flatten()
                }
                Step::Number(low, high) => {
                    let number = piece.and_then(|piece| piece.number);
                    let fits = number.is_some_and(|number| (*low..=*high).contains(&number));
                    fits.then(|| self.matches(rest, message, found, walk, at + 1)).flatten()
                }
                Step::Ways(ways) => ways.iter().find_map(|way| {
                    let end = self.matches(way, message, found, walk, at)?;
                    self.matches(rest, message, found, walk, end)
                }),
                Step::List(list) => {
                    let from_here = found.at(*list, at as u32);
                    from_here.iter().rev().find_map(|span| self.matches(rest, message, found, walk, span.end as usize))
                }
            };
            if end.is_some() || piece.is_none() {
                return end;
            }
            let is_filler = at > walk.start && message.readings(at).iter().any(|term| self.fillers[*term as usize]);
            if !is_filler {
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

fn steps(token: &Token, names: &FxHashMap<&str, List>, lexicon: &mut Lexicon) -> Vec<Step> {
    match token {
        Token::Words(words) if words.len() == 1 => parts(&words[0]).map(|piece| piece_step(piece, lexicon)).collect(),
        Token::Words(words) => {
            let is_one_piece = |word: &&String| parts(word).count() == 1;
            let (whole, pieced): (Vec<&String>, Vec<&String>) = words.iter().partition(is_one_piece);
            let any = any_of(whole.into_iter().map(|word| lexicon.learn(word)));
            if pieced.is_empty() {
                return vec![any];
            }
            let pieced = pieced.into_iter().map(|word| parts(word).map(|piece| piece_step(piece, lexicon)).collect());
            vec![Step::Ways(std::iter::once(vec![any]).chain(pieced).collect())]
        }
        Token::Exact(words) => vec![any_of(words.iter().map(|word| lexicon.learn_exact(word)))],
        Token::Ways(ways) => {
            let mut steps_of = |way: &Vec<Token>| way.iter().flat_map(|token| steps(token, names, lexicon)).collect();
            vec![Step::Ways(ways.iter().map(&mut steps_of).collect())]
        }
        Token::Number(low, high) => vec![Step::Number(*low, *high)],
        Token::Gap => vec![Step::Gap],
        // loading reports an unknown name; here such a phrase just never applies
        Token::Concept(name) => {
            vec![names.get(name.as_str()).map_or(Step::Words(Vec::new()), |list| Step::List(*list))]
        }
    }
}

/// The words that a step may begin with, if it needs one.
fn needs(step: &Step) -> Option<Terms> {
    let mut needed = Terms::default();
    match step {
        Step::Words(terms) => terms.iter().for_each(|term| needed.insert(*term)),
        Step::Ways(ways) => {
            for way in ways {
                let first = needs(way.first()?)?;
                needed.0.iter_mut().zip(first.0).for_each(|(needed, first)| *needed |= first);
            }
        }
        Step::List(_) | Step::Number(..) | Step::Gap => return None,
    }
    Some(needed)
}

fn any_of(terms: impl Iterator<Item = Term>) -> Step {
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_unstable();
    terms.dedup();
    Step::Words(terms)
}

fn piece_step(piece: &str, lexicon: &mut Lexicon) -> Step {
    piece.parse().map_or_else(|_| Step::Words(vec![lexicon.learn(piece)]), |number| Step::Number(number, number))
}

/// The rank of each list: one more than the highest of those it calls. A circle, which loading reports, ends at the
/// number of lists.
fn ranks(drafts: &[Draft<'_>], names: &FxHashMap<&str, List>) -> Vec<u32> {
    let mut ranks = vec![0; drafts.len()];
    for _ in 0..drafts.len() {
        let mut settled = true;
        for (list, draft) in drafts.iter().enumerate() {
            let called = draft.phrases.iter().flat_map(Phrase::concepts).filter_map(|name| names.get(name));
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
