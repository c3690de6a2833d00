//! What is noted of an answer that went out: counts; the question for `/why` in the chats of those who keep the FAQ; and,
//! where that is switched on, the question that got no passage.

use crate::question::Context;
use crate::render::Action;
use crate::reply::{Decision, Reply};
use crate::telegram::asked::Target;
use crate::telegram::press::Press;
use crate::telegram::serve::Service;

impl Service {
    /// Notes a question that was answered by these messages.
    pub(in crate::telegram) async fn observe(
        &self,
        text: &str,
        reply: &Reply,
        before: &Context,
        target: &Target,
        messages: &[i32],
    ) {
        if self.is_keeper(target.chat) {
            // those who keep the FAQ only try it
            self.desk.questions.remember(target.chat, messages, text, before);
            return;
        }
        self.desk.tally.count(self.today(), "decision", reply.decision.name());
        match &reply.decision {
            Decision::Answer { entries, .. } => entries.iter().for_each(|id| self.count_entry(id)),
            Decision::None { .. } => self.keep(target.chat, text, false).await,
            _ => {}
        }
    }

    /// Notes a pressed button: an entry that was chosen, or that none of the suggestions was meant.
    pub(in crate::telegram) async fn observe_press(&self, action: &Action, press: &Press<'_>, target: &Target) {
        if self.is_keeper(target.chat) {
            return;
        }
        match (action, press.declined) {
            (Action::Show(id), _) => self.count_entry(id),
            (Action::NoneOfThese, Some(question)) => self.keep(target.chat, question, true).await,
            _ => {}
        }
    }

    /// Notes a question that was typed as a button says it: it is answered like any other.
    pub(in crate::telegram) fn observe_typed(&self, action: &Action, target: &Target) {
        if let Action::Show(id) = action
            && !self.is_keeper(target.chat)
        {
            self.desk.tally.count(self.today(), "decision", "answer");
            self.count_entry(id);
        }
    }

    fn count_entry(&self, id: &str) {
        if self.conversation().engine().knowledge().entry(id).is_some() {
            self.desk.tally.count(self.today(), "entry", id);
        }
    }
}
