//! The shipped rules on their own examples and on messages that they were not written from.

use super::*;
use crate::knowledge::{Problems, read_triage};
use crate::text::{Speller, read};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge/triage.toml");
/// Words of the FAQ, for a lexicon like the one that the bot corrects with.
const FAQ_WORDS: &str = "what are the symptoms of liver metastases cancer treatment biopsy surgery chemotherapy radiation diagnosed \
    spread spreads original lung breast bowel melanoma imaging scan cells lymphatic bloodstream supportive care prognosis survival cured diet \
    weight loss nausea side effects prevent cause inherited contagious people patients doctors found during serious aggressive secondary";

struct Bench {
    triage: Triage,
    speller: Speller,
    judge: Judge,
}

impl Bench {
    fn new() -> Self {
        let mut problems = Problems::default();
        let text = std::fs::read_to_string(SHIPPED).expect("the shipped triage.toml");
        let triage = read_triage("triage.toml", &text, &mut problems);
        assert_eq!(problems.sorted(), [], "the shipped triage.toml has problems");
        let speller = Speller::new(triage.words().chain(FAQ_WORDS.split_whitespace()));
        let judge = Judge::new(&triage);
        Self { triage, speller, judge }
    }

    fn judge(&self, message: &str) -> Verdict {
        let mut words = read(message);
        self.speller.correct(&mut words);
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
            let alarming = rule.kind == Kind::Alarming && verdict.alarming().is_some();
            if verdict.kind() != Some(rule.kind) && !alarming {
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

/// Rows of a labelled file on which the verdict is not the label.
fn misjudged(bench: &Bench, rows: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows.lines() {
        let (message, label) = row.split_once('\t').expect("message<TAB>kind");
        let verdict = bench.judge(message);
        let kind = verdict.kind();
        let right = match label {
            "urgent" => kind == Some(Kind::Urgent),
            "not-urgent" => kind != Some(Kind::Urgent),
            "personal" => kind == Some(Kind::Personal),
            "smalltalk" => kind == Some(Kind::Smalltalk),
            _ => matches!(kind, None | Some(Kind::Alarming)),
        };
        if !right {
            let matched = verdict.finding().map(|finding| {
                let mut words = read(message);
                bench.speller.correct(&mut words);
                finding.words.iter().map(|at| words[*at].text.as_str()).collect::<Vec<_>>().join(" ")
            });
            let rule = verdict.finding().map(|finding| finding.rule.to_string());
            wrong.push(format!("{label} -> {kind:?} {rule:?} {matched:?}: {message}"));
        }
    }
    wrong
}

#[test]
fn held_out_messages_are_judged_as_labelled() {
    let bench = Bench::new();
    let rows = include_str!("../../tests/data/triage.tsv");
    let wrong = misjudged(&bench, rows);
    for label in ["urgent", "not-urgent", "personal", "clear", "smalltalk"] {
        let all = rows.lines().filter(|row| row.ends_with(&format!("\t{label}"))).count();
        let missed = wrong.iter().filter(|row| row.starts_with(&format!("{label} ->"))).count();
        eprintln!("{label}: {} of {all}", all - missed);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
