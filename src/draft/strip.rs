//! Parts the article from what stands around it. Nothing goes unseen: what is left out is listed with the reason.

use super::block::{Block, Kind, LeftOut, Reading, ends_sentence, words};
use super::cues::{COMMENTS, Junk, NAVIGATION, sounds_like};
use super::subject::{Heading, Subject, take_heading, telling_stems};
use crate::text::{normalise, sentences};
use rustc_hash::FxHashSet;

/// A sentence with this many words of the article's subject is the article's, whatever it sounds like.
const ON_SUBJECT: usize = 3;
/// A block of fewer words that addresses the reader and not the subject is no part of the article.
const SHORT: usize = 25;
/// Beside an advertisement a block of fewer words belongs to it unless it speaks of the subject.
const SCRAP: usize = 15;
/// A caption that shares this much of its words with a sentence of the text says nothing new.
const SAID_ALREADY: f64 = 0.6;
/// After a comment heading everything is comments if it is at most this share of the prose before.
const COMMENTS_SHARE: f64 = 0.5;

/// An article by itself.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) heading: Heading,
    pub(super) blocks: Vec<Block>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The blocks of the article, and everything else with the reason.
pub(super) fn strip(reading: Reading) -> Article {
    let mut blocks = reading.blocks;
    let known = Heading { title: reading.title, author: reading.author };
    let heading = take_heading(known, &mut blocks);
    let mut left_out = reading.left_out;
    mark_captions(&mut blocks);
    let clean: Vec<&str> =
        blocks.iter().map(|block| block.text.as_str()).filter(|text| sounds_like(text).is_none()).collect();
    let subject = Subject::of(heading.title.as_deref().unwrap_or_default(), &clean);

    let why = judge(&blocks, &subject);
    let mut kept = Vec::new();
    for (block, why) in blocks.into_iter().zip(why) {
        match why {
            Some(why) => left_out.push(LeftOut { line: block.line, text: block.text, why }),
            None => kept.extend(without_junk_sentences(block, &subject, &mut left_out)),
        }
    }
    drop_captions_said_already(&mut kept, &mut left_out);
    drop_repeated(&mut kept, &mut left_out);
    drop_empty_headings(&mut kept, &mut left_out);
    left_out.sort_by_key(|left| left.line);
    Article { heading, blocks: kept, left_out }
}

/// A line that stands alone and is repeated word for word is the caption of a picture.
fn mark_captions(blocks: &mut [Block]) {
    let texts: Vec<String> = blocks.iter().map(|block| normalise(&block.text)).collect();
    for at in 0..blocks.len() {
        let again = texts.iter().filter(|text| **text == texts[at]).count() > 1;
        if again && blocks[at].kind == Kind::Paragraph && sentences(&blocks[at].text).len() == 1 {
            blocks[at].kind = Kind::Caption;
        }
    }
}

/// Why each block is no part of the article; `None` for those that are.
fn judge(blocks: &[Block], subject: &Subject) -> Vec<Option<String>> {
    let mut junk: Vec<Option<&Junk>> = blocks.iter().map(|block| junk_block(block, subject)).collect();
    spread(blocks, subject, &mut junk);
    let mut why: Vec<Option<String>> = junk.iter().map(|junk| junk.map(|junk| junk.name.to_owned())).collect();
    if let Some(first) = comments_begin(blocks, &junk) {
        for why in &mut why[first..] {
            why.get_or_insert_with(|| "below the comment form".to_owned());
        }
    }
    for (block, why) in blocks.iter().zip(&mut why) {
        if why.is_none() && block.kind != Kind::Heading && speaks_past(block, subject) {
            *why = Some("addresses the reader and says nothing on the subject".to_owned());
        }
    }
    why
}

/// The junk that a block is as a whole.
fn junk_block(block: &Block, subject: &Subject) -> Option<&'static Junk> {
    let sentences = sentences(&block.text);
    let sounding: Vec<&Junk> = sentences.iter().filter_map(|sentence| sounds_like(sentence)).collect();
    let whole = sounds_like(&block.text);
    if sentences.len() > 1 && sounding.len() * 2 < sentences.len() {
        return None; // the sentences are judged one by one
    }
    whole.filter(|_| subject.in_text(&block.text) < ON_SUBJECT || words(&block.text) < SCRAP)
}

/// Short blocks beside an advertisement belong to it.
fn spread(blocks: &[Block], subject: &Subject, junk: &mut [Option<&'static Junk>]) {
    let heads_text = |at: usize, junk: &[Option<&Junk>]| {
        let next = blocks.get(at + 1).filter(|_| junk.get(at + 1).is_some_and(Option::is_none));
        blocks[at].kind == Kind::Heading && next.is_some_and(|next| next.is_prose() && subject.in_text(&next.text) > 0)
    };
    let scrap = |at: usize, junk: &[Option<&Junk>]| {
        words(&blocks[at].text) < SCRAP && subject.in_text(&blocks[at].text) == 0 && !heads_text(at, junk)
    };
    for at in 1..blocks.len() {
        // a list under "References", or lines under "Related articles", belong to that heading
        let listed = blocks[at].kind == Kind::Item && [Kind::Heading, Kind::Item].contains(&blocks[at - 1].kind);
        let link = words(&blocks[at].text) < SCRAP && !ends_sentence(&blocks[at].text) && !heads_text(at, junk);
        let scrap = scrap(at, junk);
        if junk[at].is_none() {
            junk[at] =
                junk[at - 1].filter(|junk| (junk.spreads && scrap) || listed || (link && junk.name == NAVIGATION));
        }
    }
    for at in (1..blocks.len()).rev() {
        if junk[at - 1].is_none() && scrap(at - 1, junk) {
            junk[at - 1] = junk[at].filter(|junk| junk.spreads);
        }
    }
}

/// Where the comments begin that go on to the end of the file.
fn comments_begin(blocks: &[Block], junk: &[Option<&Junk>]) -> Option<usize> {
    let prose =
        |blocks: &[Block]| blocks.iter().filter(|block| block.is_prose()).map(Block::words).sum::<usize>() as f64;
    let comments = |at: &usize| junk[*at].is_some_and(|junk| junk.name == COMMENTS);
    (0..blocks.len()).filter(comments).find(|at| prose(&blocks[*at..]) <= COMMENTS_SHARE * prose(&blocks[..*at]))
}

/// Whether a short block is about the reader or the page, and not about the subject.
fn speaks_past(block: &Block, subject: &Subject) -> bool {
    const ADDRESS: [&str; 8] = ["you", "your", "yours", "we", "us", "our", "ours", "me"];
    let text = normalise(&block.text).replace('\n', " ");
    let addresses = text.split(' ').any(|word| ADDRESS.contains(&word)) || block.text.contains(['!', '$', '£', '€']);
    block.words() < SHORT && addresses && block.kind != Kind::Item && subject.in_text(&block.text) == 0
}

/// A block without the sentences that sound like junk and do not speak of the subject.
fn without_junk_sentences(block: Block, subject: &Subject, left_out: &mut Vec<LeftOut>) -> Option<Block> {
    let sentences = sentences(&block.text);
    if sentences.len() < 2 {
        return Some(block);
    }
    let mut kept = Vec::new();
    for sentence in sentences {
        match sounds_like(sentence).filter(|_| subject.in_text(sentence) < ON_SUBJECT) {
            Some(junk) => {
                left_out.push(LeftOut { line: block.line, text: sentence.to_owned(), why: junk.name.to_owned() });
            }
            None => kept.push(sentence),
        }
    }
    let text = kept.join(" ");
    (!text.is_empty()).then_some(Block { text, ..block })
}

/// Captions that say what a sentence of the text says.
fn drop_captions_said_already(blocks: &mut Vec<Block>, left_out: &mut Vec<LeftOut>) {
    let stems = |text: &str| telling_stems(text).into_iter().collect::<FxHashSet<String>>();
    let said: Vec<FxHashSet<String>> = blocks
        .iter()
        .filter(|block| block.kind != Kind::Caption)
        .flat_map(|block| sentences(&block.text).into_iter().map(stems).collect::<Vec<_>>())
        .collect();
    blocks.retain(|block| {
        let own = stems(&block.text);
        let shares =
            |other: &FxHashSet<String>| own.intersection(other).count() as f64 >= SAID_ALREADY * own.len() as f64;
        let drop = block.kind == Kind::Caption && said.iter().any(shares);
        if drop {
            let why = "a caption; the text says the same".to_owned();
            left_out.push(LeftOut { line: block.line, text: block.text.clone(), why });
        }
        !drop
    });
}

/// Sentences that stand in the article already; of two the one in the longer block stays.
fn drop_repeated(blocks: &mut Vec<Block>, left_out: &mut Vec<LeftOut>) {
    let mut order: Vec<usize> = (0..blocks.len()).filter(|at| blocks[*at].kind != Kind::Heading).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(sentences(&blocks[*at].text).len()), *at));
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for at in order {
        let block = &blocks[at];
        let mut kept = Vec::new();
        for sentence in sentences(&block.text) {
            if words(sentence) < 4 || seen.insert(normalise(sentence)) {
                kept.push(sentence.to_owned());
            } else {
                let why = if block.kind == Kind::Caption { "a caption, repeated" } else { "a repeated sentence" };
                left_out.push(LeftOut { line: block.line, text: sentence.to_owned(), why: why.to_owned() });
            }
        }
        blocks[at].text = kept.join(" ");
    }
    blocks.retain(|block| !block.text.is_empty());
}

/// Headings with nothing under them, or only another heading.
fn drop_empty_headings(blocks: &mut Vec<Block>, left_out: &mut Vec<LeftOut>) {
    let text_follows: Vec<bool> =
        (0..blocks.len()).map(|at| blocks.get(at + 1).is_some_and(|next| next.kind != Kind::Heading)).collect();
    let mut follows = text_follows.into_iter();
    blocks.retain(|block| {
        let filled = follows.next().unwrap_or(false) || block.kind != Kind::Heading;
        if !filled {
            let why = "a heading without text of its own".to_owned();
            left_out.push(LeftOut { line: block.line, text: block.text.clone(), why });
        }
        filled
    });
}
