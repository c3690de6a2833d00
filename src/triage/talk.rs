//! Small talk: only where a message holds nothing else worth answering.

use super::message::Message;
use super::phrases::{Found, Span};
use super::rules::{Applies, Rules, Weight};
use crate::knowledge::Kind;

/// With this many words of small talk one word that nobody knows is let pass: a name, a slip.
const WORDS_FOR_A_STRANGER: usize = 2;

impl Rules {
    /// The small-talk rule for a message that is nothing else; of several the first in the file.
    pub(super) fn small_talk(&self, message: &Message, found: &Found) -> Option<Applies<'_>> {
        let mut said = vec![false; message.len()];
        let mut first: Option<Applies<'_>> = None;
        for rule in self.list.iter().filter(|rule| rule.kind == Kind::Smalltalk) {
            let spans: Vec<Span> =
                rule.when.iter().filter_map(|set| set.first()).flat_map(|list| found.of(*list)).copied().collect();
            mark(&mut said, &spans);
            if first.is_none() && !spans.is_empty() {
                first = Some(Applies { rule, weight: Weight::Full, spans });
            }
        }
        let first = first?;
        let own = said.iter().filter(|said| **said).count();
        self.filler.into_iter().for_each(|list| mark(&mut said, found.of(list)));
        let strangers = said.iter().filter(|said| !**said).count();
        let on_topic = self.topic.is_some_and(|list| found.of(list).iter().any(|span| !said[span.start as usize]));
        let passes = strangers == 0 || strangers == 1 && own >= WORDS_FOR_A_STRANGER && !on_topic;
        passes.then_some(first)
    }
}

fn mark(said: &mut [bool], spans: &[Span]) {
    for span in spans {
        said[span.start as usize..span.end as usize].fill(true);
    }
}
