//! `/why`: what an answer rests on, reckoned again from the question that is remembered.

use crate::question::Question;
use crate::render::Card;
use crate::telegram::serve::Service;

/// Candidates that are shown.
const SHOWN: usize = 4;

impl Service {
    /// Why a message of the bot says what it says.
    pub(super) fn why(&self, chat: i64, about: Option<i32>) -> Card {
        let wording = self.wording();
        let Some(about) = about else { return Card::default().text(wording.why_which()) };
        let Some(answered) = self.desk.questions.get(chat, about) else {
            return Card::default().text(wording.why_gone());
        };
        let question = Question::new(&answered.question);
        let conversation = self.conversation();
        let engine = conversation.engine();
        let (reply, why) = (engine.answer(&question, &answered.context), engine.why(&question, &answered.context));
        let percent = |score: f32| format!("{:.0} %", 100.0 * score);
        let mut card = Card::default()
            .heading(answered.question.trim())
            .text(wording.why_decision(reply.decision.name(), &percent(reply.confidence)));
        if let Some(rule) = &why.rule {
            card = card.text(wording.why_rule(rule, &why.rule_words.join(" ")));
        }
        if let Some(phrasing) = &why.phrasing {
            let mut shared = why.matched.clone();
            shared.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            let shared: Vec<String> =
                shared.iter().map(|shared| format!("{} {:.1}", shared.word, shared.weight)).collect();
            let shared = if shared.is_empty() { "-".to_owned() } else { shared.join(", ") };
            card = card.text(wording.why_nearest(phrasing, &shared));
        }
        if !why.corrected.is_empty() {
            let read: Vec<String> =
                why.corrected.iter().map(|correction| format!("{} → {}", correction.typed, correction.read)).collect();
            card = card.text(wording.why_read_as(&read.join(", ")));
        }
        if let Some(entry) = &answered.context.entry {
            card = card.text(wording.why_context(entry));
        }
        let mut lines = vec![wording.why_candidates()];
        lines.extend(
            reply
                .candidates
                .iter()
                .take(SHOWN)
                .map(|candidate| format!("{}  {}", percent(candidate.score), candidate.id)),
        );
        card.text(lines.join("\n"))
    }
}
