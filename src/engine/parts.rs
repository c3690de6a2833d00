//! The parts of a long message that are read by themselves: a question may be buried in a story.

use crate::text::Word;

/// Messages of more words than this are also read in parts.
const LONG: usize = 16;
/// How long such a part is where no punctuation parts the sentences, in words; parts overlap by half.
const WINDOW: usize = 14;
/// A part of fewer words says too little by itself.
const SHORTEST: usize = 3;

/// Words that tie a sentence to the one before it and say nothing by themselves.
const CONNECTIVES: [&str; 6] = ["and", "also", "but", "so", "or", "then"];

/// Its sentences, or overlapping runs of words where it has none; nothing for a short message of one sentence.
pub(super) fn parts(terms: &[Word]) -> Vec<&[Word]> {
    let sentences: Vec<&[Word]> = terms.chunk_by(|a, b| a.sentence == b.sentence).collect();
    if terms.len() <= LONG && sentences.len() < 2 {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for sentence in sentences {
        if sentence.len() <= LONG {
            parts.push(sentence);
        } else {
            let starts = (0..sentence.len() - WINDOW / 2).step_by(WINDOW / 2);
            parts.extend(starts.map(|start| &sentence[start..(start + WINDOW).min(sentence.len())]));
        }
    }
    for part in &mut parts {
        if let Some((first, rest)) = part.split_first()
            && CONNECTIVES.contains(&first.text.as_str())
        {
            *part = rest;
        }
    }
    parts.retain(|part| part.len() >= SHORTEST);
    parts
}
