//! What an answer must hold.

use super::record::Sent;
use bedside::knowledge::built_in;
use bedside::render::Wording;

/// The passage of an entry, as the knowledge file has it.
pub fn passage(id: &str) -> String {
    built_in().knowledge.entry(id).unwrap_or_else(|| panic!("no entry {id}")).passage.clone()
}

/// The reply shows the passage of the entry word for word, with the reminder.
#[track_caller]
pub fn assert_answers(reply: &Sent, id: &str) {
    assert!(reply.text.contains(&passage(id)), "not the passage of {id}: {reply}");
    assert!(reply.text.contains(&Wording::default().reminder()), "no reminder: {reply}");
}
