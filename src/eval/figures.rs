//! The figures of an evaluation: every share is of the rows that its name speaks of.

use super::outcome::Outcome;
use super::share::Share;
use serde::Serialize;
use std::collections::BTreeMap;

/// A row that did not get its reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// The line of the file.
    pub line: usize,
    /// The message.
    pub question: String,
    /// What was expected.
    pub expected: String,
    /// What was decided.
    pub decision: &'static str,
    /// The entries answered or offered.
    pub entries: Vec<String>,
    /// The confidence.
    pub confidence: f32,
    /// Whether a right entry was among those offered.
    pub offered: bool,
}

/// What an evaluation found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// Rows in all that got a right reply.
    pub right: Share,
    /// Entry expected: answered at once with a right entry.
    pub answered: Share,
    /// Entry expected: answered with wrong entries only.
    pub wrong: Share,
    /// Entry expected: a right entry answered or among the suggestions.
    pub answered_or_suggested: Share,
    /// Entry expected and entries suggested: a right one is among them.
    pub suggestions_held: Share,
    /// Entry expected: a right entry is the first candidate, whatever was decided.
    pub first: Share,
    /// Entry expected: a right entry is among the first three candidates.
    pub top3: Share,
    /// Entry expected: told that there is no passage.
    pub refused: Share,
    /// `none` expected: answered with a passage.
    pub none_answered: Share,
    /// `none` expected: some entries suggested.
    pub none_suggested: Share,
    /// `urgent` expected and found.
    pub urgent: Share,
    /// Marked alarming but not urgent: given the urgent reply.
    pub false_alarms: Share,
    /// Not `urgent` and given the urgent reply.
    pub false_urgent: Share,
    /// `personal` expected and recognised.
    pub personal: Share,
    /// Not `personal` and given the personal reply.
    pub false_personal: Share,
    /// `smalltalk` expected and recognised.
    pub smalltalk: Share,
    /// Not `smalltalk` and given a reply to small talk.
    pub false_smalltalk: Share,
    /// Entry expected, by kind: answered at once with a right entry.
    pub answered_by_kind: BTreeMap<String, Share>,
    /// Any reply expected, by kind: a right reply.
    pub right_by_kind: BTreeMap<String, Share>,
    /// The rows that did not get a right reply.
    pub misses: Vec<Miss>,
}

impl Figures {
    /// The figures with their names, in the order in which they are told.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Share); 17] {
        [
            ("right reply", self.right),
            ("entry expected: right entry answered at once", self.answered),
            ("  answered with a wrong entry", self.wrong),
            ("  right entry answered or suggested", self.answered_or_suggested),
            ("  of the suggestions, those that held the right one", self.suggestions_held),
            ("  right entry is the first candidate", self.first),
            ("  right entry among the first three candidates", self.top3),
            ("  told that there is no passage", self.refused),
            ("`none` expected: answered with a passage", self.none_answered),
            ("  given suggestions", self.none_suggested),
            ("urgent found", self.urgent),
            ("alarming but not urgent: given the urgent reply", self.false_alarms),
            ("not urgent: given the urgent reply", self.false_urgent),
            ("personal recognised", self.personal),
            ("not personal: given the personal reply", self.false_personal),
            ("small talk recognised", self.smalltalk),
            ("not small talk: given a reply to small talk", self.false_smalltalk),
        ]
    }

    /// Counts outcomes.
    #[must_use]
    pub fn of(outcomes: &[Outcome]) -> Self {
        let mut figures = Self::default();
        for outcome in outcomes {
            figures.count(outcome);
            figures.count_triage(outcome);
        }
        figures
    }

    fn count(&mut self, outcome: &Outcome) {
        let (decision, answered, right) = (outcome.decision, outcome.answered(), outcome.right());
        let kind = &outcome.row.kind;
        self.right.add(right);
        self.right_by_kind.entry(kind.clone()).or_default().add(right);
        if outcome.expects_entry() {
            self.answered.add(answered);
            self.wrong.add(decision == "answer" && !answered);
            self.answered_or_suggested.add(answered || outcome.offered());
            if decision == "suggest" {
                self.suggestions_held.add(outcome.offered());
            }
            self.first.add(outcome.rank == Some(0));
            self.top3.add(outcome.rank.is_some_and(|rank| rank < 3));
            self.refused.add(decision == "none");
            self.answered_by_kind.entry(kind.clone()).or_default().add(answered);
        }
        if outcome.expects("none") {
            self.none_answered.add(decision == "answer" && !answered);
            self.none_suggested.add(decision == "suggest");
        }
        if !right {
            self.misses.push(Miss {
                line: outcome.row.line,
                question: outcome.row.question.clone(),
                expected: outcome.row.expected.join("|"),
                decision,
                entries: outcome.entries.clone(),
                confidence: outcome.confidence,
                offered: decision == "suggest" && outcome.entries.iter().any(|entry| outcome.expects(entry)),
            });
        }
    }

    fn count_triage(&mut self, outcome: &Outcome) {
        let labels = [
            ("urgent", &mut self.urgent, &mut self.false_urgent),
            ("personal", &mut self.personal, &mut self.false_personal),
            ("smalltalk", &mut self.smalltalk, &mut self.false_smalltalk),
        ];
        for (label, found, falsely) in labels {
            let share = if outcome.expects(label) { found } else { falsely };
            share.add(outcome.decision == label);
        }
        if outcome.only_sounds_alarming() {
            self.false_alarms.add(outcome.decision == "urgent");
        }
    }
}
