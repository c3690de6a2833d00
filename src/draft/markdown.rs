//! Markdown: the blocks of `CommonMark`, tables row by row; pictures and raw HTML are left out.

use super::block::{Block, Kind, LeftOut, Reading, one_line};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text that is being gathered.
#[derive(Debug, Default)]
struct Gathering {
    reading: Reading,
    text: String,
    line: usize,
    /// How deep inside lists, pictures and the head of the file.
    items: usize,
    picture: bool,
    head: bool,
}

pub(super) fn read(text: &str) -> Reading {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut gathering = Gathering::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        gathering.take(event, line);
    }
    gathering.flush(Kind::Paragraph);
    gathering.reading
}

impl Gathering {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(Tag::Item) => {
                self.flush(self.kind());
                self.items += 1;
            }
            Event::End(TagEnd::Item) => {
                self.flush(Kind::Item);
                self.items -= 1;
            }
            Event::Start(Tag::Image { .. }) => self.picture = true,
            Event::End(TagEnd::Image) => self.picture = false,
            Event::Start(Tag::MetadataBlock(_)) => self.head = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.head = false,
            Event::End(TagEnd::Heading(_)) => self.flush(Kind::Heading),
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_))
            | Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow) => {
                self.flush(self.kind());
            }
            Event::End(TagEnd::TableCell) => self.text.push_str(" · "),
            Event::Text(text) | Event::Code(text) if self.picture => {
                self.leave(line, &text, "the description of a picture");
            }
            Event::Text(text) if self.head => self.read_head(&text),
            Event::Html(text) | Event::InlineHtml(text) => self.leave(line, &text, "HTML inside the Markdown"),
            Event::Text(text) | Event::Code(text) => {
                if self.text.is_empty() {
                    self.line = line;
                }
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            _ => {}
        }
    }

    fn kind(&self) -> Kind {
        if self.items > 0 { Kind::Item } else { Kind::Paragraph }
    }

    fn flush(&mut self, kind: Kind) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim().trim_end_matches('·');
        if !text.trim().is_empty() {
            self.reading.blocks.push(Block::new(self.line, kind, text));
        }
    }

    fn leave(&mut self, line: usize, text: &str, why: &str) {
        let text = one_line(text);
        if text.chars().any(char::is_alphanumeric) {
            self.reading.left_out.push(LeftOut { line, text, why: why.to_owned() });
        }
    }

    /// Title and author of the YAML at the head of the file.
    fn read_head(&mut self, text: &str) {
        for (key, value) in text.lines().filter_map(|line| line.split_once(':')) {
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            match key.trim() {
                "title" => self.reading.title = Some(value),
                "author" => self.reading.author = Some(value),
                _ => {}
            }
        }
    }
}
