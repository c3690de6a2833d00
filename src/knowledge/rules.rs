//! The rules that knowledge keeps across entries and files: unique ids, lengths that fit, relations that exist.

use super::files::BUILT_IN_NAME;
use super::model::{Entry, Knowledge};
use super::problem::{Place, Problems};
use crate::text::{normalise, read};
use rustc_hash::FxHashMap;

/// A button carries an id in 64 bytes together with what it does, and a deep link carries it in 64 characters.
pub const LONGEST_ID: usize = 60;
/// A button carries a section's name in the same way.
pub const LONGEST_SECTION: usize = 60;
/// UTF-16 units of a passage: with question, source and reminder it fits one message of 4,096.
pub const LONGEST_PASSAGE: usize = 3_000;
/// UTF-16 units of a question, which stands above the passage and on buttons.
pub const LONGEST_QUESTION: usize = 300;
/// A passage of more words than this is hard to read on a phone.
const MANY_WORDS: usize = 150;
/// With fewer wordings than this, people's questions are often missed.
const FEW_WORDINGS: usize = 5;
/// So many ids stand in one line; a file's first ones are enough to find the place.
const NAMED: usize = 5;

pub(super) fn check(knowledge: &Knowledge, problems: &mut Problems) {
    check_sources(knowledge, problems);
    check_ids(knowledge, problems);
    check_wordings(knowledge, problems);
    for entry in &knowledge.entries {
        check_entry(entry, knowledge, problems);
    }
    check_reviews(knowledge, problems);
    check_vocabulary(knowledge, problems);
    check_messages(knowledge, problems);
}

fn check_sources(knowledge: &Knowledge, problems: &mut Problems) {
    for source in &knowledge.sources {
        if source.language != "en" {
            let what = format!("language `{}` is matched by the rules of English", source.language);
            problems.warning(&source.place, what, "write `en`, or expect fewer questions to find their passage");
        }
    }
}

fn check_ids(knowledge: &Knowledge, problems: &mut Problems) {
    let mut seen: FxHashMap<&str, &Entry> = FxHashMap::default();
    for entry in &knowledge.entries {
        if let Some(first) = seen.insert(&entry.id, entry) {
            problems.error(
                &entry.places.id,
                format!("id `{}` is taken by the entry at {}", entry.id, first.places.id),
                "give one of the two another id",
            );
        }
        let plain = entry.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !plain || entry.id.len() > LONGEST_ID {
            let remedy = format!("use lower-case letters a to z, digits and `-`, at most {LONGEST_ID}");
            problems.error(&entry.places.id, format!("id `{}` does not fit a link or a button", entry.id), remedy);
        }
    }
}

fn check_wordings(knowledge: &Knowledge, problems: &mut Problems) {
    let mut seen: FxHashMap<String, (&Entry, &str)> = FxHashMap::default();
    for entry in &knowledge.entries {
        let places = std::iter::once(&entry.places.question).chain(&entry.places.phrasings);
        for (wording, place) in entry.wordings().zip(places) {
            let normal = normalise(wording).replace('\n', " ");
            if normal.is_empty() {
                if wording.is_empty() {
                    continue; // a missing question, which reading has noted
                }
                problems.error(
                    place,
                    format!("entry `{}` has a phrasing without words", entry.id),
                    "delete the phrasing",
                );
                continue;
            }
            let Some((first, other)) = seen.insert(normal, (entry, wording)) else { continue };
            if first.id == entry.id {
                problems.warning(
                    place,
                    format!("entry `{}` has the phrasing \"{wording}\" twice", entry.id),
                    "delete one",
                );
            } else {
                let what = format!("entries `{}` and `{}` both claim the phrasing \"{wording}\"", first.id, entry.id);
                let remedy = "leave it to one of them";
                // other punctuation may be a slip; the same letters are a contradiction
                if letters(other) == letters(wording) {
                    problems.error(place, what, remedy);
                } else {
                    problems.warning(place, what, remedy);
                }
            }
        }
    }
}

/// A phrasing in lower case with single spaces.
fn letters(wording: &str) -> String {
    wording.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn check_entry(entry: &Entry, knowledge: &Knowledge, problems: &mut Problems) {
    let id = &entry.id;
    for (related, place) in entry.related.iter().zip(&entry.places.related) {
        if related == id {
            problems.error(place, format!("entry `{id}` is related to itself"), "delete that id from `related`");
        } else if knowledge.entry(related).is_none() {
            problems.error(
                place,
                format!("entry `{id}` is related to `{related}`, which does not exist"),
                "correct the id or delete it",
            );
        }
    }
    let length = entry.passage.encode_utf16().count();
    if length > LONGEST_PASSAGE {
        let what = format!("the passage of `{id}` has {length} characters and does not fit one message");
        problems.error(&entry.places.passage, what, format!("shorten it to {LONGEST_PASSAGE} or split the entry"));
    }
    let words = read(&entry.passage).len();
    if words > MANY_WORDS {
        let what = format!("the passage of `{id}` has {words} words");
        problems.warning(&entry.places.passage, what, format!("shorten it below {MANY_WORDS}: it is read on a phone"));
    }
    if entry.question.encode_utf16().count() > LONGEST_QUESTION {
        problems.error(
            &entry.places.question,
            format!("the question of `{id}` is too long"),
            format!("shorten it to {LONGEST_QUESTION} characters"),
        );
    }
    if entry.section.len() > LONGEST_SECTION {
        let what = format!("section \"{}\" is too long for a button", entry.section);
        problems.error(&entry.places.section, what, format!("shorten it to {LONGEST_SECTION} bytes"));
    }
    if entry.phrasings.len() + 1 < FEW_WORDINGS {
        let what = format!("entry `{id}` has {} phrasings", entry.phrasings.len());
        problems.warning(&entry.places.entry, what, "add some: five find most questions, ten and more find nearly all");
    }
}

/// One finding a file for all that wait for their review: of a fresh draft that is every entry.
fn check_reviews(knowledge: &Knowledge, problems: &mut Problems) {
    let mut waiting: Vec<(&Place, Vec<&str>)> = Vec::new();
    for entry in knowledge.entries.iter().filter(|entry| !entry.reviewed) {
        match waiting.iter_mut().find(|(first, _)| first.file == entry.places.entry.file) {
            Some((_, ids)) => ids.push(&entry.id),
            None => waiting.push((&entry.places.entry, vec![&entry.id])),
        }
    }
    for (first, ids) in waiting {
        let all = knowledge.entries.iter().filter(|entry| entry.places.entry.file == first.file).count();
        let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
        let more = if ids.len() > NAMED { format!(" and {} more", ids.len() - NAMED) } else { String::new() };
        let is = if ids.len() == 1 { "is" } else { "are" };
        let what =
            format!("{} of {all} entries {is} not reviewed and {is} not shown: {}{more}", ids.len(), named.join(", "));
        problems.warning(first, what, "read each passage against the article, then write `reviewed = true`");
    }
}

/// A group of labelled messages names a reply that there is; the built-in ones may be used with replies of one's own.
fn check_messages(knowledge: &Knowledge, problems: &mut Problems) {
    let own = knowledge.messages.chunk_by(|a, b| a.place == b.place).map(|group| &group[0]);
    for message in own.filter(|message| !message.reply.is_empty() && !message.place.file.starts_with(BUILT_IN_NAME)) {
        if knowledge.triage.reply(&message.reply).is_none() {
            let what = format!("reply `{}` is not in triage.toml", message.reply);
            problems.error(&message.place, what, "write the key of a reply that stands there under [replies]");
        }
    }
}

fn check_vocabulary(knowledge: &Knowledge, problems: &mut Problems) {
    let mut terms: FxHashMap<String, &str> = FxHashMap::default();
    let groups = &knowledge.vocabulary.groups;
    for group in groups {
        if terms.insert(normalise(&group.term), &group.term).is_some() {
            problems.error(&group.place, format!("the term \"{}\" has two groups", group.term), "join them");
        }
    }
    let mut seen: FxHashMap<String, &str> = FxHashMap::default();
    for group in groups {
        for variant in &group.variants {
            let normal = normalise(variant);
            if normal.is_empty() {
                problems.error(&group.place, format!("a variant of \"{}\" has no words", group.term), "delete it");
                continue;
            }
            match terms.get(&normal) {
                Some(term) if *term == group.term => {
                    problems.warning(
                        &group.place,
                        format!("\"{variant}\" is a variant of itself"),
                        "delete the variant",
                    );
                }
                Some(_) => {
                    let what = format!("\"{variant}\" is a variant of \"{}\" and a term itself", group.term);
                    problems.error(&group.place, what, "join the two groups or delete the variant");
                }
                None => {}
            }
            if let Some(other) = seen.insert(normal, &group.term)
                && other != group.term
            {
                let what = format!("\"{variant}\" stands for both \"{other}\" and \"{}\"", group.term);
                problems.error(&group.place, what, "leave it to one of the two groups");
            }
        }
    }
}
