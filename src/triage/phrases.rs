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
    Words(Vec<Term>),
    List(List),
    Number(f64, f64),
    Gap,
    Group(Vec<Vec<Step>>),
}

/// What comes after the steps in hand: the rest of the phrase behind a group.
#[derive(Debug, Clone, Copy)]
struct Then<'s> {
    steps: &'s [Step],
    then: Option<&'s Then<'s>>,
}

#[derive(Debug)]
struct Compiled {
    steps: Vec<Step>,
    list: List,
    leads: bool,
    bars: bool,
}

/// All lists of phrases, made ready for the search.
///
/// Lists are ranked: one that calls another has a higher rank, and is searched after it.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Compiled>,
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
                let steps = phrase.tokens.iter().flat_map(|token| steps(token, names, lexicon)).collect();
                phrases.push(Compiled { steps, list: list as List, leads: phrase.leads, bars: phrase.bars });
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
        ready.all = phrases;
        ready
    }

    /// Notes what a phrase may begin with; whether its steps may all stand for nothing.
    fn index(&mut self, phrase: u32, steps: &[Step]) -> bool {
        let note = |phrases: &mut Vec<u32>| {
            if phrases.last() != Some(&phrase) {
                phrases.push(phrase);
            }
        };
        for step in steps {
            match step {
                Step::Words(terms) => terms.iter().for_each(|term| note(&mut self.by_term[*term as usize])),
                Step::List(list) => note(&mut self.by_list[*list as usize]),
                Step::Number(..) => note(&mut self.by_number),
                Step::Gap => {}
                Step::Group(ways) => {
                    let mut may_be_nothing = false;
                    for way in ways {
                        may_be_nothing |= self.index(phrase, way);
                    }
                    if may_be_nothing {
                        continue;
                    }
                }
            }
            return false;
        }
        true
    }

    /// Where the phrases of every list stand in the message, in order.
    pub(super) fn find(&self, message: &Message) -> Found {
        let top = self.ranks.iter().copied().max().unwrap_or(0) as usize;
        let mut ahead: Vec<Vec<(u32, u32)>> = vec![Vec::new(); top + 1];
        let due = |at: u32, phrase: u32, ahead: &mut Vec<Vec<(u32, u32)>>| {
            ahead[self.ranks[self.all[phrase as usize].list as usize] as usize].push((at, phrase));
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
                let compiled = &self.all[phrase as usize];
                let start = at as usize;
                if compiled.leads && !message.leads(start) {
                    continue;
                }
                // a turn of speech is one word for word; fillers inside would stretch it over words that are meant
                let fillers = if compiled.list == self.idioms { 0 } else { FILLERS };
                let taken = self.matches(&compiled.steps, None, message, &found, Walk { start, fillers }, start);
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
                    !(bar || hidden && found.of(self.idioms).iter().any(|idiom| idiom.overlaps(*span)))
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

    /// Where the steps, and what comes after them, end, if they can be taken from piece `at` on.
    fn matches(
        &self,
        steps: &[Step],
        then: Option<&Then<'_>>,
        message: &Message,
        found: &Found,
        walk: Walk,
        at: usize,
    ) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else {
            return then.map_or(Some(at), |then| self.matches(then.steps, then.then, message, found, walk, at));
        };
        if let Step::Group(ways) = step {
            let after = Then { steps: rest, then };
            return ways.iter().filter_map(|way| self.matches(way, Some(&after), message, found, walk, at)).max();
        }
        let go_on = |at: usize| self.matches(rest, then, message, found, walk, at);
        for skipped in 0..=walk.fillers {
            let at = at + skipped;
            let piece = message.pieces.get(at).filter(|piece| piece.sentence == message.pieces[walk.start].sentence)?;
            let end = match step {
                Step::Gap => return (0..=GAP).find_map(|gap| go_on(at + gap)),
                Step::Words(terms) => {
                    let fits = message.readings(at).iter().any(|term| terms.contains(term));
                    fits.then(|| go_on(at + 1)).flatten()
                }
                Step::Number(low, high) => {
                    let fits = piece.number.is_some_and(|number| (*low..=*high).contains(&number));
                    fits.then(|| go_on(at + 1)).flatten()
                }
                Step::List(list) => {
                    let from_here = found.from(*list, at as u32);
                    from_here.iter().rev().find_map(|span| go_on(span.end as usize))
                }
                Step::Group(_) => None,
            };
            if end.is_some() {
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
    fn from(&self, list: List, start: u32) -> &[Span] {
        self.between(list, start, start)
    }

    /// The places of a list that begin within the pieces named, both included.
    pub(super) fn between(&self, list: List, earliest: u32, latest: u32) -> &[Span] {
        let spans = self.of(list);
        let from = spans.partition_point(|span| span.start < earliest);
        let to = spans.partition_point(|span| span.start <= latest);
        &spans[from..to.max(from)]
    }
}

fn steps(token: &Token, names: &FxHashMap<&str, List>, lexicon: &mut Lexicon) -> Vec<Step> {
    match token {
        Token::Words(words) if words.len() == 1 => parts(&words[0]).map(|part| part_step(part, lexicon)).collect(),
        Token::Words(words) => vec![Step::Words(words.iter().map(|word| lexicon.learn(word)).collect())],
        Token::Exact(words) => vec![Step::Words(words.iter().map(|word| lexicon.learn_exact(word)).collect())],
        Token::Number(low, high) => vec![Step::Number(*low, *high)],
        Token::Gap => vec![Step::Gap],
        Token::Group(ways) => {
            let ways = ways.iter().map(|way| way.iter().flat_map(|token| steps(token, names, lexicon)).collect());
            vec![Step::Group(ways.collect())]
        }
        // loading reports an unknown name; here such a phrase just never applies
        Token::Concept(name) => {
            vec![names.get(name.as_str()).map_or(Step::Words(Vec::new()), |list| Step::List(*list))]
        }
    }
}

fn part_step(part: &str, lexicon: &mut Lexicon) -> Step {
    part.parse().map_or_else(|_| Step::Words(vec![lexicon.learn(part)]), |number| Step::Number(number, number))
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
