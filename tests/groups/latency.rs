//! How long an answer takes: from an update's arrival to the reply's request. By hand:
//! `cargo test --release --test groups -- --ignored --nocapture latency`

use super::*;
use crate::support::{BotProcess, FakeApi};
use std::time::{Duration, Instant};

/// Questions asked, one after the other.
const QUESTIONS: usize = 1_000;
const NO_LIMITS: &str = "[telegram.limits]\nper_chat_per_second = 0\nper_group_per_minute = 0\noverall_per_second = 0\n\
    [groups]\nper_person_per_minute = 0\nper_group_per_minute = 0\noverall_per_minute = 0\nrepeat_after = \"0s\"\n";

#[tokio::test]
#[ignore = "a measurement, to be read by a person"]
async fn latency_of_a_thousand_questions() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config(NO_LIMITS).start().await;
    let private = api.private_chat("Ann");
    let group = api.supergroup("Family").member("Bob");
    let inline = api.private_chat("Carl");
    for kind in ["private", "group", "inline"] {
        let mut times = Vec::with_capacity(QUESTIONS);
        for number in 0..QUESTIONS {
            let text = if number % 2 == 0 { SYMPTOMS } else { TREATMENT };
            let begun = Instant::now();
            match kind {
                "private" => drop(private.ask(text).await),
                "group" => drop(group.ask(&format!("/ask {text}")).await),
                _ => drop(api.answer_to(&inline.inline_query(text)).await),
            }
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times[(QUESTIONS * share / 1_000).min(QUESTIONS - 1)];
        let build = if cfg!(debug_assertions) { "debug" } else { "release" };
        eprintln!(
            "{kind}, {build} build: median {:?}, p99 {:?}, slowest {:?} over {QUESTIONS}",
            at(500),
            at(990),
            at(999)
        );
        assert!(at(500) < Duration::from_secs(1));
    }
}
