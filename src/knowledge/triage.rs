//! Triage as data: what is urgent, personal or small talk, and the reply to each.

mod phrase;
mod read;

use super::problem::Place;
pub use phrase::{Phrase, Token};
pub(super) use read::read;
use serde::{Deserialize, Serialize};

/// Words that a rule allows between the things it looks for, where it does not say.
pub const DEFAULT_WITHIN: u32 = 12;

/// The placeholders that a reply may hold; the configuration fills them.
pub const PLACEHOLDERS: [&str; 3] = ["emergency", "crisis", "topic"];

/// Everything that triage goes by. Only the replies are serialised: the judge has made the rest ready for itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Triage {
    /// Ordinary words that look like alarming ones and are never taken for them.
    #[serde(skip)]
    pub ordinary: Vec<String>,
    /// Words that may stand inside a phrase without breaking it ("really", "the").
    #[serde(skip)]
    pub fillers: Vec<String>,
    /// Turns of speech whose words mean nothing alarming ("dying to know").
    #[serde(skip)]
    pub idioms: Vec<Phrase>,
    /// Emoji and the words that they stand for in a message of nothing else.
    #[serde(skip)]
    pub emoji: Vec<(String, String)>,
    /// What rules look for.
    #[serde(skip)]
    pub concepts: Vec<Concept>,
    /// What weighs for or against a rule.
    #[serde(skip)]
    pub signs: Vec<Sign>,
    /// The rules; of two that apply with the same weight the earlier counts.
    #[serde(skip)]
    pub rules: Vec<Rule>,
    /// What is said, by key.
    pub replies: Vec<Reply>,
}

/// A thing that can be said in many ways.
#[derive(Debug, Clone)]
pub struct Concept {
    /// Its name, by which rules, signs and other concepts call it.
    pub name: String,
    /// The ways to say it.
    pub phrases: Vec<Phrase>,
    /// Where it is declared.
    pub place: Place,
}

/// Where a sign must stand to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Before what the rule found, in the same sentence.
    Before,
    /// Before or after it, in the same sentence.
    Sentence,
    /// Before or after it, in any sentence.
    Near,
}

/// What a sign makes of an urgent rule that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Makes {
    /// The rule does not apply at all.
    Nothing,
    /// The message is no emergency, but holds something alarming.
    Alarming,
    /// It is happening: outweighs other signs.
    Present,
}

/// A turn of speech that weighs for or against a rule.
#[derive(Debug, Clone)]
pub struct Sign {
    /// Its name.
    pub name: String,
    /// The ways to say it.
    pub phrases: Vec<Phrase>,
    /// Where it must stand.
    pub side: Side,
    /// How many words may stand between it and what the rule found.
    pub reach: u32,
    /// Phrases that, standing between, cut it off.
    pub stopped_by: Vec<Phrase>,
    /// What it makes of a rule.
    pub makes: Makes,
    /// Names of signs in whose presence it does not count.
    pub outweighed_by: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

/// What a rule makes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// An emergency or a wish to die.
    Urgent,
    /// Something alarming is mentioned; the question is answered, with a line on what to do if it is happening.
    Alarming,
    /// A judgement on one case is asked.
    Personal,
    /// A greeting, thanks and the like.
    Smalltalk,
}

impl Kind {
    /// The kinds as the file spells them.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("urgent", Self::Urgent),
        ("alarming", Self::Alarming),
        ("personal", Self::Personal),
        ("smalltalk", Self::Smalltalk),
    ];
}

/// When a kind of reply is given.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its stable name.
    pub id: String,
    /// What it makes of a message.
    pub kind: Kind,
    /// The key of its reply.
    pub reply: String,
    /// Sets of concept names: the rule applies where all of any one set stand within `within` words of its first.
    pub when: Vec<Vec<String>>,
    /// Concepts or signs of which one must stand within `within` words too, if any are named. Signs are not weighed
    /// against these.
    pub with: Vec<String>,
    /// How far apart the things may stand, in words.
    pub within: u32,
    /// Whether it applies only where the message says hardly anything else.
    pub alone: bool,
    /// Names of signs that weigh against it.
    pub unless: Vec<String>,
    /// Messages that it must catch, as its kind.
    pub examples: Vec<Example>,
    /// Messages that no rule of its kind may catch.
    pub counterexamples: Vec<Example>,
    /// Where it begins.
    pub place: Place,
}

/// A message that a rule is tried on.
#[derive(Debug, Clone)]
pub struct Example {
    /// The message.
    pub message: String,
    /// Where it stands.
    pub place: Place,
}

/// What is said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// Its name.
    pub key: String,
    /// The text, with placeholders in braces ([`PLACEHOLDERS`]).
    pub text: String,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

impl Triage {
    /// The text of a reply, with its placeholders as they stand in the file.
    #[must_use]
    pub fn reply(&self, key: &str) -> Option<&str> {
        self.replies.iter().find(|reply| reply.key == key).map(|reply| reply.text.as_str())
    }

    /// Drops the phrases, which only the judge needs and which it has made ready for itself; rules and replies stay.
    pub fn forget_phrases(&mut self) {
        *self = Self {
            rules: std::mem::take(&mut self.rules),
            replies: std::mem::take(&mut self.replies),
            ..Self::default()
        };
    }

    /// Every word that the rules speak of, each as often as it stands there: what a [`crate::text::Speller`] needs so
    /// that it mends panic spellings. The ordinary words are its bystanders.
    pub fn phrase_words(&self) -> impl Iterator<Item = &str> {
        let phrases = self.idioms.iter();
        let phrases = phrases.chain(self.concepts.iter().flat_map(|concept| &concept.phrases));
        let phrases = phrases.chain(self.signs.iter().flat_map(|sign| sign.phrases.iter().chain(&sign.stopped_by)));
        phrases.flat_map(Phrase::words).chain(self.fillers.iter().map(String::as_str))
    }
}
