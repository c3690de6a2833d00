//! Proposes which words mean the same: what the article itself explains, and general words of the built-in vocabulary.

use super::stop_words::is_stop_word;
use super::subject::telling_stems;
use crate::knowledge::Knowledge;
use crate::text::{normalise, sentences, stem};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

/// A term and what people say instead.
pub type Group = (String, Vec<String>);

/// Of the built-in messages that no passage answers, one in so many is proposed: the built-in article has thousands of
/// wordings to stand against them, a new one a few hundred, and with too many a bot answers hardly anything.
const EVERY: usize = 4;

/// Phrases that introduce another name.
const ALSO: [&str; 10] = [
    ", also known as ",
    ", also called ",
    " (also known as ",
    " (also called ",
    ", known as ",
    " (known as ",
    ", or simply ",
    ", sometimes called ",
    " (sometimes called ",
    ", often called ",
];

/// What the article explains itself: abbreviations in brackets, and other names for its topic.
pub(super) fn from_article(article: &str, topic: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (long, short) in abbreviations(article) {
        add(&mut groups, &long, &short);
    }
    for (long, short) in for_short(article) {
        add(&mut groups, &long, &short);
    }
    for name in apposed(article, topic) {
        add(&mut groups, topic, &name);
    }
    for lead in ALSO {
        for (at, _) in article.match_indices(lead) {
            let before = article[..at].rsplit(['.', ',', ';', '(', '\n']).next().unwrap_or_default();
            let rest = &article[at + lead.len()..];
            let name = rest.split(['.', ',', ';', ')', '\n']).next().unwrap_or_default();
            // only the topic's other names: what else a sentence calls something is less certain
            if normalise(before).ends_with(&normalise(topic)) && (1..=4).contains(&name.split_whitespace().count()) {
                add(&mut groups, topic, name);
            }
        }
    }
    groups
}

fn add(groups: &mut Vec<Group>, term: &str, variant: &str) {
    let plain = |text: &str| normalise(text).replace('\n', " ");
    let (term, variant) = (plain(term), plain(variant));
    let taken = groups
        .iter()
        .any(|(other, variants)| *other == variant || variants.contains(&variant) || variants.contains(&term));
    if term == variant || term.is_empty() || variant.is_empty() || taken || is_stop_word(&variant) {
        return;
    }
    match groups.iter_mut().find(|(other, _)| *other == term) {
        Some((_, variants)) => variants.push(variant),
        None => groups.push((term, vec![variant])),
    }
}

/// Long forms with the abbreviation behind them in brackets, matched letter by letter from the end (Schwartz and
/// Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", 2003).
fn abbreviations(article: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (open, _) in article.match_indices('(') {
        let Some(close) = article[open..].find(')').map(|length| open + length) else { continue };
        let short = article[open + 1..close].trim();
        let letters = short.chars().count();
        let capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
        if !(2..=8).contains(&letters) || capitals < 2 || short.contains(' ') {
            continue;
        }
        let sentence = article[..open].rsplit(['.', '(', ')', '\n']).next().unwrap_or_default().trim();
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let window = &words[words.len().saturating_sub((letters + 5).min(letters * 2))..];
        if let Some(long) = long_form(short, &window.join(" ")) {
            found.push((long, short.to_owned()));
        }
    }
    found
}

/// "deep vein thrombosis, or DVT for short": names whose words begin with the letters of the abbreviation.
fn for_short(article: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for lead in [" or ", " short ", " abbreviated ", " called ", " written "] {
        for (at, _) in article.match_indices(lead) {
            let short = article[at + lead.len()..].split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
            let letters = short.chars().count();
            if !(2..=8).contains(&letters) || !short.chars().all(char::is_uppercase) {
                continue;
            }
            let sentence = article[..at].rsplit(['.', '(', ')', '\n']).next().unwrap_or_default();
            let words: Vec<&str> = sentence.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
            let long = &words[words.len().saturating_sub(letters)..];
            let initials = long.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase);
            if letters == long.len() && initials.eq(short.chars()) {
                found.push((long.join(" "), short.to_owned()));
            }
        }
    }
    found
}

/// "Tennis elbow, or lateral epicondylitis as doctors say, is ...": another name of the topic, set beside it.
fn apposed(article: &str, topic: &str) -> Vec<String> {
    let mut found = Vec::new();
    for sentence in article.lines().flat_map(sentences) {
        let mut parts = sentence.splitn(3, ", ");
        let (Some(before), Some(other), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let named = normalise(before);
        let is_topic =
            ["", "a ", "an ", "the "].iter().any(|article| named.strip_prefix(article) == Some(&normalise(topic)));
        let Some(name) = other.strip_prefix("or ").filter(|_| is_topic) else { continue };
        let name = [" as ", " for ", " in "].iter().fold(name, |name, end| name.split(end).next().unwrap_or(name));
        let says = rest.starts_with("is ") || rest.starts_with("are ");
        if says && (1..=4).contains(&name.split_whitespace().count()) {
            found.push(name.to_owned());
        }
    }
    found
}

/// The shortest end of `before` whose letters spell `short`, its first letter at the start of a word.
fn long_form(short: &str, before: &str) -> Option<String> {
    let text: Vec<char> = before.chars().collect();
    let lower = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    let mut at = text.len();
    let letters: Vec<char> = short.chars().filter(|letter| letter.is_alphanumeric()).collect();
    for (index, letter) in letters.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let starts_word = at == 0 || !text[at - 1].is_alphanumeric();
            if lower(text[at]) == lower(*letter) && (index > 0 || starts_word) {
                break;
            }
        }
    }
    let long: String = text[at..].iter().collect();
    (long.split_whitespace().count() >= 2).then_some(long)
}

/// The groups of the built-in vocabulary whose term this draft uses or that everybody uses, without variants that the
/// draft already explains, or that one of its `wordings` is about: "dietitian" is not "diet" where the article has both.
pub(super) fn general(built_in: &Knowledge, draft_words: &str, wordings: &[&str], own: &[Group]) -> Vec<Group> {
    let stems: FxHashSet<CompactString> = normalise(draft_words).split_whitespace().map(stem).collect();
    let known =
        |term: &str| normalise(term).split_whitespace().all(|word| is_stop_word(word) || stems.contains(&stem(word)));
    let claimed: FxHashSet<&str> =
        own.iter().flat_map(|(term, variants)| variants.iter().chain([term])).map(String::as_str).collect();
    let named: FxHashSet<String> = wordings.iter().map(|wording| normalise(wording)).collect();
    let mut groups = Vec::new();
    for group in built_in.vocabulary.groups.iter().filter(|group| known(&group.term)) {
        let free = |variant: &&String| {
            let variant = normalise(variant);
            !claimed.contains(variant.as_str()) && !named.contains(&variant)
        };
        let variants: Vec<String> = group.variants.iter().filter(free).cloned().collect();
        if !variants.is_empty() && !claimed.contains(normalise(&group.term).as_str()) {
            groups.push((group.term.clone(), variants));
        }
    }
    groups
}

/// The built-in messages that no passage answers, without those that share a telling word with the article.
pub(super) fn strangers(built_in: &Knowledge, article: &str) -> Vec<String> {
    let own: FxHashSet<String> =
        telling_stems(article).into_iter().filter(|stem| !GENERAL.contains(&stem.as_str())).collect();
    let foreign = |message: &&String| telling_stems(message).iter().all(|stem| !own.contains(stem));
    // evenly over all of them: they come in groups
    built_in.out_of_scope.iter().filter(foreign).step_by(EVERY).cloned().collect()
}

/// Stems of questions about any illness: sharing them makes a message no less foreign.
const GENERAL: [&str; 24] = [
    "symptom",
    "treat",
    "treatment",
    "diagnos",
    "diagnosi",
    "caus",
    "risk",
    "test",
    "doctor",
    "ill",
    "diseas",
    "cure",
    "prevent",
    "pain",
    "medicin",
    "sign",
    "surgeri",
    "common",
    "patient",
    "hospit",
    "food",
    "eat",
    "blood",
    "bodi",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(article: &str, topic: &str) -> Vec<Group> {
        from_article(article, topic)
    }

    #[test]
    fn what_an_article_explains_is_a_group() {
        for (said, topic, term, variant) in [
            (
                "A deep vein thrombosis, or DVT for short, is a clot.",
                "deep vein thrombosis",
                "deep vein thrombosis",
                "dvt",
            ),
            (
                "Next comes magnetic resonance imaging, short MRI, of the head.",
                "gout",
                "magnetic resonance imaging",
                "mri",
            ),
            ("Carpal tunnel syndrome (CTS) is common.", "carpal tunnel syndrome", "carpal tunnel syndrome", "cts"),
            ("Gout, or podagra as it once was called, is painful.", "gout", "gout", "podagra"),
        ] {
            assert_eq!(groups(said, topic), [(term.to_owned(), vec![variant.to_owned()])], "{said}");
        }
    }

    #[test]
    fn what_it_does_not_is_none() {
        for said in [
            "Gout, or another illness of the joints, may be behind it.",
            "A scan of the foot or MRI is next.",
            "A blood test, called INR, follows.",
        ] {
            assert_eq!(groups(said, "gout"), [], "{said}");
        }
    }
}
