//! What kind of message it is, learnt from labelled messages: a second opinion beside the rules.
//!
//! Rules know what they were told and nothing else; a layer over words, pairs and character runs also knows what
//! resembles it. Each errs where the other does not, so that together they need less to be sure (see
//! [`super::Judge::judge`] for how).

use crate::knowledge::{Kind, Knowledge, Labelled};
use crate::learning::{Examples, Ids, Layer, Numbers, Space, Sums, Texts, Vector, softmax};
use crate::text::{Reader, Word};
use serde::Serialize;
use std::cell::RefCell;
use std::sync::Arc;

/// How probable each kind is, 0 to 1; what is left is for an ordinary message, to be matched.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Likely {
    /// An emergency or a wish to die.
    pub urgent: f32,
    /// The same of its most alarming sentence, where a message has several.
    pub urgent_sentence: f32,
    /// A judgement on one case is asked.
    pub personal: f32,
    /// A greeting, thanks and the like.
    pub smalltalk: f32,
    /// The likeliest reply to an urgent message.
    #[serde(skip)]
    pub(super) urgent_reply: Option<Arc<str>>,
    /// The likeliest reply to a personal one.
    #[serde(skip)]
    pub(super) personal_reply: Option<Arc<str>>,
}

/// Messages of so many words are also read sentence by sentence.
const LONG: usize = 12;
/// A sentence of fewer words says too little by itself.
const SHORTEST: usize = 3;

/// A kind and the reply to it; small talk is one class, whatever the reply.
type Class = (Option<Kind>, Arc<str>);

/// Layers trained on labelled messages: one tells the kinds apart, the other the replies to small talk.
#[derive(Debug, Clone, Default)]
pub(super) struct Classifier {
    ids: Ids,
    space: Space,
    kinds: Layer,
    classes: Vec<Class>,
    small_talk: Layer,
    replies: Vec<Arc<str>>,
}

/// Working memory of a thread, used again from message to message.
#[derive(Default)]
struct Scratch {
    texts: Texts,
    vector: Vector,
    sums: Sums,
    scores: Vec<f32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Classifier {
    /// Learns the knowledge's labelled messages and the examples of its rules, and its wordings and out-of-scope examples as
    /// ordinary messages. Cost: some tens of milliseconds.
    pub(super) fn new(knowledge: &Knowledge, reader: &Reader) -> Self {
        let labelled = labelled(knowledge);
        let (mut ids, mut texts) = (Ids::default(), Texts::default());
        // by kind and reply, for the space; by class and by reply, for the layers
        let mut fine: Vec<(Option<Kind>, &str)> = Vec::new();
        let mut classes: Vec<(Option<Kind>, &str)> = Vec::new();
        let (mut fine_of, mut class_of): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for ((kind, reply), text) in labelled {
            if fine.last() != Some(&(kind, reply)) {
                fine.push((kind, reply));
            }
            let class = (kind, if kind == Some(Kind::Smalltalk) { "" } else { reply });
            if classes.last() != Some(&class) {
                classes.push(class);
            }
            let words = reader.read(text).words;
            // no sentence of a message that is no emergency is one; of others it is not known which sentence counts
            let parts = sentences(&words).filter(|_| matches!(kind, None | Some(Kind::Alarming)));
            for part in std::iter::once(words.as_slice()).chain(parts) {
                texts.learn(part, &mut ids);
                fine_of.push(fine.len() as u32 - 1);
                class_of.push(classes.len() as u32 - 1);
            }
        }
        let numbers = Numbers::of_frequent(&texts, ids.len());
        let ids = ids.renumbered(&numbers);
        let texts = texts.renumbered(&numbers);
        let space = Space::new(&texts, numbers.len(), &fine_of, fine.len());

        let first_reply = fine.iter().position(|(kind, _)| *kind == Some(Kind::Smalltalk)).unwrap_or(fine.len());
        let replies: Vec<Arc<str>> =
            fine[first_reply..].iter().filter(|(kind, _)| kind.is_some()).map(|(_, reply)| (*reply).into()).collect();
        let (mut of_kinds, mut of_talk) = (Examples::default(), Examples::default());
        let mut talk_order = Vec::new();
        let (mut vector, mut sums) = (Vector::new(), Sums::default());
        for (text, (class, fine)) in class_of.iter().zip(&fine_of).enumerate() {
            space.vector(texts.get(text), &mut vector, &mut sums);
            of_kinds.push(&vector, *class);
            if let Some(reply) = fine.checked_sub(first_reply as u32).filter(|reply| (*reply as usize) < replies.len())
            {
                talk_order.push(talk_order.len() as u32);
                of_talk.push(&vector, reply);
            }
        }
        let order = (0..class_of.len() as u32).collect();
        let kinds = Layer::train(&of_kinds, order, space.len(), classes.len());
        let small_talk = Layer::train(&of_talk, talk_order, space.len(), replies.len());
        let classes = classes.into_iter().map(|(kind, reply)| (kind, reply.into())).collect();
        Self { ids, space, kinds, classes, small_talk, replies }
    }

    /// What a message's words sound like, all together and sentence by sentence: a sign of an emergency may be buried.
    pub(super) fn classify(&self, words: &[Word]) -> Likely {
        let mut likely = self.classify_alone(words);
        for sentence in sentences(words) {
            let part = self.classify_alone(sentence);
            if part.urgent > likely.urgent_sentence {
                likely.urgent_sentence = part.urgent;
                if part.urgent > likely.urgent {
                    likely.urgent_reply = part.urgent_reply;
                }
            }
        }
        likely
    }

    /// The likeliest reply to small talk.
    pub(super) fn small_talk(&self, words: &[Word]) -> Option<Arc<str>> {
        self.score(words, &self.small_talk, |scores| {
            let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
            self.replies.get(best).cloned()
        })
    }

    fn classify_alone(&self, words: &[Word]) -> Likely {
        self.score(words, &self.kinds, |scores| {
            softmax(scores);
            let mut likely = Likely::default();
            let (mut most_urgent, mut most_personal) = (0.0, 0.0);
            for ((kind, reply), probability) in self.classes.iter().zip(scores.iter().copied()) {
                match kind {
                    Some(Kind::Urgent) => {
                        likely.urgent += probability;
                        if probability > most_urgent {
                            most_urgent = probability;
                            likely.urgent_reply = Some(reply.clone());
                        }
                    }
                    Some(Kind::Personal) => {
                        likely.personal += probability;
                        if probability > most_personal {
                            most_personal = probability;
                            likely.personal_reply = Some(reply.clone());
                        }
                    }
                    Some(Kind::Smalltalk) => likely.smalltalk += probability,
                    Some(Kind::Alarming) | None => {}
                }
            }
            likely
        })
    }

    /// Hands the scores that a layer gives words to `judge`; its default where there are no words or nothing was learnt.
    fn score<T: Default>(&self, words: &[Word], layer: &Layer, judge: impl FnOnce(&mut [f32]) -> T) -> T {
        if words.is_empty() || self.classes.is_empty() {
            return T::default();
        }
        SCRATCH.with_borrow_mut(|Scratch { texts, vector, sums, scores }| {
            texts.clear();
            texts.count(words, &self.ids);
            self.space.vector(texts.get(0), vector, sums);
            layer.logits(vector, scores);
            judge(scores)
        })
    }
}

/// Everything to learn from, with its kind and reply, the same together.
fn labelled(knowledge: &Knowledge) -> Vec<((Option<Kind>, &str), &str)> {
    let triage = &knowledge.triage;
    // a triage file of one's own may have other replies than the labelled messages name
    let reply = |message: &'_ Labelled| {
        let known = triage.replies.iter().map(|reply| reply.key.as_str()).find(|key| *key == &*message.reply);
        let of_rules = || triage.rules.iter().find(|rule| Some(rule.kind) == message.kind).map(|it| it.reply.as_str());
        if message.reply.is_empty() { "" } else { known.or_else(of_rules).unwrap_or_default() }
    };
    let messages = knowledge.messages.iter();
    let mut all: Vec<_> = messages.map(|message| ((message.kind, reply(message)), message.text.as_str())).collect();
    for rule in &triage.rules {
        all.extend(rule.examples.iter().map(|it| ((Some(rule.kind), rule.reply.as_str()), it.message.as_str())));
        if rule.kind == Kind::Urgent {
            let alarming = (Some(Kind::Alarming), "");
            all.extend(rule.counterexamples.iter().map(|it| (alarming, it.message.as_str())));
        }
    }
    let wordings = knowledge.entries.iter().flat_map(|entry| entry.wordings());
    let ordinary = wordings.chain(knowledge.out_of_scope.iter().map(String::as_str));
    all.extend(ordinary.map(|text| ((None, ""), text)));
    all.sort_by_key(|(class, _)| *class);
    all
}

/// The sentences of a long message that has several, as far as they say something by themselves.
fn sentences(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let several =
        words.len() >= LONG && words.first().map(|word| word.sentence) != words.last().map(|word| word.sentence);
    let sentences = several.then(|| words.chunk_by(|a, b| a.sentence == b.sentence));
    sentences.into_iter().flatten().filter(|part| part.len() >= SHORTEST)
}
