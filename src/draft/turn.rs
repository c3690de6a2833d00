//! Turns a statement into the question that it answers: "Small stones pass if ..." is "When do small stones pass?".
//!
//! By the order of words alone: the subject is what stands before the first verb. Where that leaves doubts there is no
//! question, which is better than a clumsy one.

use super::clause_words::{
    AUXILIARIES, CLAUSE_ENDS, CONDITIONS, DEGREES, FORMS_OF_BE, INSERTIONS, LOOSE, NO_SUBJECT, OPEN_ENDS, OPENINGS,
    PERSONS, POINTING, PREPOSITIONS, VAGUE,
};
use super::subject::{as_in_text, is_plural_word};
use super::verbs::{base_of, is_base};

/// What a statement gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Turned {
    /// The question that it answers.
    pub(super) question: Option<String>,
    /// What it is about: "tablets of that acid for small stones".
    pub(super) name: Option<String>,
    /// The same if it is short: "light therapy".
    pub(super) subject: Option<String>,
}

/// Questions of more words are no questions that people ask.
const LONGEST_QUESTION: usize = 16;
/// A subject of more words makes no question, and one of more than the second figure no name.
const LONGEST_SUBJECT: (usize, usize) = (9, 4);
/// What a statement is about has at most this many words.
const LONGEST_NAME: usize = 12;
/// Before "when" or "if" stand at most this many words in "When is light therapy an option?".
const LONGEST_BEFORE_CONDITION: usize = 6;
/// The verb stands among this many words.
const VERB_WITHIN: usize = 16;

/// The question that a statement answers, and what it is about.
pub(super) fn turn(sentence: &str, article: &str, topic: &str) -> Turned {
    let plain = without_brackets(sentence);
    let Some(clause) = Clause::read(&plain, article) else {
        return Turned { question: purpose(&plain, topic).or_else(|| open_question(&plain)), ..Turned::default() };
    };
    let name = clause.subject.join(" ");
    let head = bare(&head(&clause.subject));
    let names = !clause.relative && name != topic && !name.contains(',') && !PERSONS.contains(&head.as_str());
    let short = clause.subject.len() <= LONGEST_SUBJECT.1;
    let known = (names && short).then(|| name.clone());
    Turned { question: clause.question(), name: names.then_some(name), subject: known }
}

/// A sentence without what stands in brackets.
fn without_brackets(sentence: &str) -> String {
    let mut plain = String::new();
    let mut rest = sentence;
    while let Some((before, (_, after))) = rest.split_once('(').and_then(|(a, b)| Some((a, b.split_once(')')?))) {
        plain.push_str(before.trim_end());
        rest = after;
    }
    plain + rest
}

/// Whether a text has a verb in it.
pub(super) fn has_verb(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let is_verb = |at: usize| {
        let word = words[at].as_str();
        let behind_plural = at > 0 && is_plural_word(&words[at - 1]);
        word == "have" || AUXILIARIES.contains(&word) || base_of(word).is_some() || (is_base(word) && behind_plural)
    };
    (1..words.len()).any(is_verb)
}

/// "To judge how severe it is, doctors look ..." tells how doctors judge it.
fn purpose(sentence: &str, topic: &str) -> Option<String> {
    let (aim, main) = sentence.strip_prefix("To ")?.split_once(", ")?;
    let words: Vec<&str> = main.split_whitespace().collect();
    let (subject, _, _) = subject(&words)?;
    let acts = PERSONS.contains(&bare(&head(&subject)).as_str()) && is_plural(&subject);
    let aim = format!(" {aim} ").replace(" it ", &format!(" {topic} "));
    let fits = acts && is_base(&bare(aim.split_whitespace().next()?)) && !aim.contains([',', ':', '"']);
    fits.then(|| format!("How do {} {}?", subject.join(" "), aim.trim()))
}

/// "What happens in the head is only partly understood" names its question itself.
fn open_question(sentence: &str) -> Option<String> {
    let (asked, _) = sentence.strip_prefix("What ").and_then(|rest| rest.split_once(" is "))?;
    let plain = has_verb(&format!("what {asked}")) && !asked.split(' ').any(|word| POINTING.contains(&word));
    plain.then(|| format!("What {asked}?"))
}

/// A statement in parts.
#[derive(Debug)]
struct Clause<'a> {
    subject: Vec<String>,
    /// Whether the subject has a clause of its own.
    relative: bool,
    verb: Verb,
    rest: Vec<&'a str>,
    /// Whether a list follows.
    introduces: bool,
    /// A condition that stood before the subject.
    condition: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Verb {
    /// Goes before the subject.
    Auxiliary(String),
    /// Its base form, with "do" or "does" before the subject.
    Full(String, &'static str),
}

impl<'a> Clause<'a> {
    fn read(sentence: &'a str, article: &str) -> Option<Self> {
        let introduces = sentence.ends_with(':');
        let sentence = sentence.trim_start_matches("- ").split(':').next()?.trim_end_matches(['.', ';']);
        if sentence.contains(['"', '“', '?', '!', '(', '\n']) {
            return None;
        }
        let small = sentence.to_lowercase();
        let opening =
            OPENINGS.iter().find(|lead| small.strip_prefix(**lead).is_some_and(|rest| rest.starts_with([' ', ','])));
        let sentence =
            opening.and_then(|lead| sentence.get(lead.len()..)).unwrap_or(sentence).trim_start_matches([',', ' ']);
        let mut words: Vec<&str> = sentence.split_whitespace().collect();
        let mut condition = None;
        if CONDITIONS.contains(&bare(words.first()?).as_str()) {
            let end = words.iter().take(VERB_WITHIN).position(|word| word.ends_with(','))?;
            let denies = |word: &str| ["no", "not", "none", "there"].contains(&word);
            if words[1..=end]
                .iter()
                .map(|word| bare(word))
                .any(|word| POINTING.contains(&word.as_str()) && !denies(&word))
            {
                return None;
            }
            condition = Some(lower_first(words[..=end].join(" ").trim_end_matches(','), article));
            words.drain(..=end);
        }
        while words.first().is_some_and(|word| is_loose(&bare(word))) {
            words.remove(0); // "very rarely the gut does not recover"
        }
        let (mut subject, verb_at, relative) = subject(&words)?;
        let first = bare(subject.first()?);
        let last = bare(&head(&subject));
        if NO_SUBJECT.contains(&first.as_str()) || VAGUE.contains(&last.as_str()) || first.parse::<f64>().is_ok() {
            return None;
        }
        let verb = verb_of(&words, verb_at, &subject)?;
        while subject.last().is_some_and(|word| is_loose(&bare(word))) {
            subject.pop();
        }
        if subject.is_empty() || subject.len() > LONGEST_NAME {
            return None;
        }
        let pointing =
            |word: &String| !["such", "not"].contains(&word.as_str()) && POINTING.contains(&bare(word).as_str());
        if subject.iter().any(pointing) {
            return None;
        }
        subject[0] = as_in_text(&subject[0], article);
        // "do not pass": the verb proper follows
        Some(Self { subject, relative, verb, rest: words.split_off(verb_at + 1), introduces, condition })
    }

    fn question(&self) -> Option<String> {
        // what doctors call something is no question to them
        if self.subject.len() > LONGEST_SUBJECT.0 || matches!(&self.verb, Verb::Full(verb, _) if verb == "call") {
            return None;
        }
        if self.introduces && self.rest.is_empty() {
            return self.about_a_list();
        }
        let is_be = matches!(&self.verb, Verb::Auxiliary(verb) if FORMS_OF_BE.contains(&verb.as_str()));
        let start = self.rest.iter().take_while(|word| is_loose(&bare(word)) && !word.ends_with(',')).count();
        let rest = &self.rest[start..];
        let (end, stop) = main_part(rest);
        let kept: Vec<&str> = rest[..end].to_vec();
        let text = kept.join(" ");
        let text = text.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let first = kept.first().map(|word| bare(word)).unwrap_or_default();
        let by_degree = is_be && kept.len() == 1 && DEGREES.contains(&first.as_str());
        let names_it = is_be
            && self.subject[0].eq_ignore_ascii_case("the")
            && (["a", "an", "the", "to", "that"].contains(&first.as_str()));
        let denied = self.rest[..start].iter().any(|word| bare(word) == "not");
        let acts = PERSONS.contains(&bare(&head(&self.subject)).as_str());
        if acts && self.verb == Verb::Auxiliary("will".to_owned()) {
            return self.finish("What", "do");
        }
        if stop == Stop::List || (is_be && is_plural(&self.subject) && ["a", "an"].contains(&first.as_str())) {
            return None;
        }
        let ask = match stop {
            _ if names_it && first != "the" => return self.finish("What", ""),
            _ if by_degree => return self.finish(&format!("How {first}"), ""),
            Stop::Condition if end <= LONGEST_BEFORE_CONDITION => "When",
            Stop::Reason => "Why",
            Stop::Means => "How",
            _ => "",
        };
        let bare_verb = matches!(self.verb, Verb::Full(..));
        let complete = !kept.is_empty() || (bare_verb && stop != Stop::Other);
        let plain = !kept.iter().any(|word| POINTING.contains(&bare(word).as_str()));
        let closed = kept.last().is_none_or(|word| !OPEN_ENDS.contains(&bare(word).as_str()));
        // "is it not" and "is it" ask the same, "why is it not" and "why is it" do not
        let text = if denied && !ask.is_empty() { format!("not {text}") } else { text.to_owned() };
        (complete && plain && closed).then(|| self.finish(ask, &text))?
    }

    /// "Foods that are free from it include:" answers "Which foods are free from it?".
    fn about_a_list(&self) -> Option<String> {
        let subject = self.subject.join(" ");
        match subject.split_once(" that ") {
            Some((name, what)) => Some(format!("Which {} {what}?", name.trim_start_matches("the "))),
            None => self.finish("What", ""),
        }
    }

    /// "When" + "is" + subject + rest.
    fn finish(&self, ask: &str, rest: &str) -> Option<String> {
        let subject = self.subject.join(" ");
        let denied = self.rest.first().is_some_and(|word| bare(word) == "not");
        let condition = self.condition.as_deref().filter(|_| ask != "When").unwrap_or_default();
        let parts = match &self.verb {
            // "must it" asks whether it is needed, not whether it is allowed
            Verb::Auxiliary(verb) if verb == "must" && denied => [ask, "should", &subject, "", rest, condition],
            Verb::Auxiliary(verb) => [ask, verb, &subject, "", rest, condition],
            Verb::Full(verb, helper) => [ask, helper, &subject, verb, rest, condition],
        };
        let question = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let whole = question.split(' ').count() <= LONGEST_QUESTION;
        whole.then(|| format!("{}?", super::ask::capitalised(&question)))
    }
}

/// Why the main part of a statement ends where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    End,
    Condition,
    Reason,
    Means,
    /// In the midst of words that are listed.
    List,
    Other,
}

/// Up to where the words behind the verb belong to the main clause.
fn main_part(rest: &[&str]) -> (usize, Stop) {
    for (at, word) in rest.iter().enumerate() {
        let small = bare(word);
        let next = rest.get(at + 1).map(|word| bare(word)).unwrap_or_default();
        let ended = at > 0 && rest[at - 1].ends_with([',', ';', '–', '—']);
        match small.as_str() {
            "when" | "if" if !ended || at > 0 => return (at, Stop::Condition),
            "because" => return (at, Stop::Reason),
            "since" | "as" if ended => return (at, Stop::Reason),
            "by" if next.ends_with("ing") => return (at, Stop::Means),
            "for" if next == "example" || next == "instance" => return (at, Stop::Other),
            "and" | "or" if at > 0 && (is_verb(&next) || NO_SUBJECT.contains(&next.as_str()) || is_loose(&next)) => {
                return (at, Stop::Other);
            }
            _ if ended && !opens_a_part(&small) => return (at, Stop::List),
            _ if ended || (at > 0 && CLAUSE_ENDS.contains(&small.as_str())) => return (at, Stop::Other),
            _ => {}
        }
    }
    (rest.len(), Stop::End)
}

/// Whether a word behind a comma begins a part of its own, not the next word of a list.
fn opens_a_part(word: &str) -> bool {
    NO_SUBJECT.contains(&word)
        || CLAUSE_ENDS.contains(&word)
        || INSERTIONS.contains(&word)
        || word.ends_with("ing")
        || is_loose(word)
        || ["for", "where", "particularly", "above", "until", "unless", "sometimes", "not"].contains(&word)
}

/// The subject of a statement without insertions, where its verb stands, and whether it has a clause of its own.
fn subject(words: &[&str]) -> Option<(Vec<String>, usize, bool)> {
    let mut subject: Vec<String> = Vec::new();
    let (mut pending, mut relative) = (false, false);
    let mut at = 0;
    while at < words.len().min(VERB_WITHIN) {
        let word = bare(words[at]);
        let is_auxiliary = AUXILIARIES.contains(&word.as_str()) || ["has", "have"].contains(&word.as_str());
        if is_auxiliary || is_full(words, at, &subject, pending) {
            if at == 0 {
                return None;
            }
            if !pending {
                return Some((subject, at, relative));
            }
            pending = false;
            // "that have not been mixed"
            while words.get(at + 1).is_some_and(|next| is_loose(&bare(next)) || is_participle(&bare(next))) {
                subject.push(words[at].to_owned());
                at += 1;
            }
        } else if at > 0 && ["who", "which", "that"].contains(&word.as_str()) {
            (pending, relative) = (true, true);
        }
        subject.push(words[at].trim_end_matches(',').to_owned());
        if words[at].ends_with(',') {
            let next = words.get(at + 1).map(|word| bare(word)).unwrap_or_default();
            let end = (at + 1..words.len().min(at + VERB_WITHIN)).find(|end| words[*end].ends_with(','));
            let listed = words[at + 1..].iter().take(LONGEST_NAME).any(|word| ["and", "or"].contains(word));
            match end.filter(|_| INSERTIONS.contains(&next.as_str())) {
                Some(end) => at = end,
                None if listed && !words[at..].iter().take(LONGEST_NAME).any(|word| word.ends_with(';')) => {
                    subject.last_mut()?.push(',');
                }
                None => return None,
            }
        }
        at += 1;
    }
    None
}

/// Whether a word is the verb that agrees with a subject.
fn is_full(words: &[&str], at: usize, subject: &[String], pending: bool) -> bool {
    let word = bare(words[at]);
    let before = if at == 0 { String::new() } else { bare(words[at - 1]) };
    if at == 0 || (OPEN_ENDS.contains(&before.as_str()) && !["who", "which", "that"].contains(&before.as_str())) {
        return false;
    }
    if pending {
        return is_base(&word) || base_of(&word).is_some();
    }
    let next = words[at + 1..].iter().map(|word| bare(word)).find(|word| !is_loose(word)).unwrap_or_default();
    let verb_follows = AUXILIARIES.contains(&next.as_str()) || base_of(&next).is_some() || next == "have";
    // "heart attacks, diabetes and ..."
    let listed = words[at].ends_with(',') && words.len() > at + 1;
    let agrees = !listed && if is_plural(subject) { is_base(&word) } else { base_of(&word).is_some() };
    agrees && !verb_follows
}

fn verb_of(words: &[&str], at: usize, subject: &[String]) -> Option<Verb> {
    let word = bare(words[at]);
    let next = words[at + 1..].iter().map(|word| bare(word)).find(|word| !is_loose(word)).unwrap_or_default();
    let helper = if is_plural(subject) { "do" } else { "does" };
    match word.as_str() {
        "has" | "have" if is_participle(&next) => Some(Verb::Auxiliary(word)),
        "has" | "have" => (next != "to").then(|| Verb::Full("have".to_owned(), helper)),
        "does" | "do" => is_base(&next).then_some(Verb::Auxiliary(word)),
        // "may it" asks for leave
        "may" | "might" | "cannot" => Some(Verb::Auxiliary("can".to_owned())),
        _ if AUXILIARIES.contains(&word.as_str()) => Some(Verb::Auxiliary(word)),
        _ if is_plural(subject) => Some(Verb::Full(word, helper)),
        _ => Some(Verb::Full(base_of(&word)?, helper)),
    }
}

/// The noun that a subject turns on: what stands before its first preposition.
fn head(subject: &[String]) -> String {
    let end = subject.iter().skip(1).position(|word| PREPOSITIONS.contains(&bare(word).as_str()));
    let end = end.map_or(subject.len(), |end| end + 1);
    let name = subject[..end].iter().rev().find(|word| !is_loose(&bare(word)));
    name.or(subject.first()).cloned().unwrap_or_default()
}

/// Whether a subject takes "do" and not "does".
pub(super) fn is_plural(subject: &[String]) -> bool {
    let end = subject.iter().position(|word| PREPOSITIONS.contains(&bare(word).as_str())).unwrap_or(subject.len());
    // "skipping meals is"
    let act = subject.first().is_some_and(|word| word.ends_with("ing")) && end > 1;
    subject[..end].iter().any(|word| word == "and") || !act && is_plural_word(&bare(&head(subject)))
}

fn is_verb(word: &str) -> bool {
    AUXILIARIES.contains(&word) || is_base(word) || base_of(word).is_some() || is_participle(word)
}

fn is_participle(word: &str) -> bool {
    ["been", "had", "become", "begun", "come", "gone", "grown", "found", "shown"].contains(&word)
        || word.ends_with("ed")
        || word.ends_with("en")
}

fn is_loose(word: &str) -> bool {
    LOOSE.contains(&word) || (word.ends_with("ly") && !["family", "early", "belly", "daily"].contains(&word))
}

fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

fn lower_first(text: &str, article: &str) -> String {
    match text.split_once(' ') {
        Some((first, rest)) => format!("{} {rest}", as_in_text(first, article)),
        None => as_in_text(text, article),
    }
}

#[cfg(test)]
mod tests;
