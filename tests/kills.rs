//! Kills at random moments: no question without an answer, in order, and at most one answer too many for each message
//! in flight at a kill.
//!
//! A few kills by default; by hand: `BEDSIDE_KILLS=100 cargo test --release --test kills -- --nocapture`

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, FakeApi, Fault};

const CHATS: usize = 50;
/// Kills without `BEDSIDE_KILLS`.
const FEW: usize = 8;
/// The longest that the bot lives between two kills, once it has learnt and polls.
const LIFE: Duration = Duration::from_millis(900);
/// Of so many kills one comes while it still learns.
const EARLY: u64 = 8;
/// How long Telegram takes to answer half of the messages: those that are in flight when a kill comes.
const SLOW: Duration = Duration::from_millis(150);
const QUESTIONS: [&str; 4] = [
    "What are the symptoms of liver metastases?",
    "How are liver metastases treated?",
    "what is the weather tomorrow",
    "wat r teh symtoms of livr metastisees",
];

/// A random number below `end`.
fn below(random: &mut Xoshiro256StarStar, end: u64) -> u64 {
    random.next_u64() % end
}

/// When each message of a chat was answered, by message.
fn answers(api: &FakeApi, chat: &Chat) -> BTreeMap<i64, Vec<Duration>> {
    let mut answers: BTreeMap<i64, Vec<Duration>> = BTreeMap::new();
    for sent in api.calls("sendMessage") {
        if sent.chat_id == Some(chat.id()) && sent.took_effect() {
            answers.entry(sent.reply_to.unwrap()).or_default().push(sent.at);
        }
    }
    answers
}

#[tokio::test]
async fn kills_at_random_moments_lose_no_question() {
    let kills = std::env::var("BEDSIDE_KILLS").map_or(FEW, |count| count.parse().unwrap());
    let seed = RandomState::new().hash_one("kills");
    eprintln!("{kills} kills, {CHATS} chats, seed {seed}");
    let mut random = Xoshiro256StarStar::seed_from_u64(seed);
    let api = FakeApi::start().await;
    let began = Instant::now();
    let chats: Vec<Chat> = (0..CHATS).map(|number| api.private_chat(&format!("Chat {number}"))).collect();
    let limits = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
    let setup = BotProcess::with(&api).config(limits);
    let mut said: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut killed_at = Vec::new();
    for _ in 0..kills {
        let early = below(&mut random, EARLY) == 0;
        let mut bot = if early { setup.clone().no_wait() } else { setup.clone() }.start().await;
        let life = Duration::from_millis(below(&mut random, LIFE.as_millis().try_into().unwrap()));
        let half = life / 2;
        for wait in [half, half] {
            for chat in &chats {
                if below(&mut random, 4) == 0 {
                    match below(&mut random, 4) {
                        0 => api.fault_in(chat.id(), 1, "sendMessage", Fault::LateAnswer(SLOW)),
                        1 => api.fault_in(chat.id(), 1, "sendMessage", Fault::Delay(SLOW)),
                        _ => {}
                    }
                    let question = QUESTIONS[usize::try_from(below(&mut random, 4)).unwrap()];
                    said.entry(chat.id()).or_default().push(chat.say(question).message_id);
                }
            }
            tokio::time::sleep(wait).await;
        }
        let before = began.elapsed();
        bot.kill().await;
        killed_at.push((before, began.elapsed()));
    }
    let early: usize = chats.iter().map(|chat| answers(&api, chat).len()).sum();
    let _bot = setup.start().await;
    let count: usize = said.values().map(Vec::len).sum();
    let deadline = Instant::now() + Duration::from_mins(2);
    let answered = |chat: &Chat| answers(&api, chat).len() == said.get(&chat.id()).map_or(0, Vec::len);
    while !chats.iter().all(&answered) {
        assert!(Instant::now() < deadline, "questions without an answer; seed {seed}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // what was still in flight may come once more
    tokio::time::sleep(Duration::from_secs(2)).await;

    let mut twice = 0;
    for chat in &chats {
        let answers = answers(&api, chat);
        let firsts: Vec<Duration> = answers.values().map(|at| at[0]).collect();
        assert!(
            firsts.is_sorted(),
            "chat {} was answered out of order: {answers:?}; kills {killed_at:?}; seed {seed}",
            chat.id()
        );
        for times in answers.values() {
            twice += times.len() - 1;
            for pair in times.windows(2) {
                // half a second of doubt: a call may have been on its way when the bot was killed
                let doubt = Duration::from_millis(500);
                let killed = |&(from, to): &(Duration, Duration)| from <= pair[1] && to + doubt >= pair[0];
                assert!(killed_at.iter().any(killed), "answered twice without a kill: {pair:?}; seed {seed}");
            }
        }
    }
    eprintln!(
        "{count} questions, all answered, in order, {early} of them between two kills; {twice} answered once more; {:?}",
        began.elapsed()
    );
    assert!(early * 4 > count, "it was killed before it could answer much, and this shows little; seed {seed}");
    api.assert_no_violations();
}
