//! Takes out of a message what may tell who wrote it, before the message is kept: links, addresses, numbers, dates and
//! names, as far as rules can find them. What is taken out leaves a mark, so that the message can still be understood.

use regex::{Captures, Regex};
use std::sync::LazyLock;

/// What stands in the place of something.
const MARKS: [&str; 5] = ["[link]", "[e-mail]", "[name]", "[date]", "[number]"];

/// A rule that cannot be compiled is a defect of ours; a test compiles all of them. Case is passed over only in groups of
/// plain letters, `(?i-u:`: the tables of all other letters would be a hundredth of the program.
fn rule(pattern: &str) -> Regex {
    Regex::new(pattern).expect("every rule is valid")
}

const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|\
                      oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

static PLAIN: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    vec![
        (rule(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
        (rule(r"\b(?i-u:[a-z][a-z0-9+.-]*://|www\.)\S+"), "[link]"),
        (
            rule(
                r"\b(?i-u:(?:[a-z0-9-]+\.)+(?:com|org|net|info|edu|gov|io|me|co|uk|de|fr|es|it|nl|ie|au|ca|us))\b(?:/\S*)?",
            ),
            "[link]",
        ),
        (rule(r"\B@\w+"), "[name]"),
        (
            rule(&format!(
                r"\b\d{{1,2}}(?i-u:st|nd|rd|th)?\s+(?:(?i-u:of)\s+)?(?i-u:{MONTHS})\b\.?(?:,?\s+\d{{2,4}}\b)?"
            )),
            "[date]",
        ),
        (rule(&format!(r"\b(?i-u:{MONTHS})\b\.?\s+\d{{1,2}}(?i-u:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?")), "[date]"),
        (rule(r"\b\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\b"), "[date]"),
        (rule(r"\+?\(?\d[\d\s()/.-]{4,}\d"), "[number]"),
        (rule(r"\w*\d\w*(?:[.,]\d+)*"), "[number]"),
    ]
});

/// Somebody says a name: their words go with it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"\b(?i-u:my name(?:'s|’s| is)|i am called|i'm called|i’m called|name:|call me)\s+[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,2}",
    )
});

/// Somebody else's name, whether or not it is written with a capital.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| rule(r"\b((?i-u:(?:is|was) called))\s+[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,2}"));

/// Words behind which a word with a capital is a name.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"\b((?i-u:dr\.?|doctor|prof\.?|professor|mr\.?|mrs\.?|ms\.?|miss|nurse|sister|i am|i'm|this is|regards,?|sincerely,?|yours,?))(\s+)(\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,2})",
    )
});

static WORD: LazyLock<Regex> = LazyLock::new(|| rule(r"[\p{L}][\p{L}'’-]*"));

/// The message without what may tell who wrote it. `known` says whether a word, in lower case, is one of the knowledge:
/// any other that is written with a capital inside a sentence is taken for a name.
#[must_use]
pub fn redact(message: &str, known: impl Fn(&str) -> bool) -> String {
    let mut text = message.to_owned();
    for (rule, mark) in PLAIN.iter() {
        text = rule.replace_all(&text, *mark).into_owned();
    }
    text = NAMED.replace_all(&text, "[name]").into_owned();
    text = CALLED.replace_all(&text, "$1 [name]").into_owned();
    text = TITLED
        .replace_all(&text, |found: &Captures<'_>| {
            let name = &found[3];
            let titled = !found[1].to_lowercase().starts_with("i ") && !found[1].to_lowercase().starts_with("this");
            if !titled && name.split_whitespace().all(|word| known(&word.to_lowercase())) {
                found[0].to_owned()
            } else {
                format!("{}{}[name]", &found[1], &found[2])
            }
        })
        .into_owned();
    without_capitals(&text, known)
}

/// Marks words with a capital inside a sentence; a message in capitals throughout tells nothing.
fn without_capitals(text: &str, known: impl Fn(&str) -> bool) -> String {
    if !text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    WORD.replace_all(text, |found: &Captures<'_>| {
        let word = &found[0];
        let start = found.get(0).map_or(0, |word| word.start());
        let before = text[..start].trim_end_matches([' ', '"', '\'', '(']);
        let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n']);
        let in_mark = text[..start].ends_with('[');
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let plain = word.to_lowercase();
        let stem = plain.trim_end_matches("'s").trim_end_matches("’s");
        if !capital || begins || in_mark || word == "I" || plain.starts_with("i'") || known(stem) {
            word.to_owned()
        } else {
            "[name]".to_owned()
        }
    })
    .into_owned()
}

/// The text without the marks of what was taken out: as a phrasing it holds words only.
#[must_use]
pub fn without_marks(text: &str) -> String {
    let bare = MARKS.iter().fold(text.to_owned(), |text, mark| text.replace(mark, " "));
    let words = bare.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redacted(message: &str) -> String {
        redact(message, |word| ["liver", "ct", "is"].contains(&word))
    }

    #[test]
    fn what_tells_who_wrote_is_taken_out_and_the_rest_stays() {
        let cases = [
            ("write to ann.o+x@mail.example.org please", "write to [e-mail] please"),
            ("see https://example.org/a?b=1 or www.foo.bar/x", "see [link] or [link]"),
            ("on patient-site.org/liver it says", "on [link] it says"),
            ("ask @ann_smith about it", "ask [name] about it"),
            ("my number is +44 20 7946 0958, call", "my number is [number], call"),
            ("since 12 March 2024 and 03/11/2023 and June 3rd", "since [date] and [date] and [date]"),
            ("I am 62 and CA19-9 is 1,200", "I am [number] and [number]-[number] is [number]"),
            ("my name is ann and I ask", "[name] and I ask"),
            ("My husband is called Peter Paul Smith, he", "My husband is called [name], he"),
            ("dr. Miller says it is in the Liver", "dr. [name] says it is in the Liver"),
            ("my wife Maria had a CT", "my wife [name] had a CT"),
            ("Maria's letter says I have it. Is Peter's too?", "Maria's letter says I have it. Is [name] too?"),
            ("WHAT IS THIS", "WHAT IS THIS"),
            ("can it go away by itself", "can it go away by itself"),
        ];
        for (message, expected) in cases {
            assert_eq!(redacted(message), expected, "{message}");
        }
    }

    #[test]
    fn marks_are_no_words() {
        assert_eq!(without_marks("since [date], my [name], has it?"), "since my has it?");
    }

    proptest! {
        #[test]
        fn no_digit_and_no_at_sign_with_a_name_is_left(message in "\\PC{0,200}") {
            let redacted = redacted(&message);
            prop_assert!(!redacted.chars().any(|letter| letter.is_ascii_digit()), "{}", redacted);
        }
    }
}
