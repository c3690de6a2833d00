//! What an article is made of before anything is judged: headings, paragraphs, list items and captions with their lines.

/// What a block is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    Item,
    Caption,
}

/// A run of text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The line of the file, counted from 1; 0 where it could not be told.
    pub(super) line: usize,
    pub(super) kind: Kind,
    /// One line, single spaces.
    pub(super) text: String,
}

impl Block {
    pub(super) fn new(line: usize, kind: Kind, text: &str) -> Self {
        Self { line, kind, text: one_line(text) }
    }

    pub(super) fn words(&self) -> usize {
        words(&self.text)
    }

    /// Whether it is written in sentences.
    pub(super) fn is_prose(&self) -> bool {
        self.words() >= SHORTEST_PROSE && ends_sentence(&self.text)
    }
}

/// A text that did not get into the draft, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the article, counted from 1; 0 where it could not be told.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Why it is no part of the article.
    pub why: String,
}

/// A file as it was read: its blocks, and what its form already says.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A line of fewer words is no sentence of an article.
const SHORTEST_PROSE: usize = 5;

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether a text ends as a sentence does, also inside a quotation or brackets.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    text.ends_with(['.', '!', '?', ':', ';', '…'])
}
