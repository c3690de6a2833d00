//! Small talk: only where a message holds nothing else worth answering.

use super::message::Message;
use super::phrases::{Found, Span};
use super::rules::{Applies, Rules, Weight};
use crate::knowledge::Kind;

/// For so many words of small talk one word that nobody knows is let pass: a name, a slip.
const WORDS_FOR_A_STRANGER: usize = 2;

impl Rules {
    /// How many of a message's words it opens with that are small talk and nothing else: "i cant sleep", "sorry to ask".
    pub(super) fn opening(&self, message: &Message, found: &Found) -> usize {
        let mut said = vec![false; message.len()];
        for rule in self.list.iter().filter(|rule| rule.kind == Kind::Smalltalk && !rule.alone) {
            rule.when.iter().filter_map(|set| set.first()).for_each(|list| mark(&mut said, found.of(*list)));
        }
        let own = said.clone();
        self.filler.into_iter().for_each(|list| mark(&mut said, found.of(list)));
        let opening = said.iter().position(|said| !said).unwrap_or(message.len());
        if !own[..opening].contains(&true) {
            return 0;
        }
        message.pieces.get(opening).map_or(0, |piece| piece.word as usize)
    }

    /// The small-talk rule for a message that is nothing else: the one that says most of it, of equals the first in
    /// the file. Of a rule that wants to be alone one phrase says all of it.
    pub(super) fn small_talk(&self, message: &Message, found: &Found) -> Option<Applies<'_>> {
        let mut said = vec![false; message.len()];
        let mut most: Option<(usize, Applies<'_>)> = None;
        for rule in self.list.iter().filter(|rule| rule.kind == Kind::Smalltalk) {
            let all = |span: &&Span| (span.end - span.start) as usize == message.len();
            let lists = rule.when.iter().filter_map(|set| set.first());
            let spans = lists.flat_map(|list| found.of(*list)).filter(|span| !rule.alone || all(span));
            let spans: Vec<Span> = spans.copied().collect();
            let mut own = vec![false; message.len()];
            mark(&mut own, &spans);
            let words = count(&own);
            mark(&mut said, &spans);
            if words > most.as_ref().map_or(0, |(best, _)| *best) {
                most = Some((words, Applies { rule, weight: Weight::Full, spans }));
            }
        }
        let (_, most) = most?;
        let own = count(&said);
        let on_topic = self.topic.is_some_and(|list| found.of(list).iter().any(|span| !said[span.start as usize]));
        self.filler.into_iter().for_each(|list| mark(&mut said, found.of(list)));
        let strangers = message.len() - count(&said);
        let passes = !on_topic && strangers <= own / WORDS_FOR_A_STRANGER;
        passes.then_some(most)
    }
}

fn count(said: &[bool]) -> usize {
    said.iter().filter(|said| **said).count()
}

fn mark(said: &mut [bool], spans: &[Span]) {
    for span in spans {
        said[span.start as usize..span.end as usize].fill(true);
    }
}
