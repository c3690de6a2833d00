//! Plain text: blank lines part the blocks; lines that an editor wrapped are joined again.

use super::block::{Block, Kind, Reading, ends_sentence, words};

/// Lines longer than this were not wrapped by an editor.
const WIDEST_WRAP: usize = 100;
/// Every line of a wrapped paragraph but the last is at least this share of the longest.
const FULL_SHARE: f64 = 0.6;
/// A single word in capitals of fewer letters may be an abbreviation.
const LONGEST_ABBREVIATION: usize = 6;
/// A line that names an author has at most this many words.
const LONGEST_BYLINE: usize = 8;
/// A line that stands alone with more words than this is no heading.
const LONGEST_HEADING: usize = 12;

pub(super) fn read(text: &str) -> Reading {
    let mut blocks = Vec::new();
    let mut chunk: Vec<(usize, &str)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.chars().any(char::is_alphanumeric) {
            chunk.push((at + 1, line));
        } else if line.is_empty() {
            read_chunk(&std::mem::take(&mut chunk), &mut blocks);
        } // a line without letters is a rule or an underline
    }
    read_chunk(&chunk, &mut blocks);
    Reading { blocks, ..Reading::default() }
}

/// The blocks of lines that no blank line parts.
fn read_chunk(lines: &[(usize, &str)], blocks: &mut Vec<Block>) {
    if let [title, by, rest @ ..] = lines
        && blocks.is_empty()
        && is_byline(by.1)
    {
        // the author right below the title: two lines, not one paragraph
        for part in [&[*title][..], &[*by][..], rest] {
            read_chunk(part, blocks);
        }
        return;
    }
    let wrapped = is_wrapped(lines);
    let mut open = false; // whether the next line may go on with the last block
    for (at, (number, line)) in lines.iter().enumerate() {
        if let Some(item) = list_item(line) {
            blocks.push(Block::new(*number, Kind::Item, item));
            open = true;
            continue;
        }
        let goes_on = open && (wrapped || line.starts_with(char::is_lowercase));
        if let Some(last) = blocks.last_mut().filter(|_| goes_on) {
            last.text = format!("{} {line}", last.text);
            continue;
        }
        let heading = words(line) <= LONGEST_HEADING && (!ends_sentence(line) || line.ends_with(['?', ':']));
        let alone = lines.len() == 1 || (at == 0 && !wrapped && words(lines[1].1) > LONGEST_HEADING);
        let kind = if heading && alone { Kind::Heading } else { Kind::Paragraph };
        let text = if kind == Kind::Heading { spoken(line) } else { (*line).to_owned() };
        blocks.push(Block::new(*number, kind, &text));
        open = kind == Kind::Paragraph;
    }
}

/// Whether a line names the author.
fn is_byline(line: &str) -> bool {
    let lead = ["by ", "written by ", "author: "];
    words(line) <= LONGEST_BYLINE && lead.iter().any(|lead| line.to_lowercase().starts_with(lead))
}

/// Whether an editor broke the lines at a margin.
fn is_wrapped(lines: &[(usize, &str)]) -> bool {
    let lengths: Vec<usize> = lines.iter().map(|(_, line)| line.chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let [full @ .., _] = lengths.as_slice() else { return false };
    !full.is_empty()
        && longest <= WIDEST_WRAP
        && full.iter().all(|length| *length as f64 >= FULL_SHARE * longest as f64)
        && full.iter().any(|length| *length as f64 >= FULL_SHARE * WIDEST_WRAP as f64)
        && !lines.windows(2).any(|pair| pair[0].1 == pair[1].1)
}

/// A heading of several words in capitals, as a sentence is written.
fn spoken(heading: &str) -> String {
    let shouted = heading.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase);
    if !shouted || (words(heading) < 2 && heading.len() < LONGEST_ABBREVIATION) {
        return heading.to_owned();
    }
    let mut letters = heading.chars();
    letters.next().map(|first| first.to_string() + &letters.as_str().to_lowercase()).unwrap_or_default()
}

/// What stands behind the mark of a list item.
fn list_item(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '–', '·']) {
        return rest.starts_with(char::is_whitespace).then(|| rest.trim());
    }
    let digits = line.find(|letter: char| !letter.is_ascii_digit()).filter(|digits| (1..=2).contains(digits))?;
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}
