//! Phrases as they are read, on the way to what is searched: what stands at each place, what a phrase needs and how it can
//! begin.

use super::lexicon::{Lexicon, Term};
use super::message::parts;
use super::phrases::List;
use crate::knowledge::Token;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What stands at one place of a phrase, as it is read.
#[derive(Debug)]
pub(super) enum Draft {
    Words(Vec<Term>),
    Ways(Vec<Vec<Draft>>),
    List(List),
    Number(f64, f64),
    Gap,
}

/// A set of terms, roughly: each falls on one of its bits, so that it may seem to hold more than it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Terms(u128);

impl Terms {
    pub(super) fn insert(&mut self, term: Term) {
        self.0 |= 1 << (term % u128::BITS);
    }

    /// Whatever it may be, and nothing too.
    pub(super) const ALL: Self = Self(u128::MAX);

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether what begins so can begin where `ahead` stands.
    pub(super) fn allows(self, ahead: Self) -> bool {
        self == Self::ALL || self.meets(ahead)
    }
}

/// What the phrases can begin with: pairs of a term or a list and a phrase.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    pub(super) terms: Vec<(Term, u32)>,
    pub(super) lists: Vec<(List, u32)>,
    pub(super) numbers: Vec<u32>,
}

impl Beginnings {
    /// Notes what a phrase can begin with.
    pub(super) fn note(&mut self, phrase: u32, drafts: &[Draft]) {
        match drafts.first() {
            Some(Draft::Words(terms)) => self.terms.extend(terms.iter().map(|term| (*term, phrase))),
            Some(Draft::List(list)) => self.lists.push((*list, phrase)),
            Some(Draft::Number(..)) => self.numbers.push(phrase),
            Some(Draft::Ways(ways)) => {
                for way in ways {
                    self.note(phrase, if way.is_empty() { &drafts[1..] } else { way });
                }
            }
            Some(Draft::Gap) | None => {}
        }
    }
}

pub(super) fn drafts(token: &Token, names: &FxHashMap<&str, List>, lexicon: &mut Lexicon) -> Vec<Draft> {
    match token {
        Token::Words(words) if words.len() == 1 => parts(&words[0]).map(|piece| piece_draft(piece, lexicon)).collect(),
        Token::Words(words) => {
            let is_one_piece = |word: &&String| parts(word).count() == 1;
            let (whole, pieced): (Vec<&String>, Vec<&String>) = words.iter().partition(is_one_piece);
            let any = any_of(whole.into_iter().map(|word| lexicon.learn(word)));
            if pieced.is_empty() {
                return vec![any];
            }
            let pieced = pieced.into_iter().map(|word| parts(word).map(|piece| piece_draft(piece, lexicon)).collect());
            vec![Draft::Ways(std::iter::once(vec![any]).chain(pieced).collect())]
        }
        Token::Exact(words) => vec![any_of(words.iter().map(|word| lexicon.learn_exact(word)))],
        Token::Ways(ways) => {
            let mut drafts_of = |way: &Vec<Token>| way.iter().flat_map(|token| drafts(token, names, lexicon)).collect();
            vec![Draft::Ways(ways.iter().map(&mut drafts_of).collect())]
        }
        Token::Number(low, high) => vec![Draft::Number(*low, *high)],
        Token::Gap => vec![Draft::Gap],
        // loading reports an unknown name; here such a phrase just never applies
        Token::Concept(name) => {
            vec![names.get(name.as_str()).map_or(Draft::Words(Vec::new()), |list| Draft::List(*list))]
        }
    }
}

/// The words that a step may begin with, if it needs one.
pub(super) fn needs(draft: &Draft) -> Option<Terms> {
    let mut needed = Terms::default();
    match draft {
        Draft::Words(terms) => terms.iter().for_each(|term| needed.insert(*term)),
        Draft::Ways(ways) => {
            for way in ways {
                let first = needs(way.first()?)?;
                needed.0 |= first.0;
            }
        }
        Draft::List(_) | Draft::Number(..) | Draft::Gap => return None,
    }
    Some(needed)
}

/// Whether the first step takes one piece, and what stands behind it needs a word.
pub(super) fn adjoins(drafts: &[Draft]) -> bool {
    let [first, second, ..] = drafts else { return false };
    matches!(first, Draft::Words(_) | Draft::Number(..)) && needs(second).is_some()
}

fn any_of(terms: impl Iterator<Item = Term>) -> Draft {
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_unstable();
    terms.dedup();
    Draft::Words(terms)
}

fn piece_draft(piece: &str, lexicon: &mut Lexicon) -> Draft {
    piece.parse().map_or_else(|_| Draft::Words(vec![lexicon.learn(piece)]), |number| Draft::Number(number, number))
}
