//! The shipped rules and the classifier together, on the labelled messages that the classifier learnt from.

use bedside::engine::Engine;
use bedside::knowledge::{Kind, Labelled, built_in};
use bedside::question::{Context, Question};

/// Of the messages of a kind, the share that must be judged right; of the last two, that must not be taken for an emergency.
const AT_LEAST: [(Option<Kind>, f64); 5] = [
    (Some(Kind::Urgent), 0.98),
    (Some(Kind::Personal), 0.96),
    (Some(Kind::Smalltalk), 0.96),
    (Some(Kind::Alarming), 0.96),
    (None, 0.99),
];

#[test]
fn labelled_messages_are_judged_as_labelled() {
    let knowledge = built_in().knowledge;
    let messages = knowledge.messages.clone();
    let engine = Engine::new(knowledge);
    let right = |message: &&Labelled| {
        let decision = engine.answer(&Question::new(&message.text), &Context::default()).decision;
        match message.kind {
            Some(Kind::Urgent) => decision.name() == "urgent",
            Some(Kind::Personal) => decision.name() == "personal",
            // small talk that names the subject may get its passage
            Some(Kind::Smalltalk) => matches!(decision.name(), "smalltalk" | "answer"),
            Some(Kind::Alarming) | None => decision.name() != "urgent",
        }
    };
    for (kind, at_least) in AT_LEAST {
        let of_kind: Vec<&Labelled> = messages.iter().filter(|message| message.kind == kind).collect();
        let wrong: Vec<&str> =
            of_kind.iter().filter(|message| !right(message)).map(|message| message.text.as_str()).collect();
        let share = 1.0 - wrong.len() as f64 / of_kind.len() as f64;
        assert!(share >= at_least, "{kind:?}: {share:.3} of {}\n{wrong:#?}", of_kind.len());
    }
}
