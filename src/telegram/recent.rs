//! What was answered in a group a moment ago, so that the same question gets a pointer to the first answer. In memory only;
//! of a question that has no passage only a hash is kept.

use super::expiring::Expiring;
use super::memory::Place;
use crate::reply::{Decision, Reply};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Answers that are remembered.
const MOST: usize = 10_000;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// What these entries answer, or may answer.
    Entries(Vec<String>),
    /// What has no passage.
    Unknown(u64),
}

/// Which message answers what.
pub(super) struct Recent {
    answers: Option<Expiring<(Place, Subject), i32>>,
    hasher: RandomState,
}

impl Recent {
    /// Remembers answers for so long; zero is not at all.
    pub(super) fn new(remember: Duration) -> Self {
        let answers = (!remember.is_zero()).then(|| Expiring::new(remember, MOST));
        Self { answers, hasher: RandomState::new() }
    }

    /// What a question is about; `None` for what is said anew each time: emergencies, small talk, one person's case.
    pub(super) fn subject(&self, text: &str, reply: &Reply) -> Option<Subject> {
        match &reply.decision {
            Decision::Answer { entries, .. } | Decision::Suggest { entries, .. } => {
                Some(Subject::Entries(entries.clone()))
            }
            Decision::None { .. } => {
                let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
                Some(Subject::Unknown(self.hasher.hash_one(words)))
            }
            Decision::Urgent { .. } | Decision::Personal { .. } | Decision::Smalltalk { .. } => None,
        }
    }

    /// The message that answered this a moment ago.
    pub(super) fn first(&self, place: Place, subject: &Subject) -> Option<i32> {
        self.answers.as_ref()?.get(&(place, subject.clone()))
    }

    /// This message answers it.
    pub(super) fn answered(&self, place: Place, subject: Subject, message: i32) {
        if let Some(answers) = &self.answers {
            answers.insert((place, subject), message);
        }
    }

    /// The message is gone.
    pub(super) fn forget(&self, place: Place, subject: &Subject) {
        if let Some(answers) = &self.answers {
            answers.remove(&(place, subject.clone()));
        }
    }

    /// Forgets what a chat was answered.
    pub(super) fn forget_chat(&self, chat: i64) {
        if let Some(answers) = &self.answers {
            answers.remove_those(|(place, _), _| place.0 == chat);
        }
    }

    /// These messages of a chat say something else now.
    pub(super) fn changed(&self, chat: i64, messages: &[i32]) {
        if let Some(answers) = &self.answers {
            answers.remove_those(|(place, _), message| place.0 == chat && messages.contains(message));
        }
    }

    /// Lets go of what is too old.
    pub(super) fn tidy(&self) {
        if let Some(answers) = &self.answers {
            answers.tidy();
        }
    }
}
