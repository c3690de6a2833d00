//! Splits an article into passages: at headings and paragraphs, and inside a paragraph where it turns to something else.

use super::block::{Block, Kind as Form, words};
use super::kinds::{KINDS, Kind};
use super::scores::{best, position, scores};
use crate::text::{read, sentences};

/// A passage of more words is hard to read on a phone.
const MOST_WORDS: usize = 110;
/// A passage of fewer words says too little by itself.
const FEWEST_WORDS: usize = 15;
/// A paragraph of fewer words is about one thing and stays whole.
const SHORT_PARAGRAPH: usize = 75;
/// A sentence opens a passage of its own from this score on.
const OPENING_SCORE: usize = 4;
/// What a heading adds to the score of its kind.
const HEADING_SCORE: usize = 4;
/// What a sentence that says what the topic is adds to the score of a definition.
const DEFINITION_SCORE: usize = 6;
/// What stands behind "is" where nothing is defined.
const NOT_NOUNS: [&str; 16] = [
    "not",
    "often",
    "usually",
    "more",
    "most",
    "less",
    "very",
    "also",
    "sometimes",
    "common",
    "rare",
    "likely",
    "serious",
    "found",
    "known",
    "at",
];

/// Kinds that only a sentence about the topic itself can be of.
const ABOUT_THE_TOPIC: [Kind; 5] = [Kind::Prevention, Kind::Why, Kind::Common, Kind::Definition, Kind::Complications];
/// Words that stand for the topic.
const FOR_THE_TOPIC: [&str; 10] =
    ["it", "they", "them", "disease", "illness", "condition", "disorder", "risk", "attack", "attacks"];

/// A part of the article, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// How much of it speaks of that kind.
    pub(super) strength: usize,
    /// How much it speaks of each kind.
    pub(super) scores: Scores,
    /// What its first sentence, or the heading right above it, says that it is about.
    pub(super) lead: Option<Kind>,
    /// Whether that heading says it.
    pub(super) hinted: bool,
    /// The heading that it stands under.
    pub(super) heading: Option<String>,
    /// Whether it is the first under that heading.
    pub(super) first: bool,
    /// Its paragraphs, counted from 1 over the article.
    pub(super) paragraphs: Vec<u32>,
    /// The line of the article that it begins on.
    pub(super) line: usize,
}

/// A paragraph with the list that belongs to it.
#[derive(Debug, Clone)]
struct Unit {
    line: usize,
    number: u32,
    heading: Option<String>,
    text: String,
    items: Vec<String>,
}

/// The passages of an article; every sentence of it is in exactly one.
pub(super) fn split(blocks: &[Block], topic: &str) -> Vec<Passage> {
    let topic: Vec<String> = read(topic).into_iter().map(|word| word.text.into()).collect();
    let splitter = Splitter { topic: &topic };
    let mut passages: Vec<Passage> = Vec::new();
    for unit in units(blocks) {
        for part in splitter.parts(&unit) {
            let first = passages.last().is_none_or(|last| last.heading != unit.heading);
            let hint = unit.heading.as_deref().filter(|_| first).and_then(|heading| splitter.hint(heading));
            let opening = splitter.scores(sentences(&part.text).first().copied().unwrap_or_default());
            let lead = best(&opening).filter(|kind| opening[position(*kind)] >= OPENING_SCORE);
            let lead = hint.or(lead);
            let kind = lead.or_else(|| best(&part.scores)).unwrap_or(Kind::Other);
            let (scores, strength) = (part.scores, part.scores[position(kind)]);
            let (heading, line, paragraphs) = (unit.heading.clone(), unit.line, vec![unit.number]);
            passages.push(Passage {
                text: part.text,
                kind,
                strength,
                scores,
                lead,
                hinted: hint.is_some(),
                heading,
                first,
                paragraphs,
                line,
            });
        }
    }
    join_short(passages)
}

/// Splits paragraphs of an article on a topic.
#[derive(Debug)]
struct Splitter<'a> {
    topic: &'a [String],
}

fn units(blocks: &[Block]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut heading: Option<String> = None;
    for block in blocks {
        match (block.kind, units.last_mut()) {
            (Form::Heading, _) => heading = Some(block.text.trim_end_matches(':').to_owned()),
            (Form::Item, Some(unit)) if unit.heading == heading => unit.items.push(block.text.clone()),
            (form, _) => {
                let number = units.len() as u32 + 1;
                let (text, items) = if form == Form::Item {
                    (String::new(), vec![block.text.clone()])
                } else {
                    (block.text.clone(), Vec::new())
                };
                units.push(Unit { line: block.line, number, heading: heading.clone(), text, items });
            }
        }
    }
    units
}

/// The scores of a text for each kind.
pub(super) type Scores = [usize; KINDS.len()];

/// A part of a paragraph in the making.
#[derive(Debug)]
struct Part {
    text: String,
    scores: Scores,
}

impl Part {
    fn add(&mut self, text: &str, gap: &str, scores: &Scores) {
        self.text = format!("{}{gap}{text}", self.text);
        for (sum, score) in self.scores.iter_mut().zip(scores) {
            *sum += score;
        }
    }

    fn is_short(&self) -> bool {
        words(&self.text) < FEWEST_WORDS
    }

    fn has_room_for(&self, text: &str) -> bool {
        words(&self.text) + words(text) <= MOST_WORDS
    }
}

impl Splitter<'_> {
    /// The parts of a paragraph: each of one kind and of a length for a phone.
    fn parts(&self, unit: &Unit) -> Vec<Part> {
        let hint = unit.heading.as_deref().and_then(|heading| self.hint(heading));
        let judged = |text: &str| {
            let mut scores = self.scores(text);
            if let Some(hint) = hint {
                scores[position(hint)] += HEADING_SCORE;
            }
            scores
        };
        let whole = words(&unit.text) < SHORT_PARAGRAPH;
        let mut parts: Vec<Part> = Vec::new();
        for sentence in sentences(&unit.text) {
            let scores = judged(sentence);
            let kind = best(&scores).filter(|kind| scores[position(*kind)] >= OPENING_SCORE);
            match parts.last_mut() {
                Some(last)
                    if last.has_room_for(sentence)
                        && (whole
                            || last.is_short()
                            || leans(sentence)
                            || kind.is_none()
                            || kind == best(&last.scores)) =>
                {
                    last.add(sentence, " ", &scores);
                }
                _ => parts.push(Part { text: sentence.to_owned(), scores }),
            }
        }
        // a last sentence that is too short to stand alone goes to what it follows
        if let Some(last) = parts.pop_if(|last| last.is_short()) {
            match parts.last_mut() {
                Some(before) => before.add(&last.text, " ", &last.scores),
                None => parts.push(last),
            }
        }
        for item in &unit.items {
            add_item(&mut parts, item, &judged(item));
        }
        parts
    }

    /// The kind that a heading names; "If the diet does not help" is about something else than the diet.
    fn hint(&self, heading: &str) -> Option<Kind> {
        best(&self.scores(heading)).filter(|_| !heading.starts_with("If "))
    }

    /// How strongly a text speaks of each kind; a sentence that says what the topic is defines it.
    fn scores(&self, text: &str) -> Scores {
        let mut scores = scores(text);
        scores[position(Kind::Definition)] += if self.defines(text) { DEFINITION_SCORE } else { 0 };
        // "falls can be prevented" is no answer to "can it be prevented", "the scar is serious" none to "how serious is it"
        if !self.speaks_of_topic(text) {
            for kind in ABOUT_THE_TOPIC {
                scores[position(kind)] = 0;
            }
        }
        scores
    }

    /// Whether a sentence names the topic, or stands for it.
    fn speaks_of_topic(&self, text: &str) -> bool {
        let words: Vec<String> = read(text).into_iter().map(|word| word.text.into()).collect();
        self.topic.last().is_none_or(|word| words.contains(word))
            || words.iter().any(|word| FOR_THE_TOPIC.contains(&word.as_str()))
    }

    /// A sentence without another name of the topic: "gout, also called podagra, is ...".
    fn without_other_name(&self, sentence: &str) -> String {
        let mut parts = sentence.splitn(3, ", ");
        let (Some(name), Some(other), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return sentence.to_owned();
        };
        let is_name = words(name) <= self.topic.len() + 1;
        let renames = ["or ", "also ", "sometimes ", "often ", "usually ", "known ", "called ", "which "];
        if is_name && renames.iter().any(|lead| other.starts_with(lead)) {
            format!("{name} {rest}")
        } else {
            sentence.to_owned()
        }
    }

    /// "(A) topic is/are ...", with a noun behind it: "a", "the", or a word that is no verb form.
    fn defines(&self, sentence: &str) -> bool {
        let plain = self.without_other_name(sentence);
        let words: Vec<String> = read(&plain).into_iter().map(|word| word.text.into()).collect();
        let Some(verb) = words.iter().position(|word| word == "is" || word == "are") else { return false };
        let subject: Vec<&str> = words[..verb].iter().map(String::as_str).collect();
        let names_topic = self.topic.iter().all(|word| subject.contains(&word.as_str()));
        let after = words.get(verb + 1).map_or("", String::as_str);
        let noun = !after.ends_with("ed") && !after.ends_with("ing") && !NOT_NOUNS.contains(&after);
        names_topic && subject.len() <= self.topic.len() + 2 && noun
    }
}

/// Sets a list item under the sentence that introduces it; a long list goes on in passages of its own.
fn add_item(parts: &mut Vec<Part>, item: &str, scores: &Scores) {
    let line = format!("- {item}");
    match parts.last_mut() {
        Some(last) if last.has_room_for(item) => {
            let inside = last.text.lines().last().is_some_and(|line| line.starts_with("- "));
            last.add(&line, if inside { "\n" } else { "\n\n" }, scores);
        }
        _ => parts.push(Part { text: line, scores: *scores }),
    }
}

/// Whether a sentence cannot be understood without the one before.
pub(super) fn leans(sentence: &str) -> bool {
    const LEANING: [&str; 29] = [
        "other",
        "another",
        "this",
        "these",
        "those",
        "that",
        "they",
        "it",
        "he",
        "she",
        "such",
        "however",
        "but",
        "and",
        "also",
        "in other",
        "in these",
        "in this",
        "in such",
        "if so",
        "then",
        "otherwise",
        "instead",
        "for example",
        "for instance",
        "both",
        "the former",
        "as a result",
        "therefore",
    ];
    let text = crate::text::normalise(sentence);
    LEANING.iter().any(|lead| text.strip_prefix(lead).is_some_and(|rest| rest.starts_with(' ')))
        || sentence.contains(", for example,")
}

/// Joins a passage that is too short to the one before it under the same heading.
fn join_short(passages: Vec<Passage>) -> Vec<Passage> {
    let mut joined: Vec<Passage> = Vec::new();
    for passage in passages {
        match joined.last_mut() {
            Some(last)
                if last.heading == passage.heading
                    && (words(&passage.text) < FEWEST_WORDS || words(&last.text) < FEWEST_WORDS)
                    && words(&last.text) + words(&passage.text) <= MOST_WORDS =>
            {
                if passage.strength > last.strength {
                    (last.kind, last.strength) = (passage.kind, passage.strength);
                }
                last.scores.iter_mut().zip(passage.scores).for_each(|(sum, score)| *sum += score);
                let same = last.paragraphs == passage.paragraphs;
                last.text = format!("{}{}{}", last.text, if same { " " } else { "\n\n" }, passage.text);
                last.paragraphs.extend(passage.paragraphs.iter().filter(|_| !same));
            }
            _ => joined.push(passage),
        }
    }
    joined
}
