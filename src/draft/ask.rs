//! Proposes for each passage how people may ask for it: a question, phrasings, a section and an id, from templates.

use super::focus::{Focus, listed};
use super::kinds::{About, FOCUSED_PHRASINGS, KINDS, Kind, about};
use super::passages::Passage;
use super::subject::Topic;
use crate::knowledge::{LONGEST_ID, LONGEST_QUESTION, LONGEST_SECTION};
use crate::text::normalise;
use rustc_hash::FxHashSet;

/// An entry as it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id, unique in the draft.
    pub id: String,
    /// The question proposed first, then others to fall back on.
    pub questions: Vec<String>,
    /// Other ways to ask.
    pub phrasings: Vec<String>,
    /// Its place in the menu.
    pub section: String,
    /// The article's own words, or that the article does not say.
    pub passage: String,
    /// Whether the article answers it.
    pub covered: bool,
    /// The paragraphs it was taken from, counted from 1.
    pub paragraphs: Vec<u32>,
    /// Ids of its neighbours.
    pub related: Vec<String>,
    /// The line of the article that it begins on; 0 for what the article does not say.
    pub line: usize,
}

/// How many phrasings an entry gets at most.
const MOST_PHRASINGS: usize = 16;
/// How many neighbours an entry is related to.
const MOST_RELATED: usize = 3;

/// Fills templates; keeps ids and wordings apart from those given out before.
#[derive(Debug)]
pub(super) struct Asker<'a> {
    topic: &'a Topic,
    ids: FxHashSet<String>,
    wordings: FxHashSet<String>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(topic: &'a Topic) -> Self {
        Self { topic, ids: FxHashSet::default(), wordings: FxHashSet::default() }
    }

    /// An entry for each passage, then one for each question that is asked often and that no passage answers.
    pub(super) fn propose(mut self, passages: &[Passage], article: &str) -> Vec<Proposal> {
        let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
        let focus = Focus::new(article, &self.topic.name, &texts);
        let headings: FxHashSet<&String> = passages.iter().filter_map(|passage| passage.heading.as_ref()).collect();
        let by_heading = headings.len() >= 2;
        let mut proposals = Vec::new();
        for passage in passages {
            // the passage that says most on a kind is the one that is asked for by the kind alone
            let rivals = passages.iter().filter(|other| other.kind == passage.kind);
            let strongest = rivals.rev().max_by_key(|other| other.strength);
            let is_first = passage.kind != Kind::Other && strongest.is_some_and(|other| std::ptr::eq(other, passage));
            proposals.push(self.entry(passage, is_first, &focus, by_heading));
        }
        relate(&mut proposals, passages);
        let said = super::kinds::scores(article);
        for (at, about) in KINDS.iter().enumerate() {
            if let Some(what) = about.missing.filter(|_| said[at] == 0) {
                proposals.push(self.missing(about, what));
            }
        }
        proposals
    }

    fn entry(&mut self, passage: &Passage, is_first: bool, focus: &Focus<'_>, by_heading: bool) -> Proposal {
        let about = about(passage.kind);
        let mut phrases = focus.phrases(&passage.text);
        let heading = passage.heading.as_deref().filter(|_| passage.first);
        let named = heading.map(|heading| heading.trim_end_matches(['?', '.', ':']).to_owned());
        if phrases.is_empty() {
            phrases.push(named.clone().unwrap_or_else(|| first_words(&passage.text, 6)));
        }
        let mut questions = Vec::new();
        questions.extend(heading.filter(|heading| heading.ends_with('?')).map(str::to_owned));
        questions.extend(is_first.then(|| self.fill(about.question, "")));
        questions.extend(phrases.iter().map(|phrase| self.fill(about.focused, phrase)));
        questions.push(format!("What does the article say about {}?", phrases.join(", ")));
        questions.push(format!("What does the article mean by \"{}\"?", first_words(&passage.text, 12)));
        let questions = self.fresh(questions.iter().map(|question| capitalised(question)).collect(), usize::MAX);
        let phrasings = self.phrasings(passage, about, is_first, &phrases, named.as_deref());
        let own = passage.heading.as_deref().filter(|heading| by_heading && !heading.ends_with('?'));
        let section = own.unwrap_or(about.section);
        let id = if is_first { about.id.to_owned() } else { format!("{}-{}", about.id, phrases[0]) };
        Proposal {
            id: self.id(&id),
            questions,
            phrasings,
            section: shortened(&capitalised(section.trim_end_matches('.')), LONGEST_SECTION),
            passage: passage.text.clone(),
            covered: true,
            paragraphs: passage.paragraphs.clone(),
            related: Vec::new(),
            line: passage.line,
        }
    }

    fn phrasings(
        &mut self,
        passage: &Passage,
        about: &About,
        is_first: bool,
        phrases: &[String],
        heading: Option<&str>,
    ) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        all.extend(heading.map(str::to_owned));
        if is_first {
            all.extend(about.phrasings.iter().map(|template| self.fill(template, "")));
        }
        for item in listed(&passage.text) {
            all.extend(match about.kind {
                Kind::Symptoms => vec![format!("is {item} a symptom"), self.fill("{do} {t} cause {f}", &item)],
                Kind::Treatment => vec![self.fill("{f} for {t}", &item), self.fill("treating {t} with {f}", &item)],
                Kind::Diagnosis => vec![self.fill("{f} to find {t}", &item)],
                _ => vec![self.fill("{f} and {t}", &item)],
            });
        }
        let shown = if is_first { 2 } else { FOCUSED_PHRASINGS.len() };
        for template in FOCUSED_PHRASINGS.iter().take(shown) {
            let shown =
                phrases.iter().enumerate().filter(|(at, phrase)| *at == 0 || (*at == 1 && phrase.contains(' ')));
            all.extend(shown.map(|(_, phrase)| self.fill(template, phrase)));
        }
        all.extend(phrases.iter().skip(1).map(|phrase| self.fill("what about {f}", phrase)));
        self.fresh(all, MOST_PHRASINGS)
    }

    /// What is asked often and not said: the honest reply, which names who can say.
    fn missing(&mut self, about: &About, what: &str) -> Proposal {
        let passage = format!(
            "The article that I answer from does not say {what}. So I have no passage on this.\n\n\
             It is a fair question to ask. The care team can answer it: the doctor or the nurse who knows the whole case."
        );
        let questions = vec![capitalised(&self.fill(about.question, ""))];
        let questions = self.fresh(questions, usize::MAX);
        let phrasings = about.phrasings.iter().map(|template| self.fill(template, "")).collect();
        Proposal {
            id: self.id(about.id),
            questions,
            phrasings: self.fresh(phrasings, MOST_PHRASINGS),
            section: "Not in the article".to_owned(),
            passage,
            covered: false,
            paragraphs: Vec::new(),
            related: Vec::new(),
            line: 0,
        }
    }

    fn fill(&self, template: &str, focus: &str) -> String {
        let (are, have, does) = if self.topic.plural { ("are", "have", "do") } else { ("is", "has", "does") };
        template
            .replace("{t}", &self.topic.name)
            .replace("{f}", focus)
            .replace("{are}", are)
            .replace("{have}", have)
            .replace("{do}", does)
    }

    /// Those wordings that no entry has yet, in order.
    fn fresh(&mut self, wordings: Vec<String>, most: usize) -> Vec<String> {
        let mut fresh = Vec::new();
        for wording in wordings {
            let normal = normalise(&wording).replace('\n', " ");
            let fits = wording.encode_utf16().count() <= LONGEST_QUESTION;
            if fresh.len() < most && fits && !normal.is_empty() && self.wordings.insert(normal) {
                fresh.push(wording);
            }
        }
        fresh
    }

    fn id(&mut self, name: &str) -> String {
        let plain: String =
            normalise(name).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
        let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
        let mut base = String::new();
        for part in parts {
            if base.len() + part.len() + 4 <= LONGEST_ID {
                base = if base.is_empty() { part.to_owned() } else { format!("{base}-{part}") };
            }
        }
        let base = if base.is_empty() { "entry".to_owned() } else { base };
        let mut id = base.clone();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }
}

/// Relates each entry to those around it: the same paragraph first, then the next and the one before.
fn relate(proposals: &mut [Proposal], passages: &[Passage]) {
    let ids: Vec<String> = proposals.iter().map(|proposal| proposal.id.clone()).collect();
    for (at, proposal) in proposals.iter_mut().enumerate() {
        let mut near: Vec<usize> =
            (at.saturating_sub(2)..=at + 2).filter(|other| *other != at && *other < ids.len()).collect();
        near.sort_by_key(|other| {
            let together = passages[*other].paragraphs.iter().any(|number| passages[at].paragraphs.contains(number));
            (!together, other.abs_diff(at), *other < at)
        });
        proposal.related = near.into_iter().take(MOST_RELATED).map(|other| ids[other].clone()).collect();
    }
}

fn first_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.trim_start_matches("- ").split_whitespace().take(count).collect();
    words.join(" ").trim_end_matches(|letter: char| !letter.is_alphanumeric()).replace('"', "'")
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// As many whole words as fit this many bytes.
fn shortened(text: &str, bytes: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.len() + word.len() < bytes {
            short = if short.is_empty() { word.to_owned() } else { format!("{short} {word}") };
        } else {
            break;
        }
    }
    if short.is_empty() { "More".to_owned() } else { short }
}
