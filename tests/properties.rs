//! What holds for every message: no panic, a bound on the time, and nothing but the words counts.
//!
//! For a long run: `PROPTEST_CASES=100000 cargo test --release --test properties`

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/worst.rs"]
mod worst;

use bedside::config::Safety;
use bedside::conversation::{Command, Conversation, Parsed};
use bedside::engine::Engine;
use bedside::knowledge::{Knowledge, built_in, from_texts};
use bedside::question::{Context, Question};
use bedside::render::html;
use bedside::reply::Reply;
use bedside::telegram::kept;
use bedside::text::normalise;
use proptest::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Duration;

/// The most that a message of 4,096 characters may take of a processor's time.
const BOUND: Duration = Duration::from_millis(5);
/// How much slower the program may be where it is built for debugging.
const UNOPTIMISED: u32 = if cfg!(debug_assertions) { 6 } else { 1 };
/// Of so many tries the quickest counts: what disturbs a measurement only adds to it.
const TRIES: usize = 7;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(built_in().knowledge));
static CONVERSATION: LazyLock<Conversation> =
    LazyLock::new(|| Conversation::new(Engine::new(built_in().knowledge), &Safety::default()));
const QUESTIONS: &str = include_str!("data/questions.tsv");

fn ask(text: &str) -> Reply {
    ENGINE.answer(&Question::new(text), &Context::default())
}

/// Processor time that this thread has had: what others do on the machine does not count.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

/// The least that the message took in some tries.
fn cost(text: &str) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..TRIES {
        let begun = processor_time();
        black_box(ask(black_box(text)));
        least = least.min(processor_time().saturating_sub(begun));
        if least < BOUND * UNOPTIMISED / 2 {
            break;
        }
    }
    least
}

/// Pieces that messages are made of: words of the FAQ, slips, signs of every script, what breaks parsers.
fn piece() -> impl Strategy<Value = String> {
    let questions: Vec<&str> = QUESTIONS.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    let words: Vec<&str> = questions.iter().flat_map(|question| question.split_whitespace()).collect();
    prop_oneof![
        4 => prop::sample::select(words).prop_map(str::to_owned),
        2 => prop::sample::select(questions).prop_map(str::to_owned),
        2 => "[a-z]{1,12}",
        1 => "\\PC{0,8}",
        1 => any::<String>(),
        1 => prop::sample::select(vec![
            "", "\n", "\0", "\u{301}", "\u{200d}", "\u{fdfa}", "😱", "👨‍👩‍👧", "我想死", "<b>", "&amp;", "@bot", "/ask",
            "38.5", "a'b", "don’t", "...", "?!", "\u{202e}", "ＬＩＶＥＲ", "İ", "ß", "ǆ",
        ]).prop_map(str::to_owned),
    ]
}

fn message() -> impl Strategy<Value = String> {
    (prop::collection::vec(piece(), 0..40), prop::sample::select(vec![" ", "", ". ", "\n"]))
        .prop_map(|(pieces, gap)| pieces.join(gap))
}

/// As many pieces again and again as fill a message.
fn full_message() -> impl Strategy<Value = String> {
    (prop::collection::vec(piece(), 1..60), prop::sample::select(vec![" ", "", ". "])).prop_map(|(pieces, gap)| {
        let text = pieces.join(gap) + " ";
        text.chars().cycle().take(worst::LENGTH).collect()
    })
}

/// A question that the engine has an opinion on.
fn question() -> impl Strategy<Value = String> {
    let questions: Vec<&str> = QUESTIONS.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    prop::sample::select(questions).prop_map(str::to_owned)
}

/// The least that a triage file holds, quick to learn.
const FIRE: &str = r#"
[concepts]
fire = ["fire"]
[[rule]]
id = "fire"
kind = "urgent"
reply = "emergency"
when = [["fire"]]
examples = ["fire"]
[replies]
emergency = "Call {emergency}."
"#;

/// A small FAQ on another subject, quick to learn.
fn weather(entry_with_more: usize, phrasing: &str) -> Knowledge {
    const ENTRIES: [(&str, [&str; 4]); 4] = [
        ("What is rain?", ["define rain", "water from the clouds", "drops that fall outside", "how wet does it get"]),
        (
            "Why does it snow?",
            ["reason for snow", "white flakes in winter", "how snow is made", "frozen water falling"],
        ),
        ("How strong is wind?", ["speed of a gale", "how fast air moves", "storm force numbers", "what is a breeze"]),
        (
            "When is there fog?",
            ["mist in the morning", "why can i not see far", "clouds on the ground", "grey autumn days"],
        ),
    ];
    let mut text = "[source]\ntitle = \"A\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Weather\"\n".to_owned();
    for (at, (question, phrasings)) in ENTRIES.iter().enumerate() {
        let mut phrasings: Vec<String> = phrasings.iter().map(|phrasing| format!("{phrasing:?}")).collect();
        if at == entry_with_more {
            phrasings.push(format!("{phrasing:?}"));
        }
        writeln!(text, "[[entry]]\nid = \"e{at}\"\nquestion = \"{question}\"\nsection = \"S\"\npassage = \"P.\"")
            .unwrap();
        writeln!(text, "phrasings = [{}]", phrasings.join(", ")).unwrap();
    }
    let files = [("weather.toml", text.as_str()), ("triage.toml", FIRE)];
    let loaded = from_texts(files.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec(), "a test");
    let other_than_shared = |problem: &&bedside::knowledge::Problem| !problem.to_string().contains("both claim");
    assert_eq!(loaded.errors().find(other_than_shared).map(ToString::to_string), None);
    loaded.knowledge
}

/// An update in which text stands wherever a person can put some.
fn update(text: &str, entity: &str, offset: i64, length: i64) -> String {
    let person = serde_json::json!({"id": 77, "is_bot": false, "first_name": "Xanthippe", "username": "xanthippe"});
    let chat = serde_json::json!({"id": -100_123, "type": "supergroup", "title": "Xanthippe's group"});
    serde_json::json!({"update_id": 1, "message": {
        "message_id": 5, "date": 1_790_000_000, "chat": chat, "from": person, "text": text,
        "entities": [{"type": entity, "offset": offset, "length": length}],
    }})
    .to_string()
}

#[test]
fn the_costliest_messages_of_full_length_keep_the_bound() {
    let mut costs: Vec<(Duration, &str)> =
        worst::worst_cases().iter().map(|(name, message)| (cost(message), *name)).collect();
    costs.sort();
    costs.reverse();
    let late = costs.iter().any(|(cost, _)| *cost > BOUND * UNOPTIMISED);
    assert!(!late, "over {:?}: {costs:#?}", BOUND * UNOPTIMISED);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_is_done_once_for_all(message in prop_oneof![any::<String>(), message()]) {
        let once = normalise(&message);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn every_message_gets_a_reply_that_telegram_can_show(message in message(), entry in 0..23_usize) {
        let seen = &ENGINE.knowledge().entries[entry % ENGINE.knowledge().entries.len()].id;
        for context in [Context::default(), Context::after(seen), Context::after_urgent("emergency")] {
            let (reply, card) = CONVERSATION.ask(&Question::new(&message), &context);
            prop_assert!((0.0..=1.0).contains(&reply.confidence), "{}", reply.confidence);
            let messages = html::messages(&card);
            prop_assert!(!messages.is_empty());
            for text in messages {
                prop_assert!(!text.as_str().trim().is_empty());
            }
        }
    }

    #[test]
    fn case_marks_and_surrounding_space_change_nothing(
        question in question(),
        marks in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec!['\u{301}', '\u{308}', '\u{323}'])), 0..6),
        upper in prop::collection::vec(any::<bool>(), 1..40),
        (before, after) in ("[ \\n\\t\u{a0}]{0,4}", "[ \\n\\t\u{a0}]{0,4}"),
    ) {
        let plain = ask(&question);
        let mut letters: Vec<String> = question
            .chars()
            .zip(upper.iter().cycle())
            .map(|(letter, upper)| if *upper { letter.to_uppercase().to_string() } else { letter.to_string() })
            .collect();
        for (place, mark) in marks {
            let at = place.index(letters.len());
            if letters[at].chars().all(|letter| letter.is_ascii_alphabetic()) {
                letters[at].push(mark);
            }
        }
        let dressed = format!("{before}{}{after}", letters.concat());
        prop_assert_eq!(ask(&dressed), plain, "{:?} and {:?}", question, dressed);
        prop_assert_eq!(ask(&question.to_lowercase()), ask(&question.to_uppercase()));
    }

    #[test]
    fn any_command_is_read_in_any_case_and_with_anything_behind_it(text in "\\PC{0,60}", name in "[a-zA-Z]{1,8}") {
        let _ = Command::parse(&text, Some("bedside_bot"));
        let typed = format!("/{name} {text}");
        prop_assert_eq!(
            Command::parse(&typed, None),
            Command::parse(&format!("  /{} {text}", name.to_uppercase()), None)
        );
        let addressed = Command::parse(&format!("/{name}@Bedside_Bot {text}"), Some("bedside_bot"));
        let is_named = matches!(addressed, Parsed::Command { named: true, .. });
        prop_assert!(is_named, "{:?}", addressed);
    }

    #[test]
    fn any_update_is_read_and_nothing_of_who_sent_it_is_kept(
        text in message(),
        entity in prop::sample::select(vec!["mention", "bot_command", "text_mention", "date_time", ""]),
        offset in -3..400_i64,
        length in -3..400_i64,
        cut in any::<prop::sample::Index>(),
    ) {
        let said = text.replace("anthippe", "");
        for text in [said.clone(), format!("/ask {said}"), format!("@bedside_bot {said}")] {
            let update = update(&text, entity, offset, length);
            if let Some(kept) = kept(&update, 42, "bedside_bot") {
                prop_assert!(!kept.contains("anthippe") && !kept.contains("\"from\""), "{}", kept);
            }
            // half an update is no update
            let end = (0..=cut.index(update.len())).rev().find(|end| update.is_char_boundary(*end)).unwrap();
            prop_assert_eq!(kept_of(&update[..end]), None);
        }
    }
}

fn kept_of(update: &str) -> Option<String> {
    kept(update, 42, "bedside_bot")
}

proptest! {
    // each case trains a matcher, or asks for milliseconds
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_message_of_full_length_keeps_the_bound(message in full_message()) {
        prop_assert_eq!(message.chars().count(), worst::LENGTH);
        let cost = cost(&message);
        prop_assert!(cost <= BOUND * UNOPTIMISED, "{:?}: {:?}", cost, message);
    }

    #[test]
    fn a_phrasing_more_leaves_its_entry_reachable(
        words in prop::collection::vec(prop::sample::select(vec![
            "what", "is", "the", "rain", "snow", "wind", "fog", "clouds", "why", "fast", "strong", "does", "it", "winter",
            "umbrella", "zzyzx", "when", "there", "how", "of",
        ]), 1..9),
        entry in 0..4_usize,
    ) {
        let phrasing = words.join(" ");
        let engine = Engine::new(weather(entry, &phrasing));
        let own = &engine.knowledge().entries[entry];
        let reply = engine.answer(&Question::new(&own.question), &Context::default());
        prop_assert_eq!(&reply.candidates[0].id, &own.id, "its question after {:?} was added", phrasing);
        let reply = engine.answer(&Question::new(&phrasing), &Context::default());
        let found = reply.candidates.iter().take(2).any(|candidate| candidate.id == own.id);
        prop_assert!(found, "{:?} does not lead to {}: {:?}", phrasing, own.id, reply.candidates);
    }
}
