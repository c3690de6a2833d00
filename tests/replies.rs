//! What the bot says, over all entries and all kinds of reply.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bedside::config::Safety;
use bedside::conversation::{Command, Conversation};
use bedside::engine::Engine;
use bedside::knowledge::built_in;
use bedside::question::{Context, Question};
use bedside::render::html::{LONGEST_MESSAGE, messages};
use bedside::render::{Action, Card, plain, says_reminder};
use bedside::reply::Decision;
use std::sync::LazyLock;

static CONVERSATION: LazyLock<Conversation> =
    LazyLock::new(|| Conversation::new(Engine::new(built_in().knowledge), &Safety::default()));

fn ask(question: &str) -> (Decision, Card) {
    let (reply, card) = CONVERSATION.ask(&Question::new(question), &Context::default());
    (reply.decision, card)
}

/// A question for every kind of reply.
const KINDS: [(&str, &str); 7] = [
    ("answer", "What are the symptoms of liver metastases?"),
    ("suggest", "information about spread"),
    ("none", "what is the weather tomorrow"),
    ("urgent", "he is vomiting blood"),
    ("personal", "my bilirubin is 45, is that bad?"),
    ("smalltalk", "hello"),
    ("answer", "can liver metastases make you vomit blood?"),
];

#[test]
fn every_question_finds_its_own_entry_and_its_passage_byte_for_byte() {
    for entry in &CONVERSATION.engine().knowledge().entries {
        let (decision, card) = ask(&entry.question);
        let Decision::Answer { entries, .. } = &decision else { panic!("{}: {decision:?}", entry.id) };
        assert_eq!(entries, std::slice::from_ref(&entry.id));
        assert!(card.blocks.iter().any(|block| block.text() == entry.passage), "{}", entry.id);
    }
}

/// Every card that a chat can show: all entries, sections, kinds of reply, and commands.
fn every_card() -> Vec<(String, Card)> {
    let knowledge = CONVERSATION.engine().knowledge();
    let mut actions = vec![Action::Topics, Action::TopicsPage(1), Action::NoneOfThese];
    actions.extend(knowledge.sections().into_iter().map(|section| Action::Section(section.to_owned())));
    for entry in &knowledge.entries {
        actions.push(Action::Show(entry.id.clone()));
        actions.push(Action::Browse(entry.id.clone()));
        actions.push(Action::SectionFrom(entry.id.clone()));
        actions.push(Action::NotAsked { shown: entry.id.clone(), others: entry.related.clone() });
    }
    let mut cards: Vec<(String, Card)> =
        actions.iter().map(|action| (format!("{action:?}"), CONVERSATION.press(action).card)).collect();
    cards.extend(KINDS.iter().map(|(_, question)| ((*question).to_owned(), ask(question).1)));
    cards.extend(knowledge.entries.iter().map(|entry| (entry.question.clone(), ask(&entry.question).1)));
    for command in [Command::Start(String::new()), Command::Help, Command::Topics, Command::About, Command::Privacy] {
        cards.push((format!("{command:?}"), CONVERSATION.command(&command, &Context::default())));
    }
    cards
}

#[test]
fn whatever_says_anything_about_the_illness_carries_the_reminder_last() {
    for (name, card) in every_card() {
        let text = plain::text(&card).to_lowercase();
        let speaks_of_it = ["liver", "cancer", "metasta", "treatment"].iter().any(|word| text.contains(word));
        let urgent = name == "he is vomiting blood";
        assert!(says_reminder(&card) || urgent || !speaks_of_it, "{name}: {text}");
        if says_reminder(&card) {
            assert_eq!(
                card.blocks.last().map(bedside::render::Block::text),
                Some(CONVERSATION.wording().reminder().as_str()),
                "{name}"
            );
        }
    }
}

#[test]
fn every_card_fits_a_message_and_every_button_its_64_bytes() {
    for (name, card) in every_card() {
        assert_eq!(messages(&card).len(), 1, "{name} does not fit {LONGEST_MESSAGE}");
        for button in &card.buttons {
            let data = button.action.data();
            assert!((1..=64).contains(&data.len()), "{name}: {data}");
            assert!(Action::parse(&data).is_some(), "{name}: {data}");
        }
    }
}

#[test]
fn every_button_is_words_and_no_sentence_of_the_interface_needs_a_picture() {
    for (name, card) in every_card() {
        for button in &card.buttons {
            let letters = button.label.chars().filter(|letter| letter.is_alphabetic()).count();
            assert!(letters >= 2, "{name}: a button says only {:?}", button.label);
        }
    }
    let signs: String = bedside::render::wording::ENGLISH.chars().filter(|letter| !letter.is_ascii()).collect();
    assert!(signs.chars().all(|sign| "‹›".contains(sign)), "{signs}");
}

#[test]
fn every_kind_of_reply_looks_as_it_should() {
    for (at, (kind, question)) in KINDS.iter().enumerate() {
        let (decision, card) = ask(question);
        assert_eq!(decision.name(), *kind, "{question}: {decision:?}");
        let html =
            messages(&card).iter().map(|message| message.as_str().to_owned()).collect::<Vec<_>>().join("\n---\n");
        let buttons: Vec<String> =
            card.buttons.iter().map(|button| format!("[{}] {}", button.label, button.action.data())).collect();
        insta::assert_snapshot!(format!("{at}-{kind}"), format!("> {question}\n\n{html}\n\n{}", buttons.join("\n")));
    }
}

#[test]
fn the_pages_look_as_they_should() {
    let pages = [
        ("start", Command::Start(String::new())),
        ("help", Command::Help),
        ("topics", Command::Topics),
        ("privacy", Command::Privacy),
        ("ask", Command::Ask(String::new())),
    ];
    for (name, command) in pages {
        let card = CONVERSATION.command(&command, &Context::default());
        let buttons: Vec<&str> = card.buttons.iter().map(|button| button.label.as_str()).collect();
        insta::assert_snapshot!(name, format!("{}\n\n{}", plain::text(&card), buttons.join("\n")));
    }
}

#[test]
fn two_questions_in_one_message_get_both_passages() {
    let (decision, card) = ask("What are the symptoms of liver metastases? And how are liver metastases treated?");
    let Decision::Answer { entries, .. } = decision else { panic!("{decision:?}") };
    assert_eq!(entries, ["symptoms", "treatment-options"]);
    let text = plain::text(&card);
    assert!(text.contains("difficulty eating") && text.contains("radiation"), "{text}");
}

#[test]
fn an_alarming_word_in_a_general_question_gets_the_passage_and_what_to_do_now() {
    let (decision, card) = ask("can liver metastases make you vomit blood?");
    assert!(matches!(decision, Decision::Answer { alarming: true, .. }), "{decision:?}");
    assert!(plain::text(&card).contains("now"));
}

#[test]
fn nothing_of_the_articles_advertisement_or_comment_form_is_in_the_knowledge() {
    let knowledge = CONVERSATION.engine().knowledge();
    let all: Vec<&str> =
        knowledge.entries.iter().flat_map(|entry| entry.wordings().chain([entry.passage.as_str()])).collect();
    for word in ["Wikibuy", "shop online", "your comments", "password", "save money", "inside the organ that have"] {
        assert!(!all.iter().any(|text| text.to_lowercase().contains(&word.to_lowercase())), "{word}");
    }
}

#[test]
fn every_passage_is_short_enough_for_a_phone_and_every_entry_has_phrasings() {
    for entry in &CONVERSATION.engine().knowledge().entries {
        let words = entry.passage.split_whitespace().filter(|word| *word != "•").count();
        assert!((40..=110).contains(&words), "{}: {words} words", entry.id);
        assert!(entry.phrasings.len() >= 20, "{}", entry.id);
        assert_eq!(entry.covered, !entry.paragraphs.is_empty(), "{}", entry.id);
    }
}

#[test]
fn case_marks_and_surrounding_spaces_never_change_the_decision() {
    for (_, question) in KINDS {
        let (plain, _) = ask(question);
        for other in
            [question.to_uppercase(), format!("  {question}\n"), question.replace('?', ""), format!("{question} 😢")]
        {
            assert_eq!(ask(&other).0, plain, "{other}");
        }
    }
}

#[test]
fn the_pictures_in_the_readme_are_what_the_bot_says() {
    for (scene, file) in [("all", "docs/conversation.svg"), ("private", "docs/private.svg")] {
        let output = std::process::Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--example", "conversation_svg", "--", scene])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let committed = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let drawn = String::from_utf8(output.stdout).unwrap();
        assert!(drawn == committed, "run: cargo run --example conversation_svg -- {scene} > {file}");
    }
}
