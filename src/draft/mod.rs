//! From an article to a knowledge file that a person reviews, by rules: nothing is reworded, nothing vanishes unseen.
//!
//! ```text
//! file -> plain | markdown | web -> blocks -> strip -> passages -> ask -> settle -> write
//! ```
//!
//! Passages are the article's own sentences. Questions, phrasings, sections and vocabulary are proposals from templates;
//! every entry is marked `reviewed = false`.

mod ask;
mod block;
mod claims;
mod clause_words;
mod cues;
mod focus;
mod headings;
mod kinds;
mod markdown;
mod names;
mod passages;
mod plain;
mod relate;
mod scores;
mod settle;
mod stop_words;
mod strip;
mod subject;
mod title;
mod turn;
mod verbs;
mod vocabulary;
mod web;
mod write;

pub use ask::Proposal;
pub use block::LeftOut;
pub use vocabulary::Group;

use crate::knowledge::built_in;
use ask::{Asker, capitalised};
use block::Kind;

/// A file that no draft can be made of: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A PDF.
    #[error(
        "{0} is a PDF, which holds letters and places but no paragraphs: turn it into text with `pdftotext {0} \
         article.txt` (Debian package poppler-utils), or copy the text into a file, and draft that"
    )]
    Pdf(String),
    /// A word processor's file.
    #[error("{0} is a word processor's file: save it as plain text or as HTML there, and draft that")]
    Office(String),
    /// Bytes that are no text.
    #[error("{0} is not UTF-8 text: save it as UTF-8 text, Markdown or HTML")]
    NotText(String),
    /// Nothing of an article.
    #[error("{0} holds no paragraph of an article: give a file with its text")]
    Empty(String),
}

/// What a person says about the article where the file does not, or says it wrong.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// What it is about, in a few words.
    pub topic: Option<String>,
}

/// A knowledge that waits for a review.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The article's title.
    pub title: String,
    /// Its author.
    pub author: String,
    /// What it is about.
    pub topic: String,
    /// The entries, in the order of the article.
    pub entries: Vec<Proposal>,
    /// Which words mean the same.
    pub vocabulary: Vec<Group>,
    /// How many groups of it, the first ones, come from the article itself.
    pub own_groups: usize,
    /// Ordinary words that are never corrected.
    pub keep: Vec<String>,
    /// Messages that no entry answers.
    pub out_of_scope: Vec<String>,
    /// What is not in the draft, by line, and why.
    pub left_out: Vec<LeftOut>,
    /// What a person must still see to.
    pub notes: Vec<String>,
}

impl Draft {
    /// The article's knowledge file.
    #[must_use]
    pub fn article_toml(&self) -> String {
        write::article(self)
    }

    /// The vocabulary file that goes with it.
    #[must_use]
    pub fn vocabulary_toml(&self) -> String {
        write::vocabulary(&self.vocabulary, self.own_groups, &self.keep)
    }

    /// The file of out-of-scope examples that goes with it.
    #[must_use]
    pub fn out_of_scope_toml(&self) -> String {
        write::out_of_scope(&self.out_of_scope)
    }
}

/// Drafts a knowledge from the bytes of an article; `file` is its name, whose ending tells the format where the bytes
/// do not.
pub fn draft(file: &str, bytes: &[u8], known: &Known) -> Result<Draft, DraftError> {
    let reading = read(file, bytes)?;
    let strip::Article { heading, blocks, left_out } = strip::strip(reading);
    if !blocks.iter().any(|block| block.kind != Kind::Heading && block.is_prose()) {
        return Err(DraftError::Empty(file.to_owned()));
    }
    let mut notes = Vec::new();
    let mut or_note = |given: &Option<String>, found: Option<String>, name: &str, default: &str| {
        given.clone().or(found).unwrap_or_else(|| {
            notes.push(format!("no {name} was found: write it into [source] as `{name}`, or give --{name}"));
            default.to_owned()
        })
    };
    let title = or_note(&known.title, heading.title, "title", "An article");
    let author = or_note(&known.author, heading.author, "author", "Unknown author");
    let article = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
    let topic = subject::topic(known.topic.as_ref().unwrap_or(&title), &article);

    let passages = passages::split(&blocks, &topic.name);
    let entries = Asker::new(&topic).propose(&passages, &article);
    let shipped = built_in().knowledge;
    let own = vocabulary::from_article(&article, &topic.name);
    let texts = entries.iter().flat_map(|entry| entry.phrasings.iter().chain(&entry.questions).chain([&entry.passage]));
    let words = texts.map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut vocabulary = own.clone();
    let phrasings: Vec<&str> = entries.iter().flat_map(|entry| &entry.phrasings).map(String::as_str).collect();
    vocabulary.extend(vocabulary::general(&shipped, &words, &phrasings, &own));
    let mut draft = Draft {
        title,
        author,
        topic: capitalised(&topic.name),
        entries,
        vocabulary,
        own_groups: own.len(),
        keep: shipped.vocabulary.keep.clone(),
        out_of_scope: vocabulary::strangers(&shipped, &article),
        left_out,
        notes,
    };
    settle::settle(&mut draft);
    Ok(draft)
}

/// The text of an article without what stands around it, a line a paragraph.
pub fn text(file: &str, bytes: &[u8]) -> Result<String, DraftError> {
    let strip::Article { heading, blocks, .. } = strip::strip(read(file, bytes)?);
    let blocks = blocks.iter().map(|block| block.text.as_str());
    Ok(heading.title.as_deref().into_iter().chain(blocks).collect::<Vec<_>>().join("\n"))
}

fn read(file: &str, bytes: &[u8]) -> Result<block::Reading, DraftError> {
    let name = file.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if bytes.starts_with(b"%PDF") || ends(&[".pdf"]) {
        return Err(DraftError::Pdf(file.to_owned()));
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"{\\rtf")
        || ends(&[".doc", ".docx", ".odt", ".rtf", ".pages"])
    {
        return Err(DraftError::Office(file.to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DraftError::NotText(file.to_owned()))?;
    let text = text.trim_start_matches('\u{feff}');
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    let html =
        ["<!doctype html", "<html", "<head", "<body", "<article", "<div"].iter().any(|tag| start.starts_with(tag));
    if html || ends(&[".html", ".htm", ".xhtml"]) {
        Ok(web::read(text))
    } else if ends(&[".md", ".markdown"]) {
        Ok(markdown::read(text))
    } else {
        Ok(plain::read(text))
    }
}
