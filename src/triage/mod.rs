//! Triage: whether a message is an emergency, asks for a judgement on one case, or is small talk.
use crate::{knowledge::Triage, text::Word};
/// stub
#[derive(Debug, Clone)]
pub struct Judge;
/// stub
#[allow(missing_docs)]
#[derive(Debug, Clone)]
pub enum Verdict {
    Urgent { reply: String },
    Alarming { reply: String },
    Personal { reply: String, alarming: bool },
    Smalltalk { reply: String },
    Clear,
}
impl Judge {
    /// stub
    #[must_use]
    pub fn new(_: &Triage) -> Self {
        Self
    }
    /// stub
    #[must_use]
    pub fn judge(&self, _: &[Word]) -> Verdict {
        Verdict::Clear
    }
}
