//! From files to [`Knowledge`]: everything wrong is noted with its line, and what is right is kept.

use super::additions::Additions;
use super::files::{File, Files, Role, Version};
use super::messages;
use super::model::{Entry, EntryPlaces, Group, Knowledge, Labelled, Source, Vocabulary};
use super::problem::{Place, Problem, Problems, Severity};
use super::reader::{Located, Table};
use super::rules;
use super::triage::{self, Triage};
use std::path::{Path, PathBuf};

/// What an article's file may hold.
const ARTICLE_KEYS: [&str; 2] = ["source", "entry"];
/// What `[source]` may hold.
const SOURCE_KEYS: [&str; 5] = ["title", "author", "language", "reviewed", "topic"];
/// What an `[[entry]]` may hold.
const ENTRY_KEYS: [&str; 9] =
    ["id", "question", "passage", "section", "phrasings", "related", "covered", "reviewed", "paragraphs"];

/// The language of an article that names none.
const ENGLISH: &str = "en";

/// Knowledge and everything that is wrong with it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What could be read.
    pub knowledge: Knowledge,
    /// What is wrong, by file and line.
    pub problems: Vec<Problem>,
    /// Where it was read from, for a person.
    pub origin: String,
}

impl Loaded {
    /// The problems that keep the knowledge from being used.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }
}

/// A folder from which nothing at all can be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder is missing or may not be read.
    #[error("knowledge folder {path} cannot be read ({source}): give --knowledge DIR or set knowledge.dir")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder has no article.
    #[error("knowledge folder {0} has no article: add a .toml file with a [source] and [[entry]] tables")]
    NoArticle(PathBuf),
}

/// The knowledge built into the binary.
#[must_use]
pub fn built_in() -> Loaded {
    Files::built_in().load()
}

/// The knowledge in a folder: `vocabulary.toml`, `triage.toml`, `out-of-scope.toml`, `messages.toml`,
/// `additions.toml`, and every other `*.toml` an article. Without a `triage.toml` or a `messages.toml` of its own a folder gets
/// the built-in one, so that an emergency is never missed for want of a file.
pub fn from_folder(folder: &Path) -> Result<Loaded, LoadError> {
    Ok(Files::of_folder(folder)?.load())
}

/// The knowledge in files that are given as path and text: what a folder would hold after a change.
#[must_use]
pub fn from_texts(files: Vec<(String, String)>, origin: &str) -> Loaded {
    Files::of_texts(files, origin).load()
}

impl Files {
    /// What the files say, and everything that is wrong with it.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let files = self.read();
        let mut loaded = assemble(&files, self.origin.clone(), Self::version_of(&files));
        loaded.problems.extend(self.unread.iter().cloned());
        loaded
    }
}

fn assemble(files: &[File], origin: String, version: Version) -> Loaded {
    let mut knowledge = Knowledge::default();
    let mut problems = Problems::default();
    let mut additions = Vec::new();
    for file in files {
        let (part, found) = read_file(file);
        problems.extend(found);
        match part {
            Part::Article(article) => knowledge.extend(article),
            Part::Vocabulary(vocabulary) => knowledge.vocabulary = vocabulary,
            Part::Triage(triage) => knowledge.triage = *triage,
            Part::OutOfScope(examples) => knowledge.out_of_scope.extend(examples),
            Part::Additions(added) => additions.push(added),
            Part::Messages(messages) => knowledge.messages.extend(messages),
        }
    }
    // once all entries are there
    for added in additions {
        added.join(&mut knowledge, &mut problems);
    }
    rules::check(&knowledge, &mut problems);
    let reviewed = knowledge.sources.iter().filter_map(|source| source.reviewed).max();
    knowledge.version = Version { reviewed, ..version };
    Loaded { knowledge, problems: problems.sorted(), origin }
}

/// What a file holds, read.
enum Part {
    Article(Article),
    Vocabulary(Vocabulary),
    Triage(Box<Triage>),
    OutOfScope(Vec<String>),
    Additions(Additions),
    Messages(Vec<Labelled>),
}

/// An article's declaration and its entries.
struct Article {
    source: Source,
    entries: Vec<Entry>,
}

impl Knowledge {
    fn extend(&mut self, article: Article) {
        let source = self.sources.len();
        self.sources.push(article.source);
        self.entries.extend(article.entries.into_iter().map(|entry| Entry { source, ..entry }));
    }
}

fn read_file(file: &File) -> (Part, Problems) {
    let mut problems = Problems::default();
    // an editor on Windows ends lines in its own way, and a passage is not to show that
    let text = file.text.replace("\r\n", "\n");
    let table = Table::parse(&file.name, &text, &mut problems);
    let part = match file.role {
        Role::Article => Part::Article(read_article(table, &mut problems)),
        Role::Vocabulary => Part::Vocabulary(read_vocabulary(table, &mut problems)),
        Role::Triage => Part::Triage(Box::new(triage::read(table, &mut problems))),
        Role::OutOfScope => Part::OutOfScope(read_out_of_scope(table, &mut problems)),
        Role::Additions => Part::Additions(Additions::read(table, &mut problems)),
        Role::Messages => Part::Messages(messages::read(table, &mut problems)),
        Role::Strangers => Part::Messages(messages::ordinary(read_out_of_scope(table, &mut problems), &file.name)),
    };
    (part, problems)
}

fn read_article(file: Table<'_>, problems: &mut Problems) -> Article {
    let mut file = file.forgiving(&ARTICLE_KEYS);
    let source = if let Some(table) = file.table("source", problems) {
        read_source(table, problems)
    } else {
        let remedy = "add [source] with title, author, reviewed and topic";
        problems.error(file.place(), "the file has no [source]", remedy);
        // its entries are still held against the rules, and other files' relations against its entries
        Source::missing(file.place().clone())
    };
    let tables = file.tables("entry", problems);
    if tables.is_empty() {
        problems.error(file.place(), "the article has no [[entry]]", "add one with id, question, passage and section");
    }
    let entries: Vec<Entry> = tables.into_iter().filter_map(|table| read_entry(table, problems)).collect();
    file.finish(problems);
    Article { source, entries }
}

impl Source {
    /// What stands for the source of a file that declares none.
    fn missing(place: Place) -> Self {
        let blank = String::new;
        Self { title: blank(), author: blank(), language: ENGLISH.to_owned(), reviewed: None, topic: blank(), place }
    }
}

fn read_source(table: Table<'_>, problems: &mut Problems) -> Source {
    let mut table = table.forgiving(&SOURCE_KEYS);
    let place = table.place().clone();
    let text = |located: Option<Located<String>>| located.map(|located| located.value).unwrap_or_default();
    let source = Source {
        title: text(table.required_text("title", problems)),
        author: text(table.required_text("author", problems)),
        language: table.text("language", problems).map_or_else(|| ENGLISH.to_owned(), |language| language.value),
        reviewed: table.date("reviewed", problems).map(|date| date.value),
        topic: text(table.required_text("topic", problems)),
        place,
    };
    if source.reviewed.is_none() {
        problems.warning(
            &source.place,
            "the source has no `reviewed` date",
            "add the day it was last read against the article: reviewed = 2026-01-31",
        );
    }
    table.finish(problems);
    source
}

fn read_entry(table: Table<'_>, problems: &mut Problems) -> Option<Entry> {
    let mut table = table.forgiving(&ENTRY_KEYS);
    let place = table.place().clone();
    let id = table.required_text("id", problems);
    if let Some(id) = &id {
        table.rename(format!("entry `{}`", id.value));
    }
    let question = table.required_text("question", problems);
    let passage = table.required_text("passage", problems);
    let section = table.required_text("section", problems);
    let (phrasings, phrasing_places) = unzip(table.texts("phrasings", problems));
    let (related, related_places) = unzip(table.texts("related", problems));
    let covered = table.flag("covered", true, problems);
    let reviewed = table.flag("reviewed", true, problems);
    let paragraphs = table.numbers("paragraphs", problems);
    table.finish(problems);
    let id = id?;
    // what is missing has been noted; the rest of the entry is still worth checking
    let or_blank =
        |text: Option<Located<String>>| text.unwrap_or_else(|| Located { value: String::new(), place: place.clone() });
    let (question, passage, section) = (or_blank(question), or_blank(passage), or_blank(section));
    Some(Entry {
        id: id.value,
        question: question.value,
        phrasings,
        // a passage in """ """ begins and ends with a line break that is not part of it
        passage: passage.value.trim_matches('\n').to_owned(),
        covered,
        related,
        section: section.value,
        paragraphs,
        reviewed,
        source: 0,
        places: EntryPlaces {
            entry: place.clone(),
            id: id.place,
            question: question.place,
            passage: passage.place,
            section: section.place,
            phrasings: phrasing_places,
            related: related_places,
        },
    })
}

fn unzip(texts: Vec<Located<String>>) -> (Vec<String>, Vec<Place>) {
    texts.into_iter().map(|text| (text.value, text.place)).unzip()
}

fn read_vocabulary(mut file: Table<'_>, problems: &mut Problems) -> Vocabulary {
    let keep = file.texts("keep", problems).into_iter().map(|word| word.value).collect();
    let mut groups = Vec::new();
    for mut table in file.tables("group", problems) {
        let place = table.place().clone();
        let term = table.required_text("term", problems);
        let variants: Vec<String> =
            table.texts("variants", problems).into_iter().map(|variant| variant.value).collect();
        if variants.is_empty() {
            problems.error(&place, "a group has no variants", "add `variants = [\"...\"]` or delete the group");
        }
        groups.extend(term.map(|term| Group { term: term.value, variants, place }));
        table.finish(problems);
    }
    file.finish(problems);
    Vocabulary { groups, keep }
}

fn read_out_of_scope(mut file: Table<'_>, problems: &mut Problems) -> Vec<String> {
    let mut examples = Vec::new();
    for mut table in file.tables("group", problems) {
        table.required_text("name", problems);
        examples.extend(table.texts("examples", problems).into_iter().map(|example| example.value));
        table.finish(problems);
    }
    file.finish(problems);
    examples
}
