//! The shipped rules on their own examples and on messages that they were not written from.

use super::*;
use crate::knowledge::{Problems, read_triage};
use crate::text::{Emoji, Reader, read};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/triage.toml");
/// Words of the FAQ, for a lexicon like the one that the bot corrects with.
const FAQ_WORDS: &str = "what are the symptoms of liver metastases cancer treatment biopsy surgery chemotherapy radiation diagnosed \
    spread spreads original lung breast bowel melanoma imaging scan cells lymphatic bloodstream supportive care prognosis survival cured diet \
    weight loss nausea side effects prevent cause inherited contagious people patients doctors found during serious aggressive secondary";

struct Bench {
    triage: Triage,
    reader: Reader,
    judge: Judge,
}

impl Bench {
    fn new() -> Self {
        let mut problems = Problems::default();
        let text = std::fs::read_to_string(SHIPPED).expect("the shipped triage.toml");
        let triage = read_triage("triage.toml", &text, &mut problems);
        assert_eq!(problems.sorted(), [], "the shipped triage.toml has problems");
        let words = triage.phrase_words().chain(FAQ_WORDS.split_whitespace());
        let ordinary = triage.ordinary.iter().map(String::as_str);
        let nothing = std::iter::empty;
        let emoji = Emoji::new(triage.emoji.iter().map(|(sign, words)| (sign.as_str(), words.as_str())));
        let reader = Reader::new(nothing(), words, nothing(), ordinary, std::iter::empty()).with_emoji(emoji);
        let judge = Judge::new(&triage);
        Self { triage, reader, judge }
    }

    fn judge(&self, message: &str) -> Verdict {
        let words = self.reader.read(message).words;
        self.judge.judge(&words)
    }
}

#[test]
fn every_rule_catches_its_examples_and_leaves_its_counterexamples() {
    let bench = Bench::new();
    let mut wrong = Vec::new();
    for rule in &bench.triage.rules {
        for example in &rule.examples {
            let verdict = bench.judge(&example.message);
            if verdict.of(rule.kind).is_none_or(|finding| *finding.reply != *rule.reply) {
                wrong.push(format!("{}: missed by {}: {} {verdict:?}", example.place, rule.id, example.message));
            }
        }
        for example in &rule.counterexamples {
            let verdict = bench.judge(&example.message);
            if verdict.kind() == Some(rule.kind) {
                wrong.push(format!("{}: caught as {:?}: {} {verdict:?}", example.place, rule.kind, example.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_urgent_is_found_in_a_long_message() {
    let bench = Bench::new();
    let chat = "We have had a quiet week and the weather was kind. The garden is doing well. ".repeat(20);
    let message = format!("{chat} What foods are good for the liver? Since this morning he is vomiting blood. {chat}");
    assert_eq!(bench.judge(&message).kind(), Some(Kind::Urgent));
    let apart =
        format!("My eyes are fine. {chat} A yellow coat would be nice. {chat} He had a fever pitch at football.");
    assert_ne!(bench.judge(&apart).kind(), Some(Kind::Urgent));
}

#[test]
fn the_words_that_decided_are_named() {
    let bench = Bench::new();
    let words = bench.reader.read("hello, my husband is vomiting blood").words;
    let verdict = bench.judge.judge(&words);
    let named: Vec<&str> = verdict
        .finding()
        .map(|finding| finding.words.iter().map(|at| words[*at].text.as_str()).collect())
        .unwrap_or_default();
    assert_eq!(named, ["vomiting", "blood"]);
}

#[test]
fn an_alarming_word_beside_a_personal_question_is_noted() {
    let verdict = Bench::new().judge("can chemo cause confusion? my CEA is 48, is that bad");
    assert_eq!(verdict.kind(), Some(Kind::Personal));
    assert!(verdict.alarming().is_some(), "{verdict:?}");
}

#[test]
fn every_rule_has_its_reply() {
    let bench = Bench::new();
    for rule in &bench.triage.rules {
        assert!(bench.triage.reply(&rule.reply).is_some(), "{}", rule.id);
    }
    assert!(bench.triage.reply(ALARMING_REPLY).is_some());
}

/// The longest message that Telegram lets through, in characters.
const LONGEST_MESSAGE: usize = 4096;
/// What the longest message may cost in this build, which is several times slower than a release build.
const LONGEST_TAKES: std::time::Duration = std::time::Duration::from_millis(40);

#[test]
fn the_longest_message_costs_little() {
    let bench = Bench::new();
    for text in [
        "can it make you vomit blood ",
        "i want to die ",
        "xqzzz brethin unconshus ",
        "help he is not no blood if when ",
    ] {
        let message: String = text.chars().cycle().take(LONGEST_MESSAGE).collect();
        let words = read(&message);
        let began = std::time::Instant::now();
        let _ = bench.judge.judge(&words);
        let took = began.elapsed();
        assert!(took < LONGEST_TAKES, "{text}: {took:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_message_makes_it_panic(message in "\\PC{0,200}") {
        thread_local!(static BENCH: Bench = Bench::new());
        BENCH.with(|bench| { let _ = bench.judge(&message); });
    }
}
