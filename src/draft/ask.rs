//! Proposes for each passage how people may ask for it: a question, phrasings, a section and an id, from templates.

use super::claims::{is_it_true, on_risk};
use super::focus::{Focus, listed};
use super::headings;
use super::kinds::{About, FOCUSED_PHRASINGS, KINDS, Kind};
use super::names;
use super::passages::Passage;
use super::relate::relate;
use super::scores::{about, best};
use super::stop_words::is_stop_word;
use super::subject::{Topic, is_plural_word, telling_stems};
use super::turn::{Turned, turn};
use crate::knowledge::{LONGEST_ID, LONGEST_QUESTION, LONGEST_SECTION};
use crate::text::{normalise, sentences};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

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
/// How many of them are questions that its sentences answer.
const MOST_TURNED: usize = 6;
/// How many names of what a passage is about are asked for.
const MOST_PHRASES: usize = 6;
/// Kinds whose cues say what is asked for even where a passage is of another kind.
const SURE: [Kind; 2] = [Kind::Silent, Kind::Common];
/// A passage of so many sentences says more than its first one, which only opens it.
const MANY_SENTENCES: usize = 4;
/// From this strength on it is the place to look, if no other passage is.
const SOME: usize = 4;
/// How many phrasings of a kind a passage gets that is asked for by another one.
const FEW_OF_A_KIND: usize = 4;
/// Words of an id that is the name of what a passage is about.
const LONGEST_ID_NAME: usize = 6;
/// Names that would fit many passages.
const GENERAL: [&str; 7] = ["disease", "illness", "condition", "disorder", "pain", "trouble", "treatment"];
/// Words of an id that is taken from a question.
const LONGEST_NAME: usize = 4;
/// From this strength on a passage may be asked for by its kind although neither heading nor first sentence say so.
const STRONG: usize = 6;

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
            let is_first = chosen(passages, passage.kind).is_some_and(|chosen| std::ptr::eq(chosen, passage));
            let besides = besides(passages, passage);
            proposals.push(self.entry(passage, is_first, &besides, &focus, by_heading, article));
        }
        relate(&mut proposals, passages);
        let said = super::scores::scores(article);
        for (at, about) in KINDS.iter().enumerate() {
            if let Some(what) = about.missing.filter(|_| said[at] == 0) {
                proposals.push(self.missing(about, what));
            }
        }
        proposals
    }

    fn entry(
        &mut self,
        passage: &Passage,
        is_first: bool,
        besides: &[&About],
        focus: &Focus<'_>,
        by_heading: bool,
        article: &str,
    ) -> Proposal {
        let about = about(passage.kind);
        let topic = &self.topic.name;
        let text = self.with_topic_first(&passage.text);
        let turned: Vec<Turned> = sentences(&text).iter().map(|sentence| turn(sentence, article, topic)).collect();
        let subjects = distinct(turned.iter().filter_map(|turned| turned.subject.clone()));
        let bare = subjects.iter().map(|name| without_article(name).to_owned());
        let mut phrases = distinct(bare.chain(focus.phrases(&passage.text)));
        phrases.truncate(MOST_PHRASES);
        let heading = passage.heading.as_deref().filter(|_| passage.first);
        let first = turned.first().cloned().unwrap_or_default();
        // "how long it lasts" may be asked of the treatment
        let lasting =
            first.subject.as_deref().filter(|name| best(&super::scores::scores(name)) == Some(Kind::Treatment));
        let of = |heading: &str| match lasting.filter(|_| heading.to_lowercase().starts_with("how long")) {
            Some(name) => Topic { name: name.to_owned(), plural: is_plural_word(name) },
            None => self.topic.clone(),
        };
        let asked = heading.and_then(|heading| headings::question(heading, &of(heading), article));
        let on_risk = heading.and_then(|heading| on_risk(passage, heading, self.topic, article));
        let named = heading.and_then(|heading| headings::about(heading, self.topic, article));
        let terms = names::asked(&passage.text, topic, heading);
        let own = asked.is_some() || heading.is_some_and(|heading| self.is_specific(heading));

        let know = |name: &String| {
            let with = if headings::mentions(name, self.topic) { String::new() } else { format!(" with {topic}") };
            format!("What should people{with} know about {name}?")
        };
        let mut questions: Vec<String> = Vec::new();
        let besides_it = besides.iter().find(|other| !is_first && SURE.contains(&other.kind));
        let by_kind = if is_first { Some(about) } else { besides_it.copied() };
        let by_kind = by_kind.filter(|about| !about.question.is_empty()).map(|about| self.fill(about.question, ""));
        let by_heading_text = asked.into_iter().chain(on_risk).chain(named);
        if own {
            questions.extend(by_heading_text.chain(by_kind));
        } else {
            questions.extend(by_kind.into_iter().chain(by_heading_text));
        }
        let long = turned.len() >= MANY_SENTENCES;
        let (by_name, by_sentence) = (first.subject.as_ref().map(know), first.question.clone());
        let more_than_yes = |question: &String| ["Wh", "How"].iter().any(|word| question.starts_with(word));
        questions.extend(by_sentence.clone().filter(|question| !long && more_than_yes(question)));
        questions.extend(terms.first().cloned());
        questions.extend(if long { [by_name, by_sentence] } else { [by_sentence, by_name] }.into_iter().flatten());
        let above = passage.heading.as_deref().and_then(|heading| best(&super::scores::scores(heading)));
        let of_kind = [passage.lead, above].contains(&Some(passage.kind));
        questions.extend(about.more.filter(|_| of_kind).map(|more| self.fill(more, "")));
        questions.extend(is_it_true(&passage.text, article));
        questions.extend(turned.iter().skip(1).filter_map(|turned| turned.question.clone()));
        questions.extend(subjects.iter().map(know));
        let opening = first_words(&passage.text, 12);
        questions.extend(first.name.as_ref().map(|name| format!("What does the article say about {name}?")));
        questions.push(format!("What does the article say on \"{opening}\"?"));
        let questions = self.fresh(questions.iter().map(|question| capitalised(question)).collect(), usize::MAX);

        let plain = heading.map(|heading| heading.trim_end_matches(['?', '.', ':']).to_owned());
        let id = match &plain {
            _ if is_first => about.id.to_owned(),
            None if besides_it.is_some() => besides_it.map_or(about.id, |other| other.id).to_owned(),
            Some(heading) => heading.clone(),
            None => match first.name.as_deref().map(without_article) {
                Some(name) if !GENERAL.contains(&name) && name.split(' ').count() <= LONGEST_ID_NAME => name.to_owned(),
                _ => telling_words(&questions, topic),
            },
        };
        // the questions that were not chosen are ways to ask as well
        let answered = turned.into_iter().filter_map(|turned| turned.question);
        let answered = distinct(terms.into_iter().chain(answered));
        let own = questions.iter().skip(1).filter(|question| answered.contains(question)).cloned().collect();
        let mut phrasings: Vec<String> = plain.into_iter().collect();
        phrasings.extend(
            about
                .phrasings
                .split('|')
                .filter(|template| !template.is_empty())
                .filter(|_| is_first)
                .map(|template| self.fill(template, "")),
        );
        phrasings.extend(besides.iter().flat_map(|kind| self.by_kind(kind)));
        phrasings.extend(answered.into_iter().take(MOST_TURNED));
        phrasings.extend(self.phrasings(passage, about, is_first, &phrases));
        let section = passage.heading.as_deref().filter(|heading| by_heading && !heading.ends_with('?'));
        Proposal {
            id: self.id(&id),
            questions,
            phrasings: [own, self.fresh(phrasings, MOST_PHRASINGS)].concat(),
            section: shortened(&capitalised(section.unwrap_or(about.section).trim_end_matches('.')), LONGEST_SECTION),
            passage: passage.text.clone(),
            covered: true,
            paragraphs: passage.paragraphs.clone(),
            related: Vec::new(),
            line: passage.line,
        }
    }

    /// A passage that begins with "It is (not) a ..." speaks of the topic.
    fn with_topic_first<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let (it, is) = if self.topic.plural { ("They", " are ") } else { ("It", " is ") };
        let rest = text.strip_prefix(it).filter(|rest| {
            let what = rest.strip_prefix(is).map(|what| what.trim_start_matches("not "));
            what.is_some_and(|what| self.topic.plural || what.starts_with("a ") || what.starts_with("an "))
        });
        rest.map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("{}{rest}", capitalised(&self.topic.name))))
    }

    /// The question of a kind and some of its phrasings.
    fn by_kind(&self, about: &About) -> Vec<String> {
        let templates = std::iter::once(about.question)
            .chain(about.phrasings.split('|').filter(|template| !template.is_empty()).take(FEW_OF_A_KIND));
        templates.map(|template| self.fill(template, "").trim_end_matches('?').to_owned()).collect()
    }

    /// Whether a heading says more than the question of its kind would: "Treatment in pregnancy", not "Treatment".
    fn is_specific(&self, heading: &str) -> bool {
        let topic = telling_stems(&self.topic.name);
        let telling = telling_stems(heading).into_iter().filter(|stem| !topic.contains(stem)).count();
        let scores = super::scores::scores(heading);
        let most = scores.iter().copied().max().unwrap_or_default();
        // "lowering the risk" is about prevention, and hardly about who is at risk
        let kinds = scores.iter().filter(|score| 2 * **score > most).count();
        telling > 2 || (telling == 2 && kinds > 1)
    }

    /// Phrasings by what a passage lists and names.
    fn phrasings(&self, passage: &Passage, about: &About, is_first: bool, phrases: &[String]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for item in listed(&passage.text) {
            all.extend(match about.kind {
                Kind::Symptoms => vec![format!("is {item} a symptom"), self.fill("{do} {t} cause {f}", &item)],
                Kind::Treatment => vec![self.fill("{f} for {t}", &item), self.fill("treating {t} with {f}", &item)],
                Kind::Diagnosis => vec![self.fill("{f} to find {t}", &item)],
                _ => vec![self.fill("{f} and {t}", &item)],
            });
        }
        // all forms for the first name, its bare form for the others: what differs is the name
        let shown = if is_first { 2 } else { FOCUSED_PHRASINGS.len() };
        if let Some(name) = phrases.first() {
            all.extend(FOCUSED_PHRASINGS.iter().take(shown).map(|template| self.fill(template, name)));
        }
        for name in phrases.iter().skip(1) {
            all.push(name.clone());
            all.push(self.fill("what about {f}", name));
        }
        all
    }

    /// What is asked often and not said: the honest reply, which names who can say.
    fn missing(&mut self, about: &About, what: &str) -> Proposal {
        let passage = format!(
            "The article that I answer from does not say {what}. So I have no passage on this.\n\n\
             It is a fair question to ask. The care team can answer it: the doctor or the nurse who knows the whole case."
        );
        let questions = vec![capitalised(&self.fill(about.question, ""))];
        let questions = self.fresh(questions, usize::MAX);
        let phrasings = about
            .phrasings
            .split('|')
            .filter(|template| !template.is_empty())
            .map(|template| self.fill(template, ""))
            .collect();
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

/// The passage that is asked for by a kind alone: the one right under a heading of the kind, else the one that says most
/// on it, if it says much.
fn chosen(passages: &[Passage], kind: Kind) -> Option<&Passage> {
    // help, and that nothing is felt, is told in few words, and must be found
    let enough = if matches!(kind, Kind::Help | Kind::Silent) { SOME } else { STRONG };
    let speaks = |passage: &&Passage| passage.lead == Some(kind) || passage.strength >= enough;
    let rivals = passages.iter().filter(|passage| passage.kind == kind && kind != Kind::Other).filter(speaks);
    let by_heading = |passage: &Passage| passage.hinted;
    rivals.rev().max_by_key(|passage| (by_heading(passage), passage.lead == Some(kind), passage.strength))
}

/// The kinds that no passage is asked for by, and of which this one says most.
fn besides<'k>(passages: &[Passage], passage: &Passage) -> Vec<&'k About> {
    let most = |at: usize| passages.iter().rev().max_by_key(|other| other.scores[at]);
    let is_most = |at: usize| most(at).is_some_and(|most| std::ptr::eq(most, passage));
    let kinds = KINDS
        .iter()
        .enumerate()
        .filter(|(at, about)| passage.scores[*at] >= SOME && is_most(*at) && chosen(passages, about.kind).is_none())
        .map(|(_, about)| about);
    let mut kinds: Vec<&About> = kinds.collect();
    if kinds.iter().any(|about| about.kind == Kind::Silent) {
        kinds.retain(|about| about.kind != Kind::Symptoms); // who says that nothing is felt names what might be
    }
    kinds
}

/// Each once, in order.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    texts.filter(|text| seen.insert(normalise(text))).collect()
}

fn without_article(name: &str) -> &str {
    ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// The words of the first question that say something, for an id.
fn telling_words(questions: &[String], topic: &str) -> String {
    let words = questions.first().map(String::as_str).unwrap_or_default().split_whitespace();
    let words = words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase());
    let dull = ["true", "people", "know", "article", "say", "someone"];
    let telling =
        words.filter(|word| !is_stop_word(word) && !dull.contains(&word.as_str()) && !topic.contains(word.as_str()));
    telling.take(LONGEST_NAME).collect::<Vec<_>>().join(" ")
}

fn first_words(text: &str, count: usize) -> String {
    let sentence = sentences(text).first().copied().unwrap_or(text);
    let words: Vec<&str> = sentence.trim_start_matches("- ").split_whitespace().take(count).collect();
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
