//! Triage: whether a message is an emergency, asks for a judgement on one case, or is small talk.
//!
//! ```text
//! words -> Message (pieces and what each may mean) -> Found (where concepts and signs stand)
//!       -> rules, each weighed by signs -> Verdict
//! ```
//!
//! The rules are data (`knowledge/triage.toml`, [`crate::knowledge::Triage`]); nothing here knows a medical word.
//! The order is fixed: what is urgent comes before all else; what is alarming is noted and the message still goes on
//! to be matched; then what asks for a judgement on one case; then small talk; the rest is clear.
//!
//! Deliberately absent: any I/O, any state from one message to the next, and any guess at what an unknown word means.

mod classifier;
mod drafts;
mod lexicon;
mod message;
mod phrases;
mod rules;
mod sound;
mod talk;
#[cfg(test)]
mod tests;

use crate::knowledge::{Kind, Knowledge, Triage};
use crate::text::{Reader, Word};
use classifier::Classifier;
use lexicon::Lexicon;
use message::Message;
use phrases::{Found, Phrases};
use rules::{Rules, Weight};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use classifier::Likely;

/// What triage makes of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// An emergency or a wish to die: its reply comes alone, before all else.
    Urgent(Finding),
    /// A judgement on one case is asked; something alarming may be mentioned too, whose line goes below the reply.
    Personal {
        /// The rule that applies.
        finding: Finding,
        /// What is alarming besides.
        alarming: Option<Finding>,
        /// Whether the classifier hardly believes the rule: a passage that is surely what is asked comes first.
        doubtful: bool,
    },
    /// Something alarming in a general question: the message is matched, and the line goes below its passage.
    Alarming(Finding),
    /// Nothing but a greeting, thanks and the like.
    Smalltalk {
        /// The rule that applies.
        finding: Finding,
        /// Whether the classifier is so sure of it that no passage is sought.
        sure: bool,
    },
    /// None of these: the message is matched.
    Clear,
}

impl Verdict {
    /// The rule behind the verdict; of an alarming word beside a personal question, the latter's.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Urgent(finding)
            | Self::Alarming(finding)
            | Self::Smalltalk { finding, .. }
            | Self::Personal { finding, .. } => Some(finding),
            Self::Clear => None,
        }
    }

    /// What is alarming in a message that is no emergency.
    #[must_use]
    pub fn alarming(&self) -> Option<&Finding> {
        match self {
            Self::Alarming(finding) => Some(finding),
            Self::Personal { alarming, .. } => alarming.as_ref(),
            _ => None,
        }
    }

    /// What a verdict of this kind goes by; of an alarming kind also what is alarming in another one's message.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&Finding> {
        if kind == Kind::Alarming { self.alarming() } else { self.finding().filter(|_| self.kind() == Some(kind)) }
    }

    /// The kind of the verdict; `None` for a clear message.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Urgent(_) => Some(Kind::Urgent),
            Self::Personal { .. } => Some(Kind::Personal),
            Self::Alarming(_) => Some(Kind::Alarming),
            Self::Smalltalk { .. } => Some(Kind::Smalltalk),
            Self::Clear => None,
        }
    }
}

/// A rule that applies, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: Arc<str>,
    /// The key of its reply in [`Triage::replies`]; of an urgent rule that is only alarming here, [`ALARMING_REPLY`].
    pub reply: Arc<str>,
    /// The words that it goes by, as indices into the words judged, in order.
    pub words: Vec<usize>,
}

/// The key of the line that stands below a passage when something alarming is mentioned in general.
pub const ALARMING_REPLY: &str = "alarming";

/// Judges messages by the rules of a triage file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Judge {
    lexicon: Lexicon,
    phrases: Phrases,
    rules: Rules,
    classifier: Option<Classifier>,
}

/// How probable a kind must be where no rule applies, and where one does: rules and classifier err in different places, so
/// that each needs less where the other agrees. A missed emergency weighs more than a false alarm.
const URGENT_ALONE: f32 = 0.4;
const URGENT_WITH_RULE: f32 = 0.05;
/// A sign may be buried in a long message: then one sentence tells it.
const URGENT_SENTENCE_WITH_RULE: f32 = 0.5;
const PERSONAL_ALONE: f32 = 0.5;
const PERSONAL_WITH_RULE: f32 = 0.1;
/// From here on a rule is believed whatever passage there is.
const PERSONAL_BELIEVED: f32 = 0.2;
const SMALLTALK_ALONE: f32 = 0.4;
const SMALLTALK_WITH_RULE: f32 = 0.07;
/// From here on small talk is small talk, however much a passage resembles it: "so worried" asks for none.
const SMALLTALK_SURE: f32 = 0.95;
/// A message that is anything but an ordinary question with less than this probability is not searched by the rules, which takes
/// longer than all else.
const PLAIN: f32 = 0.05;
/// Of a message of which less is known the classifier knows nothing: what it makes of names, numbers and other languages is
/// chance.
const KNOWN_ENOUGH: f32 = 0.5;

/// Of a message of fewer words the rules know more than the classifier.
const FEWEST_TO_DOUBT: usize = 4;

/// The name in a [`Finding`] of what no rule but the classifier found.
const BY_LIKENESS: &str = "likeness";

impl Likely {
    /// Whether the classifier alone may find a kind.
    fn is_founded(&self) -> bool {
        self.known >= KNOWN_ENOUGH
    }

    /// Whether the message is so surely an ordinary question that no rule needs to be asked: whatever a rule found would be
    /// doubted, and an alarming word was only mentioned or misread.
    fn is_plain(&self) -> bool {
        let other = self.urgent.max(self.urgent_sentence) + self.alarming + self.personal + self.smalltalk;
        self.is_founded() && other < PLAIN
    }

    /// Whether a rule that finds an emergency is to be believed.
    fn may_be_urgent(&self) -> bool {
        self.urgent >= URGENT_WITH_RULE || self.urgent_sentence >= URGENT_SENTENCE_WITH_RULE
    }
}

impl Judge {
    /// Makes the rules ready. What loading reports as an error is passed over.
    #[must_use]
    pub fn new(triage: &Triage) -> Self {
        let mut lexicon = Lexicon::new(triage.ordinary.iter().map(String::as_str));
        let (phrases, rules) = rules::compile(triage, &mut lexicon);
        Self { lexicon, phrases, rules, classifier: None }
    }

    /// The same rules, with a second opinion learnt from the knowledge's labelled messages, if there are any.
    #[must_use]
    pub fn with_classifier(self, knowledge: &Knowledge, reader: &Reader) -> Self {
        let learnt = (!knowledge.messages.is_empty()).then(|| Classifier::new(knowledge, reader));
        Self { classifier: learnt, ..self }
    }

    /// How probable each kind is by the classifier alone.
    #[must_use]
    pub fn likely(&self, words: &[Word]) -> Option<Likely> {
        self.classifier.as_ref().map(|classifier| classifier.classify(words))
    }

    /// Judges a message by its words, spelling corrected or not. Pure; the cost is linear in the number of words,
    /// some microseconds for an ordinary message.
    #[must_use]
    pub fn judge(&self, words: &[Word]) -> Verdict {
        self.judge_and_open(words).0
    }

    /// The same, and how many words the message opens with that are small talk before something else: a fear, an excuse.
    #[must_use]
    pub fn judge_and_open(&self, words: &[Word]) -> (Verdict, usize) {
        let likely = self.likely(words);
        if words.len() >= FEWEST_TO_DOUBT && likely.as_ref().is_some_and(Likely::is_plain) {
            return (Verdict::Clear, 0);
        }
        let message = Message::new(words, &self.lexicon);
        let found = self.phrases.find(&message);
        let verdict = self.weigh(words, likely.as_ref(), &message, &found);
        (verdict, self.rules.opening(&message, &found))
    }

    /// The same by the rules alone: what a rule's examples are tried by.
    #[must_use]
    pub fn judge_by_rules(&self, words: &[Word]) -> Verdict {
        let message = Message::new(words, &self.lexicon);
        self.weigh(words, None, &message, &self.phrases.find(&message))
    }

    fn weigh(&self, words: &[Word], likely: Option<&Likely>, message: &Message, found: &Found) -> Verdict {
        let doubted = |enough: fn(&Likely) -> bool| {
            words.len() >= FEWEST_TO_DOUBT && likely.is_some_and(|likely| !enough(likely))
        };
        // a single word is like many things; which of them alarm by themselves, the rules say
        let several = words.len() > 1;
        let by_likeness =
            |reply: Option<Arc<str>>| Some(Finding { rule: BY_LIKENESS.into(), reply: reply?, words: Vec::new() });
        let finding = |found: &rules::Applies<'_>, alarming: bool| Finding {
            rule: found.rule.id.clone(),
            reply: if alarming && found.rule.kind == Kind::Urgent {
                ALARMING_REPLY.into()
            } else {
                found.rule.reply.clone()
            },
            words: found.words(message),
        };
        let urgent = self.rules.heaviest(Kind::Urgent, message, found);
        let alarming = match urgent {
            Some(applies) if applies.weight == Weight::Full && !doubted(Likely::may_be_urgent) => {
                return Verdict::Urgent(finding(&applies, false));
            }
            Some(applies) => Some(applies),
            None => self.rules.heaviest(Kind::Alarming, message, found),
        };
        let alike = likely.filter(|likely| several && likely.is_founded() && likely.urgent >= URGENT_ALONE);
        if let Some(urgent) = alike.and_then(|likely| by_likeness(likely.urgent_reply.clone())) {
            return Verdict::Urgent(urgent);
        }
        let alarming = alarming.map(|applies| finding(&applies, true));
        let personal = self.rules.heaviest(Kind::Personal, message, found).filter(|applies| {
            applies.weight == Weight::Full && !doubted(|likely| likely.personal >= PERSONAL_WITH_RULE)
        });
        let personal = personal.map(|applies| finding(&applies, false)).or_else(|| {
            let alike = likely.filter(|likely| several && likely.is_founded() && likely.personal >= PERSONAL_ALONE)?;
            by_likeness(alike.personal_reply.clone())
        });
        if let Some(finding) = personal {
            let doubtful = doubted(|likely| likely.personal >= PERSONAL_BELIEVED);
            return Verdict::Personal { finding, alarming, doubtful };
        }
        if let Some(alarming) = alarming {
            return Verdict::Alarming(alarming);
        }
        let talk = self.rules.small_talk(message, found);
        let talk = talk.filter(|_| !doubted(|likely| likely.smalltalk >= SMALLTALK_WITH_RULE));
        let talk = talk.map(|applies| finding(&applies, false)).or_else(|| {
            likely.filter(|likely| likely.is_founded() && likely.smalltalk >= SMALLTALK_ALONE)?;
            by_likeness(self.classifier.as_ref()?.small_talk(words))
        });
        let sure = likely.is_some_and(|likely| likely.is_founded() && likely.smalltalk >= SMALLTALK_SURE);
        talk.map_or(Verdict::Clear, |finding| Verdict::Smalltalk { finding, sure })
    }
}
