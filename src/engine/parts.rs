//! The parts of a long message that are read by themselves: a question may be buried in a story.

use crate::text::Word;

/// Messages of more words than this are also read in parts.
const LONG: usize = 16;
/// How long such a part is where no punctuation parts the sentences, in words; parts overlap by half, but in a sentence of more
/// words than anybody says.
const WINDOW: usize = 14;
const OVERLAP_UP_TO: usize = 256;
/// So many parts are read at most; a message of Telegram's length has fewer, if it is of words.
const MOST: usize = 64;
/// A part of fewer words says too little by itself.
const SHORTEST: usize = 3;

/// A question behind an opening has so many words at least.
const FEWEST_ASKED: usize = 3;

/// Words that tie a sentence to the one before it and say nothing by themselves.
const CONNECTIVES: [&str; 6] = ["and", "also", "but", "so", "or", "then"];

/// Words that begin a question.
const ASKING: [&str; 20] = [
    "what", "how", "why", "when", "where", "who", "which", "is", "are", "was", "can", "could", "do", "does", "did",
    "will", "would", "should", "has", "have",
];

/// The words behind an opening of so many that asks nothing, if a question begins there.
pub(super) fn after_opening(words: &[Word], opening: usize) -> Option<&[Word]> {
    let begins = |at: &usize| words.get(*at).is_some_and(|word| ASKING.contains(&word.text.as_str()));
    let at = (1..=opening).rev().find(begins)?;
    (words.len() - at >= FEWEST_ASKED).then(|| &words[at..])
}

/// Its sentences and the questions that an "and" ties together, or overlapping runs of words where it has none; nothing for
/// a short message of one question.
pub(super) fn parts(terms: &[Word]) -> Vec<&[Word]> {
    let sentences: Vec<&[Word]> =
        terms.chunk_by(|a, b| a.sentence == b.sentence).flat_map(|sentence| sentence_parts(sentence)).collect();
    if terms.len() <= LONG && sentences.len() < 2 {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for sentence in sentences {
        if sentence.len() <= LONG {
            parts.push(sentence);
        } else {
            let step = if sentence.len() <= OVERLAP_UP_TO { WINDOW / 2 } else { WINDOW };
            let starts = (0..sentence.len() - WINDOW / 2).step_by(step);
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
    parts.truncate(MOST);
    parts
}

/// A sentence, parted before every connective that begins another question.
fn sentence_parts(sentence: &[Word]) -> Vec<&[Word]> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in SHORTEST..sentence.len().saturating_sub(SHORTEST) {
        let asks =
            CONNECTIVES.contains(&sentence[at].text.as_str()) && ASKING.contains(&sentence[at + 1].text.as_str());
        if asks && at - from >= SHORTEST {
            parts.push(&sentence[from..at]);
            from = at;
        }
    }
    parts.push(&sentence[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::read;

    fn parted(message: &str) -> Vec<String> {
        let words = read(message);
        let texts = |part: &[Word]| part.iter().map(|word| word.text.to_string()).collect::<Vec<_>>().join(" ");
        parts(&words).into_iter().map(texts).collect()
    }

    #[test]
    fn questions_tied_together_are_parted() {
        let tied = "what are the symptoms and how are liver metastases treated";
        assert_eq!(parted(tied), ["what are the symptoms", "how are liver metastases treated"]);
        assert_eq!(parted("Is it inherited? Can it be cured?"), ["is it inherited", "can it be cured"]);
    }

    #[test]
    fn one_question_stays_whole() {
        for message in ["what are the signs and symptoms", "is it serious", "how and why does it spread to the liver"] {
            assert!(parted(message).is_empty(), "{message}: {:?}", parted(message));
        }
    }
}
