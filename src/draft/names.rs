//! The terms that a passage explains: "Doctors call this tendinosis", "a blood test called D-dimer".

use super::clause_words::{AUXILIARIES, PREPOSITIONS, Words};
use super::stop_words::is_stop_word;
use super::subject::is_plural_word;
use super::verbs::base_of;
use crate::text::sentences;

/// What stands before a term.
const BEFORE: [&str; 9] = [
    " called ",
    " known as ",
    " call this ",
    " call it ",
    " call them ",
    " calls this ",
    " calls it ",
    " calls them ",
    " termed ",
];
/// A term has at most this many words.
const LONGEST: usize = 4;
/// Words behind "called" that are no term: "called off", "called at once", "called in case of doubt".
const NO_TERM: Words = Words("so off back first once only simply just either both not");

/// How names of illnesses end.
const ILLS: [&str; 12] = [
    "syndrome", "disease", "disorder", "failure", "fever", "itis", "osis", "emia", "pathy", "algia", "oma", "embolism",
];

/// Questions that ask what the terms of a passage are, in its order, but for the topic itself.
pub(super) fn asked(passage: &str, topic: &str, heading: Option<&str>) -> Vec<String> {
    let terms =
        sentences(passage).into_iter().flat_map(|sentence| terms(sentence).into_iter().chain(this(sentence, heading)));
    let named = terms.filter(|term| !topic.contains(without_article(term)) && !without_article(term).contains(topic));
    named
        .map(|term| {
            format!(
                "What {} {term}?",
                if is_plural_word(term.split(' ').next_back().unwrap_or("")) { "are" } else { "is" }
            )
        })
        .collect()
}

fn without_article(term: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|article| term.strip_prefix(article)).unwrap_or(term)
}

fn terms(sentence: &str) -> Vec<String> {
    let places = BEFORE.iter().flat_map(|before| sentence.match_indices(before).map(|(at, found)| at + found.len()));
    places.filter_map(|at| term(&sentence[at..])).collect()
}

/// "This is an angina." names what stood before, if its heading says the name too or it ends as illnesses do.
fn this(sentence: &str, heading: Option<&str>) -> Option<String> {
    let term = term(sentence.strip_prefix("This is ")?)?;
    let bare = without_article(&term).to_lowercase();
    let headed = heading.is_some_and(|heading| heading.to_lowercase().contains(&bare));
    (headed || ILLS.iter().any(|end| bare.ends_with(end))).then_some(term)
}

/// The words up to where the sentence goes on.
fn term(rest: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    for raw in rest.split_whitespace() {
        let word = raw.trim_matches(|letter: char| !letter.is_alphanumeric());
        let small = word.to_lowercase();
        let article = words.is_empty() && ["a", "an", "the"].contains(&small.as_str());
        let of = small == "of" && words.len() > 1;
        let over = (is_stop_word(&small) && !article && !of)
            || (PREPOSITIONS.contains(&small.as_str()) && !of)
            || AUXILIARIES.contains(&small.as_str())
            || NO_TERM.contains(&small.as_str())
            || base_of(&small).is_some();
        if over || word.is_empty() {
            break;
        }
        words.push(word);
        if raw.ends_with(|letter: char| !letter.is_alphanumeric()) {
            break;
        }
    }
    let telling = words.iter().any(|word| word.len() > 2 && !is_stop_word(&word.to_lowercase()));
    let closed = words.last().is_some_and(|word| !is_stop_word(&word.to_lowercase()));
    (telling && closed && words.len() <= LONGEST).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_is_explained_is_asked_for() {
        for (said, question) in [
            ("Doctors call this tendinosis, and so it differs.", "What is tendinosis?"),
            ("Next comes a blood test called D-dimer.", "What is D-dimer?"),
            ("The most common form is called factor V Leiden.", "What is factor V Leiden?"),
            ("People often call it a blood thinner, although it is none.", "What is a blood thinner?"),
            ("Hard lumps, known as tophi, grow there.", "What is tophi?"),
            ("A scan called arthrography shows the joint.", "What is arthrography?"),
            ("These are called bone spurs.", "What are bone spurs?"),
            ("The joint stays stiff. This is reactive arthritis.", "What is reactive arthritis?"),
            ("A stone slips out. This is a renal colic.", "What is a renal colic?"),
        ] {
            assert_eq!(asked(said, "gout", Some("Renal colic")), [question], "{said}");
        }
    }

    #[test]
    fn what_is_no_term_is_not() {
        for said in [
            "An ambulance should be called at once.",
            "The operation was called off.",
            "This is called gout.",
            "A doctor is called if the pain grows.",
            "So-called experts say so.",
            "This is good news.",
            "This is a common mistake.",
            "This is quite rare.",
            "Doctors call this the best of all the known ways to look into it.",
        ] {
            assert_eq!(asked(said, "gout", Some("Renal colic")), Vec::<String>::new(), "{said}");
        }
    }
}
