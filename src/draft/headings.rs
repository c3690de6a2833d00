//! Turns a heading into a question: "How it is diagnosed", "When to call a doctor", "Pregnancy and birth".

use super::block::words;
use super::subject::{Topic, as_in_text, is_plural_word, telling_stems};
use super::verbs::{base_of, is_base};

/// A heading of more words is a sentence of its own.
const LONGEST: usize = 10;
const ASKING: [&str; 7] = ["what", "why", "how", "who", "when", "where", "which"];
/// Words that open no name.
const OPENERS: [&str; 16] = [
    "in", "on", "at", "to", "for", "with", "without", "from", "by", "under", "not", "later", "then", "now", "and",
    "but",
];
/// What is asked by how much of it there is.
const DEGREES: [&str; 12] =
    ["long", "often", "much", "many", "soon", "far", "common", "serious", "dangerous", "well", "bad", "likely"];
const AUXILIARIES: [&str; 10] = ["is", "are", "can", "may", "should", "will", "must", "do", "does", "was"];
/// Headings that name no part of the subject.
const EMPTY: [&str; 12] = [
    "a closer look",
    "good to know",
    "introduction",
    "overview",
    "summary",
    "background",
    "conclusion",
    "in short",
    "key points",
    "at a glance",
    "general",
    "more information",
];

/// What a heading asks, as it is or turned round; `None` if it is a name only.
pub(super) fn question(heading: &str, topic: &Topic, article: &str) -> Option<String> {
    let heading = heading.trim();
    let plain = named(heading.trim_end_matches(['?', '.', ':']), topic);
    if heading.ends_with('?') {
        return Some(format!("{}?", super::ask::capitalised(&plain)));
    }
    let parts: Vec<&str> = plain.split_whitespace().collect();
    if parts.len() < 2 || parts.len() > LONGEST {
        return None;
    }
    let small: Vec<String> = parts.iter().map(|word| word.to_lowercase()).collect();
    let rest = |from: usize| parts[from..].join(" ");
    let first = small[0].as_str();
    let text = match (first, small[1].as_str()) {
        ("when" | "what", "to") => format!("{first} should people {}", rest(2)),
        ("how" | "where", "to") => format!("{first} can people {}", rest(2)),
        ("if", _) => format!("what if {}", rest(1)),
        _ if AUXILIARIES.contains(&first) && parts.len() > 2 => format!("{first} {}", rest(1)),
        // "which medicines there are"
        ("which" | "what" | "how", _) if small.len() > 3 && small[small.len() - 2] == "there" => {
            let verb = &small[small.len() - 1];
            format!("{first} {} {verb} there", parts[1..parts.len() - 2].join(" "))
        }
        ("who" | "which", _) => format!("{first} {}", rest(1)),
        ("what", verb) if AUXILIARIES.contains(&verb) || base_of(verb).is_some() => format!("what {}", rest(1)),
        ("how" | "why" | "when" | "where", verb) if AUXILIARIES.contains(&verb) => format!("{first} {}", rest(1)),
        // "how long it lasts"
        ("how", much) if DEGREES.contains(&much) && parts.len() > 3 => {
            turned(&format!("how {much}"), &parts[2..], article)?
        }
        _ if ASKING.contains(&first) => turned(first, &parts[1..], article)?,
        _ => return None,
    };
    Some(format!("{}?", super::ask::capitalised(&text)))
}

/// A question about what a heading names.
pub(super) fn about(heading: &str, topic: &Topic, article: &str) -> Option<String> {
    let plain = heading.trim().trim_end_matches(['?', '.', ':']);
    let small = plain.to_lowercase();
    let sentence = plain.contains([':', ',', '.']) || words(plain) > LONGEST;
    if sentence
        || words(plain) == 0
        || EMPTY.contains(&small.as_str())
        || ASKING.iter().any(|word| small.starts_with(word))
    {
        return None;
    }
    let mut parts: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    parts[0] = as_in_text(&parts[0], article);
    let first = parts[0].to_lowercase();
    if ["after", "before", "during"].contains(&first.as_str()) {
        parts.insert(0, "the time".to_owned());
    } else if OPENERS.contains(&first.as_str()) {
        return None;
    }
    let name = parts.join(" ").replace("yourself", "themselves").replace("your ", "their ");
    let with = if mentions(&name, topic) { String::new() } else { format!(" with {}", topic.name) };
    Some(format!("What should people{with} know about {name}?"))
}

/// Whether a text names the topic.
pub(super) fn mentions(text: &str, topic: &Topic) -> bool {
    let stems = telling_stems(text);
    let wanted = telling_stems(&topic.name);
    !wanted.is_empty() && wanted.iter().all(|stem| stems.contains(stem))
}

/// "what causes it" with the topic in place of "it".
fn named(heading: &str, topic: &Topic) -> String {
    let pronoun = if topic.plural { "they" } else { "it" };
    let object = if topic.plural { "them" } else { "it" };
    let mut replaced = false;
    let words = heading.split_whitespace().map(|word| {
        let small = word.to_lowercase();
        if !replaced && (small == pronoun || small == object) {
            replaced = true;
            topic.name.clone()
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// "how" with "it is diagnosed", "why" with "it happens", "what" with "psoriasis looks like".
fn turned(ask: &str, parts: &[&str], article: &str) -> Option<String> {
    let small: Vec<String> = parts.iter().map(|word| word.to_lowercase()).collect();
    let auxiliary = small.iter().skip(1).position(|word| AUXILIARIES.contains(&word.as_str())).map(|at| at + 1);
    let subject = |end: usize| {
        let mut subject: Vec<String> = parts[..end].iter().map(|word| (*word).to_owned()).collect();
        subject[0] = as_in_text(&subject[0], article);
        subject.join(" ")
    };
    if let Some(at) = auxiliary {
        let rest = parts[at + 1..].join(" ");
        return Some(format!("{ask} {} {} {rest}", small[at], subject(at)).trim_end().to_owned());
    }
    let at = (1..small.len()).find(|at| {
        if is_plural_word(&small[at - 1]) { is_base(&small[*at]) } else { base_of(&small[*at]).is_some() }
    })?;
    let (helper, verb) = match base_of(&small[at]).filter(|_| !is_plural_word(&small[at - 1])) {
        Some(base) => ("does", base),
        None => ("do", small[at].clone()),
    };
    let rest = parts[at + 1..].join(" ");
    Some(format!("{ask} {helper} {} {verb} {rest}", subject(at)).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic() -> Topic {
        Topic { name: "gout".to_owned(), plural: false }
    }

    #[test]
    fn a_heading_that_asks_becomes_a_question() {
        for (heading, asked) in [
            ("Can it be prevented?", "Can gout be prevented?"),
            ("What causes it", "What causes gout?"),
            ("How it is diagnosed", "How is gout diagnosed?"),
            ("Why it happens", "Why does gout happen?"),
            ("What gout looks like", "What does gout look like?"),
            ("How crystals form", "How do crystals form?"),
            ("When to call a doctor", "When should people call a doctor?"),
            ("If the diet does not help", "What if the diet does not help?"),
            ("Who is affected", "Who is affected?"),
            ("How long it lasts", "How long does gout last?"),
            ("How common it is", "How common is gout?"),
            ("How often attacks come", "How often do attacks come?"),
            ("Which medicines there are", "Which medicines are there?"),
            ("What help there is", "What help is there?"),
            ("How many stages there are", "How many stages are there?"),
        ] {
            assert_eq!(question(heading, &topic(), "").as_deref(), Some(asked));
        }
        for heading in ["Treatment", "Pregnancy and birth", "The course over time", "Finding out"] {
            assert_eq!(question(heading, &topic(), ""), None, "{heading}");
        }
    }

    #[test]
    fn a_heading_that_names_something_is_asked_about() {
        let asked = |heading: &str| about(heading, &topic(), "").unwrap_or_default();
        assert_eq!(asked("Pregnancy and birth"), "What should people with gout know about pregnancy and birth?");
        assert_eq!(asked("Gout and the heart"), "What should people know about gout and the heart?");
        assert_eq!(
            asked("Looking after yourself"),
            "What should people with gout know about looking after themselves?"
        );
        assert_eq!(
            asked("After the operation"),
            "What should people with gout know about the time after the operation?"
        );
        for no_name in ["Overview", "In silence", "At work", "Later on", "A closer look"] {
            assert_eq!(asked(no_name), "", "{no_name}");
        }
    }
}
