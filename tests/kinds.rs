//! The shipped rules and the classifier together: on the labelled messages that the classifier learnt from, and on what
//! nobody taught it.

use bedside::engine::Engine;
use bedside::knowledge::{Kind, Knowledge, Labelled, built_in, from_texts};
use bedside::question::{Context, Question};
use bedside::reply::Decision;

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

/// What is neither an emergency nor one person's case nor small talk, and what the classifier was not taught.
const EVERYDAY: [&str; 17] = [
    "curtains",
    "zorble quxx flimp",
    "vrongle the stimpet by gorthday",
    "99",
    "42",
    "12 34",
    "0871 55 55",
    "07700 900123",
    "128 129 131",
    "opera tickets for tonight",
    "paint the garage",
    "lads are we still on for 5 a side thursday",
    "convert 12 stone 4 to kilograms",
    "who left the gate open again",
    "two teas and a cheese scone",
    "the caravan needs a new awning",
    "De fiets staat tegen het hek",
];

/// A folder with one small article and nothing else.
fn small_knowledge() -> Knowledge {
    let article = r#"
[source]
title = "Chilblains"
author = "A Nurse"
reviewed = 2026-01-02
topic = "Chilblains"

[[entry]]
id = "what"
question = "What are chilblains?"
section = "Basics"
phrasings = ["chilblains meaning", "explain chilblains to me", "what does chilblain mean", "define a chilblain"]
passage = "Chilblains are small itchy patches on fingers and toes after they were cold."

[[entry]]
id = "prevention"
question = "How can chilblains be prevented?"
section = "Basics"
phrasings = ["how to avoid chilblains", "stop chilblains coming back", "will my toes ever be normal again", "prevent them in winter"]
passage = "Warm socks and gloves, and drying the feet well, make chilblains less likely."
"#;
    from_texts(vec![("chilblains.toml".to_owned(), article.to_owned())], "a test").knowledge
}

#[test]
fn numbers_unknown_words_and_other_subjects_get_no_special_reply() {
    for knowledge in [built_in().knowledge, small_knowledge()] {
        let engine = Engine::new(knowledge);
        let decisions = EVERYDAY.map(|message| {
            let decision = engine.answer(&Question::new(message), &Context::default()).decision;
            (message, decision.name())
        });
        let special: Vec<_> =
            decisions.iter().filter(|(_, name)| matches!(*name, "urgent" | "personal" | "smalltalk")).collect();
        assert!(special.is_empty(), "{:?}: {special:?}", engine.knowledge().sources[0].title);
    }
}

#[test]
fn an_emergency_is_found_whatever_the_article_is_about() {
    let engine = Engine::new(small_knowledge());
    for message in [
        "she has taken all her tablets at once",
        "hes coughing up blood and cant breathe",
        "i dont want to be here anymore, i have the pills ready",
        "my husband is on chemo and has a temp of 39 and is shaking",
    ] {
        let decision = engine.answer(&Question::new(message), &Context::default()).decision;
        assert_eq!(decision.name(), "urgent", "{message}");
    }
}

#[test]
fn a_single_word_that_no_rule_names_is_no_emergency() {
    for knowledge in [built_in().knowledge, small_knowledge()] {
        let engine = Engine::new(knowledge);
        for word in ["nonsense", "awning", "biscuits", "tomorrow", "Wolverhampton"] {
            let decision = engine.answer(&Question::new(word), &Context::default()).decision;
            assert!(!matches!(decision.name(), "urgent" | "personal"), "{word}: {decision:?}");
        }
    }
}

#[test]
fn one_out_of_scope_example_of_its_own_does_not_make_a_folder_careless() {
    let mut knowledge = small_knowledge();
    knowledge.out_of_scope.push("what are bunions".to_owned());
    let engine = Engine::new(knowledge);
    for message in EVERYDAY {
        let decision = engine.answer(&Question::new(message), &Context::default()).decision;
        assert_ne!(decision.name(), "answer", "{message}");
    }
}

#[test]
fn a_phrasing_less_changes_hardly_a_reply() {
    let messages = [include_str!("data/questions.tsv"), include_str!("data/fresh.tsv")];
    let messages = messages.iter().flat_map(|file| file.lines().skip(1)).filter_map(|line| line.split('\t').next());
    let messages: Vec<&str> = messages.collect();
    let replies = |knowledge: Knowledge| {
        let engine = Engine::new(knowledge);
        let decide = |message: &&str| engine.answer(&Question::new(message), &Context::default()).decision;
        messages.iter().map(decide).collect::<Vec<_>>()
    };
    let mut one_less = built_in().knowledge;
    let dropped = one_less.entries[7].phrasings.remove(40);
    let (before, after) = (replies(built_in().knowledge), replies(one_less));
    let changed: Vec<&str> =
        before.iter().zip(&after).zip(&messages).filter(|((a, b), _)| a != b).map(|(_, message)| *message).collect();
    // where every edit drew all chances anew, it was one reply of twenty
    assert!(changed.len() * 100 <= messages.len(), "without \"{dropped}\": {changed:#?}");
}

#[test]
fn what_somebody_fears_or_excuses_before_a_question_does_not_hide_it() {
    let engine = Engine::new(built_in().knowledge);
    for (message, entry) in [
        ("i cant sleep, what signs do people get with liver mets", "symptoms"),
        ("im lying awake again. how is it treated", "treatment-options"),
        ("sorry to bother you so late is it curable", "curable"),
        ("im so scared how do they find it", "how-diagnosed"),
    ] {
        let decision = engine.answer(&Question::new(message), &Context::default()).decision;
        assert_eq!(decision.entries(), [entry], "{message}: {decision:?}");
    }
}

#[test]
fn who_only_says_that_they_are_worried_gets_no_passage_on_what_is_worrying() {
    let engine = Engine::new(built_in().knowledge);
    for message in ["im so worried", "I'm ever so worried about this", "so frightened for her tonight"] {
        let reply = engine.answer(&Question::new(message), &Context::default());
        assert_eq!(reply.decision.name(), "smalltalk", "{message}: {:?}", reply.decision);
    }
}

#[test]
fn after_an_emergency_help_on_its_way_is_taken_for_what_it_is() {
    let engine = Engine::new(built_in().knowledge);
    let after = |message: &str| engine.answer(&Question::new(message), &Context::after_urgent("emergency")).decision;
    for message in ["ok im calling them now", "the ambulance is here", "im ok now", "false alarm, she is fine again"] {
        assert_eq!(after(message).name(), "smalltalk", "{message}");
    }
    for message in ["she is grey", "what do i do", "it is getting worse", "nobody picks up"] {
        assert_eq!(after(message).name(), "urgent", "{message}");
    }
}

#[test]
fn who_asks_for_more_is_offered_what_people_ask_next() {
    let engine = Engine::new(built_in().knowledge);
    let related = &engine.knowledge().entry("symptoms").expect("the entry").related;
    for message in ["tell me more", "and then?", "what else", "go on"] {
        let decision = engine.answer(&Question::new(message), &Context::after("symptoms")).decision;
        assert_eq!(decision.name(), "suggest", "{message}: {decision:?}");
        assert!(decision.entries().iter().all(|entry| related.contains(entry)), "{message}: {decision:?}");
    }
}

#[test]
fn where_the_article_says_nothing_people_press_on_about_the_same() {
    let engine = Engine::new(built_in().knowledge);
    let decision = |message| engine.answer(&Question::new(message), &Context::after("diet")).decision;
    let pressed = decision("how much of it is alright");
    assert_eq!(pressed.entries().first().map(String::as_str), Some("diet"), "{pressed:?}");
    // thanks are meant, whatever they name
    assert_eq!(decision("Thanks, I'll leave the grapefruit alone.").name(), "smalltalk");
}

#[test]
fn an_ordinary_question_with_a_word_that_looks_alarming_bears_no_alarming_line() {
    let engine = Engine::new(built_in().knowledge);
    for message in ["why do bowel tumours wind up in the liver so often", "where else can the cancer cells wind up"] {
        let decision = engine.answer(&Question::new(message), &Context::default()).decision;
        let (Decision::Answer { alarming, .. } | Decision::Suggest { alarming, .. } | Decision::None { alarming }) =
            decision
        else {
            panic!("{message}: {decision:?}");
        };
        assert!(!alarming, "{message}");
    }
}

#[test]
fn a_phrasing_is_answered_also_where_it_sounds_like_one_persons_case() {
    let answered = |knowledge, message| {
        let decision = Engine::new(knowledge).answer(&Question::new(message), &Context::default()).decision;
        (decision.name(), decision.entries().to_vec())
    };
    let mut without = small_knowledge();
    without.entries[1].phrasings.retain(|phrasing| !phrasing.starts_with("will my toes"));
    assert_eq!(answered(without, "Will my toes ever be normal again?").0, "personal");
    let with = answered(small_knowledge(), "Will my toes ever be normal again?");
    assert_eq!(with, ("answer", vec!["prevention".to_owned()]));
}
