//! What kind of message it is, learnt from labelled messages: a second opinion beside the rules.
//!
//! Rules know what they were told and nothing else; a layer over words, pairs and character runs also knows what
//! resembles it. Each errs where the other does not, so that together they need less to be sure (see
//! [`super::Judge::judge`] for how).

use crate::knowledge::{Kind, Knowledge, Labelled};
use crate::learning::{Examples, Ids, Layer, Numbers, Space, Sums, Texts, Vector, softmax};
use crate::text::{Reader, Word};
use serde::Serialize;
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
    /// The likeliest reply of each, in the order urgent, personal, small talk.
    #[serde(skip)]
    replies: [Option<Arc<str>>; 3],
}

impl Likely {
    /// The likeliest reply of an urgent message.
    pub(super) fn urgent_reply(&self) -> Option<Arc<str>> {
        self.replies[0].clone()
    }

    /// The likeliest reply of a personal one.
    pub(super) fn personal_reply(&self) -> Option<Arc<str>> {
        self.replies[1].clone()
    }

    /// The likeliest reply to small talk.
    pub(super) fn smalltalk_reply(&self) -> Option<Arc<str>> {
        self.replies[2].clone()
    }
}

/// Messages of so many words are also read sentence by sentence.
const LONG: usize = 12;
/// A sentence of fewer words says too little by itself.
const SHORTEST: usize = 3;

/// A layer trained on labelled messages; one class for each kind and reply.
#[derive(Debug, Clone, Default)]
pub(super) struct Classifier {
    ids: Ids,
    space: Space,
    layer: Layer,
    classes: Vec<(Option<Kind>, Arc<str>)>,
}

impl Classifier {
    /// Learns the knowledge's labelled messages, the examples of its rules, and its wordings and out-of-scope examples as ordinary ones. Cost: some tens
    /// of milliseconds.
    pub(super) fn new<'k>(knowledge: &'k Knowledge, reader: &Reader) -> Self {
        let triage = &knowledge.triage;
        // a triage file of one's own may have other replies than the labelled messages name
        let reply = |message: &'k Labelled| {
            let known =
                triage.replies.iter().find(|reply| *reply.key == *message.reply).map(|reply| reply.key.as_str());
            let of_rule =
                || triage.rules.iter().find(|rule| Some(rule.kind) == message.kind).map(|it| it.reply.as_str());
            if message.reply.is_empty() { "" } else { known.or_else(of_rule).unwrap_or_default() }
        };
        let labelled = knowledge.messages.iter();
        let labelled = labelled.map(|message| ((message.kind, reply(message)), message.text.as_str()));
        let mut all: Vec<((Option<Kind>, &str), &str)> = labelled.collect();
        for rule in &knowledge.triage.rules {
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

        let (mut ids, mut texts) = (Ids::default(), Texts::default());
        let mut classes: Vec<(Option<Kind>, &str)> = Vec::new();
        let mut class_of: Vec<u32> = Vec::with_capacity(all.len());
        for (class, text) in &all {
            if classes.last() != Some(class) {
                classes.push(*class);
            }
            let words = reader.read(text).words;
            texts.learn(&words, &mut ids);
            class_of.push(classes.len() as u32 - 1);
            // no sentence of a message that is no emergency is one; of others it is not known which sentence counts
            if matches!(class.0, None | Some(Kind::Alarming)) {
                for sentence in sentences(&words) {
                    texts.learn(sentence, &mut ids);
                    class_of.push(classes.len() as u32 - 1);
                }
            }
        }
        let numbers = Numbers::of_frequent(&texts, ids.len());
        let ids = ids.renumbered(&numbers);
        let texts = texts.renumbered(&numbers);
        let space = Space::new(&texts, numbers.len(), &class_of, classes.len());
        let mut examples = Examples::default();
        let (mut vector, mut sums) = (Vector::new(), Sums::default());
        for (text, class) in class_of.iter().enumerate() {
            space.vector(texts.get(text), &mut vector, &mut sums);
            examples.push(&vector, *class);
        }
        let order = (0..class_of.len() as u32).collect();
        let layer = Layer::train(&examples, order, space.len(), classes.len());
        let classes = classes.into_iter().map(|(kind, reply)| (kind, reply.into())).collect();
        Self { ids, space, layer, classes }
    }

    /// What a message's words sound like, all together and sentence by sentence: a sign of an emergency may be buried.
    pub(super) fn classify(&self, words: &[Word]) -> Likely {
        let mut likely = self.classify_alone(words);
        for sentence in sentences(words) {
            let part = self.classify_alone(sentence);
            if part.urgent > likely.urgent_sentence {
                likely.urgent_sentence = part.urgent;
                if part.urgent > likely.urgent {
                    likely.replies[0] = part.replies[0].clone();
                }
            }
        }
        likely
    }

    fn classify_alone(&self, words: &[Word]) -> Likely {
        let mut likely = Likely::default();
        if words.is_empty() || self.classes.is_empty() {
            return likely;
        }
        let mut texts = Texts::default();
        texts.count(words, &self.ids);
        let (mut vector, mut scores) = (Vector::new(), Vec::new());
        self.space.vector(texts.get(0), &mut vector, &mut Sums::default());
        self.layer.logits(&vector, &mut scores);
        softmax(&mut scores);
        let mut most = [0.0; 3];
        for ((kind, reply), probability) in self.classes.iter().zip(scores) {
            let (at, sum) = match kind {
                Some(Kind::Urgent) => (0, &mut likely.urgent),
                Some(Kind::Personal) => (1, &mut likely.personal),
                Some(Kind::Smalltalk) => (2, &mut likely.smalltalk),
                Some(Kind::Alarming) | None => continue,
            };
            *sum += probability;
            if probability > most[at] {
                most[at] = probability;
                likely.replies[at] = Some(reply.clone());
            }
        }
        likely
    }
}

/// The sentences of a long message that has several, as far as they say something by themselves.
fn sentences(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let several =
        words.len() >= LONG && words.first().map(|word| word.sentence) != words.last().map(|word| word.sentence);
    let sentences = several.then(|| words.chunk_by(|a, b| a.sentence == b.sentence));
    sentences.into_iter().flatten().filter(|part| part.len() >= SHORTEST)
}
