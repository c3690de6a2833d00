//! Outages, floods and crowds: nothing is lost, the others do not wait, memory stays small.
//!
//! Shortened by default; in full by hand: `BEDSIDE_STORM=1 cargo test --release --test storms -- --nocapture`

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, FakeApi, Fault, http};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const NO_LIMITS: &str = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
/// The most memory that the bot may ever take, in KB.
const MEMORY: u64 = 64 * 1024;
/// The most that it keeps once it has learnt and waits; of a build for tests, whose code is larger.
const IDLE_MEMORY: u64 = 40 * 1024;

fn in_full() -> bool {
    std::env::var_os("BEDSIDE_STORM").is_some()
}

/// The most memory that the bot has taken so far, in KB; 0 where the system does not tell.
fn peak_memory(bot: &BotProcess) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", bot.pid().unwrap())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

async fn answered(chat: &Chat, within: Duration) {
    let reply = chat.next_reply_within(within).await;
    assert!(reply.text.contains(SYMPTOMS), "{reply}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_learning_took_is_given_back() {
    let api = FakeApi::start().await;
    let bot = BotProcess::with(&api).start().await;
    let chat = api.private_chat("Ann");
    chat.say(SYMPTOMS);
    // it started itself once more for that, and only once: it answers
    answered(&chat, Duration::from_secs(20)).await;
    let kept = bot.resident_kb();
    assert!(kept < IDLE_MEMORY, "{kept} KB");
}

#[tokio::test]
async fn an_outage_of_resets_errors_silence_and_garbage_loses_nothing() {
    let length = Duration::from_secs(if in_full() { 30 } else { 6 });
    let api = FakeApi::start().await;
    let bot = BotProcess::with(&api).config(NO_LIMITS).start().await;
    let chats: Vec<Chat> = (0..20).map(|number| api.private_chat(&format!("Chat {number}"))).collect();
    let faults = [
        Fault::DropBefore,
        Fault::Http(502),
        Fault::DropAfter,
        Fault::Http(504),
        Fault::InvalidJson,
        Fault::LateAnswer(Duration::from_secs(20)),
    ];
    let begun = Instant::now();
    let mut said = 0;
    while begun.elapsed() < length {
        api.clear_faults();
        for (nth, fault) in faults.iter().cycle().skip(said % faults.len()).take(600).enumerate() {
            // an answer that never comes is rarer than one that is wrong
            if *fault != faults[5] || nth % 12 == 5 {
                api.fault(if nth % 3 == 0 { "getUpdates" } else { "sendMessage" }, fault.clone());
            }
        }
        let chat = &chats[said % chats.len()];
        chat.say(SYMPTOMS);
        said += 1;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    api.clear_faults();
    let over = Instant::now();
    let ask = |chat: &Chat| chat.say(SYMPTOMS).message_id;
    let last: Vec<i64> = chats.iter().map(ask).collect();
    for (chat, message) in chats.iter().zip(last) {
        let what = format!("the last answer in chat {}", chat.id());
        let found = |state: &mut support::state::State| {
            let mut calls = state.log.iter();
            calls.any(|sent| sent.chat_id == Some(chat.id()) && sent.reply_to == Some(message)).then_some(())
        };
        api.wait_for_within(Duration::from_mins(1), &what, found).await;
    }
    let healed = over.elapsed();
    let sent = api.calls("sendMessage");
    let shown = |chat: &Chat| {
        let mut messages: Vec<_> = sent
            .iter()
            .filter(|sent| sent.chat_id == Some(chat.id()) && sent.took_effect())
            .map(|s| s.reply_to)
            .collect();
        let all = messages.len();
        messages.sort_unstable();
        messages.dedup();
        (messages.len(), all - messages.len())
    };
    let (distinct, twice) = chats.iter().map(shown).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert_eq!(distinct, said + chats.len(), "questions were lost");
    let memory = peak_memory(&bot);
    eprintln!(
        "outage of {length:?}: {distinct} questions, all answered, {twice} answers came again; the last {healed:?} after its end; {memory} KB"
    );
    assert!(memory < MEMORY, "{memory} KB");
}

#[tokio::test]
async fn a_storm_of_flood_limits_delays_only_those_it_hits() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config(NO_LIMITS).start().await;
    let hit: Vec<Chat> = (0..300).map(|number| api.private_chat(&format!("Hit {number}"))).collect();
    for chat in &hit {
        api.fault_in(chat.id(), 2, "sendMessage", Fault::TooManyRequests(3));
        chat.say(SYMPTOMS);
    }
    let mut slowest = Duration::ZERO;
    for number in 0..10 {
        let chat = api.private_chat(&format!("Spared {number}"));
        let begun = Instant::now();
        chat.say(SYMPTOMS);
        answered(&chat, Duration::from_secs(20)).await;
        slowest = slowest.max(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for chat in &hit {
        answered(chat, Duration::from_mins(1)).await;
    }
    eprintln!("600 refusals for their number: the slowest of the others took {slowest:?}");
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
    api.assert_no_violations();
}

/// An update as Telegram posts it.
fn update(id: usize, chat: i64) -> Value {
    let person = json!({"id": chat, "is_bot": false, "first_name": "Somebody"});
    let chat = json!({"id": chat, "type": "private", "first_name": "Somebody"});
    let date = chrono::Utc::now().timestamp();
    json!({"update_id": 700_000_000 + id, "message": {"message_id": id + 1, "date": date, "chat": chat, "from": person, "text": SYMPTOMS}})
}

#[tokio::test]
async fn a_crowd_at_the_webhook_with_one_chat_stuck_stays_small_and_loses_nothing() {
    let posts = if in_full() { 20_000 } else { 1_000 };
    let api = FakeApi::start().await;
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let section =
        format!("{NO_LIMITS}[telegram.webhook]\nurl = \"https://bot.example.org/hook\"\nlisten = \"{address}\"\n");
    let setup =
        BotProcess::with(&api).config(&section).env("BEDSIDE_WEBHOOK_SECRET", "a-secret-for-tests-only").no_wait();
    let bot = setup.start().await;
    bot.wait_for_output("Telegram posts to").await;
    let stuck = api.private_chat("Stuck");
    api.fault_in(stuck.id(), 1, "sendMessage", Fault::LateAnswer(Duration::from_secs(14)));
    let others: Vec<Chat> = (0..100).map(|number| api.private_chat(&format!("Chat {number}"))).collect();
    let begun = Instant::now();
    let url = format!("http://{address}/hook");
    let headers =
        [("Content-Type", "application/json"), ("X-Telegram-Bot-Api-Secret-Token", "a-secret-for-tests-only")];
    let mut refused = 0;
    // somebody else asks now and then, one after the other
    let spared: Vec<Chat> = (0..10).map(|number| api.private_chat(&format!("Spared {number}"))).collect();
    let asking = async {
        let mut slowest = Duration::ZERO;
        for (number, chat) in spared.iter().enumerate() {
            let asked = Instant::now();
            let body = update(posts + number, chat.id()).to_string();
            while http::request("POST", &url, &headers, &body).await.map_or(0, |answer| answer.status) != 200 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            answered(chat, Duration::from_mins(1)).await;
            slowest = slowest.max(asked.elapsed());
        }
        slowest
    };
    // as many at a time as Telegram has connections
    let ids: Vec<usize> = (0..posts).collect();
    let storm = async {
        for batch in ids.chunks(40) {
            let post = async |id: usize| {
                let chat = if id.is_multiple_of(4) { stuck.id() } else { others[id % others.len()].id() };
                let body = update(id, chat).to_string();
                let mut refused = 0;
                while http::request("POST", &url, &headers, &body).await.map_or(0, |answer| answer.status) != 200 {
                    refused += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                refused
            };
            refused += futures_util::future::join_all(batch.iter().map(|id| post(*id))).await.iter().sum::<u32>();
        }
        begun.elapsed()
    };
    let (taken, slowest) = tokio::join!(storm, asking);
    let posts = posts + spared.len();
    let memory = peak_memory(&bot);
    let all = |state: &mut support::state::State| {
        (state.log.iter().filter(|sent| sent.is_shown()).count() >= posts).then_some(())
    };
    api.wait_for_within(Duration::from_mins(8), "everybody's answer", all).await;
    let memory = memory.max(peak_memory(&bot));
    let mut answers: Vec<_> = api.calls("sendMessage").iter().map(|sent| (sent.chat_id, sent.reply_to)).collect();
    let count = answers.len();
    answers.sort_unstable();
    answers.dedup();
    assert_eq!(answers.len(), posts, "questions were lost");
    eprintln!(
        "{posts} posts in {taken:?}, {refused} asked to come again, all answered in {:?}, {} twice; the slowest of those who \
         asked one by one meanwhile {slowest:?}; {memory} KB",
        begun.elapsed(),
        count - posts
    );
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    assert!(memory < MEMORY, "{memory} KB");
}
