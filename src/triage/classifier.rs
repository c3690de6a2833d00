//! What kind of message it is, learnt from labelled messages: a second opinion beside the rules.
//!
//! Rules know what they were told and nothing else; a layer over words, pairs and character runs also knows what
//! resembles it. Each errs where the other does not, so that together they need less to be sure (see
//! [`super::Judge::judge`] for how).

use crate::knowledge::{Entry, Kind, Knowledge, Labelled};
use crate::learning::{Census, Examples, Ids, Layer, Numbering, Space, Sums, Texts, Vector, softmax, text_key};
use crate::text::{Reader, Word};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::sync::Arc;

/// How probable each kind is, 0 to 1; what is left is for an ordinary message, to be matched.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Likely {
    /// An emergency or a wish to die.
    pub urgent: f32,
    /// The same of its most alarming sentence, where a message has several.
    pub urgent_sentence: f32,
    /// It only sounds like an emergency.
    pub alarming: f32,
    /// A judgement on one case is asked.
    pub personal: f32,
    /// A greeting, thanks and the like.
    pub smalltalk: f32,
    /// How much of the message is in words that were learnt, each as it is telling: of words never seen nothing can be said.
    pub known: f32,
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

/// A layer, and the space of its features.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Learnt {
    ids: Ids,
    space: Space,
    layer: Layer,
}

/// What is learnt from labelled messages: to tell the kinds apart, and the replies to small talk.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Classifier {
    kinds: Learnt,
    classes: Vec<Class>,
    small_talk: Learnt,
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
        let mut replies: Vec<Arc<str>> = Vec::new();
        let mut of_talk: Vec<Lesson<'_>> = Vec::new();
        for ((_, reply), text) in labelled.iter().filter(|((kind, _), _)| *kind == Some(Kind::Smalltalk)) {
            if replies.last().is_none_or(|last| **last != **reply) {
                replies.push((*reply).into());
            }
            let class = replies.len() as u32 - 1;
            of_talk.push(Lesson { text, fine: class, class, in_sentences: false });
        }
        // how telling a feature is depends on the replies that hold it; what is learnt, on the kinds
        let mut last = None;
        let mut fine = 0;
        let mut classes: Vec<Class> = Vec::new();
        let mut of_kinds: Vec<Lesson<'_>> = Vec::with_capacity(labelled.len());
        for ((kind, reply), text) in labelled {
            fine += u32::from(last.is_some_and(|last| last != (kind, reply)));
            last = Some((kind, reply));
            let reply = if kind == Some(Kind::Smalltalk) { "" } else { reply };
            if classes.last().is_none_or(|(last, known)| *last != kind || **known != *reply) {
                classes.push((kind, reply.into()));
            }
            // no sentence of a message that is no emergency is one; of others it is not known which sentence counts
            let in_sentences = matches!(kind, None | Some(Kind::Alarming));
            of_kinds.push(Lesson { text, fine, class: classes.len() as u32 - 1, in_sentences });
        }
        let small_talk = Learnt::from(&of_talk, reader);
        let kinds = Learnt::from(&of_kinds, reader);
        Self { kinds, classes, small_talk, replies }
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
        self.small_talk.score(words, |scores, _| {
            let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
            self.replies.get(best).cloned()
        })
    }

    fn classify_alone(&self, words: &[Word]) -> Likely {
        self.kinds.score(words, |scores, known| {
            softmax(scores);
            let mut likely = Likely { known, ..Likely::default() };
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
                    Some(Kind::Alarming) => likely.alarming += probability,
                    None => {}
                }
            }
            likely
        })
    }
}

impl Learnt {
    /// Hands the scores that the layer gives words, and how much of them is known, to `judge`; its default where there are no
    /// words or nothing was learnt.
    fn score<T: Default>(&self, words: &[Word], judge: impl FnOnce(&mut [f32], f32) -> T) -> T {
        if words.is_empty() || self.space.len() == 0 {
            return T::default();
        }
        SCRATCH.with_borrow_mut(|Scratch { texts, vector, sums, scores }| {
            texts.clear();
            texts.count(words, &self.ids);
            self.space.vector(texts.get(0), vector, sums);
            self.layer.logits(vector, scores);
            judge(scores, self.known(words))
        })
    }

    /// The share of words that were learnt, each as it is telling; numbers tell nothing.
    fn known(&self, words: &[Word]) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for word in words.iter().filter(|word| word.text.chars().any(char::is_alphabetic)) {
            let stem = self.ids.stem(word);
            let telling = stem.map_or(self.space.most_telling(), |stem| self.space.idf(stem));
            all += telling;
            known += if stem.is_some() { telling } else { 0.0 };
        }
        if all > 0.0 { known / all } else { 0.0 }
    }
}

/// A text to learn from: the class over which its features are weighed, and the class that is learnt.
struct Lesson<'t> {
    text: &'t str,
    fine: u32,
    class: u32,
    /// Whether its sentences are lessons of the same class.
    in_sentences: bool,
}

impl Learnt {
    /// Trains a layer; lessons of a fine class stand together. They are read twice, so that none has to be kept.
    fn from(lessons: &[Lesson<'_>], reader: &Reader) -> Self {
        let each = |visit: &mut dyn FnMut(&[Word], &Lesson<'_>)| {
            for lesson in lessons {
                let words = reader.words(lesson.text);
                visit(&words, lesson);
                sentences(&words).filter(|_| lesson.in_sentences).for_each(|part| visit(part, lesson));
            }
        };
        let (mut met, mut census, mut texts) = (Numbering::default(), Census::default(), Texts::default());
        each(&mut |words, lesson| {
            texts.clear();
            texts.learn(words, &mut met);
            census.add(texts.get(0), lesson.fine, met.len());
        });
        let (ids, space) = census.settle(met);
        let mut examples = Examples::default();
        let mut classes = 0;
        let (mut vector, mut sums) = (Vector::new(), Sums::default());
        each(&mut |words, lesson| {
            texts.clear();
            texts.count(words, &ids);
            space.vector(texts.get(0), &mut vector, &mut sums);
            examples.push(&vector, lesson.class, text_key(words));
            classes = classes.max(lesson.class as usize + 1);
        });
        let order: Vec<u32> = (0..examples.len() as u32).collect();
        let layer = Layer::train(&examples, &order, Vec::new(), space.len(), classes);
        Self { ids, space, layer }
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
    let wordings = knowledge.entries.iter().flat_map(Entry::wordings);
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
